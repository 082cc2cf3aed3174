//! Movements: who goes from where to where, by which way and means, and in which order; through neighbouring sentences.
//! The words are in `data/movements.toml`.

use crate::places::Places;
use crate::rules::RuleError;
use crate::syntax::Tree;
use sayso_model::TokenIx;
use sayso_model::statement::{Movement, PlaceRole};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// `data/movements.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    go: BTreeSet<String>,
    bring: BTreeSet<String>,
    nouns: BTreeSet<String>,
    bound: BTreeSet<String>,
    particles: BTreeMap<String, BTreeSet<String>>,
    objects: BTreeMap<String, BTreeSet<String>>,
    prepositions: BTreeMap<String, BTreeSet<String>>,
    near: With,
    bound_for: With,
    means: BTreeMap<String, BTreeSet<String>>,
    vehicles: BTreeMap<String, BTreeSet<String>>,
}

/// Prepositions that have a role with some words alone.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct With {
    prepositions: BTreeSet<String>,
    words: BTreeSet<String>,
}

impl Words {
    /// Those that sayso comes with.
    ///
    /// # Errors
    /// When the file has a mistake.
    pub fn embedded() -> Result<Self, RuleError> {
        toml::from_str(include_str!("../data/movements.toml")).map_err(|e| RuleError {
            file: "movements.toml".into(),
            message: e.to_string(),
        })
    }

    fn role(lists: &BTreeMap<String, BTreeSet<String>>, word: &str) -> Option<PlaceRole> {
        [
            ("origin", PlaceRole::Origin),
            ("via", PlaceRole::Via),
            ("destination", PlaceRole::Destination),
        ]
        .into_iter()
        .find(|(name, _)| lists.get(*name).is_some_and(|list| list.contains(word)))
        .map(|(_, role)| role)
    }

    fn means_in(lists: &BTreeMap<String, BTreeSet<String>>, word: &str) -> Option<&'static str> {
        ["sea", "air", "land", "rail"]
            .into_iter()
            .find(|m| lists.get(*m).is_some_and(|list| list.contains(word)))
    }
}

/// Finds the movements of a document, in the order in which they were travelled as far as the words say, numbered within each journey.
pub fn find(tree: &Tree, places: &Places, words: &Words) -> Vec<Movement> {
    let finder = Finder { tree, places, words };
    let mut found: Vec<Movement> = Vec::new();
    for sentence in &tree.doc.sentences {
        let mut here: Vec<Movement> = Vec::new();
        for at in sentence.tokens.clone() {
            let trigger = TokenIx::new(at);
            if let Some(movement) = finder.movement(trigger, found.iter().chain(&here).next_back()) {
                // "went on a visit to Rome": the noun and its verb tell of one.
                let told = here.iter().any(|m| {
                    m.places.iter().all(|p| movement.places.contains(p)) && {
                        let light = tree.head(trigger);
                        light == Some(m.trigger) && m.places.len() == movement.places.len()
                    }
                });
                if !told {
                    here.push(movement);
                }
            }
        }
        finder.order(&mut here);
        let from = found.len();
        found.append(&mut here);
        finder.earlier(&mut found, from);
    }
    finder.number(&mut found);
    found
}

struct Finder<'a> {
    tree: &'a Tree<'a>,
    places: &'a Places,
    words: &'a Words,
}

