//! Movements: who goes from where to where, by which way and means, and in which order; through neighbouring sentences.
//! The words are in `data/movements.toml`.

mod means;
mod order;
mod words;

use crate::entities::Entities;
use crate::places::{self, Places, tokens_of};
use crate::syntax::Tree;
use means::hyphened;
use sayso_knowledge::Knowledge;
use sayso_model::statement::{EntityType, MentionKind, Movement, PlaceRole};
use sayso_model::{Span, TokenIx};
use std::collections::HashMap;
use std::ops::Range;
pub use words::Words;

/// Finds the movements of a document, in the order in which they were travelled as far as the words say, numbered within each journey.
pub fn find(
    tree: &Tree,
    entities: &Entities,
    places: &Places,
    knowledge: &Knowledge,
    words: &Words,
) -> Vec<Movement> {
    let finder = Finder {
        tree,
        places,
        words,
        names: names(tree, entities, places, knowledge, words),
    };
    let mut found: Vec<Leg> = Vec::new();
    for sentence in &tree.doc.sentences {
        let mut here: Vec<Leg> = Vec::new();
        for at in sentence.tokens.clone() {
            let last = found.iter().chain(&here).next_back();
            if let Some(leg) = finder.leg(TokenIx::new(at), last) {
                here.push(leg);
            }
        }
        finder.join(&mut here);
        finder.stopped(sentence.tokens.clone(), &mut here);
        finder.carried_on(&mut here);
        finder.split(&mut here);
        finder.thence(&mut here);
        finder.order(&mut here);
        let from = found.len();
        found.append(&mut here);
        finder.earlier(&mut found, from);
    }
    finder.number(&mut found);
    found.into_iter().map(Leg::record).collect()
}

/// Names of places that the gazetteer does not know, by their words; and names that it does know where the annotator saw a body.
fn names(
    tree: &Tree,
    entities: &Entities,
    places: &Places,
    knowledge: &Knowledge,
    words: &Words,
) -> HashMap<usize, Span> {
    let mut out = HashMap::new();
    for entity in &entities.list {
        for mention in entity.mentions.iter().filter(|m| m.kind == MentionKind::Name) {
            let mut tokens = tokens_of(tree, mention.span);
            if tokens.len() > 1 && tree.form(TokenIx::new(tokens.start)).eq_ignore_ascii_case("the") {
                tokens.start += 1;
            }
            let names = match entity.kind {
                EntityType::GeoPolitical | EntityType::Location | EntityType::Facility => true,
                EntityType::Organisation | EntityType::Nationality | EntityType::Other => {
                    let name = tree.span(&tokens).of(&tree.doc.article.text);
                    tree.upos(TokenIx::new(tokens.start)) == "PROPN"
                        && words.vehicle(&name.to_lowercase()).is_none()
                        && !knowledge.gazetteer().find(name).is_empty()
                }
                // "left for Kharkiv": a town that the annotator took for somebody.
                EntityType::Person => {
                    let name = tree.span(&tokens).of(&tree.doc.article.text);
                    entity.mentions.len() == 1
                        && placed(tree, &tokens)
                        && !knowledge.gazetteer().find(name).is_empty()
                }
                EntityType::Event | EntityType::Weapon => false,
            };
            if names && tokens.clone().all(|t| places.at(TokenIx::new(t)).is_none()) {
                let span = tree.span(&tokens);
                out.extend(tokens.map(|t| (t, span)));
            }
        }
    }
    // Names that the annotator passed over.
    let named = |at: usize| {
        entities
            .list
            .iter()
            .flat_map(|e| &e.mentions)
            .any(|m| m.kind == MentionKind::Name && tokens_of(tree, m.span).contains(&at))
    };
    for at in 0..tree.doc.tokens.len() {
        let word = TokenIx::new(at);
        if tree.xpos(word) != "NNP" || tree.relation(word) == "flat" {
            continue;
        }
        let mut end = at + 1;
        while end < tree.doc.tokens.len()
            && tree.relation(TokenIx::new(end)) == "flat"
            && tree.head(TokenIx::new(end)) == Some(word)
        {
            end += 1;
        }
        let tokens = at..end;
        let name = tree.span(&tokens).of(&tree.doc.article.text);
        let free = tokens
            .clone()
            .all(|t| places.at(TokenIx::new(t)).is_none() && !named(t));
        let fits = free
            && placed(tree, &tokens)
            && words.vehicle(&name.to_lowercase()).is_none()
            && !tree
                .doc
                .times
                .iter()
                .any(|t| tokens_of(tree, t.span).contains(&at));
        if fits && !knowledge.gazetteer().find(name).is_empty() {
            let span = tree.span(&tokens);
            out.extend(tokens.map(|t| (t, span)));
        }
    }
    out
}

