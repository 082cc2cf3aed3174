//! Documents and claims with those whose they are: "a filing by the ministry alleging …", "fury at suggestions from allies that …".

use super::super::Finder;
use sayso_model::TokenIx;
use sayso_model::statement::SourceKind;

impl Finder<'_> {
    /// "A note by the ministry explaining that …", "a ruling by the court which found …": who wrote the document says it.
    pub(in crate::attributions) fn writers(&mut self) {
        let tree = self.tree;
        for at in 0..self.drafts.len() {
            let draft = &self.drafts[at];
            let Some(verb) = draft.cue.first().map(|c| self.head(c)) else {
                continue;
            };
            let by = |n: TokenIx| matches!(tree.preposition(n).as_deref(), Some("by" | "from"));
            // "calls from relatives asking …"
            let message = |n: TokenIx| self.words.means.contains(tree.lower(n).as_str());
            let document = |n: TokenIx| {
                tree.upos(n) == "NOUN" && (message(n) || self.noun_kind(n) == Some(SourceKind::Document))
            };
            let governor = match tree.deprel(verb) {
                "acl:relcl" => tree.head(verb).filter(|_| {
                    tree.child(verb, "nsubj")
                        .is_some_and(|s| matches!(tree.lower(s).as_str(), "which" | "that"))
                }),
                "acl" => tree.head(verb).filter(|_| tree.xpos(verb) == "VBG"),
                // The parser may hang the participle on the verb.
                "advcl" if tree.xpos(verb) == "VBG" => tree.head(verb).and_then(|v| {
                    tree.children(v)
                        .find(|n| document(*n) && tree.extent(*n).end == verb.at())
                }),
                _ => None,
            };
            let governor = governor.filter(|n| *n < verb && !draft.content.is_empty());
            // The clause may hang on who wrote it.
            let above = governor
                .filter(|n| by(*n) && tree.relation(*n) == "nmod")
                .and_then(|n| tree.head(n));
            let noun = above
                .filter(|n| document(*n))
                .or(governor.filter(|n| document(*n)));
            let Some(noun) = noun else { continue };
            let mut nouns = tree.with(noun, "nmod");
            let writer = nouns.find(|n| by(*n) && *n > noun && *n < verb && self.may_speak(*n));
            let Some(writer) = writer else { continue };
            let who = self.whole(writer);
            if draft.content.iter().any(|c| c.contains(&writer.at())) {
                continue;
            }
            let start = tree.phrase(noun).start.min(noun.at());
            let draft = &mut self.drafts[at];
            draft.cue.push(start..who.start);
            draft.source = vec![who];
        }
    }

    /// "expressed joy at a report by engineers that …", "parroted claims by Lima that …": what hangs on the verb is the noun's, and the verb has both.
    pub(in crate::attributions) fn claims_within(&mut self) {
        let tree = self.tree;
        for at in 0..self.drafts.len() {
            let draft = &self.drafts[at];
            let Some(noun) = draft.cue.first().map(|c| self.head(c)) else {
                continue;
            };
            if draft.source.is_empty() || draft.content.is_empty() || tree.upos(noun) != "NOUN" {
                continue;
            }
            let start = tree.phrase(noun).start;
            let end = draft.content.iter().map(|c| c.end).max().unwrap_or(start);
            let first = draft.content.iter().map(|c| c.start).min();
            for other in 0..self.drafts.len() {
                let outer = &self.drafts[other];
                let above = outer.cue.first().map(|c| self.head(c)).is_some_and(|v| {
                    v != noun && tree.upos(v) == "VERB" && v.at() < start && tree.below(noun, v)
                });
                let that = first.is_some_and(|i| tree.lower(TokenIx::new(i)) == "that");
                let distinct = that && outer.source != self.drafts[at].source && !outer.source.is_empty();
                if other != at
                    && above
                    && distinct
                    && Some(start) < first
                    && outer.content.iter().map(|c| c.start).min() == first
                {
                    self.drafts[other].content = vec![start..end];
                }
            }
        }
    }

    /// A noun's clause that the parser hangs on a word above it, right behind the noun's phrase: "furious at suggestions from allies **that** …",
    /// "ignored a plea from the abbot **to** …".
    pub(in crate::attributions) fn clause_behind(&self, noun: TokenIx, word: &str) -> Option<TokenIx> {
        let tree = self.tree;
        let mut end = tree.extent(noun).end;
        // "the claim by bank staff that …": so may who makes it.
        if let Some(agent) = self.agent_beside(noun) {
            end = end.max(tree.extent(agent).end);
        }
        let mut top = noun;
        for _ in 0..3 {
            if !matches!(tree.relation(top), "obj" | "obl" | "nmod") {
                break;
            }
            top = tree.head(top)?;
        }
        let predicate = matches!(tree.upos(top), "VERB" | "ADJ");
        let behind = |c: &TokenIx| {
            let mark = tree.child(*c, "mark").filter(|m| tree.lower(*m) == word);
            let first = tree.extent(*c).start;
            let comma = first == end + 1 && tree.form(TokenIx::new(end)) == ",";
            let opens = word == "that" || mark.is_some_and(|m| m.at() == first);
            *c > noun && mark.is_some() && opens && (first == end || comma)
        };
        // Or on who says all of it: "word came from shepherds that …, the mayor said".
        let above = tree.head(top).filter(|_| tree.relation(top) == "ccomp");
        let beside = above.into_iter().flat_map(|a| tree.with(a, "ccomp"));
        tree.children(top)
            .filter(|c| predicate && matches!(tree.relation(*c), "ccomp" | "advcl" | "xcomp"))
            .chain(beside.filter(|_| predicate))
            .find(behind)
    }

    /// "print the claim **by bank staff** that …", "given assurances **by the ministry** that …": who makes a claim, where the parser hangs it on the verb.
    pub(in crate::attributions) fn agent_beside(&self, noun: TokenIx) -> Option<TokenIx> {
        let tree = self.tree;
        let verb = tree
            .head(noun)
            .filter(|v| tree.upos(*v) == "VERB" && matches!(tree.relation(noun), "obj" | "obl"))?;
        let mut next = tree.phrase(noun).end;
        if next < tree.doc.tokens.len() && matches!(tree.form(TokenIx::new(next)), "\"" | "”" | "''") {
            next += 1;
        }
        tree.with(verb, "obl").chain(tree.with(verb, "obj")).find(|n| {
            let by = matches!(tree.preposition(*n).as_deref(), Some("by" | "from"));
            by && *n > noun && tree.extent(*n).start == next && self.may_speak(*n)
        })
    }

    /// "the idea, **attributed to advisers**, that …", "fears **voiced by the bank** that …": the participle behind a claim, and whose the claim is.
    pub(in crate::attributions) fn claimed_by(&self, noun: TokenIx) -> Option<(TokenIx, TokenIx)> {
        let tree = self.tree;
        let alone = |v: &TokenIx| tree.child(*v, "nsubj").or(tree.child(*v, "aux")).is_none();
        let participle = tree
            .with(noun, "acl")
            .find(|v| tree.xpos(*v) == "VBN" && *v > noun && alone(v))?;
        let slot = match tree.lower(participle).as_str() {
            "attribute" | "ascribe" | "credit" => "to",
            _ => "subj",
        };
        let who = tree.slot(participle, slot).into_iter().next()?;
        Some((participle, who))
    }
}