impl Finder<'_> {
    /// The movement that a word tells of: `last` is the one told before.
    fn movement(&self, trigger: TokenIx, last: Option<&Movement>) -> Option<Movement> {
        let tree = self.tree;
        let lemma = tree.lower(trigger);
        let verb = matches!(tree.upos(trigger), "VERB" | "ADJ" | "AUX");
        let brings = verb && self.words.bring.contains(&lemma);
        let goes = verb && (self.words.go.contains(&lemma) || self.words.bound.contains(&lemma));
        let noun = tree.upos(trigger) == "NOUN" && self.words.nouns.contains(&lemma);
        if !(brings || goes || noun) || tree.upos(trigger) == "AUX" {
            return None;
        }
        let particles: Vec<String> = tree
            .children(trigger)
            .filter(|c| matches!(tree.upos(*c), "ADP" | "ADV") || tree.deprel(*c) == "compound:prt")
            .map(|c| tree.lower(c))
            .collect();
        if !brings
            && let Some(wanted) = self.words.particles.get(&lemma)
            && verb
        {
            let follows = trigger.at() + 1 < tree.doc.tokens.len()
                && wanted.contains(&tree.lower(TokenIx::new(trigger.at() + 1)));
            if !follows && !particles.iter().any(|p| wanted.contains(p)) {
                return None;
            }
        }
        let mut found: Vec<(usize, usize, PlaceRole)> = Vec::new();
        if verb {
            let object = tree.child(trigger, "obj").filter(|_| !tree.passive(trigger));
            let passive = tree.children(trigger).find(|c| tree.deprel(*c) == "nsubj:pass");
            if let Some(role) = Words::role(&self.words.objects, &lemma)
                && let Some(object) = object.or(passive)
            {
                for member in tree.members(object) {
                    if let Some(place) = self.places.of_phrase(tree, member) {
                        found.push((member.at(), place, role));
                    }
                }
            }
            if brings {
                for object in object.into_iter().chain(passive) {
                    self.around(object, &lemma, true, last, &mut found);
                }
            }
        }
        self.around(trigger, &lemma, false, last, &mut found);
        if noun {
            if let Some(light) = tree.light(trigger) {
                self.around(light, &lemma, false, last, &mut found);
            }
            // "the Baghdad visit" has no preposition.
            if lemma == "visit" && found.is_empty() {
                for child in tree.with(trigger, "compound") {
                    if let Some(place) = self.places.at(child) {
                        found.push((child.at(), place, PlaceRole::Destination));
                    }
                }
            }
        }
        found.sort_unstable_by_key(|(at, ..)| *at);
        let mut places: Vec<(usize, PlaceRole)> = Vec::new();
        for (_, place, role) in found {
            if !places.iter().any(|(p, _)| *p == place) {
                places.push((place, role));
            }
        }
        if places.is_empty() || places.iter().all(|(_, role)| *role == PlaceRole::Via) && !verb {
            return None;
        }
        Some(Movement {
            trigger,
            means: self.means(trigger, &lemma),
            places,
            journey: 0,
            order: 0,
        })
    }

    /// The places that hang on a word, by their prepositions. Of an object only those that say where it goes.
    fn around(
        &self,
        word: TokenIx,
        lemma: &str,
        object: bool,
        last: Option<&Movement>,
        found: &mut Vec<(usize, usize, PlaceRole)>,
    ) {
        let tree = self.tree;
        for phrase in tree.children(word) {
            let relation = tree.relation(phrase);
            if !matches!(relation, "obl" | "nmod" | "advmod" | "conj" | "obj")
                || relation == "conj" && self.places.at(phrase).is_none()
            {
                continue;
            }
            let Some(preposition) = tree.preposition(phrase) else {
                continue;
            };
            let Some(role) = self.role(&preposition, lemma) else {
                // "on the back of lorries", "in a convoy to Goma": what hangs deeper.
                if relation == "obl" {
                    self.deeper(phrase, found);
                }
                continue;
            };
            if object && !matches!(role, PlaceRole::Destination | PlaceRole::Origin) {
                continue;
            }
            if matches!(tree.lower(phrase).as_str(), "there" | "where" | "here") && role == PlaceRole::Origin
            {
                let there =
                    last.and_then(|m| m.places.iter().rev().find(|(_, r)| *r == PlaceRole::Destination));
                if let Some((place, _)) = there {
                    found.push((phrase.at(), *place, PlaceRole::Origin));
                }
                continue;
            }
            for member in tree.members(phrase) {
                if let Some(place) = self.places.of_phrase(tree, member) {
                    found.push((member.at(), place, role));
                }
            }
            self.deeper(phrase, found);
        }
    }

    /// "from Goma to Sake", where the second hangs on the first.
    fn deeper(&self, phrase: TokenIx, found: &mut Vec<(usize, usize, PlaceRole)>) {
        let tree = self.tree;
        for member in tree.members(phrase) {
            for under in tree.with(member, "nmod").chain(tree.with(member, "obl")) {
                let Some(preposition) = tree.preposition(under) else {
                    continue;
                };
                let Some(role) = Words::role(&self.words.prepositions, &preposition) else {
                    continue;
                };
                for member in tree.members(under) {
                    if let Some(place) = self.places.of_phrase(tree, member) {
                        found.push((member.at(), place, role));
                    }
                }
                self.deeper(under, found);
            }
        }
    }

    fn role(&self, preposition: &str, lemma: &str) -> Option<PlaceRole> {
        let with = |with: &With| with.prepositions.contains(preposition) && with.words.contains(lemma);
        Words::role(&self.words.prepositions, preposition).or_else(|| {
            (with(&self.words.near) || with(&self.words.bound_for)).then_some(PlaceRole::Destination)
        })
    }

    /// By which means: the vehicle that the words name, else what the verb says.
    fn means(&self, trigger: TokenIx, lemma: &str) -> Option<&'static str> {
        let tree = self.tree;
        let vehicle = |noun: TokenIx| {
            let mut stack = vec![(noun, 0)];
            while let Some((noun, depth)) = stack.pop() {
                if let Some(means) = Words::means_in(&self.words.vehicles, &tree.lower(noun)) {
                    return Some(means);
                }
                if depth < 2 {
                    stack.extend(
                        tree.children(noun)
                            .filter(|c| matches!(tree.relation(*c), "nmod" | "compound" | "conj"))
                            .map(|c| (c, depth + 1)),
                    );
                }
            }
            None
        };
        let by = tree.children(trigger).filter(|c| {
            matches!(tree.relation(*c), "obl" | "nmod" | "advcl")
                && tree.preposition(*c).is_some_and(|p| {
                    matches!(p.as_str(), "by" | "aboard" | "on" | "in" | "with" | "on board")
                })
                && self.places.at(*c).is_none()
        });
        let said = by.filter_map(vehicle).next();
        let own = Words::means_in(&self.words.means, lemma);
        let subject = tree.subject(trigger).into_iter().chain(
            // "helicopters carrying", "the convoy heading for"
            (tree.relation(trigger) == "acl")
                .then(|| tree.head(trigger))
                .flatten(),
        );
        let by_head = |noun: TokenIx| Words::means_in(&self.words.vehicles, &tree.lower(noun));
        said.or(own)
            .or_else(|| subject.filter_map(by_head).next())
            .or_else(|| tree.child(trigger, "compound").and_then(by_head))
    }

    /// Whether a verb stands in the past perfect, or as "having gone".
    fn perfect(&self, verb: TokenIx) -> bool {
        let tree = self.tree;
        let mut at = Some(verb);
        while let Some(word) = at {
            let had = tree.children(word).any(|c| {
                matches!(tree.deprel(c), "aux" | "aux:pass")
                    && matches!(tree.form(c).to_lowercase().as_str(), "had" | "having" | "'d")
            });
            if had {
                return true;
            }
            at = tree.head(word).filter(|_| tree.relation(word) == "conj");
        }
        false
    }

    /// What conjunction a clause begins with, and the verb that it hangs on.
    fn clause(&self, verb: TokenIx) -> Option<(String, TokenIx)> {
        let tree = self.tree;
        let mut word = verb;
        while tree.relation(word) == "conj" {
            word = tree.head(word)?;
        }
        if !matches!(tree.relation(word), "advcl" | "obl" | "nmod") {
            return None;
        }
        let mark = tree
            .children(word)
            .find(|c| matches!(tree.relation(*c), "mark" | "case"))
            .map(|c| tree.lower(c));
        let mark = mark.or_else(|| self.perfect(word).then(|| "after".to_owned()))?;
        Some((mark, tree.head(word)?))
    }

    /// Puts the movements of a sentence into the order of the travel.
    fn order(&self, here: &mut Vec<Movement>) {
        // "after fleeing X they reached Y", "having left X": first. "before being taken to Z": behind what it hangs on.
        let mut at = 0;
        while at < here.len() {
            let verb = here[at].trigger;
            if let Some((mark, main)) = self.clause(verb) {
                let other = here.iter().position(|m| {
                    m.trigger == main
                        || self
                            .tree
                            .upward(m.trigger)
                            .take(3)
                            .any(|w| w == main && self.tree.relation(m.trigger) == "conj")
                });
                if let Some(other) = other {
                    if mark == "after" && other < at {
                        let moved = here.remove(at);
                        here.insert(other, moved);
                    } else if mark == "before" && other > at {
                        let moved = here.remove(at);
                        here.insert(other, moved);
                        continue;
                    }
                }
            }
            at += 1;
        }
        // "Lorries drove to B; what they carried had been flown to A": the perfect is earlier.
        let perfect: Vec<bool> = here.iter().map(|m| self.perfect(m.trigger)).collect();
        if perfect.iter().any(|p| *p) && perfect.iter().any(|p| !*p) {
            let (mut first, mut rest) = (Vec::new(), Vec::new());
            for (movement, perfect) in std::mem::take(here).into_iter().zip(perfect) {
                if perfect {
                    first.push(movement)
                } else {
                    rest.push(movement)
                }
            }
            first.append(&mut rest);
            *here = first;
        }
    }

    /// "They had been shipped to A", "Before that they …": before what the sentence in front told.
    fn earlier(&self, found: &mut [Movement], from: usize) {
        if from == 0 || from == found.len() {
            return;
        }
        let sentence = |m: &Movement| self.tree.doc.sentence_of(m.trigger);
        let here = sentence(&found[from]);
        let before = found[..from]
            .iter()
            .rposition(|m| sentence(m) + 1 != here)
            .map_or(0, |at| at + 1);
        if before == from || found[before..from].iter().any(|m| self.perfect(m.trigger)) {
            return;
        }
        let start = self.tree.doc.sentences[here].tokens.start;
        let opening: Vec<String> = (start..self.tree.doc.tokens.len().min(start + 3))
            .map(|t| self.tree.form(TokenIx::new(t)).to_lowercase())
            .collect();
        let back = matches!(
            opening.first().map(String::as_str),
            Some("earlier" | "previously")
        ) || opening.first().is_some_and(|w| w == "before")
            && opening
                .get(1)
                .is_some_and(|w| matches!(w.as_str(), "that" | "this" | "then"));
        let back = back || found[from..].iter().all(|m| self.perfect(m.trigger));
        if back {
            found[before..].rotate_left(from - before);
        }
    }

    /// Numbers the legs of each journey: what neighbouring sentences tell.
    fn number(&self, found: &mut [Movement]) {
        let mut journey = 0;
        let mut order = 0;
        let mut last: Option<usize> = None;
        for movement in found {
            let sentence = self.tree.doc.sentence_of(movement.trigger);
            if last.is_some_and(|l| sentence.abs_diff(l) > 1) {
                journey += 1;
                order = 0;
            }
            movement.journey = journey;
            movement.order = order;
            order += 1;
            last = Some(sentence);
        }
    }
}