/// Whether a name stands alone where a place does: behind "to", "from", "for", or as what is left or reached.
fn placed(tree: &Tree, tokens: &Range<usize>) -> bool {
    let head = tokens
        .clone()
        .map(TokenIx::new)
        .find(|t| tree.head(*t).is_none_or(|h| !tokens.contains(&h.at())));
    let Some(head) = head.filter(|h| tree.upos(*h) == "PROPN") else {
        return false;
    };
    let described = tree.children(head).any(|c| {
        matches!(
            tree.relation(c),
            "compound" | "appos" | "det" | "amod" | "nmod:poss"
        ) && !tokens.contains(&c.at())
    });
    let direction = tree.preposition(head).is_some_and(|p| {
        matches!(
            p.as_str(),
            "to" | "from" | "for" | "into" | "via" | "through" | "towards" | "toward" | "out" | "out of"
        )
    });
    let object = tree.relation(head) == "obj"
        && tree.head(head).is_some_and(|v| {
            matches!(
                tree.lower(v).as_str(),
                "leave" | "flee" | "quit" | "reach" | "enter"
            )
        });
    !described && (direction || object)
}

/// Where a leg touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    /// A place of the document, by number.
    Known(usize),
    /// A name without a place.
    Named(Span),
}

/// What tells of a leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A verb whose subject moves, or whose object does.
    Verb,
    Noun,
    /// "bound for", "en route to"
    Bound,
}

/// A leg of a movement.
struct Leg {
    trigger: TokenIx,
    kind: Kind,
    /// With their word, in order of the text.
    stops: Vec<(TokenIx, Stop, PlaceRole)>,
    means: Option<&'static str>,
    journey: u32,
    order: u32,
}

impl Leg {
    fn has(&self, role: PlaceRole) -> bool {
        self.stops.iter().any(|(.., r)| *r == role)
    }

    fn within(&self, other: &Leg) -> bool {
        self.stops
            .iter()
            .all(|(_, stop, _)| other.stops.iter().any(|(_, s, _)| s == stop))
    }

    /// Adds a stop unless it is there.
    fn add(&mut self, word: TokenIx, stop: Stop, role: PlaceRole) {
        if !self.stops.iter().any(|(_, s, _)| *s == stop) {
            self.stops.push((word, stop, role));
            self.stops.sort_by_key(|(at, ..)| *at);
        }
    }

    fn record(self) -> Movement {
        let (mut places, mut names) = (Vec::new(), Vec::new());
        for (_, stop, role) in self.stops {
            match stop {
                Stop::Known(place) => places.push((place, role)),
                Stop::Named(span) => names.push((span, role)),
            }
        }
        Movement {
            trigger: self.trigger,
            places,
            names,
            means: self.means,
            journey: self.journey,
            order: self.order,
        }
    }
}

struct Finder<'a> {
    tree: &'a Tree<'a>,
    places: &'a Places,
    words: &'a Words,
    names: HashMap<usize, Span>,
}

