//! Who and where: countries, actors with dated offices, agents, regions, places. Tables in `data/`, their formats in
//! `data/README.md`. Knows nothing of texts: names go in, actors and places come out.

pub mod gazetteer;
pub mod names;
mod tables;

pub use gazetteer::{Feature, Found, Gazetteer};
use jiff::civil::Date;
use names::key;
use sayso_model::Interval;
use sayso_model::statement::Actor;
use std::collections::HashMap;
pub use tables::{ActorKind, Agent, Country, KnownActor, Region, TableError, Term};

const ACTOR_TABLES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/actor_tables.rs"));
const GAZETTEER: &[u8] = include_bytes!("../data/gazetteer.bin");

/// What a name may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry<'a> {
    /// A country or territory.
    Country(&'a str),
    /// A name of a country's government (`Kremlin`).
    Government(&'a str),
    /// An actor of the tables, by its number.
    Actor(usize),
    /// A region, by its number.
    Region(usize),
}

#[derive(Clone, Copy, Debug)]
enum Ref {
    Country(usize),
    Government(usize),
    Actor(usize),
    Region(usize),
}

/// All tables, indexed.
pub struct Knowledge {
    countries: Vec<Country>,
    actors: Vec<KnownActor>,
    regions: Vec<Region>,
    agents: HashMap<String, Agent>,
    /// By key; with each whether the name is an abbreviation in capitals, which only capitals match.
    names: HashMap<String, Vec<(Ref, bool)>>,
    family_names: HashMap<String, Vec<usize>>,
    nationalities: HashMap<String, usize>,
    by_code: HashMap<String, usize>,
    by_id: HashMap<String, usize>,
    gazetteer: Gazetteer<'static>,
}

impl Knowledge {
    /// The tables that sayso comes with.
    ///
    /// # Errors
    /// When a table has a mistake; the tables of a release are checked by a test.
    pub fn embedded() -> Result<Self, TableError> {
        let countries = tables::countries("countries.tsv", include_str!("../data/countries.tsv"))?;
        let regions = tables::regions("regions.tsv", include_str!("../data/regions.tsv"))?;
        let agents = tables::agents("agents.tsv", include_str!("../data/agents.tsv"))?
            .into_iter()
            .collect();
        let mut actors = Vec::new();
        for (file, text) in ACTOR_TABLES {
            tables::actors(file, text, &mut actors)?;
        }
        let gazetteer = Gazetteer::open(GAZETTEER).ok_or_else(|| TableError {
            file: "gazetteer.bin".into(),
            line: 0,
            message: "not of this version; make it anew with `cargo xtask generate gazetteer`".into(),
        })?;
        let mut knowledge = Self {
            countries,
            actors,
            regions,
            agents,
            names: HashMap::new(),
            family_names: HashMap::new(),
            nationalities: HashMap::new(),
            by_code: HashMap::new(),
            by_id: HashMap::new(),
            gazetteer,
        };
        knowledge.index();
        Ok(knowledge)
    }

    fn index(&mut self) {
        for (at, c) in self.countries.iter().enumerate() {
            self.by_code.insert(c.code.clone(), at);
            for name in std::iter::once(&c.name).chain(&c.aliases) {
                self.names
                    .entry(key(name))
                    .or_default()
                    .push((Ref::Country(at), in_capitals(name)));
            }
            for name in &c.metonyms {
                self.names
                    .entry(key(name))
                    .or_default()
                    .push((Ref::Government(at), in_capitals(name)));
            }
            for word in c.adjectives.iter().chain(&c.people) {
                self.nationalities.entry(key(word)).or_insert(at);
            }
        }
        for (at, a) in self.actors.iter().enumerate() {
            self.by_id.insert(a.id.clone(), at);
            for name in std::iter::once(&a.name).chain(&a.aliases) {
                let refs = self.names.entry(key(name)).or_default();
                if !refs
                    .iter()
                    .any(|(r, _)| matches!(r, Ref::Actor(other) if *other == at))
                {
                    refs.push((Ref::Actor(at), in_capitals(name)));
                }
            }
            if a.kind == ActorKind::Person {
                let family = a.name.split_whitespace().next_back().unwrap_or_default();
                let other = a.aliases.iter().filter_map(|n| n.split_whitespace().next_back());
                for name in std::iter::once(family).chain(other) {
                    let numbers = self.family_names.entry(key(name)).or_default();
                    if numbers.last() != Some(&at) {
                        numbers.push(at);
                    }
                }
            }
        }
        for (at, r) in self.regions.iter().enumerate() {
            for name in std::iter::once(&r.name).chain(&r.aliases) {
                self.names
                    .entry(key(name))
                    .or_default()
                    .push((Ref::Region(at), in_capitals(name)));
            }
        }
    }

    /// All that a name may stand for, countries first.
    pub fn entries(&self, name: &str) -> Vec<Entry<'_>> {
        let refs = self.names.get(&key(name)).map(Vec::as_slice).unwrap_or_default();
        refs.iter()
            .filter(|(_, capitals)| !capitals || in_capitals(name))
            .map(|(r, _)| match r {
                Ref::Country(at) => Entry::Country(&self.countries[*at].code),
                Ref::Government(at) => Entry::Government(&self.countries[*at].code),
                Ref::Actor(at) => Entry::Actor(*at),
                Ref::Region(at) => Entry::Region(*at),
            })
            .collect()
    }

    /// Who a name stands for on a day: a country, a government, an organisation, a person by full name.
    ///
    /// Where several share a name, one whose term holds on the day wins, then the order of the tables.
    pub fn named(&self, name: &str, date: Option<Date>) -> Option<Actor> {
        let actors = self
            .entries(name)
            .into_iter()
            .filter_map(|e| self.actor_of(e, date));
        actors.reduce(|best, next| if next.score > best.score { next } else { best })
    }

    fn actor_of(&self, entry: Entry, date: Option<Date>) -> Option<Actor> {
        match entry {
            Entry::Country(code) => Some(self.country_actor(code, &[])),
            Entry::Government(code) => Some(self.country_actor(code, &["GOV"])),
            Entry::Actor(at) => Some(self.known(at, date)),
            Entry::Region(_) => None,
        }
    }

    /// A country as an actor, with sectors.
    pub fn country_actor(&self, code: &str, sectors: &[&str]) -> Actor {
        let name = self.country(code).map_or(code, |c| &c.name);
        Actor {
            code: format!("{code}{}", sectors.first().copied().unwrap_or_default()),
            country: Some(code.to_owned()),
            sectors: sectors.iter().map(|s| (*s).to_owned()).collect(),
            name: name.to_owned(),
            id: Some(code.to_lowercase()),
            valid: Interval::default(),
            score: 1.0,
        }
    }

    /// An actor of the tables in the term that holds on a day; else the nearest, with a lower score.
    pub fn known(&self, at: usize, date: Option<Date>) -> Actor {
        let actor = &self.actors[at];
        let (term, score) = match date {
            None => (actor.terms.last(), 0.9),
            Some(day) => match actor.terms.iter().rev().find(|t| t.valid.holds(day)) {
                Some(term) => (Some(term), 1.0),
                None => (actor.terms.iter().min_by_key(|t| distance(&t.valid, day)), 0.6),
            },
        };
        let term = term.expect("every actor has a term");
        let out_of_office = score < 0.9 && actor.kind == ActorKind::Person && !term.sectors.is_empty();
        in_term(actor, term, out_of_office, score)
    }

    /// A person by family name, when just one person of that name held an office on the day (or, without any, is known at all).
    pub fn by_family_name(&self, name: &str, date: Option<Date>) -> Option<Actor> {
        let numbers = self.family_names.get(&key(name))?;
        let in_office =
            |at: &&usize| date.is_none_or(|day| self.actors[**at].terms.iter().any(|t| t.valid.holds(day)));
        let mut holders = numbers.iter().filter(in_office);
        let at = match (holders.next(), holders.next()) {
            (Some(one), None) => *one,
            (None, _) if numbers.len() == 1 => numbers[0],
            _ => return None,
        };
        let mut actor = self.known(at, date);
        actor.score *= 0.8;
        Some(actor)
    }

    /// Who holds an office of a country on a day; without a day, now.
    pub fn holder(&self, code: &str, office: &str, date: Option<Date>) -> Option<Actor> {
        let holds = |t: &&Term| {
            t.code == code
                && t.office == office
                && date.map_or(t.valid.end.is_none(), |day| {
                    t.valid.start.is_some() && t.valid.holds(day)
                })
        };
        self.actors
            .iter()
            .find_map(|a| Some(in_term(a, a.terms.iter().find(holds)?, false, 0.9)))
    }

    /// The offices that an actor holds on a day, with the code of each.
    pub fn offices(&self, id: &str, date: Option<Date>) -> Vec<(&str, &str)> {
        let terms = self
            .by_id
            .get(id)
            .map(|at| self.actors[*at].terms.as_slice())
            .unwrap_or_default();
        terms
            .iter()
            .filter(|t| date.is_none_or(|day| t.valid.holds(day)))
            .map(|t| (t.code.as_str(), t.office.as_str()))
            .collect()
    }

    /// The country of an adjective or noun of nationality (`Malian`, `Poles`).
    pub fn nationality(&self, word: &str) -> Option<&Country> {
        let key = key(word);
        let at = self
            .nationalities
            .get(&key)
            .or_else(|| self.nationalities.get(key.strip_suffix('s')?))?;
        Some(&self.countries[*at])
    }

    /// The country that a name means.
    pub fn country_named(&self, name: &str) -> Option<&Country> {
        self.entries(name).into_iter().find_map(|e| match e {
            Entry::Country(code) => self.country(code),
            _ => None,
        })
    }

    /// A country by code.
    pub fn country(&self, code: &str) -> Option<&Country> {
        self.by_code.get(code).map(|at| &self.countries[*at])
    }

    /// A region, bloc, sea or strait by name.
    pub fn region(&self, name: &str) -> Option<&Region> {
        let refs = self.names.get(&key(name))?;
        refs.iter().find_map(|(r, _)| match r {
            Ref::Region(at) => Some(&self.regions[*at]),
            _ => None,
        })
    }

    /// What kind of actor an entry of the tables is.
    pub fn kind(&self, id: &str) -> Option<ActorKind> {
        self.by_id.get(id).map(|at| self.actors[*at].kind)
    }

    /// A common noun (lemma, or several words) for people or bodies that act.
    pub fn agent(&self, noun: &str) -> Option<&Agent> {
        self.agents.get(noun)
    }

    /// The places of the world.
    pub fn gazetteer(&self) -> &Gazetteer<'static> {
        &self.gazetteer
    }
}

/// An actor in one of its terms; those out of office are elites (PLOVER's `ELI`).
fn in_term(actor: &KnownActor, term: &Term, out_of_office: bool, score: f64) -> Actor {
    let sectors = if out_of_office {
        vec!["ELI".to_owned()]
    } else {
        term.sectors.clone()
    };
    Actor {
        code: format!("{}{}", term.code, sectors.first().map_or("", String::as_str)),
        country: Some(term.code.clone()).filter(|c| !c.is_empty()),
        sectors,
        name: actor.name.clone(),
        id: Some(actor.id.clone()),
        valid: term.valid,
        score,
    }
}

/// Whether a name is an abbreviation in capitals ("US", "U.N.").
fn in_capitals(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
}

/// Days between a day and an interval that does not hold it.
fn distance(interval: &Interval, day: Date) -> i32 {
    let days = |a: Date, b: Date| a.since(b).map_or(i32::MAX, |s| s.get_days().abs());
    let start = interval.start.map_or(i32::MAX, |s| days(s, day));
    let end = interval.end.map_or(i32::MAX, |e| days(e, day));
    start.min(end)
}
