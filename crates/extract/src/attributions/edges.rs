//! Where sources and contents begin and end: the annotator tags word by word, and syntax knows where a phrase is whole.

use super::{Draft, Finder, overlaps, tidy};
use sayso_model::TokenIx;
use std::collections::BTreeSet;
use std::ops::Range;

/// How much of a phrase must be tagged so that all of it is meant.
const MOST: f64 = 0.6;
/// A run that reaches over the end of a sentence takes in this many words more to its own ends.
const NEAR: usize = 3;

/// Relations of what can be the content of a cue.
const ARGUMENTS: [&str; 9] = [
    "obj", "xcomp", "ccomp", "obl", "nmod", "acl", "csubj", "nsubj", "advcl",
];
/// Clauses that may be left out at the end of a phrase when nothing in them is tagged.
const LOOSE: [&str; 5] = ["acl", "advcl", "conj", "parataxis", "appos"];

impl Finder<'_> {
    /// Lets the sources and contents of all drafts end where their phrases end.
    pub(super) fn reach_edges(&mut self) {
        let mut drafts = std::mem::take(&mut self.drafts);
        for draft in &mut drafts {
            let cues: BTreeSet<usize> = draft.cue.iter().cloned().flatten().collect();
            for run in &mut draft.source {
                *run = self.whole_phrase(run, &cues);
                // "documents seen by", of which the annotator left out by whom
                let last = TokenIx::new(run.end - 1);
                let by = self.tree.head(last).filter(|n| {
                    run.len() > 1
                        && self.tree.upos(last) == "ADP"
                        && self.tree.relation(last) == "case"
                        && n.at() >= run.end
                });
                if let Some(noun) = by {
                    run.end = self.tree.phrase(noun).end;
                }
                let whole = self.whole(self.head(run));
                if whole.start == run.start
                    && whole.end > run.end
                    && self.tree.upos(TokenIx::new(run.end)) == "PROPN"
                {
                    run.end = whole.end;
                }
            }
            // "an Egyptian source said": the annotator may tag no more than the words before the noun.
            let taken: BTreeSet<usize> = draft
                .cue
                .iter()
                .chain(&draft.content)
                .cloned()
                .flatten()
                .collect();
            for run in &mut draft.source {
                let head = self.head(run);
                let before = matches!(self.tree.relation(head), "det" | "amod" | "compound" | "nummod");
                let noun = self.tree.head(head).filter(|n| before && n.at() >= run.end);
                let free = |n: &TokenIx| (run.end..=n.at()).all(|i| !taken.contains(&i));
                if let Some(noun) = noun.filter(free) {
                    *run = self.whole(noun);
                }
            }
            self.to_arguments(draft);
            let mut others: BTreeSet<usize> = draft.cue.iter().cloned().flatten().collect();
            others.extend(draft.source.iter().cloned().flatten());
            for run in &mut draft.content {
                *run = self.whole_phrase(run, &others);
            }
            self.without_far(draft);
            let Draft { source, content, .. } = draft;
            content.retain(|run| !source.iter().any(|s| s.start <= run.start && run.end <= s.end));
        }
        self.drafts = drafts;
    }

    /// A source does not end within a word with hyphens: "the treasury's director-general", "Turkey's state-run agency".
    pub(super) fn whole_words(&mut self) {
        let tree = self.tree;
        let tokens = &tree.doc.tokens;
        let beside = |i: usize| i < tokens.len() && tokens[i - 1].span.end() == tokens[i].span.start();
        let mut drafts = std::mem::take(&mut self.drafts);
        for run in drafts.iter_mut().flat_map(|d| &mut d.source) {
            let first = run.end;
            while run.end + 1 < tokens.len()
                && tree.form(TokenIx::new(run.end)) == "-"
                && beside(run.end)
                && beside(run.end + 1)
            {
                run.end += 2;
            }
            if run.end == first {
                continue;
            }
            let last = TokenIx::new(run.end - 1);
            let head = tree.head(last).filter(|h| {
                h.at() >= run.end
                    && matches!(tree.upos(*h), "NOUN" | "PROPN")
                    && tree.phrase(*h).start <= run.start
            });
            run.end = run.end.max(tree.phrase(head.unwrap_or(last)).end);
            let name = tree
                .with(last, "appos")
                .find(|a| tree.upos(*a) == "PROPN" && a.at() == run.end + 1);
            if let Some(name) = name {
                run.end = tree.phrase(name).end;
            }
        }
        self.drafts = drafts;
    }

    /// Scraps of content become the arguments of the cue that they are parts of; its preposition goes to the cue.
    fn to_arguments(&self, draft: &mut Draft) {
        let tree = self.tree;
        let cue: BTreeSet<usize> = draft.cue.iter().cloned().flatten().collect();
        let source: BTreeSet<usize> = draft.source.iter().cloned().flatten().collect();
        let tagged: BTreeSet<usize> = draft.content.iter().cloned().flatten().collect();
        let argument = |c: &TokenIx| {
            ARGUMENTS.contains(&tree.relation(*c)) && !cue.contains(&c.at()) && !source.contains(&c.at())
        };
        let mut arguments: Vec<TokenIx> = cue
            .iter()
            .flat_map(|w| tree.children(TokenIx::new(*w)))
            .filter(argument)
            .collect();
        arguments.sort_unstable();
        for top in arguments {
            let words: Vec<usize> = tree.subtree(top).into_iter().map(TokenIx::at).collect();
            let inside = words.iter().filter(|w| tagged.contains(w)).count();
            if inside == 0 || !(tagged.contains(&top.at()) || inside as f64 >= 0.4 * words.len() as f64) {
                continue;
            }
            let mut left_out: BTreeSet<usize> = cue.union(&source).copied().collect();
            for word in &words {
                let loose = TokenIx::new(*word);
                if !LOOSE.contains(&tree.relation(loose)) {
                    continue;
                }
                let below: Vec<usize> = tree.subtree(loose).into_iter().map(TokenIx::at).collect();
                if below.iter().all(|w| !tagged.contains(w)) && below[0] > top.at() {
                    left_out.extend(below);
                }
            }
            let case = tree.children(top).find(|c| tree.deprel(*c) == "case" && *c < top);
            if let Some(case) = case.filter(|_| matches!(tree.relation(top), "obl" | "nmod")) {
                left_out.insert(case.at());
                if cue.contains(&(case.at().wrapping_sub(1))) {
                    draft.cue.push(case.at()..case.at() + 1);
                }
            }
            let whole = runs(&words, &left_out)
                .into_iter()
                .map(|run| self.without_marks(run));
            let whole: Vec<Range<usize>> = whole
                .filter(|run| run.clone().any(|w| tree.upos(TokenIx::new(w)) != "PUNCT"))
                .collect();
            draft
                .content
                .retain(|run| run.clone().any(|w| !words.contains(&w)));
            draft.content.extend(whole);
        }
        tidy(&mut draft.cue);
        tidy(&mut draft.content);
    }

    /// Drops contents of other sentences than the cue's, unless they are quoted in the same paragraph or touch what is kept.
    fn without_far(&self, draft: &mut Draft) {
        let doc = self.tree.doc;
        let Some(cue) = draft.cue.first().map(|c| doc.sentence_of(TokenIx::new(c.start))) else {
            return;
        };
        let sentence = |at: usize| doc.sentence_of(TokenIx::new(at));
        let heading = |at: usize| doc.sentences[at].heading;
        let near = |run: &Range<usize>| sentence(run.start) <= cue && cue <= sentence(run.end - 1);
        let quoted = |run: &Range<usize>| {
            doc.sentences[sentence(run.start)].paragraph == doc.sentences[cue].paragraph
                && doc.quotes.iter().any(|q| q.span.overlaps(self.tree.span(run)))
        };
        let any_near = draft.content.iter().any(near);
        let kept: Vec<Range<usize>> = draft
            .content
            .iter()
            .filter(|r| near(r) || quoted(r))
            .cloned()
            .collect();
        draft.content.retain(|run| {
            let touches = kept
                .iter()
                .any(|k| run.start <= k.end + 2 && k.start <= run.end + 2);
            heading(sentence(run.start)) == heading(cue) && (near(run) || quoted(run) || touches || !any_near)
        });
    }

    /// The phrase or clause that a run is most of, without some words; the run itself where there is none.
    fn whole_phrase(&self, run: &Range<usize>, without: &BTreeSet<usize>) -> Range<usize> {
        let tree = self.tree;
        let doc = tree.doc;
        let first = doc.sentence_of(TokenIx::new(run.start));
        let last = doc.sentence_of(TokenIx::new(run.end - 1));
        if first != last {
            let (begin, end) = (doc.sentences[first].tokens.start, doc.sentences[last].tokens.end);
            let free = |range: Range<usize>| range.clone().all(|i| !without.contains(&i));
            let start = if run.start - begin <= NEAR && free(begin..run.start) {
                begin
            } else {
                run.start
            };
            let stop = if end - run.end <= NEAR && free(run.end..end) {
                end
            } else {
                run.end
            };
            return start..stop;
        }
        let outside = |i: &usize| tree.head(TokenIx::new(*i)).is_none_or(|h| !run.contains(&h.at()));
        let inside = |words: &[usize]| words.iter().filter(|w| run.contains(w)).count();
        let phrases = run.clone().filter(outside).map(|top| {
            let words: Vec<usize> = tree
                .subtree(TokenIx::new(top))
                .into_iter()
                .map(TokenIx::at)
                .collect();
            (inside(&words), words)
        });
        let Some((tagged, words)) = phrases.max_by_key(|(tagged, words)| (*tagged, usize::MAX - words[0]))
        else {
            return run.clone();
        };
        if (tagged as f64) < MOST * run.len() as f64 {
            return run.clone();
        }
        let mut best = run.clone();
        let mut most = 0;
        for part in runs(&words, without) {
            let part = self.without_marks(part);
            let shared = part.clone().filter(|w| run.contains(w)).count();
            if overlaps(&part, run) && shared > most && shared as f64 >= MOST * part.len() as f64 {
                (best, most) = (part, shared);
            }
        }
        // Words tagged beside the phrase stay, so that a list or a second clause is not lost.
        if most as f64 >= MOST * run.len() as f64 {
            best.start.min(run.start)..best.end.max(run.end)
        } else {
            run.clone()
        }
    }

    /// Without commas and stops at the ends; marks of quotation stay.
    pub(super) fn without_marks(&self, mut run: Range<usize>) -> Range<usize> {
        let mark = |i: usize| {
            matches!(
                self.tree.form(TokenIx::new(i)),
                "," | ";" | "." | ":" | "-" | "–" | "—" | "?" | "!"
            )
        };
        while run.len() > 1 && mark(run.start) {
            run.start += 1;
        }
        while run.len() > 1 && mark(run.end - 1) {
            run.end -= 1;
        }
        run
    }
}

/// Words as runs, some left out.
pub(super) fn runs(words: &[usize], without: &BTreeSet<usize>) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for word in words.iter().filter(|w| !without.contains(w)) {
        match runs.last_mut() {
            Some(run) if run.end == *word => run.end = word + 1,
            _ => runs.push(*word..word + 1),
        }
    }
    runs
}