impl Finder<'_> {
    /// The stop that a word belongs to.
    fn stop_at(&self, word: TokenIx) -> Option<Stop> {
        let known = self.places.at(word).map(Stop::Known);
        known.or_else(|| self.names.get(&word.at()).map(|span| Stop::Named(*span)))
    }

    /// The stop of a noun phrase.
    fn stop_of(&self, head: TokenIx) -> Option<Stop> {
        places::of_phrase(self.tree, head, &|t| self.stop_at(t))
    }

    /// The vehicle that a verb of boarding names: "boarded a train", "were put on buses".
    fn boarded(&self, verb: TokenIx) -> Option<TokenIx> {
        let tree = self.tree;
        if !matches!(tree.upos(verb), "VERB") || !self.words.board.contains(&tree.lower(verb)) {
            return None;
        }
        // "loaded **on to** buses"
        let particle = tree
            .children(verb)
            .any(|c| tree.deprel(c) == "compound:prt" && tree.lower(c) == "on");
        let on = |c: &TokenIx| {
            tree.relation(*c) == "obl"
                && match tree.preposition(*c).as_deref() {
                    Some("on" | "onto" | "into" | "in" | "aboard") => true,
                    preposition => preposition == Some("to") && particle,
                }
        };
        let object = tree.child(verb, "obj").filter(|_| !tree.passive(verb));
        object
            .into_iter()
            .chain(tree.children(verb).filter(on))
            .find(|v| self.vehicle(*v).is_some())
    }

    /// The verb that lends its phrases to a noun: "completed the voyage".
    fn holder(&self, noun: TokenIx) -> Option<TokenIx> {
        let tree = self.tree;
        tree.light(noun).or_else(|| {
            tree.head(noun).filter(|h| {
                matches!(tree.deprel(noun), "obj" | "nsubj:pass")
                    && self.words.makes.contains(&tree.lower(*h))
            })
        })
    }

    /// Whether a verb that tells of a movement with some particles alone has one.
    fn has_particle(&self, verb: TokenIx, lemma: &str) -> bool {
        let tree = self.tree;
        let Some(wanted) = self.words.particles.get(lemma) else {
            return true;
        };
        let next = TokenIx::new(verb.at() + 1);
        let follows = next.at() < tree.doc.tokens.len() && wanted.contains(&tree.form(next).to_lowercase());
        follows
            || tree
                .children(verb)
                .filter(|c| matches!(tree.upos(*c), "ADP" | "ADV") || tree.deprel(*c) == "compound:prt")
                .any(|c| wanted.contains(&tree.lower(c)))
    }

    /// "Buses **ran** from there to Kahului"
    fn runs(&self, verb: TokenIx, lemma: &str) -> bool {
        let goes = |s: TokenIx| self.vehicle(s).is_some() && !self.words.ways.contains(&self.tree.lower(s));
        lemma == "run" && self.tree.child(verb, "obj").is_none() && self.subjects(verb).into_iter().any(goes)
    }

    /// "the highway that **leads** to Kandahar"
    fn is_way(&self, verb: TokenIx) -> bool {
        self.subjects(verb)
            .into_iter()
            .any(|s| self.words.ways.contains(&self.tree.lower(s)))
    }

    /// Whether what moves is no body: "protests reached Rome", "brought peace to".
    fn figurative(&self, trigger: TokenIx, noun: bool) -> bool {
        let tree = self.tree;
        let moved: Vec<TokenIx> = if noun {
            tree.with(trigger, "nmod")
                .filter(|c| matches!(tree.preposition(*c).as_deref(), Some("of" | "'s")))
                .chain(tree.with(trigger, "compound"))
                .chain(tree.with(trigger, "nmod:poss"))
                .collect()
        } else {
            let mut moved = self.subjects(trigger);
            moved.extend(tree.child(trigger, "obj"));
            moved
        };
        moved.into_iter().any(|w| {
            let is = |t: TokenIx| self.words.figures.contains(&tree.lower(t));
            is(w) || is(tree.counted(w))
        })
    }

    /// "en route to", "on the way to"
    fn on_the_way(&self, word: TokenIx, lemma: &str) -> bool {
        let tree = self.tree;
        match lemma {
            "route" => tree
                .children(word)
                .any(|c| tree.form(c).eq_ignore_ascii_case("en")),
            "way" => tree.preposition(word).as_deref() == Some("on"),
            _ => false,
        }
    }

    /// The leg that a word tells of: `last` is the one told before.
    fn leg(&self, trigger: TokenIx, last: Option<&Leg>) -> Option<Leg> {
        let tree = self.tree;
        let mut lemma = tree.lower(trigger);
        let verb = matches!(tree.upos(trigger), "VERB" | "ADJ");
        let boarded = self.boarded(trigger);
        let brings = verb && self.words.bring.contains(&lemma);
        let goes = verb
            && self.words.go.contains(&lemma)
            && !(self.words.alone.contains(&lemma) && tree.child(trigger, "obj").is_some());
        let bound = verb && self.words.bound.contains(&lemma) || self.on_the_way(trigger, &lemma);
        if tree.upos(trigger) == "NOUN" && !self.words.nouns.contains(&lemma) {
            lemma = hyphened(tree, trigger);
        }
        let noun = tree.upos(trigger) == "NOUN" && !bound && self.words.nouns.contains(&lemma);
        // "a bus from X to Y"
        let vehicle = tree.upos(trigger) == "NOUN"
            && !noun
            && !bound
            && !self.words.ways.contains(&lemma)
            && self.vehicle(trigger).is_some();
        let noun = noun || vehicle;
        if !(brings || goes || noun || bound || boarded.is_some())
            || !brings
                && verb
                && boarded.is_none()
                && !self.has_particle(trigger, &lemma)
                && !self.runs(trigger, &lemma)
            || self.figurative(trigger, noun)
            || verb && self.is_way(trigger)
        {
            return None;
        }
        let mut leg = Leg {
            trigger,
            kind: match (noun, bound) {
                (true, _) => Kind::Noun,
                (_, true) => Kind::Bound,
                _ => Kind::Verb,
            },
            stops: Vec::new(),
            means: None,
            journey: 0,
            order: 0,
        };
        let mut found = Vec::new();
        if let Some(vehicle) = boarded {
            self.around(vehicle, "board", false, last, &mut found);
            self.around(trigger, "board", false, last, &mut found);
        }
        if verb {
            self.of_objects(trigger, &lemma, brings, last, &mut found);
        }
        self.around(trigger, &lemma, false, last, &mut found);
        if noun {
            if let Some(holder) = self.holder(trigger) {
                self.around(holder, &lemma, false, last, &mut found);
            }
            // "the withdrawal of the brigade from X"
            for of in tree.with(trigger, "nmod") {
                if tree.preposition(of).as_deref() == Some("of") && self.stop_at(of).is_none() {
                    self.around(of, &lemma, true, last, &mut found);
                }
            }
            // "the Baghdad visit" has no preposition.
            if lemma == "visit" && found.is_empty() {
                for child in tree.with(trigger, "compound") {
                    found.extend(
                        self.places
                            .at(child)
                            .map(|p| (child, Stop::Known(p), PlaceRole::Destination)),
                    );
                }
            }
        }
        if verb {
            self.of_subjects(trigger, last, &mut found);
        }
        found.sort_by_key(|(at, ..)| *at);
        for (at, stop, role) in found {
            leg.add(at, stop, role);
        }
        if leg.stops.is_empty() || leg.stops.iter().all(|(.., r)| *r == PlaceRole::Via) && !verb {
            return None;
        }
        if vehicle && !(leg.has(PlaceRole::Origin) && leg.has(PlaceRole::Destination)) {
            return None;
        }
        leg.means = self
            .means(trigger, &lemma, boarded)
            .or_else(|| self.vehicle(trigger).filter(|_| vehicle));
        Some(leg)
    }

    /// Places that are the object of a verb, and those that hang on what it brings.
    fn of_objects(
        &self,
        verb: TokenIx,
        lemma: &str,
        brings: bool,
        last: Option<&Leg>,
        found: &mut Vec<(TokenIx, Stop, PlaceRole)>,
    ) {
        let tree = self.tree;
        let object = tree.child(verb, "obj").filter(|_| !tree.passive(verb));
        let passive = tree.children(verb).find(|c| tree.deprel(*c) == "nsubj:pass");
        if let Some(role) = self.words.of_object(lemma)
            && let Some(object) = object.or(passive)
        {
            for member in tree.members(object) {
                if let Some(stop) = self.stop_of(member) {
                    found.push((member, stop, role));
                    // "left Larnaca for Gaza"
                    self.deeper(member, Some(lemma), found);
                }
            }
        }
        if brings {
            for object in object.into_iter().chain(passive) {
                self.around(object, lemma, true, last, found);
            }
        }
    }

    /// "The convoy from X reached Y": what hangs on the vehicle that goes, where the verb does not say it.
    fn of_subjects(&self, verb: TokenIx, last: Option<&Leg>, found: &mut Vec<(TokenIx, Stop, PlaceRole)>) {
        let tree = self.tree;
        for subject in self.subjects(verb) {
            // "The convoy out of X left Y and rolled into Z": of the first verb alone.
            let further = tree.relation(verb) == "conj" && tree.head(subject) != Some(verb);
            if self.vehicle(subject).is_none() || further && tree.relation(subject) == "nsubj" {
                continue;
            }
            let mut more = Vec::new();
            self.around(subject, "", true, last, &mut more);
            more.retain(|(.., role)| !found.iter().any(|(.., r)| r == role));
            found.append(&mut more);
        }
    }

    /// The places that hang on a word, by their prepositions. Of an object only those that say where it goes.
    fn around(
        &self,
        word: TokenIx,
        lemma: &str,
        object: bool,
        last: Option<&Leg>,
        found: &mut Vec<(TokenIx, Stop, PlaceRole)>,
    ) {
        let tree = self.tree;
        let there = || {
            let role =
                |(_, stop, r): &(TokenIx, Stop, PlaceRole)| (*r == PlaceRole::Destination).then_some(*stop);
            last.and_then(|l| l.stops.iter().rev().find_map(role))
        };
        // "Djibouti, from where a plane was to bring them home"
        if let Some(head) = tree.head(word)
            && tree.lower(head) == "where"
            && tree.preposition(head).as_deref() == Some("from")
        {
            found.extend(there().map(|stop| (head, stop, PlaceRole::Origin)));
        }
        for phrase in tree.children(word) {
            let relation = tree.relation(phrase);
            if !matches!(relation, "obl" | "nmod" | "advmod" | "conj" | "obj")
                || relation == "conj" && self.stop_at(phrase).is_none()
                || tree.negated(phrase)
            {
                continue;
            }
            // "shuttled between X and Y"
            if tree.preposition(phrase).as_deref() == Some("between") && tree.upos(word) == "VERB" {
                if let [first, second] = self.members(phrase)[..]
                    && let (Some(from), Some(to)) = (self.stop_of(first), self.stop_of(second))
                {
                    found.push((first, from, PlaceRole::Origin));
                    found.push((second, to, PlaceRole::Destination));
                }
                continue;
            }
            let Some(role) = self.role(phrase, lemma) else {
                // "on the back of lorries", "in a convoy to Goma", "back to Tirana": what hangs deeper.
                // "on their way by road from X to Y"
                let way = relation == "nmod" && tree.preposition(phrase).as_deref() == Some("by");
                if relation == "obl" || way || relation == "advmod" && tree.upos(phrase) == "ADV" {
                    self.deeper(phrase, None, found);
                }
                continue;
            };
            let across = tree.preposition(phrase).as_deref() == Some("across");
            if object && role == PlaceRole::Via && !across {
                continue;
            }
            if matches!(tree.lower(phrase).as_str(), "there" | "where" | "here") && role == PlaceRole::Origin
            {
                found.extend(there().map(|stop| (phrase, stop, PlaceRole::Origin)));
                continue;
            }
            if role == PlaceRole::Via && !object {
                self.at_border(word, phrase, found);
            }
            // "onto a train in Pristina": a vehicle is no place.
            if self.vehicle(phrase).is_none() || self.stop_at(phrase).is_some() {
                for member in self.members(phrase) {
                    found.extend(self.stop_of(member).map(|stop| (member, stop, role)));
                }
            }
            self.deeper(phrase, None, found);
            // "set out from the station **for Vienna**", where the second hangs on the first
            if role == PlaceRole::Origin && !object {
                let bound = |c: &TokenIx| tree.preposition(*c).as_deref() == Some("for");
                for under in tree.with(phrase, "nmod").filter(bound) {
                    let role = self.words.role("for", lemma);
                    found.extend(
                        self.stop_of(under)
                            .zip(role)
                            .map(|(stop, role)| (under, stop, role)),
                    );
                }
            }
        }
        if !object && tree.upos(word) == "VERB" {
            self.far(word, found);
            self.entered_at(word, found);
            self.stayed(word, found);
        }
    }

    /// "driven **as far as** Kladanj", "retreated **in the direction of** Kismayo"
    fn far(&self, verb: TokenIx, found: &mut Vec<(TokenIx, Stop, PlaceRole)>) {
        let tree = self.tree;
        for word in tree.children(verb) {
            let preposition = match tree.lower(word).as_str() {
                "far" if tree.children(word).any(|c| tree.lower(c) == "as") => "as",
                "direction" => "of",
                _ => continue,
            };
            for place in tree.children(word) {
                if tree.preposition(place).as_deref() == Some(preposition) {
                    found.extend(
                        self.stop_of(place)
                            .map(|stop| (place, stop, PlaceRole::Destination)),
                    );
                }
            }
        }
    }

    /// "rolled into Israel **at Zarit**": where the border is crossed.
    fn entered_at(&self, verb: TokenIx, found: &mut Vec<(TokenIx, Stop, PlaceRole)>) {
        let tree = self.tree;
        let into = |c: TokenIx| tree.preposition(c).as_deref() == Some("into") && self.stop_of(c).is_some();
        if !tree.children(verb).any(into) {
            return;
        }
        let at = |c: &TokenIx| tree.preposition(*c).as_deref() == Some("at");
        for place in tree.with(verb, "obl").filter(at) {
            let stop = self
                .stop_of(place)
                .filter(|s| !found.iter().any(|(_, f, _)| f == s));
            found.extend(stop.map(|stop| (place, stop, PlaceRole::Via)));
        }
    }

    /// "**After a month in Amman** the general set out for Aqaba": where somebody was before.
    fn stayed(&self, verb: TokenIx, found: &mut Vec<(TokenIx, Stop, PlaceRole)>) {
        const TIMES: [&str; 9] = [
            "day",
            "week",
            "month",
            "year",
            "night",
            "hour",
            "fortnight",
            "stay",
            "decade",
        ];
        let tree = self.tree;
        let has = |wanted: PlaceRole| found.iter().any(|(_, _, role)| *role == wanted);
        if has(PlaceRole::Origin) || !has(PlaceRole::Destination) {
            return;
        }
        let after = tree.with(verb, "obl").find(|c| {
            *c < verb
                && tree.preposition(*c).as_deref() == Some("after")
                && TIMES.contains(&tree.lower(*c).as_str())
        });
        let place = after.and_then(|stay| {
            tree.with(stay, "nmod")
                .find(|c| matches!(tree.preposition(*c).as_deref(), Some("in" | "at")))
        });
        if let Some((place, stop)) = place.and_then(|p| Some((p, self.stop_of(p)?))) {
            found.push((place, stop, PlaceRole::Origin));
        }
    }

    /// "over the border at X": the place where it is crossed.
    fn at_border(&self, word: TokenIx, border: TokenIx, found: &mut Vec<(TokenIx, Stop, PlaceRole)>) {
        let tree = self.tree;
        if !matches!(
            tree.lower(border).as_str(),
            "border" | "frontier" | "boundary" | "line"
        ) {
            return;
        }
        let end = tree.extent(border).end;
        let beside = tree.with(word, "obl").filter(|c| tree.extent(*c).start == end);
        let at = |c: &TokenIx| matches!(tree.preposition(*c).as_deref(), Some("at" | "near"));
        for place in tree.with(border, "nmod").chain(beside).filter(at) {
            found.extend(self.stop_of(place).map(|stop| (place, stop, PlaceRole::Via)));
        }
    }

    /// The members of a phrase; of "by way of X" and "as far as X" those of X.
    fn members(&self, phrase: TokenIx) -> Vec<TokenIx> {
        let tree = self.tree;
        let inner = tree.children(phrase).find(|c| {
            let preposition = tree.preposition(*c);
            match preposition.as_deref() {
                Some("of") => tree.lower(phrase) == "way",
                Some("as") => tree.upos(phrase) == "ADV",
                _ => false,
            }
        });
        tree.members(inner.unwrap_or(phrase))
    }

    /// "from Goma to Sake", where the second hangs on the first. With a verb, its own prepositions too.
    fn deeper(&self, phrase: TokenIx, lemma: Option<&str>, found: &mut Vec<(TokenIx, Stop, PlaceRole)>) {
        let tree = self.tree;
        for member in tree.members(phrase) {
            for under in tree.with(member, "nmod").chain(tree.with(member, "obl")) {
                let Some(role) = self.role(under, lemma.unwrap_or_default()) else {
                    continue;
                };
                for member in tree.members(under) {
                    found.extend(self.stop_of(member).map(|stop| (member, stop, role)));
                }
                self.deeper(under, lemma, found);
            }
        }
    }

    /// What the prepositions of a phrase make of its place.
    fn role(&self, phrase: TokenIx, lemma: &str) -> Option<PlaceRole> {
        let tree = self.tree;
        let cases: Vec<String> = tree.with(phrase, "case").map(|c| tree.lower(c)).collect();
        let whole = tree.preposition(phrase)?;
        if whole == "by" && tree.lower(phrase) == "way" {
            return Some(PlaceRole::Via);
        }
        if whole == "out" && cases.iter().any(|c| c == "of") {
            return Some(PlaceRole::Origin);
        }
        let more = cases.iter().skip(1);
        std::iter::once(&whole)
            .chain(more)
            .find_map(|p| self.words.role(p, lemma))
    }
}
