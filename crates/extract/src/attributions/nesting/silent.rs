//! Verbs beside a saying that add no source: "was **checking** reports that …", "**declined to repeat** his claim that …".

use super::super::{Draft, Finder};
use sayso_model::TokenIx;
use sayso_model::statement::CueClass;
use std::ops::Range;

impl Finder<'_> {
    /// "said it was **checking** reports that …", "was **relying** on the councillor's estimate that …": what lies between a saying and the claim it is about.
    pub(in crate::attributions) fn between(&mut self) {
        let tree = self.tree;
        let holds = |outer: &Draft, inner: &Draft| {
            outer.content.iter().any(|c| {
                inner
                    .cue
                    .first()
                    .is_some_and(|i| c.start <= i.start && i.end <= c.end)
            })
        };
        let drop: Vec<usize> = (0..self.drafts.len())
            .filter(|at| {
                let draft = &self.drafts[*at];
                let Some(verb) = draft.cue.first().map(|c| self.head(c)) else {
                    return false;
                };
                let voices = self.words.voices.contains(tree.lower(verb).as_str());
                let silent = tree.upos(verb) == "VERB" && !voices && self.says_not(verb);
                let mut others = self.drafts.iter().enumerate().filter(|(o, _)| o != at);
                let said = others
                    .clone()
                    .any(|(_, d)| !d.source.is_empty() && holds(d, draft));
                silent
                    && said
                    && others.any(|(_, d)| {
                        let noun = d
                            .cue
                            .first()
                            .map(|c| self.head(c))
                            .filter(|n| tree.upos(*n) == "NOUN" && tree.below(*n, verb));
                        noun.is_some() && !d.content.is_empty() && holds(draft, d)
                    })
            })
            .collect();
        let mut at = 0;
        self.drafts.retain(|_| {
            at += 1;
            !drop.contains(&(at - 1))
        });
    }

    /// Whether a verb says nothing of its own about a claim: no list has it, or it only asks whether it is so.
    fn says_not(&self, verb: TokenIx) -> bool {
        match self.cue_at(verb) {
            None => true,
            Some((cue, _)) => cue.class == CueClass::Question,
        }
    }

    /// "**declined to repeat** his claim that …", "**reported hearing** crews say …": one saying by one source, not two.
    pub(in crate::attributions) fn as_one(&mut self) {
        let tree = self.tree;
        let mut at = 0;
        while at < self.drafts.len() {
            let inner = self.drafts[at].cue.first().map(|c| self.head(c));
            let below = inner.filter(|w| {
                let hangs = tree.relation(*w) == "xcomp" || tree.relation(*w) == "advcl" && self.gerund(*w);
                hangs && !self.drafts[at].content.is_empty()
            });
            let outer = below
                .and_then(|w| tree.head(w))
                .and_then(|v| Some((v, self.draft_at(v).filter(|o| *o != at)?)));
            let same = outer.filter(|(above, o)| {
                let refuses = matches!(tree.lower(*above).as_str(), "decline" | "refuse");
                // "reported hearing", "claims to have heard"
                let hears = below.is_some_and(|w| {
                    (tree.xpos(w) == "VBG" || tree.child(w, "aux").is_some())
                        && self.words.witnesses.contains(tree.lower(w).as_str())
                });
                // "apologised for having said", "denied having ordered"
                let again = below.is_some_and(|w| self.gerund(w)) && self.tells_by(*above);
                (refuses && self.about_claim(at) || hears && self.speaks_within(at) || again)
                    && self.drafts[*o].source == self.drafts[at].source
            });
            match same {
                Some((_, outer)) => {
                    let merged = self.drafts.remove(at);
                    let outer = outer - usize::from(outer > at);
                    self.drafts[outer].content = merged.content;
                    self.drafts[outer].cue.extend(merged.cue);
                }
                None => at += 1,
            }
        }
    }

    /// "having said"; "for saying", "of saying"
    fn gerund(&self, verb: TokenIx) -> bool {
        let tree = self.tree;
        let having = tree.with(verb, "aux").any(|a| tree.xpos(a) == "VBG");
        let mark = tree.child(verb, "mark");
        let said = tree.xpos(verb) == "VBG"
            && mark.is_some_and(|m| matches!(tree.lower(m).as_str(), "for" | "of" | "to"));
        having || said
    }

    /// Whether a verb speaks of what its subject said itself.
    fn tells_by(&self, verb: TokenIx) -> bool {
        let own = matches!(
            self.tree.lower(verb).as_str(),
            "apologise" | "apologize" | "regret"
        );
        own || self
            .cue_at(verb)
            .is_some_and(|(cue, _)| matches!(cue.class, CueClass::Deny | CueClass::Assert))
    }

    /// Whether what an attribution says begins with a claim: "his assertion that …".
    fn about_claim(&self, at: usize) -> bool {
        let content = &self.drafts[at].content;
        let start = content.iter().map(|c| c.start).min();
        self.drafts.iter().any(|d| {
            let noun = d.cue.first().map(|c| self.head(c));
            let noun = noun.filter(|n| self.tree.upos(*n) == "NOUN" && !d.content.is_empty());
            noun.is_some_and(|n| Some(self.tree.phrase(n).start) == start)
        })
    }

    /// Whether what an attribution says has one more in it.
    fn speaks_within(&self, at: usize) -> bool {
        let inside = |c: &Range<usize>| {
            self.drafts[at]
                .content
                .iter()
                .any(|r| r.start <= c.start && c.end <= r.end)
        };
        self.drafts
            .iter()
            .enumerate()
            .any(|(other, d)| other != at && !d.source.is_empty() && d.cue.iter().any(inside))
    }
}
