//! Who and where: countries, actors with dated offices, agents, regions, places. Tables in `data/`, their formats in
//! `data/README.md`. Knows nothing of texts: names go in, actors and places come out.

mod check;
pub mod gazetteer;
mod index;
mod misspelt;
pub mod names;
mod petrarch;
mod phrase;
mod resolve;
mod tables;

pub use check::{Doubt, check};
pub use gazetteer::{Feature, Found, Gazetteer};
use index::{Compiled, Kind, Known, Orders, Ref, SINGLE, in_capitals};
use jiff::civil::Date;
use names::key;
pub use petrarch::{Imported, import};
pub use resolve::Asked;
use sayso_model::Interval;
use sayso_model::statement::Actor;
use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
pub use tables::{
    ActorKind, Agent, Body, Country, KnownActor, List, Membership, Region, Stands, TableError, Tables, Term,
};

const COMPILED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/knowledge.bin"));
const GAZETTEER: &[u8] = include_bytes!("../data/gazetteer.bin");

/// Why knowledge cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum KnowledgeError {
    /// A table has a mistake.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A folder or a file cannot be read.
    #[error("{path}: {error}")]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// What the program embeds is damaged.
    #[error("{0} in this program is damaged or not of this version; build or install it anew")]
    Embedded(&'static str),
}

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

