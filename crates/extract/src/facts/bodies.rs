//! Where bodies have their seat, which parts they have, and when they began.

use super::words::{Kind, among};
use super::{Fact, Finder};
use crate::entities::Entities;
use sayso_model::statement::{End, EndKind, Relation};
use sayso_model::{Interval, TokenIx};

impl Finder<'_> {
    /// "OPEC has its seat in Vienna."
    pub(super) fn seated(&self, verb: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let seat = tree
            .slot(verb, "obj")
            .into_iter()
            .find(|o| among(&self.relations.words.seats, &tree.lower(*o)));
        let Some(seat) = seat else { return };
        let place = tree
            .slot(seat, "in")
            .into_iter()
            .chain(tree.slot(verb, "in"))
            .next();
        let bodies = tree.slot(verb, "subj").into_iter().map(|b| self.meant(b));
        for body in bodies.collect::<Vec<_>>() {
            if let Some(place) =
                place.filter(|p| self.is_body(body, entities) && self.is(Kind::Place, *p, entities))
            {
                self.push(verb, Relation::BasedIn, body, place, entities, out);
            }
        }
    }

    /// "The agency's headquarters are in Bonn."
    pub(super) fn headquarters(&self, noun: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let within =
            |p: &TokenIx| tree.relation(noun) == "nsubj" && tree.preposition(*p).as_deref() == Some("in");
        let place = tree.head(noun).filter(within);
        // "The bank, with its seat in Lagos"
        let with = tree
            .head(noun)
            .filter(|_| tree.relation(noun) == "nmod" && tree.preposition(noun).as_deref() == Some("with"));
        let place = place.or_else(|| {
            tree.slot(noun, "in")
                .into_iter()
                .next()
                .filter(|_| with.is_some())
        });
        let own = || {
            tree.child(noun, "nmod:poss")
                .or_else(|| tree.slot(noun, "of").into_iter().next())
        };
        let body = with.or_else(own);
        if let (Some(body), Some(place)) = (body.map(|b| self.meant(b)), place)
            && self.is_body(body, entities)
            && self.is(Kind::Place, place, entities)
        {
            self.push(noun, Relation::BasedIn, body, place, entities, out);
        }
    }

    /// "The fund is headquartered in Abu Dhabi", where that is taken for an adjective.
    pub(super) fn lies(&self, adjective: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let place = tree
            .with(adjective, "obl")
            .find(|p| matches!(tree.preposition(*p).as_deref(), Some("in" | "at" | "near")));
        if let (Some(body), Some(place)) = (tree.subject(adjective), place)
            && self.is_body(body, entities)
            && self.is(Kind::Place, place, entities)
        {
            self.push(adjective, Relation::BasedIn, body, place, entities, out);
        }
    }

    /// "The Geneva-based agency."
    pub(super) fn hyphened(&self, based: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let Some(body) = tree.head(based).filter(|_| tree.relation(based) == "amod") else {
            return;
        };
        let hyphen = based
            .at()
            .checked_sub(1)
            .filter(|i| tree.form(TokenIx::new(*i)) == "-");
        let Some(place) = hyphen.and_then(|i| i.checked_sub(1)).map(TokenIx::new) else {
            return;
        };
        if self.is_body(body, entities) && self.is(Kind::Place, place, entities) {
            let valid = (Interval::default(), None);
            self.push_valid(based, Relation::BasedIn, [body, place], valid, entities, out);
        }
    }

    /// "The army consists of five branches: the Ground Force, the Naval Force and the Air Force."
    pub(super) fn parts(&self, verb: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let passive = tree.passive(verb);
        let whole = tree.slot(verb, if passive { "obj" } else { "subj" });
        let Some(whole) = whole.into_iter().next().map(|w| self.meant(w)) else {
            return;
        };
        if !self.is_body(whole, entities) {
            return;
        }
        let sentence = tree.doc.sentences[tree.doc.sentence_of(verb)].tokens.clone();
        let colon = (verb.at()..sentence.end).find(|i| tree.form(TokenIx::new(*i)) == ":");
        let mut parts = Vec::new();
        if let Some(colon) = colon {
            // The members of the list between commas, whatever the parser made of it.
            let mut start = colon + 1;
            for i in colon + 1..=sentence.end {
                let cut = i == sentence.end || matches!(tree.form(TokenIx::new(i)), "," | ";" | "and" | ".");
                if cut && i > start {
                    parts.extend(
                        (start..i)
                            .rev()
                            .map(TokenIx::new)
                            .find(|t| matches!(tree.upos(*t), "PROPN" | "NOUN")),
                    );
                }
                if cut {
                    start = i + 1;
                }
            }
        } else {
            parts = tree.slot(verb, "of");
            if parts.is_empty() {
                parts = tree.slot(verb, "obj");
            }
            parts.retain(|p| self.is_body(*p, entities));
        }
        for part in parts {
            self.push(verb, Relation::PartOf, part, whole, entities, out);
        }
    }

    /// "It was founded in 1949", "Founded in 1928, the movement …", "She set up the group in 2012."
    pub(super) fn founded(&self, verb: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        if tree.lower(verb) == "set" && tree.child(verb, "compound").is_none_or(|p| tree.lower(p) != "up") {
            return;
        }
        let slot = if tree.lower(verb) == "date" { "subj" } else { "obj" };
        let bodies = tree.slot(verb, slot).into_iter().map(|b| self.meant(b));
        let Some(body) = bodies.into_iter().find(|b| self.is_body(*b, entities)) else {
            return;
        };
        let modal = tree.with(verb, "aux").any(|a| tree.xpos(a) == "MD") || tree.xpos(verb) == "VB";
        if let Some(number) = self.time_below(verb).filter(|_| !modal) {
            let subject = self.end(body, entities);
            let object = End {
                span: tree.doc.times[number].span,
                what: EndKind::Time(number),
            };
            out.push(Fact {
                trigger: verb,
                relation: Relation::Founded,
                subject,
                object,
                valid: (Interval::default(), None),
            });
        }
    }
}
