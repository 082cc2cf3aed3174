//! Who speaks where the verb of saying has no subject of its own beside it, or the annotator linked it with somebody else.

use super::super::Finder;
use sayso_model::TokenIx;
use sayso_model::statement::{CueClass, SourceKind};
use std::collections::BTreeSet;

impl Finder<'_> {
    /// Who says what a verb without a subject tells: "heard crews **say**", "shows a guard **telling**", "expects the mayor to **announce**", "a major who
    /// they say **told**", "accused the bank of **saying**".
    pub(in crate::attributions) fn spoken_by(&self, t: TokenIx) -> Option<TokenIx> {
        let tree = self.tree;
        let above = tree
            .head(t)
            .filter(|h| *h < t && tree.upos(t) == "VERB" && tree.upos(*h) == "VERB")?;
        let relative = |w: TokenIx| matches!(tree.lower(w).as_str(), "who" | "which" | "that" | "whom");
        let own = tree.child(t, "nsubj");
        if own.is_some_and(|s| !(relative(s) && tree.deprel(above) == "acl:relcl")) {
            return None;
        }
        let relation = tree.relation(t);
        let lemma = tree.lower(above);
        let mark = tree.child(t, "mark");
        let to = mark.is_some_and(|m| tree.lower(m) == "to");
        let between = |o: &TokenIx| *o > above && *o < t;
        let objects = || tree.with(above, "obj").chain(tree.with(above, "iobj"));
        let object = objects().filter(between).max();
        let plain = mark.is_none() && tree.child(t, "aux").is_none();
        let sees = self.words.witnesses.contains(lemma.as_str())
            || self.words.sees.contains(lemma.as_str())
            || self.words.shows.contains(lemma.as_str());
        match (relation, tree.xpos(t)) {
            ("ccomp" | "xcomp", "VB" | "VBP") if plain && sees => object,
            // "had seen the leader raise a hand and swear"
            ("conj", "VB" | "VBP") if plain && sees && matches!(tree.xpos(above), "VBN" | "VBD" | "VBG") => {
                object.filter(|_| tree.with(above, "xcomp").any(|x| x < t && tree.xpos(x) == "VB"))
            }
            ("ccomp" | "xcomp" | "advcl", "VBG") if plain && sees => {
                object.filter(|o| tree.extent(*o).end == t.at())
            }
            ("ccomp" | "xcomp" | "advcl", _) if mark.is_some_and(|m| tree.lower(m) == "of") => {
                let mark = mark?.at();
                object.filter(|o| tree.extent(*o).end == mark && tree.xpos(t) == "VBG")
            }
            // "calling its operators to say": who calls says it.
            ("xcomp" | "advcl", "VB")
                if to
                    && self.words.says.contains(tree.lower(t).as_str())
                    && self.words.means.contains(lemma.as_str()) =>
            {
                tree.slot(above, "subj")
                    .into_iter()
                    .next()
                    .filter(|_| object.is_some())
            }
            ("xcomp", "VB") if to && !tree.passive(above) => {
                let promises = self
                    .cue_at(above)
                    .is_some_and(|(cue, _)| cue.class == CueClass::Promise);
                let said = self.said_at(above).is_some() && tree.child(t, "ccomp").is_some();
                object.filter(|_| said && !promises)
            }
            // "urged the envoy to stop saying …": whom one urges says it.
            ("xcomp", "VBG") if plain && tree.relation(above) == "xcomp" => {
                let to = tree.child(above, "mark").is_some_and(|m| tree.lower(m) == "to");
                let urges = tree
                    .head(above)
                    .filter(|v| to && tree.upos(*v) == "VERB" && !tree.passive(*v))?;
                let between = |o: &TokenIx| *o > urges && *o < above;
                let promises = self
                    .cue_at(urges)
                    .is_some_and(|(cue, _)| cue.class == CueClass::Promise);
                let object = tree
                    .with(urges, "obj")
                    .chain(tree.with(urges, "iobj"))
                    .find(between);
                object.filter(|_| !promises)
            }
            // "a major who they say told drivers …"
            ("ccomp", "VBD" | "VBZ" | "VBP") if plain && tree.deprel(above) == "acl:relcl" => {
                let teller = tree.child(above, "nsubj")?;
                let asked = |w: TokenIx| w < teller && relative(w);
                let asks = own.is_some() || tree.children(above).chain(tree.children(t)).any(asked);
                let noun = tree.head(above)?;
                (asks && !relative(teller) && self.may_speak(noun)).then_some(noun)
            }
            _ => None,
        }
    }

    /// Puts who speaks by syntax in the place of whom the annotator linked with a verb.
    pub(super) fn own_speaker(&mut self, at: usize) -> bool {
        let tree = self.tree;
        let Some(verb) = self.drafts[at].cue.first().map(|c| self.head(c)) else {
            return false;
        };
        let draft = &self.drafts[at];
        let in_content = |n: TokenIx| draft.content.iter().any(|c| c.contains(&n.at()));
        if draft.content.is_empty() || tree.upos(verb) != "VERB" {
            return false;
        }
        let own = || {
            // "was understood by friends to have concluded": the friends have not.
            let passive = tree.head(verb).filter(|h| {
                let to = tree.child(verb, "mark").is_some_and(|m| tree.lower(m) == "to");
                let below = matches!(tree.relation(verb), "xcomp" | "advcl");
                to && below && tree.upos(*h) == "VERB" && tree.passive(*h) && self.made_to(verb).is_none()
            })?;
            let agent = tree.slot(passive, "subj").into_iter().next()?;
            let linked = draft.source.iter().any(|s| s.contains(&agent.at()));
            tree.subject(passive).filter(|s| linked && *s < passive)
        };
        // "On hearing from the pilot that …": the pilot says it.
        let told = || {
            let (cue, _) = self.cue_at(verb)?;
            let from = tree.slot(verb, "from").into_iter().next()?;
            let next = from > verb && from.at() < draft.content.iter().map(|c| c.start).min()?;
            let next = next && tree.xpos(verb) == "VBG" && tree.child(verb, "nsubj").is_none();
            (cue.class == CueClass::Know && next && self.may_speak(from)).then_some(from)
        };
        // "an email in which the engineer warns …": the engineer, whomever the annotator linked.
        let in_which = || {
            let relative = tree.deprel(verb) == "acl:relcl"
                && tree.children(verb).any(|c| {
                    matches!(tree.lower(c).as_str(), "which" | "where") && tree.relation(c) != "nsubj"
                });
            let subject = tree.child(verb, "nsubj").filter(|s| {
                let noun = matches!(tree.upos(*s), "NOUN" | "PROPN");
                relative && noun && *s < verb && !tree.passive(verb)
            })?;
            self.may_speak(subject).then_some(subject)
        };
        // "detainees described how …": the tagger may take the verb for a participle.
        let active = || {
            let subject = tree.child(verb, "nsubj").filter(|s| {
                let alone = tree.deprel(*s) == "nsubj" && tree.child(verb, "aux").is_none();
                alone && *s < verb && tree.xpos(verb) == "VBN" && draft.source.is_empty()
            })?;
            let noun = matches!(tree.upos(subject), "NOUN" | "PROPN");
            (noun && self.may_speak(subject)).then_some(subject)
        };
        // "a study suggesting that …": the study says it, whomever the annotator linked.
        let document = || {
            let noun = tree
                .head(verb)
                .filter(|n| *n < verb && tree.deprel(verb) == "acl")?;
            let tells = tree.xpos(verb) == "VBG" && tree.child(verb, "ccomp").is_some();
            let kind = self.noun_kind(noun) == Some(SourceKind::Document);
            let object = matches!(tree.relation(noun), "obj" | "obl" | "nmod");
            (tells && kind && object && tree.upos(noun) == "NOUN").then_some(noun)
        };
        // Who speaks does not stand in what is said: "the inquest heard he …".
        let outside = || {
            let subject = tree
                .child(verb, "nsubj")
                .filter(|s| tree.deprel(*s) == "nsubj" && *s < verb && !tree.passive(verb))?;
            let within = !draft.source.is_empty()
                && draft
                    .source
                    .iter()
                    .cloned()
                    .flatten()
                    .all(|i| in_content(TokenIx::new(i)));
            let noun = matches!(tree.upos(subject), "NOUN" | "PROPN") && self.may_speak(subject);
            (within && noun).then_some(subject)
        };
        // "Leaflets dropped over the camp ordered …": the parser may take the participle for the verb of the clause.
        let reduced = || {
            let above = tree.head(verb).filter(|v| {
                let participle = matches!(tree.xpos(*v), "VBN" | "VBD") && tree.child(*v, "aux").is_none();
                participle && *v < verb && tree.upos(*v) == "VERB" && tree.child(*v, "obj").is_none()
            })?;
            let bare = |w: TokenIx| {
                ["mark", "nsubj", "aux", "cc"]
                    .iter()
                    .all(|r| tree.child(w, r).is_none())
            };
            let hangs =
                matches!(tree.relation(verb), "advcl" | "acl") && bare(verb) && tree.xpos(verb) != "VBG";
            let noun = tree.child(above, "nsubj").filter(|n| {
                tree.extent(*n).end == above.at() && tree.extent(above).start == tree.extent(*n).start
            })?;
            let free = draft.source.is_empty() && hangs && tree.child(verb, "obj").is_some();
            let apart = (above.at()..verb.at()).all(|i| tree.upos(TokenIx::new(i)) != "PUNCT");
            (free && apart && self.may_speak(noun)).then_some(noun)
        };
        // "left the meeting convinced that …": who leaves, not what is left.
        let convinced = || {
            let above = tree
                .head(verb)
                .filter(|_| matches!(tree.relation(verb), "xcomp" | "advcl" | "acl"))?;
            let above = match tree.upos(above) {
                "VERB" => above,
                _ => tree.head(above).filter(|_| tree.relation(above) == "obj")?,
            };
            let moves = matches!(
                tree.lower(above).as_str(),
                "leave"
                    | "emerge"
                    | "return"
                    | "come"
                    | "go"
                    | "depart"
                    | "remain"
                    | "stay"
                    | "end"
                    | "begin"
                    | "exit"
            );
            let bare = tree.xpos(verb) != "VBG"
                && ["aux", "mark", "nsubj"]
                    .iter()
                    .all(|r| tree.child(verb, r).is_none());
            tree.subject(above).filter(|s| moves && bare && *s < above)
        };
        let found = self
            .spoken_by(verb)
            .or_else(reduced)
            .or_else(convinced)
            .or_else(in_which)
            .or_else(own)
            .or_else(told)
            .or_else(active)
            .or_else(document)
            .or_else(outside);
        let Some(who) = found.filter(|w| {
            let known = draft.source.iter().any(|s| s.contains(&w.at()));
            !known && !in_content(*w)
        }) else {
            return false;
        };
        self.drafts[at].source = vec![self.whole(who)];
        true
    }

    /// Drops who declines to comment on what somebody else says: that says nothing.
    pub(in crate::attributions) fn no_comments(&mut self) {
        let tree = self.tree;
        let silent = |d: &super::Draft| {
            let mut words = d.cue.iter().cloned().flatten().map(TokenIx::new);
            let verb = words
                .find(|w| tree.lower(*w) == "comment" && tree.upos(*w) == "VERB")
                .or_else(|| {
                    let verb = self.head(d.cue.first()?);
                    let below = tree.child(verb, "xcomp")?;
                    (tree.lower(below) == "comment").then_some(below)
                });
            let Some(verb) = verb else { return false };
            let declines = tree
                .head(verb)
                .is_some_and(|h| matches!(tree.lower(h).as_str(), "decline" | "refuse"));
            let neither = tree
                .subject(verb)
                .is_some_and(|s| tree.children(s).any(|c| tree.lower(c) == "neither"));
            declines || tree.negated(verb) || neither
        };
        let holds: BTreeSet<usize> = (0..self.drafts.len())
            .filter(|at| silent(&self.drafts[*at]))
            .filter(|at| {
                self.drafts.iter().enumerate().any(|(other, d)| {
                    let inside = |c: &std::ops::Range<usize>| {
                        self.drafts[*at]
                            .content
                            .iter()
                            .any(|o| o.start <= c.start && c.end <= o.end)
                    };
                    other != *at && !d.source.is_empty() && !d.content.is_empty() && d.cue.iter().any(inside)
                })
            })
            .collect();
        let mut at = 0;
        self.drafts.retain(|_| {
            at += 1;
            !holds.contains(&(at - 1))
        });
    }
}