/// All names of some tables, and what each may stand for.
type Index = (fst::Map<Cow<'static, [u8]>>, Vec<Ref>);

/// All tables, indexed.
pub struct Knowledge {
    tables: Tables<'static>,
    /// Those of a user before the embedded one.
    indexes: Vec<Index>,
    by_code: HashMap<String, usize>,
    orders: Orders,
    gazetteer: Gazetteer<'static>,
}

impl Knowledge {
    /// The day up to which the tables were kept. Who is asked for without a day is told as of this one, so that answers do not change by
    /// themselves.
    pub const AS_OF: Date = jiff::civil::date(2026, 1, 31);

    /// The tables that sayso comes with.
    ///
    /// # Errors
    /// When these are damaged.
    pub fn embedded() -> Result<Self, KnowledgeError> {
        let compiled: Compiled<'static> =
            postcard::from_bytes(COMPILED).map_err(|_| KnowledgeError::Embedded("the knowledge"))?;
        let gazetteer = Gazetteer::open(GAZETTEER).ok_or(KnowledgeError::Embedded("the gazetteer"))?;
        let mut knowledge = Self {
            tables: compiled.tables,
            indexes: Vec::new(),
            by_code: HashMap::new(),
            orders: compiled.orders,
            gazetteer,
        };
        knowledge.add_index(compiled.automaton.into(), compiled.refs)?;
        knowledge.index_countries();
        Ok(knowledge)
    }

    /// The tables that sayso comes with and those of a folder, laid out in the same way (`data/README.md`): `actors/*.tsv`, `agents.tsv`
    /// and so on, each of which may be missing. What the folder says comes first.
    ///
    /// # Errors
    /// When a table has a mistake or cannot be read, or the folder has none.
    pub fn with_folder(folder: &Path) -> Result<Self, KnowledgeError> {
        let mut knowledge = Self::embedded()?;
        let tables = &mut knowledge.tables;
        let known = Known {
            countries: tables.countries.len(),
            actors: tables.actors.len(),
            regions: tables.regions.len(),
            agents: tables.agents.len(),
            bodies: tables.bodies.len(),
        };
        tables.add_folder(folder)?;
        let (automaton, refs) = index::build(tables, known);
        knowledge.orders = Orders::of(&knowledge.tables, known.actors);
        knowledge.add_index(automaton.into(), refs)?;
        knowledge.index_countries();
        Ok(knowledge)
    }

    fn add_index(&mut self, automaton: Cow<'static, [u8]>, refs: Vec<Ref>) -> Result<(), KnowledgeError> {
        let map = fst::Map::new(automaton).map_err(|_| KnowledgeError::Embedded("the knowledge"))?;
        self.indexes.insert(0, (map, refs));
        Ok(())
    }

    fn index_countries(&mut self) {
        self.by_code = self
            .tables
            .countries
            .iter()
            .enumerate()
            .map(|(at, c)| (c.code.to_string(), at))
            .collect();
    }

    /// What a key may stand for.
    fn refs(&self, key: &str) -> impl Iterator<Item = Ref> {
        self.indexes.iter().flat_map(move |(map, refs)| {
            let at = map.get(key).and_then(|at| usize::try_from(at).ok());
            at.map(|at| readings(refs, at))
                .unwrap_or_default()
                .iter()
                .copied()
        })
    }

    /// All that a name may stand for, countries first.
    pub fn entries(&self, name: &str) -> Vec<Entry<'_>> {
        self.refs(&key(name))
            .filter(|r| !r.capitals() || in_capitals(name))
            .filter_map(|r| self.entry(r))
            .collect()
    }

    fn entry(&self, r: Ref) -> Option<Entry<'_>> {
        let at = r.number();
        Some(match r.kind() {
            Kind::Country => Entry::Country(&self.tables.countries[at].code),
            Kind::Government => Entry::Government(&self.tables.countries[at].code),
            Kind::Actor => Entry::Actor(at),
            Kind::Region => Entry::Region(at),
            _ => return None,
        })
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
        let name = self.country(code).map_or(code, |c| &*c.name);
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
        let actor = &self.tables.actors[at];
        let (term, score) = match date {
            None => (actor.terms.last(), 0.9),
            Some(day) => match actor.terms.iter().rev().find(|t| t.valid.holds(day)) {
                Some(term) => (Some(term), 1.0),
                None => (actor.terms.iter().min_by_key(|t| distance(&t.valid, day)), 0.6),
            },
        };
        let term = term.expect("every actor has a term");
        let out_of_office = score < 0.9 && actor.kind == ActorKind::Person && !term.sectors.is_empty();
        let found = in_term(actor, term, out_of_office, score);
        // Nobody is a former anything before the first office.
        let early = |day: Date| actor.terms.iter().all(|t| t.valid.start.is_some_and(|s| s > day));
        if out_of_office && date.is_some_and(early) {
            return Actor {
                code: term.code.to_string(),
                sectors: Vec::new(),
                ..found
            };
        }
        found
    }

    /// A person by family name: the one of that name who held the highest office on the day (heads of states and governments before
    /// ministers, party leaders and heads of organisations before others), or, without any, who alone has it, or was the only head of a state or
    /// government of that name.
    pub fn by_family_name(&self, name: &str, date: Option<Date>) -> Option<Actor> {
        let family = key(name);
        self.of_family(&family, self.refs(&family), date)
    }

    fn of_family(&self, family: &str, refs: impl Iterator<Item = Ref>, date: Option<Date>) -> Option<Actor> {
        let numbers: Vec<usize> = refs
            .filter(|r| r.kind() == Kind::Family)
            .map(Ref::number)
            .collect();
        // Those in office before those who were; the name that somebody goes by before a part of a longer one.
        let rank = |at: usize, day: Option<Date>| {
            let actor = &self.tables.actors[at];
            let held = actor
                .terms
                .iter()
                .filter(|t| day.is_none_or(|day| t.valid.holds(day)));
            let highest = held.map(|t| 1 + renown(&t.office)).max().unwrap_or(0);
            let own = actor.name.split_whitespace().next_back().map(key).as_deref() == Some(family);
            (highest, highest > 0 && own)
        };
        let only = |day: Option<Date>, least: u8| {
            let highest = numbers.iter().map(|at| rank(*at, day)).max()?;
            let mut first = numbers.iter().filter(|at| rank(**at, day) == highest);
            let one = (first.next()?, first.next());
            (highest.0 >= least && one.1.is_none()).then_some(*one.0)
        };
        let alone = || (numbers.len() == 1).then(|| numbers[0]);
        let at = only(date, 1).or_else(alone).or_else(|| only(None, 1 + HEAD))?;
        let mut actor = self.known(at, date);
        actor.score *= 0.8;
        Some(actor)
    }

    /// Who holds an office of a country that one person holds at a time, on a day; without a day, now.
    pub fn holder(&self, code: &str, office: &str, date: Option<Date>) -> Option<Actor> {
        // Of others there are many at a time: "a senator", "an envoy".
        if !SINGLE.contains(&office) {
            return None;
        }
        let actors = &self.tables.actors;
        let term = |(actor, term): &(u32, u32)| &actors[*actor as usize].terms[*term as usize];
        let of_office = |at: &(u32, u32)| (&*term(at).code, &*term(at).office).cmp(&(code, office));
        let begin = self.orders.by_office.partition_point(|at| of_office(at).is_lt());
        let mut terms = self.orders.by_office[begin..]
            .iter()
            .take_while(|at| of_office(at).is_eq());
        let holds = |t: &Term| {
            date.map_or(t.valid.end.is_none(), |day| {
                t.valid.start.is_some() && t.valid.holds(day)
            })
        };
        let held = terms.find(|at| holds(term(at)))?;
        Some(in_term(&actors[held.0 as usize], term(held), false, 0.9))
    }

    /// The offices that an actor holds on a day, with the code of each.
    pub fn offices(&self, id: &str, date: Option<Date>) -> Vec<(&str, &str)> {
        let terms = self.actor(id).map(|a| a.terms.as_slice()).unwrap_or_default();
        terms
            .iter()
            .filter(|t| date.is_none_or(|day| t.valid.holds(day)))
            .map(|t| (&*t.code, &*t.office))
            .collect()
    }

    /// The country of an adjective or noun of nationality (`Malian`, `Poles`).
    pub fn nationality(&self, word: &str) -> Option<&Country<'static>> {
        let found = self.refs(&key(word)).find(|r| r.kind() == Kind::Nationality)?;
        Some(&self.tables.countries[found.number()])
    }

    /// The country that a name means.
    pub fn country_named(&self, name: &str) -> Option<&Country<'static>> {
        self.entries(name).into_iter().find_map(|e| match e {
            Entry::Country(code) => self.country(code),
            _ => None,
        })
    }

    /// The country that a text names most often, by its name or its people; of several the first.
    pub fn country_in(&self, text: &str) -> Option<String> {
        let words = phrase::words(text);
        let mut counts: Vec<(usize, usize)> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let runs = self.runs(&words, at);
            let country = runs.iter().filter(|_| words[at].capital()).find_map(|run| {
                let named = run
                    .refs()
                    .find(|r| matches!(r.kind(), Kind::Country | Kind::Nationality | Kind::Government))?;
                Some((run.words.end, named.number()))
            });
            at = match country {
                Some((end, number)) => {
                    match counts.iter_mut().find(|(n, _)| *n == number) {
                        Some((_, count)) => *count += 1,
                        None => counts.push((number, 1)),
                    }
                    end
                }
                None => at + 1,
            };
        }
        let most = counts.iter().map(|(_, count)| *count).max()?;
        let (number, _) = counts.iter().find(|(_, count)| *count == most)?;
        Some(self.tables.countries[*number].code.to_string())
    }

    /// A country by code.
    pub fn country(&self, code: &str) -> Option<&Country<'static>> {
        self.by_code.get(code).map(|at| &self.tables.countries[*at])
    }

    /// A region, bloc, sea or strait by name.
    pub fn region(&self, name: &str) -> Option<&Region<'static>> {
        let found = self.refs(&key(name)).find(|r| r.kind() == Kind::Region)?;
        Some(&self.tables.regions[found.number()])
    }

    /// An actor of the tables by its key.
    pub fn actor(&self, id: &str) -> Option<&KnownActor<'static>> {
        let actor = |at: &u32| &self.tables.actors[*at as usize];
        let found = self
            .orders
            .by_id
            .binary_search_by(|at| (*actor(at).id).cmp(id))
            .ok()?;
        Some(actor(&self.orders.by_id[found]))
    }

    /// An actor of the tables by its number.
    pub fn numbered(&self, at: usize) -> &KnownActor<'static> {
        &self.tables.actors[at]
    }

    /// What kind of actor an entry of the tables is.
    pub fn kind(&self, id: &str) -> Option<ActorKind> {
        self.actor(id).map(|a| a.kind)
    }

    /// A common noun (lemma, or several words) for people or bodies that act.
    pub fn agent(&self, noun: &str) -> Option<&Agent<'static>> {
        // Articles and marks are no part of a noun, though keys leave them out.
        // "A charge" is no chargé, whose accent keys leave out as well.
        if noun.starts_with("the ") || !noun.starts_with(char::is_alphanumeric) || noun == "charge" {
            return None;
        }
        let found = self.refs(&key(noun)).find(|r| r.kind() == Kind::Agent)?;
        Some(&self.tables.agents[found.number()])
    }

    /// Who belongs to an organisation on a day; without a day, all who ever did.
    pub fn members<'a>(
        &'a self,
        organisation: &'a str,
        date: Option<Date>,
    ) -> impl Iterator<Item = &'a Membership<'static>> {
        let of = move |m: &&Membership| m.organisation == organisation;
        let holds = move |m: &&Membership| date.is_none_or(|day| m.valid.holds(day));
        self.tables.memberships.iter().filter(move |m| of(m) && holds(m))
    }

    /// How many countries, actors, their terms, agent nouns, patterns of names and memberships the tables hold.
    pub fn sizes(&self) -> [(&'static str, usize); 6] {
        let t = &self.tables;
        [
            ("countries", t.countries.len()),
            ("actors", t.actors.len()),
            ("terms of actors", t.actors.iter().map(|a| a.terms.len()).sum()),
            ("agent nouns", t.agents.len()),
            ("patterns of names", t.bodies.len()),
            ("memberships", t.memberships.len()),
        ]
    }

    /// The tables.
    pub fn tables(&self) -> &Tables<'static> {
        &self.tables
    }

    /// The places of the world.
    pub fn gazetteer(&self) -> &Gazetteer<'static> {
        &self.gazetteer
    }
}

