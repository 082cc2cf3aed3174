//! Who is named at the end of a sentence as having said all of it, and verbs between a saying and what it is about that say nothing themselves.

use super::super::cues::Shape;
use super::super::{Draft, Finder};
use sayso_model::TokenIx;
use sayso_model::statement::CueClass;
use std::ops::Range;

impl Finder<'_> {
    /// "…, one of the participants recalled in an interview": all that stands before is said by whoever is named at the end of the sentence, though
    /// the parser hangs the verb on what is said.
    pub(in crate::attributions) fn tails(&mut self) {
        for at in 0..self.tree.doc.tokens.len() {
            let t = TokenIx::new(at);
            let Some(draft) = self.tail(t).filter(|_| self.tells(at)) else {
                continue;
            };
            let end = draft.content[0].end;
            if let Some(known) = self.draft_at(t) {
                let begins = self.drafts[known].content.iter().map(|c| c.start).min();
                if begins.is_some_and(|b| b < draft.content[0].start) {
                    continue;
                }
                self.drafts.remove(known);
            }
            let sentence = draft.content[0].start..at + 1;
            for run in self
                .drafts
                .iter_mut()
                .flat_map(|d| d.content.iter_mut().chain(&mut d.source))
            {
                if sentence.start <= run.start && run.end > end && run.start < at + 1 {
                    run.end = end.max(run.start);
                }
            }
            for other in &mut self.drafts {
                other.content.retain(|r| !r.is_empty());
                other.source.retain(|r| !r.is_empty());
            }
            self.drafts.push(draft);
        }
    }

    fn tail(&self, t: TokenIx) -> Option<Draft> {
        let tree = self.tree;
        let doc = tree.doc;
        let hangs = matches!(tree.relation(t), "advcl" | "conj" | "parataxis");
        tree.head(t)
            .filter(|h| *h < t && hangs && tree.upos(t) == "VERB" && !tree.passive(t))?;
        let (cue, words) = self.cue_at(t)?;
        let says = cue.pos == "VERB"
            && cue
                .content
                .iter()
                .any(|c| matches!(c.as_str(), "ccomp" | "quote"));
        let mut before = (0..t.at()).rev().map(TokenIx::new).take(12);
        let who = before.find(|w| {
            let noun = matches!(tree.upos(*w), "NOUN" | "PROPN" | "NUM");
            let extent = tree.extent(*w);
            let next = extent.end == t.at() && extent.start <= w.at();
            noun && next && matches!(tree.relation(*w), "nsubj") && extent.start > 0
        })?;
        let start = tree.extent(who).start;
        let comma = start
            .checked_sub(1)
            .filter(|i| tree.form(TokenIx::new(*i)) == ",")?;
        let sentence = doc.sentences[doc.sentence_of(t)].tokens.clone();
        let mark = |i: usize| tree.upos(TokenIx::new(i)) == "PUNCT";
        let below = tree.subtree(t).into_iter().filter(|w| !mark(w.at()));
        let end = below.map(TokenIx::at).max().unwrap_or(t.at()) + 1;
        let last = (end..sentence.end).all(mark);
        let told = tree.lower(t) == "tell";
        let open = tree.children(t).all(|c| match tree.relation(c) {
            "ccomp" | "xcomp" | "advcl" | "conj" | "parataxis" => false,
            "obj" => told,
            "mark" | "cc" => false,
            _ => c >= TokenIx::new(start) || mark(c.at()),
        });
        let content = self.without_marks(sentence.start..comma);
        let quoted = doc
            .quotes
            .iter()
            .any(|q| q.span.overlaps(tree.span(&(sentence.start..comma + 1))));
        let verb = content
            .clone()
            .any(|i| matches!(tree.upos(TokenIx::new(i)), "VERB" | "AUX"));
        (says && last && open && !quoted && verb && self.may_speak(who)).then(|| Draft {
            source: vec![self.whole(who)],
            cue: words,
            content: vec![content],
            ..Draft::default()
        })
    }

    /// "broadcast an appeal by the government for …", "passed on threats from Damascus to …": who hands on what somebody else says.
    pub(in crate::attributions) fn handed_on(&mut self) {
        let tree = self.tree;
        for at in 0..tree.doc.tokens.len() {
            let t = TokenIx::new(at);
            let lemma = tree.lower(t);
            let hands =
                self.words.carries.contains(lemma.as_str()) || self.words.passes.contains(lemma.as_str());
            if !hands
                || tree.upos(t) != "VERB"
                || tree.passive(t)
                || !self.tells(at)
                || self.said_at(t).is_some()
            {
                continue;
            }
            let Some(noun) = tree
                .child(t, "obj")
                .filter(|o| *o > t && self.draft_at(*o).is_none())
            else {
                continue;
            };
            let Some(who) = tree.slot(t, "subj").into_iter().next().filter(|w| *w < t) else {
                continue;
            };
            let Some((cue, words)) = self.cue_at(noun).filter(|(c, _)| c.pos == "NOUN") else {
                continue;
            };
            let found = self.arguments(noun, cue, true);
            let clause = matches!(found.shape, Shape::Clause | Shape::Infinitive);
            let other = found.source.iter().any(|s| s.start > t.at());
            if !clause || !other || found.content.is_empty() || self.said_at(noun).is_some() {
                continue;
            }
            let end = found.content.iter().map(|c| c.end).max().unwrap_or(at + 1);
            let source = self.whole(who);
            self.add(Draft {
                source: vec![source],
                cue: vec![at..at + 1],
                content: vec![tree.phrase(noun).start..end],
                ..Draft::default()
            });
            self.add(Draft {
                source: found.source,
                cue: words,
                content: found.content,
                ..Draft::default()
            });
        }
    }

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
            let below = inner.filter(|w| tree.relation(*w) == "xcomp" && !self.drafts[at].content.is_empty());
            let outer = below
                .and_then(|w| tree.head(w))
                .and_then(|v| Some((v, self.draft_at(v).filter(|o| *o != at)?)));
            let same = outer.filter(|(above, o)| {
                let refuses = matches!(tree.lower(*above).as_str(), "decline" | "refuse");
                let hears = below.is_some_and(|w| {
                    tree.xpos(w) == "VBG" && self.words.witnesses.contains(tree.lower(w).as_str())
                });
                (refuses && self.about_claim(at) || hears && self.speaks_within(at))
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

    /// "published the testimony of a deserter who says …", "cited a source who said …": who hands on somebody hands on what they say.
    pub(in crate::attributions) fn who_says(&mut self) {
        let tree = self.tree;
        for at in 0..self.drafts.len() {
            let draft = &self.drafts[at];
            let Some(source) = draft.source.first().filter(|_| !draft.content.is_empty()) else {
                continue;
            };
            let who = self.head(source);
            let Some(said) = draft.cue.first().map(|c| self.head(c)) else {
                continue;
            };
            let relative = matches!(tree.lower(who).as_str(), "who" | "which" | "that");
            if !relative || tree.deprel(said) != "acl:relcl" {
                continue;
            }
            // The object that the clause lies in, below no other verb.
            let mut top = tree.head(said);
            while let Some(noun) = top.filter(|n| matches!(tree.relation(*n), "nmod" | "appos")) {
                top = tree.head(noun);
            }
            let Some(object) = top.filter(|n| tree.relation(*n) == "obj") else {
                continue;
            };
            let Some(verb) = tree
                .head(object)
                .filter(|v| *v < object && tree.upos(*v) == "VERB")
            else {
                continue;
            };
            let lemma = tree.lower(verb);
            let lists = [&self.words.carries, &self.words.cites, &self.words.shows];
            let hands = lists.iter().any(|l| l.contains(lemma.as_str())) || lemma == "read";
            let hands = hands && !tree.negated(verb);
            let whole = tree.phrase(object).start..tree.extent(object).end;
            if let Some(outer) = self.draft_at(verb).filter(|o| hands && *o != at) {
                let holds = self.drafts[outer].content.iter().any(|c| c.contains(&said.at()));
                if !holds && !self.drafts[outer].source.is_empty() {
                    self.drafts[outer].content = vec![whole];
                }
            }
        }
    }
}
