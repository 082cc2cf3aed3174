//! Sources in parentheses, contents that stand apart from them, "phoned to say".

use super::super::edges::runs;
use super::super::{Draft, Finder, tidy};
use sayso_model::TokenIx;
use sayso_model::statement::CueClass;
use std::collections::BTreeSet;
use std::ops::Range;

impl Finder<'_> {
    /// "phoned to say that …": one saying, not two.
    pub(in crate::attributions) fn in_order_to_say(&mut self) {
        let tree = self.tree;
        let mut at = 0;
        while at < self.drafts.len() {
            let inner = self.drafts[at].cue.first().map(|c| self.head(c));
            let above = inner.filter(|w| {
                let to = tree.child(*w, "mark").is_some_and(|m| tree.lower(m) == "to");
                let says = self.words.says.contains(tree.lower(*w).as_str());
                to && says && matches!(tree.relation(*w), "advcl" | "xcomp")
            });
            let outer = above.and_then(|w| tree.head(w)).and_then(|v| self.draft_at(v));
            let same = outer.filter(|o| {
                *o != at
                    && !self.drafts[at].content.is_empty()
                    && self.drafts[*o].source == self.drafts[at].source
                    && self.drafts[*o].under.is_none()
                    && self.cue_of(*o).is_none_or(|class| class == CueClass::Assert)
            });
            match same {
                Some(outer) => {
                    let merged = self.drafts[at].clone();
                    self.drafts[outer].content = merged.content;
                    self.drafts[outer].cue.extend(merged.cue);
                    self.drafts.remove(at);
                }
                None => at += 1,
            }
        }
    }

    /// "Kigali radio, the judges held, had called on …": a verb of saying that the parser takes for a clause of the noun before it.
    pub(in crate::attributions) fn parentheses(&mut self) {
        let tree = self.tree;
        for at in 0..tree.doc.tokens.len() {
            let t = TokenIx::new(at);
            if tree.upos(t) != "VERB" || tree.deprel(t) != "acl:relcl" || !self.tells(at) {
                continue;
            }
            let Some((cue, words)) = self.cue_at(t) else {
                continue;
            };
            let Some(noun) = tree.head(t).filter(|n| *n < t) else {
                continue;
            };
            let clausal = cue.content.iter().any(|c| c == "ccomp");
            // "a widow told the inquiry": who is told is no content.
            let addressed = tree.lower(t) == "tell";
            let complete = ["ccomp", "xcomp", "obj"]
                .iter()
                .all(|r| tree.child(t, r).is_none() || *r == "obj" && addressed);
            // The parser may take who says it for an apposition: "officers, a panel wrote, had …"
            let own = tree.child(t, "nsubj");
            let beside = || tree.with(noun, "appos").find(|a| *a > noun && *a < t);
            let Some(who) = own.or_else(beside).filter(|_| clausal && complete) else {
                continue;
            };
            let start = tree.phrase(who).start;
            let comma = |i: usize| matches!(tree.form(TokenIx::new(i)), "," | "–" | "—");
            let relative = matches!(tree.upos(who), "PRON") && tree.xpos(who) != "PRP";
            let asks = tree.subtree(t).into_iter().any(|w| {
                matches!(
                    tree.lower(w).as_str(),
                    "who" | "which" | "that" | "whom" | "whose" | "where"
                )
            });
            if relative || asks || start == 0 || !comma(start - 1) {
                continue;
            }
            let mut end = tree.extent(t).end;
            end -= usize::from(comma(end - 1));
            let after = end < tree.doc.tokens.len() && comma(end);
            // What is said goes on behind: the clause whose subject the noun is; else it ended before.
            let clause = tree.upward(noun).find(|w| {
                matches!(tree.upos(*w), "VERB" | "AUX") && tree.relation(*w) != "acl"
                    || tree.head(*w).is_none()
            });
            // "residents who, an inquiry has found, had been assured …": the rest of the relative clause.
            let rest = tree
                .with(noun, "acl")
                .find(|r| *r > t && tree.with(*r, "nsubj").any(|s| noun < s && s.at() < start));
            let Some(clause) = rest.or(clause).filter(|c| after && *c != t) else {
                continue;
            };
            let inside = |i: usize| start <= i && i < end;
            let content: Vec<usize> = tree
                .subtree(clause)
                .into_iter()
                .map(TokenIx::at)
                .filter(|i| !inside(*i))
                .collect();
            let content: Vec<Range<usize>> = self.trimmed(&content);
            if content.is_empty() {
                continue;
            }
            // Sources and contents of others end before it.
            for draft in &mut self.drafts {
                for run in draft.source.iter_mut().chain(&mut draft.content) {
                    if run.start < start - 1 && run.contains(&t.at()) && run.end <= end + 1 {
                        run.end = start - 1;
                    }
                }
            }
            let draft = Draft {
                source: vec![start..tree.phrase(who).end.max(start + 1)],
                cue: words,
                content,
                ..Draft::default()
            };
            match self.draft_at(t) {
                Some(known) => self.drafts[known] = draft,
                None => self.drafts.push(draft),
            }
        }
    }

    /// "Turkey has been asked, officials say, to leave", "the crew are well, a clerk said their captors had told the envoy": a word of saying at
    /// the end of the one part of what somebody says, whose content is the other part.
    pub(in crate::attributions) fn stranded(&mut self) {
        let tree = self.tree;
        let mut more = Vec::new();
        for at in 0..self.drafts.len() {
            let mut content = self.drafts[at].content.clone();
            tidy(&mut content);
            // "Residents asked, their lawyer said, whether …": the annotator may see no more than the end.
            let verb = self.drafts[at].cue.first().map(|c| self.head(c));
            let opening = verb.and_then(|v| {
                let before = tree
                    .with(v, "ccomp")
                    .find(|c| *c < v && self.cue_at(*c).is_some())?;
                let end = tree.extent(before).end;
                let parted = end < tree.doc.tokens.len() && tree.form(TokenIx::new(end)) == ",";
                parted.then(|| self.without_marks(tree.extent(before).start..end))
            });
            if let (Some(opening), [only]) = (opening, content.as_slice())
                && let Some(v) = verb
                && only.start > v.at()
                && matches!(
                    tree.lower(TokenIx::new(only.start)).as_str(),
                    "that" | "whether" | "if"
                )
            {
                content.insert(0, opening);
                self.drafts[at].content.clone_from(&content);
            }
            let [first, second] = content.as_slice() else {
                continue;
            };
            let (first, second) = (first.clone(), second.clone());
            let Some(cue) = self.drafts[at].cue.first().cloned() else {
                continue;
            };
            let opens = |run: &Range<usize>| {
                let words = run.clone().map(TokenIx::new);
                let word = words
                    .filter(|w| tree.upos(*w) != "PUNCT")
                    .map(|w| tree.lower(w))
                    .next();
                word.is_some_and(|w| matches!(w.as_str(), "that" | "to" | "whether" | "if"))
            };
            let between = first.end <= cue.start && cue.end <= second.start;
            let found = if between && opens(&second) {
                first
                    .clone()
                    .rev()
                    .find_map(|i| self.speaks_of(TokenIx::new(i), &second))
            } else if cue.start >= first.end {
                let mut top = second.clone().map(TokenIx::new);
                let top = top.find(|w| tree.head(*w).is_none_or(|h| !second.contains(&h.at())));
                let own = |t: &TokenIx| tree.child(*t, "nsubj").is_some_and(|n| second.contains(&n.at()));
                top.filter(own).and_then(|t| self.speaks_of(t, &first))
            } else {
                None
            };
            more.extend(found);
        }
        more.into_iter().for_each(|draft| self.add(draft));
    }

    /// The attribution of a content to a word of saying that has no content of its own.
    pub(super) fn speaks_of(&self, t: TokenIx, content: &Range<usize>) -> Option<Draft> {
        let (cue, words) = self.cue_at(t).filter(|_| self.said_at(t).is_none())?;
        let kinds = ["ccomp", "xcomp"];
        let takes = cue.content.iter().any(|c| kinds.contains(&c.as_str()));
        let found = self.arguments(t, cue, true);
        let open = found.content.is_empty()
            || found
                .content
                .iter()
                .all(|c| content.start <= c.start && c.end <= content.end);
        (takes && open && !found.source.is_empty() && cue.pos != "ADP").then(|| Draft {
            source: found.source,
            cue: words,
            content: vec![content.clone()],
            ..Draft::default()
        })
    }

    pub(super) fn trimmed(&self, words: &[usize]) -> Vec<Range<usize>> {
        let mut found = runs(words, &BTreeSet::new());
        for run in &mut found {
            *run = self.without_marks(run.clone());
        }
        found.retain(|r| r.clone().any(|i| self.tree.upos(TokenIx::new(i)) != "PUNCT"));
        found
    }
}