/// Of heads of states and governments, how well they are known by their family names.
const HEAD: u8 = 2;

/// How well the holders of an office are known by their family names.
fn renown(office: &str) -> u8 {
    match office {
        "head_of_state" | "head_of_government" => HEAD,
        "foreign_minister"
        | "defence_minister"
        | "head_of_organisation"
        | "opposition_leader"
        | "party_leader"
        | "rebel_leader" => 1,
        _ => 0,
    }
}

impl Tables<'static> {
    /// Adds the tables of a folder.
    ///
    /// # Errors
    /// When one cannot be read or has a mistake, or there is none.
    pub fn add_folder(&mut self, folder: &Path) -> Result<(), KnowledgeError> {
        for (file, text) in files(folder)? {
            let shown = folder.join(&file).display().to_string();
            self.add(&file, &shown, &text)?;
        }
        Ok(self.complete()?)
    }
}

/// The readings of a name, from where they begin.
fn readings(refs: &[Ref], at: usize) -> &[Ref] {
    let count = refs.get(at).map_or(0, |count| count.count());
    refs.get(at + 1..at + 1 + count).unwrap_or_default()
}

/// The tables of a folder: their names within it, and what they hold.
///
/// # Errors
/// When one cannot be read, or there is none.
fn files(folder: &Path) -> Result<Vec<(String, String)>, KnowledgeError> {
    let wrong = |path: &Path, error| KnowledgeError::Read {
        path: path.to_owned(),
        error,
    };
    let mut out = Vec::new();
    for part in ["", "actors"] {
        let place = folder.join(part);
        let entries = match std::fs::read_dir(&place) {
            Err(e) if !part.is_empty() && e.kind() == std::io::ErrorKind::NotFound => continue,
            entries => entries.map_err(|e| wrong(&place, e))?,
        };
        for entry in entries {
            let path = entry.map_err(|e| wrong(&place, e))?.path();
            if path.extension().is_some_and(|e| e == "tsv") {
                let text = std::fs::read_to_string(&path).map_err(|e| wrong(&path, e))?;
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                out.push((
                    if part.is_empty() {
                        name.into_owned()
                    } else {
                        format!("{part}/{name}")
                    },
                    text,
                ));
            }
        }
    }
    if out.is_empty() {
        let none = "it has no tables: countries.tsv, regions.tsv, agents.tsv, bodies.tsv, memberships.tsv or actors/*.tsv";
        return Err(wrong(
            folder,
            std::io::Error::new(std::io::ErrorKind::NotFound, none),
        ));
    }
    out.sort();
    Ok(out)
}

/// An actor in one of its terms; those out of office are elites (PLOVER's `ELI`).
fn in_term(actor: &KnownActor, term: &Term, out_of_office: bool, score: f64) -> Actor {
    let sectors: Vec<String> = match out_of_office {
        true => vec!["ELI".to_owned()],
        false => term.sectors.iter().map(str::to_owned).collect(),
    };
    Actor {
        code: format!("{}{}", term.code, sectors.first().map_or("", String::as_str)),
        country: Some(term.code.to_string()).filter(|c| !c.is_empty()),
        sectors,
        name: actor.name.to_string(),
        id: Some(actor.id.to_string()),
        valid: term.valid,
        score,
    }
}

/// Days between a day and an interval that does not hold it.
fn distance(interval: &Interval, day: Date) -> i32 {
    let days = |a: Date, b: Date| a.since(b).map_or(i32::MAX, |s| s.get_days().abs());
    let start = interval.start.map_or(i32::MAX, |s| days(s, day));
    let end = interval.end.map_or(i32::MAX, |e| days(e, day));
    start.min(end)
}
