//! In which order the legs were travelled, and which of them belong together.

use super::{Finder, Kind, Leg};
use sayso_model::TokenIx;
use sayso_model::statement::PlaceRole;

impl Finder<'_> {
    /// Makes one leg of those that tell of the same.
    pub(super) fn join(&self, here: &mut Vec<Leg>) {
        // "bound for Y" behind "left X".
        let mut at = 1;
        while at < here.len() {
            let (told, behind) = here.split_at_mut(at);
            let leg = &behind[0];
            let participle = leg.kind == Kind::Bound
                || self.tree.relation(leg.trigger) == "advcl" && self.heads(leg.trigger);
            // "crossing at Y"
            let by_way = self.tree.xpos(leg.trigger) == "VBG"
                && self.tree.relation(leg.trigger) == "advcl"
                && leg.stops.iter().all(|(.., role)| *role == PlaceRole::Via);
            let main = told.iter_mut().find(|m| {
                m.kind != Kind::Bound
                    && (by_way || !m.has(PlaceRole::Destination))
                    && self.within_clause(leg.trigger, m.trigger)
            });
            match main {
                Some(main) if by_way || participle && !leg.has(PlaceRole::Origin) => {
                    main.stops.extend(&leg.stops);
                    main.means = main.means.or(leg.means);
                    here.remove(at);
                }
                _ => at += 1,
            }
        }
        // "rolled through X on their way to Y": told by the verb already.
        let told = |leg: &Leg| {
            leg.kind == Kind::Bound
                && here.iter().any(|m| {
                    m.kind == Kind::Verb && leg.within(m) && self.within_clause(leg.trigger, m.trigger)
                })
        };
        let again: Vec<TokenIx> = here.iter().filter(|l| told(l)).map(|l| l.trigger).collect();
        here.retain(|leg| !again.contains(&leg.trigger));
        // "went on a visit to Rome", "the convoy from A reached B": the noun and its verb tell of one.
        let mut gone: Vec<TokenIx> = Vec::new();
        for noun in here.iter().filter(|n| n.kind == Kind::Noun) {
            let Some(verb) = here
                .iter()
                .find(|v| v.kind != Kind::Noun && self.tree.head(noun.trigger) == Some(v.trigger))
            else {
                continue;
            };
            // "The convoy out of Iraq left the camp": which convoy it is.
            let which = self.vehicle(noun.trigger).is_some()
                && verb.has(PlaceRole::Origin)
                && !noun.has(PlaceRole::Destination);
            if noun.within(verb) || which {
                gone.push(noun.trigger);
            } else if verb.within(noun) || self.holder(noun.trigger) == Some(verb.trigger) {
                gone.push(verb.trigger);
            }
        }
        for (at, leg) in here.iter().enumerate() {
            let mut before = here[..at].iter().filter(|m| !gone.contains(&m.trigger));
            if leg.stops.len() > 1 && before.any(|m| m.stops == leg.stops) {
                gone.push(leg.trigger);
            }
        }
        here.retain(|leg| !gone.contains(&leg.trigger));
    }

    /// "sail to Istanbul and on to Mombasa": two legs.
    pub(super) fn split(&self, here: &mut Vec<Leg>) {
        let tree = self.tree;
        let mut at = 0;
        while at < here.len() {
            let further = here[at].stops.iter().skip(1).position(|(word, _, role)| {
                let onward = |t: TokenIx| self.words.onward.contains(&tree.lower(t));
                let joined = tree.relation(*word) == "conj" || tree.child(*word, "cc").is_some();
                let conj = joined && tree.children(*word).any(onward);
                // "to X, then to Y"
                let then = (tree.extent(*word).start.saturating_sub(1)..word.at())
                    .any(|t| tree.form(TokenIx::new(t)).eq_ignore_ascii_case("then"));
                *role == PlaceRole::Destination && (conj || then)
            });
            if let Some(before) = further {
                let stops = here[at].stops.split_off(before + 1);
                let leg = Leg {
                    trigger: stops[0].0,
                    stops,
                    ..here[at]
                };
                here.insert(at + 1, leg);
            }
            at += 1;
        }
    }

    /// "from A to B by rail and **from there** to C by lorry": a leg without a verb of its own.
    pub(super) fn thence(&self, here: &mut Vec<Leg>) {
        let tree = self.tree;
        let mut at = 0;
        while at < here.len() {
            let trigger = here[at].trigger;
            let end = tree.doc.sentences[tree.doc.sentence_of(trigger)].tokens.end;
            let there = (trigger.at() + 1..end).map(TokenIx::new).find(|t| {
                let from = match tree.lower(*t).as_str() {
                    "there" => tree.preposition(*t).as_deref() == Some("from"),
                    word => word == "thence",
                };
                from && tree.relation(*t) == "conj" && tree.upward(*t).take(3).any(|w| w == trigger)
            });
            at += 1;
            let Some(there) = there else { continue };
            let reached = here[at - 1]
                .stops
                .iter()
                .rev()
                .find(|(word, _, role)| *role == PlaceRole::Destination && *word < there);
            let Some((_, origin, _)) = reached.copied() else {
                continue;
            };
            let mut stops = Vec::new();
            self.around(there, &tree.lower(trigger), false, None, &mut stops);
            if !stops.iter().any(|(.., role)| *role == PlaceRole::Destination) {
                // The parser may hang what follows on the verb.
                let behind = here[at - 1].stops.iter();
                stops.extend(
                    behind.filter(|(word, _, role)| *role == PlaceRole::Destination && *word > there),
                );
            }
            if !stops.iter().any(|(.., role)| *role == PlaceRole::Destination) {
                continue;
            }
            let leg = &mut here[at - 1];
            leg.stops
                .retain(|(word, ..)| !stops.iter().any(|(further, ..)| further == word));
            stops.insert(0, (there, origin, PlaceRole::Origin));
            let holders = stops.iter().map(|(word, ..)| *word);
            let aboard = holders
                .flat_map(|word| tree.children(word))
                .filter(|c| self.aboard(*c, ""));
            let means = aboard
                .filter_map(|c| self.vehicle(c))
                .next()
                .or(here[at - 1].means);
            let leg = Leg {
                trigger: there,
                stops,
                means,
                ..here[at - 1]
            };
            here.insert(at, leg);
            at += 1;
        }
    }

    /// "heading for": a participle that says no more than where to.
    fn heads(&self, verb: TokenIx) -> bool {
        self.tree.xpos(verb) == "VBG" && self.tree.lower(verb) == "head"
    }

    /// Whether a word hangs below another, and no further member of a list stands between.
    fn within_clause(&self, word: TokenIx, top: TokenIx) -> bool {
        self.tree
            .upward(word)
            .take_while(|w| *w == top || self.tree.relation(*w) != "conj")
            .any(|w| w == top)
    }

    /// "stopping in X", "after refuelling in X", "with a stop in X": by the way of the movement that it hangs on.
    pub(super) fn stopped(&self, sentence: std::ops::Range<usize>, here: &mut [Leg]) {
        let tree = self.tree;
        for at in sentence {
            let word = TokenIx::new(at);
            let noun = tree.upos(word) == "NOUN";
            let stops = self.words.stops.contains(&tree.lower(word));
            // "a jet **that refuelled** in Gander"
            let relative = tree.deprel(word) == "acl:relcl"
                && tree.head(word).is_some_and(|h| self.vehicle(h).is_some());
            let non_finite = tree.non_finite(word) && tree.relation(word) != "conj" || relative;
            let verb = tree.upos(word) == "VERB" && non_finite;
            if !stops || !(noun || tree.upos(word) == "VERB") {
                continue;
            }
            let leg = tree
                .upward(word)
                .skip(1)
                .filter(|_| noun || verb)
                .find_map(|w| here.iter().position(|leg| leg.trigger == w))
                .or_else(|| {
                    // "**stopped over** at Gander before landing in Shannon"
                    let on = |leg: &Leg| {
                        let before = self
                            .clause(leg.trigger)
                            .is_some_and(|(mark, main)| mark == "before" && main == word);
                        before && leg.has(PlaceRole::Destination)
                    };
                    here.iter().position(on).filter(|_| !noun)
                });
            let Some(leg) = leg else {
                continue;
            };
            for phrase in tree.children(word) {
                let there = matches!(tree.relation(phrase), "obl" | "nmod")
                    && matches!(tree.preposition(phrase).as_deref(), Some("in" | "at" | "on"));
                if !there {
                    continue;
                }
                for member in tree.members(phrase) {
                    if let Some(stop) = self.stop_of(member) {
                        here[leg].add(member, stop, PlaceRole::Via);
                    }
                }
            }
        }
    }

    /// "were put on buses and taken to X": a vehicle that was boarded in front carries on.
    pub(super) fn carried_on(&self, here: &mut [Leg]) {
        let tree = self.tree;
        for at in 0..here.len() {
            let verb = here[at].trigger;
            if here[at].means.is_some() || tree.relation(verb) != "conj" {
                continue;
            }
            let Some(head) = tree.head(verb) else { continue };
            let arrived = |w: &TokenIx| {
                here.iter()
                    .any(|m| m.trigger == *w && m.has(PlaceRole::Destination))
            };
            let in_front = std::iter::once(head).chain(tree.with(head, "conj"));
            let last = in_front.filter(|w| *w < verb).max();
            let vehicle = last.filter(|w| !arrived(w)).and_then(|w| self.boarded(w));
            let boarded = vehicle.and_then(|v| self.vehicle(v));
            here[at].means = boarded.or_else(|| self.same_trip(here, at, last?));
        }
    }

    /// "drove out of Jalalabad and **reached** Kabul", "crossed by train and **continued** to Vladivostok": one trip, told by two verbs of one subject.
    fn same_trip(&self, here: &[Leg], at: usize, before: TokenIx) -> Option<&'static str> {
        let tree = self.tree;
        let leg = &here[at];
        let own = tree.child(leg.trigger, "nsubj").is_some() || leg.has(PlaceRole::Origin);
        let further = matches!(tree.lower(leg.trigger).as_str(), "continue" | "proceed");
        let reaches = matches!(
            tree.lower(leg.trigger).as_str(),
            "reach" | "enter" | "arrive" | "drop" | "dump" | "roll"
        );
        if own || !leg.has(PlaceRole::Destination) {
            return None;
        }
        match here.iter().find(|m| m.trigger == before) {
            Some(first) => first
                .means
                .filter(|_| further || reaches && !first.has(PlaceRole::Destination)),
            // "were **winched off** and dropped at the airport"
            None => self
                .words
                .means(&tree.lower(before))
                .filter(|_| reaches && tree.upos(before) == "VERB"),
        }
    }

    /// Whether a verb stands in the past perfect, or as "having gone"; not what had happened "by nightfall", which comes later.
    fn perfect(&self, verb: TokenIx) -> bool {
        let tree = self.tree;
        // "within hours he had been moved on"
        let by_then = tree
            .with(verb, "obl")
            .any(|c| match tree.preposition(c).as_deref() {
                Some("by") => self.words.hours.contains(&tree.lower(c)),
                Some("within") => matches!(tree.lower(c).as_str(), "minute" | "hour" | "day" | "week"),
                _ => false,
            });
        if by_then {
            return false;
        }
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
    pub(super) fn order(&self, here: &mut Vec<Leg>) {
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
    pub(super) fn earlier(&self, found: &mut [Leg], from: usize) {
        if from == 0 || from == found.len() {
            return;
        }
        let sentence = |m: &Leg| self.tree.doc.sentence_of(m.trigger);
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
    pub(super) fn number(&self, found: &mut [Leg]) {
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
