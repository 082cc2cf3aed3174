//! All names of the tables in one automaton, and what each may stand for. The build script makes that of the embedded tables.

use crate::names::key;
use crate::tables::{ActorKind, Tables};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What kind of thing a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u32)]
pub(crate) enum Kind {
    Country,
    /// A name of its government.
    Government,
    /// An adjective or noun of its people.
    Nationality,
    Actor,
    Region,
    /// A common noun for somebody who acts, in the singular or the plural.
    Agent,
    Agents,
    /// Words in the names of bodies.
    Body,
    /// The family name of a person.
    Family,
}

impl Kind {
    const ALL: [Self; 9] = [
        Self::Country,
        Self::Government,
        Self::Nationality,
        Self::Actor,
        Self::Region,
        Self::Agent,
        Self::Agents,
        Self::Body,
        Self::Family,
    ];
}

/// One thing that a name may stand for: a kind, the number of the row, and whether only capitals are this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Ref(u32);

impl Ref {
    fn new(kind: Kind, number: usize, capitals: bool) -> Self {
        let number = u32::try_from(number).expect("tables have fewer than 2^27 rows");
        Self(number << 5 | u32::from(capitals) << 4 | kind as u32)
    }

    pub(crate) fn kind(self) -> Kind {
        Kind::ALL[(self.0 & 15) as usize]
    }

    pub(crate) fn number(self) -> usize {
        (self.0 >> 5) as usize
    }

    /// Of the reference that stands before the readings of a name: how many these are.
    pub(crate) fn count(self) -> usize {
        self.0 as usize
    }

    /// Whether it is an abbreviation that small letters do not name ("US", "us").
    pub(crate) fn capitals(self) -> bool {
        self.0 & 16 != 0
    }
}

/// What the build script writes.
#[derive(Serialize, Deserialize)]
pub(crate) struct Compiled<'a> {
    #[serde(borrow)]
    pub(crate) tables: Tables<'a>,
    /// From keys to positions among the references: there stands how many readings the name has, then these.
    #[serde(borrow)]
    pub(crate) automaton: &'a [u8],
    pub(crate) refs: Vec<Ref>,
    pub(crate) orders: Orders,
}

/// Offices that one person of a country holds at a time.
pub(crate) const SINGLE: [&str; 7] = [
    "head_of_state",
    "head_of_government",
    "foreign_minister",
    "defence_minister",
    "interior_minister",
    "finance_minister",
    "military_chief",
];

/// Rows in orders in which they are looked up.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Orders {
    /// Actors by key.
    pub(crate) by_id: Vec<u32>,
    /// Terms (the number of the actor, that of its term) in offices that one person holds at a time, by country and office.
    pub(crate) by_office: Vec<(u32, u32)>,
}

impl Orders {
    /// Of one office, the terms of a user's actors (those behind the known ones) come first.
    pub(crate) fn of(tables: &Tables, known: usize) -> Self {
        let number = |n: usize| u32::try_from(n).expect("tables have fewer than 2^32 rows");
        let mut by_id: Vec<u32> = (0..tables.actors.len()).map(number).collect();
        by_id.sort_by_key(|at| &tables.actors[*at as usize].id);
        let mut by_office: Vec<(u32, u32)> = Vec::new();
        for (actor, a) in tables.actors.iter().enumerate() {
            let single = a
                .terms
                .iter()
                .enumerate()
                .filter(|(_, t)| SINGLE.contains(&&*t.office));
            by_office.extend(single.map(|(term, _)| (number(actor), number(term))));
        }
        let office = |(actor, term): &(u32, u32)| {
            let term = &tables.actors[*actor as usize].terms[*term as usize];
            (&term.code, &term.office)
        };
        let own = |(actor, _): &(u32, u32)| (*actor as usize) < known;
        by_office.sort_by(|a, b| (office(a), own(a), a).cmp(&(office(b), own(b), b)));
        Self { by_id, by_office }
    }
}

/// Rows of the tables that are indexed already.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known {
    pub(crate) countries: usize,
    pub(crate) actors: usize,
    pub(crate) regions: usize,
    pub(crate) agents: usize,
    pub(crate) bodies: usize,
}

#[derive(Default)]
struct Builder(BTreeMap<String, Vec<Ref>>);

impl Builder {
    fn add(&mut self, name: &str, kind: Kind, number: usize, capitals: bool) {
        let refs = self.0.entry(key(name)).or_default();
        let new = Ref::new(kind, number, capitals);
        let same = |r: &&mut Ref| r.kind() == kind && r.number() == number;
        match refs.iter_mut().find(same) {
            // Written both ways, small letters name it as well.
            Some(known) if !capitals => *known = new,
            Some(_) => {}
            None => refs.push(new),
        }
    }

