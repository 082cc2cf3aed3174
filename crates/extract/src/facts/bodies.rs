//! Where bodies have their seat, which parts they have, and when they began.

use super::words::{Kind, among};
use super::{Fact, Finder};
use crate::entities::Entities;
use sayso_model::statement::{End, EndKind, EntityType, Relation};
use sayso_model::{Interval, Timex, TokenIx};

impl Finder<'_> {
    /// Whether a noun names where a body sits ("headquarters", "head office").
    pub(super) fn is_seat(&self, noun: TokenIx) -> bool {
        let tree = self.tree;
        let head = |c: TokenIx| matches!(tree.lower(c).as_str(), "head" | "main" | "central");
        among(&self.relations.words.seats, &tree.lower(noun))
            || tree.lower(noun) == "office" && tree.children(noun).any(|c| c < noun && head(c))
    }

    /// "OPEC has its seat in Vienna."
    pub(super) fn seated(&self, verb: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let Some(seat) = tree.slot(verb, "obj").into_iter().find(|o| self.is_seat(*o)) else {
            return;
        };
        let place = tree
            .slot(seat, "in")
            .into_iter()
            .chain(tree.slot(verb, "in"))
            .find(|p| self.is(Kind::Place, *p, entities));
        let bodies = tree.slot(verb, "subj").into_iter().map(|b| self.meant(b));
        for body in bodies.collect::<Vec<_>>() {
            if let Some(place) = place.filter(|_| self.is(Kind::Body, body, entities)) {
                self.push(verb, Relation::BasedIn, body, place, entities, out);
            }
        }
    }

    /// "The insurer moved its headquarters from Paris to Strasbourg in 2004": one seat ends and another begins.
    pub(super) fn moved(&self, verb: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let Some(seat) = tree.slot(verb, "obj").into_iter().find(|o| self.is_seat(*o)) else {
            return;
        };
        let only_meant = tree.xpos(verb) == "VB" && tree.with(verb, "aux").all(|a| tree.lower(a) != "do");
        let owner = tree
            .child(seat, "nmod:poss")
            .filter(|o| tree.upos(*o) != "PRON")
            .or_else(|| tree.slot(seat, "of").into_iter().next())
            .or_else(|| tree.slot(verb, "subj").into_iter().next());
        let Some(body) = owner
            .map(|b| self.meant(b))
            .filter(|b| !only_meant && self.is(Kind::Body, *b, entities))
        else {
            return;
        };
        let time = self.time_below(verb).map(|t| &tree.doc.times[t]);
        for (slot, begins) in [("to", true), ("from", false)] {
            for place in tree.slot(verb, slot) {
                if !self.is(Kind::Place, place, entities) {
                    continue;
                }
                let interval = time.map(|t| Interval {
                    start: t.interval.start.filter(|_| begins),
                    end: t.interval.end.filter(|_| !begins),
                });
                let valid = (interval.unwrap_or_default(), time.map(|t| t.span));
                self.push_valid(verb, Relation::BasedIn, [body, place], valid, entities, out);
            }
        }
    }

    /// "The agency's headquarters are in Bonn", "at its headquarters in Brussels".
    pub(super) fn headquarters(&self, noun: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let within =
            |p: &TokenIx| tree.relation(noun) == "nsubj" && tree.preposition(*p).as_deref() == Some("in");
        let place = tree.head(noun).filter(within);
        // "The bank, with its seat in Lagos"
        let with = tree
            .head(noun)
            .filter(|_| tree.relation(noun) == "nmod" && tree.preposition(noun).as_deref() == Some("with"));
        // A body may have many bases.
        let only = with.is_some() || tree.lower(noun) != "base";
        let place = place.or_else(|| tree.slot(noun, "in").into_iter().next().filter(|_| only));
        let own = || {
            tree.child(noun, "nmod:poss")
                .or_else(|| tree.slot(noun, "of").into_iter().next())
        };
        let body = with.or_else(own);
        if let (Some(body), Some(place)) = (body.map(|b| self.meant(b)), place)
            && self.is(Kind::Body, body, entities)
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
            && self.is(Kind::Body, body, entities)
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
        if self.is(Kind::Body, body, entities) && self.is(Kind::Place, place, entities) {
            let valid = (Interval::default(), None);
            self.push_valid(based, Relation::BasedIn, [body, place], valid, entities, out);
        }
    }

    /// "The army consists of five branches: the Ground Force, the Naval Force and the Air Force."
    pub(super) fn parts(&self, verb: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let passive = tree.passive(verb);
        // "Two gunboats make up the flotilla", but "the force is made up of", "the army comprises".
        let inverted = tree.lower(verb) == "make" && !passive;
        let whole = tree.slot(verb, if passive || inverted { "obj" } else { "subj" });
        let Some(whole) = whole.into_iter().next().map(|w| self.meant(w)) else {
            return;
        };
        if !self.is_body(whole, entities) {
            return;
        }
        if inverted {
            let counted = |p: &TokenIx| {
                tree.child(*p, "nummod").is_some() || tree.with(*p, "det").any(|d| tree.lower(d) == "a")
            };
            for part in tree
                .slot(verb, "subj")
                .into_iter()
                .flat_map(|p| tree.members(self.meant(p)))
            {
                if self.is_body(part, entities)
                    || counted(&part) && !among(&self.relations.words.persons, &tree.lower(part))
                {
                    self.push(verb, Relation::PartOf, part, whole, entities, out);
                }
            }
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
            let slots = ["of", "into"].iter().map(|slot| tree.slot(verb, slot));
            parts = slots.into_iter().find(|p| !p.is_empty()).unwrap_or_default();
            // "The tribes were united": nothing is said of parts.
            if parts.is_empty() && !passive {
                parts = tree.slot(verb, "obj");
            }
            // "Consists of 4,000 troops" is a size.
            parts.retain(|p| {
                self.is_body(*p, entities) && !among(&self.relations.words.members, &tree.lower(*p))
            });
        }
        for part in parts {
            self.push(verb, Relation::PartOf, part, whole, entities, out);
        }
    }

    /// "It was founded in 1949", "Founded in 1928, the movement …", "She set up the group in 2012", "its history goes back to 1791".
    pub(super) fn founded(&self, verb: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let lemma = tree.lower(verb);
        let passive = tree.passive(verb);
        let with = |word: &str| tree.children(verb).any(|c| tree.lower(c) == word);
        let slot = match lemma.as_str() {
            "set" if !with("up") => return,
            "bear" if !passive => return,
            // "Was incorporated into the guard" makes it a part.
            "incorporate" if !tree.slot(verb, "into").is_empty() => return,
            "go" if !with("back") => return,
            "come" | "date" | "go" | "originate" => "subj",
            "trace" if !passive => "subj",
            _ => "obj",
        };
        let histories = &self.relations.words.histories;
        let traces = || {
            tree.slot(verb, "obj")
                .iter()
                .any(|o| among(histories, &tree.lower(*o)))
        };
        if lemma == "trace" && !passive && !traces() || lemma == "come" && !self.comes_into_being(verb) {
            return;
        }
        let ours = |b: TokenIx| {
            let owner = || {
                tree.child(b, "nmod:poss")
                    .or_else(|| tree.slot(b, "of").into_iter().next())
            };
            if among(histories, &tree.lower(b)) {
                owner()
            } else {
                (lemma != "go").then_some(b)
            }
        };
        let bodies = self
            .slot(verb, slot)
            .into_iter()
            .filter_map(|b| ours(self.meant(b)));
        // What is born, or has a charter, and is written like a name, is a body as well.
        let name = |b: TokenIx| {
            matches!(lemma.as_str(), "bear" | "incorporate" | "charter" | "found")
                && matches!(tree.upos(b), "NOUN" | "PROPN")
                && tree.form(b).starts_with(char::is_uppercase)
                && tree.child(b, "det").is_none()
                && matches!(self.entity_kind(b, entities), None | Some(EntityType::Other))
        };
        let Some(body) = bodies
            .map(|b| self.meant(b))
            .find(|b| self.is_body(*b, entities) || name(*b))
        else {
            return;
        };
        let modal = tree.with(verb, "aux").any(|a| tree.xpos(a) == "MD") || tree.xpos(verb) == "VB";
        // "1791, when it was founded": the time told before.
        let when = || {
            let word = tree.with(verb, "advmod").find(|a| tree.lower(*a) == "when")?;
            let sentence = tree.doc.sentences[tree.doc.sentence_of(verb)].span;
            let here = |x: &&Timex| x.span.end() <= self.start(word) && sentence.contains(x.span);
            let time = tree.doc.times.iter().rposition(|x| here(&x));
            time.map(|t| self.time_end(t)).or_else(|| self.year_before(word))
        };
        let below = || self.time_below(verb).map(|t| self.time_end(t));
        let year = || tree.with(verb, "obl").find_map(|t| self.year(t));
        if let Some(object) = year().or_else(below).or_else(when).filter(|_| !modal) {
            self.began(verb, body, object, entities, out);
        }
    }

    fn start(&self, t: TokenIx) -> usize {
        self.tree.doc.tokens[t.at()].span.start()
    }

    fn time_end(&self, time: usize) -> End {
        End {
            span: self.tree.doc.times[time].span,
            what: EndKind::Time(time),
        }
    }

    /// A year, of long ago too, when four digits are no time expression.
    fn year(&self, t: TokenIx) -> Option<End> {
        let form = self.tree.form(t);
        let year = form.len() == 4 && form.starts_with('1') && form.bytes().all(|b| b.is_ascii_digit());
        let span = self.tree.doc.tokens[t.at()].span;
        let time = self.tree.doc.times.iter().position(|x| x.span.contains(span));
        year.then(|| {
            time.map_or(
                End {
                    span,
                    what: EndKind::Words,
                },
                |t| self.time_end(t),
            )
        })
    }

    /// "1791, when …"
    fn year_before(&self, word: TokenIx) -> Option<End> {
        (1..=2).find_map(|n| self.year(TokenIx::new(word.at().checked_sub(n)?)))
    }

    /// "Came into being", "has come into existence".
    fn comes_into_being(&self, verb: TokenIx) -> bool {
        let words = self.tree.subtree(verb);
        let has = |any: &[&str]| words.iter().any(|w| any.contains(&self.tree.form(*w)));
        has(&["into"]) && has(&["being", "existence"])
    }

    /// "Since its founding in 1948, the movement …"
    pub(super) fn since_founding(&self, noun: TokenIx, entities: &mut Entities, out: &mut Vec<Fact>) {
        let tree = self.tree;
        let body = tree
            .child(noun, "nmod:poss")
            .or_else(|| tree.slot(noun, "of").into_iter().next())
            .map(|b| self.meant(b));
        let told = matches!(
            tree.preposition(noun).as_deref(),
            Some("since" | "after" | "before")
        );
        if let (Some(body), Some(time), true) = (body, self.time_below(noun), told)
            && self.is_body(body, entities)
        {
            self.began(noun, body, self.time_end(time), entities, out);
        }
    }

    fn began(
        &self,
        trigger: TokenIx,
        body: TokenIx,
        object: End,
        entities: &mut Entities,
        out: &mut Vec<Fact>,
    ) {
        out.push(Fact {
            trigger,
            relation: Relation::Founded,
            subject: self.end(body, entities),
            object,
            valid: (Interval::default(), None),
        });
    }
}