    fn finish(mut self) -> (Vec<u8>, Vec<Ref>) {
        self.0.remove("");
        let mut refs = Vec::new();
        let mut automaton = fst::MapBuilder::memory();
        for (name, of_name) in self.0 {
            automaton
                .insert(&name, refs.len() as u64)
                .expect("keys come in order");
            refs.push(Ref(u32::try_from(of_name.len()).expect("names have few readings")));
            refs.extend(of_name);
        }
        (automaton.into_inner().expect("memory does not fail"), refs)
    }
}

/// Indexes the rows of tables behind the known ones. Of each name, countries come first, then actors, then the rest.
pub(crate) fn build(tables: &Tables, known: Known) -> (Vec<u8>, Vec<Ref>) {
    let mut index = Builder::default();
    let countries = || tables.countries.iter().enumerate().skip(known.countries);
    for (at, c) in countries() {
        for name in std::iter::once(&*c.name).chain(c.aliases.iter()) {
            index.add(name, Kind::Country, at, in_capitals(name));
        }
        for name in c.metonyms.iter() {
            index.add(name, Kind::Government, at, in_capitals(name));
        }
    }
    let actors = || tables.actors.iter().enumerate().skip(known.actors);
    for (at, a) in actors() {
        for name in std::iter::once(&*a.name).chain(a.aliases.iter()) {
            index.add(name, Kind::Actor, at, in_capitals(name));
        }
    }
    for (at, r) in tables.regions.iter().enumerate().skip(known.regions) {
        for name in std::iter::once(&*r.name).chain(r.aliases.iter()) {
            index.add(name, Kind::Region, at, in_capitals(name));
        }
    }
    for (at, c) in countries() {
        for word in c.adjectives.iter() {
            index.add(word, Kind::Nationality, at, false);
        }
        for word in c.adjectives.iter().chain(c.people.iter()) {
            index.add(word, Kind::Nationality, at, false);
            if !word.ends_with('s') {
                index.add(&format!("{word}s"), Kind::Nationality, at, false);
            }
        }
    }
    for (at, a) in actors().filter(|(_, a)| a.kind == ActorKind::Person) {
        for name in std::iter::once(&*a.name).chain(a.aliases.iter()) {
            if let Some(family) = name.split_whitespace().next_back() {
                index.add(family, Kind::Family, at, false);
            }
        }
    }
    for (at, agent) in tables.agents.iter().enumerate().skip(known.agents) {
        index.add(&agent.noun, Kind::Agent, at, false);
        index.add(&plural(&agent.noun), Kind::Agents, at, false);
    }
    for (at, body) in tables.bodies.iter().enumerate().skip(known.bodies) {
        index.add(&body.pattern, Kind::Body, at, false);
    }
    index.finish()
}

/// Whether a name is an abbreviation in capitals ("US", "U.N.").
pub(crate) fn in_capitals(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
}

/// The plural of a noun, of the first word before "of", "in" and the like ("chief of staff").
fn plural(noun: &str) -> String {
    for small in [" of ", " in ", " at ", " for ", " to ", "-in-", "-general"] {
        if let Some(at) = noun.find(small) {
            return format!("{}{}", plural(&noun[..at]), &noun[at..]);
        }
    }
    let irregular = [
        ("child", "children"),
        ("woman", "women"),
        ("man", "men"),
        ("person", "people"),
        ("wife", "wives"),
        ("thief", "thieves"),
        ("half", "halves"),
    ];
    let not = noun.ends_with("human") || noun.ends_with("german") || noun.ends_with("shaman");
    for (one, many) in irregular {
        if let Some(stem) = noun.strip_suffix(one).filter(|_| !not) {
            return format!("{stem}{many}");
        }
    }
    let vowel = |c: char| "aeiou".contains(c);
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(vowel) => return format!("{stem}ies"),
        _ => {}
    }
    let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|end| noun.ends_with(end));
    format!("{noun}{}", if hisses { "es" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals() {
        for (one, many) in [
            ("soldier", "soldiers"),
            ("policeman", "policemen"),
            ("chief of staff", "chiefs of staff"),
            ("attorney-general", "attorneys-general"),
            ("deputy", "deputies"),
            ("envoy", "envoys"),
            ("coach", "coaches"),
            ("foreign minister", "foreign ministers"),
        ] {
            assert_eq!(plural(one), many);
        }
    }

    #[test]
    fn references_keep_what_they_hold() {
        let one = Ref::new(Kind::Family, 123_456, true);
        assert_eq!(
            (one.kind(), one.number(), one.capitals()),
            (Kind::Family, 123_456, true)
        );
    }
}
