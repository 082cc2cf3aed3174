//! What questions for lists, counts and maps look at, held in memory: a server that is asked by many looks here, where the file would be
//! searched anew for each. It is made of one state of the file and used only while the file is in that state; after that the file is asked again.

mod find;

use crate::report::role_of;
use crate::rows::TownRow;
use crate::{Error, Ledger};
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension};
use sayso_model::statement::PlaceRole;
use std::collections::HashMap;
use std::sync::Arc;

/// Statements of a ledger that is held in memory, at most; each takes some 400 bytes.
const MOST: i64 = 4_000_000;

/// Columns of statements and occurrences, each in the order in which they are listed.
#[derive(Debug, Default)]
pub struct Index {
    /// Which state of the file this is of.
    stamp: i64,
    /// Sources, outlets, keys of parties.
    names: Names,
    /// Types, modes, statuses and the like, countries.
    labels: Names,
    /// Countries and sectors.
    codes: Names,
    /// Countries of actors and of recipients, with [`BETWEEN`] between them.
    pairs: Names,
    days: Names,
    statements: Statements,
    occurrences: Occurrences,
    parties: Parties,
    towns: Vec<Town>,
    /// Words of the names of towns.
    town_words: Words,
    /// By party: what it does, and in which statements.
    parts: Lists<(u8, u32)>,
    /// By town: the statements that put something there.
    there: Lists<u32>,
    /// By statement: the places.
    places: Lists<At>,
    /// By statement: its occurrences.
    of: Lists<u32>,
    /// By occurrence.
    origins: Lists<OriginColumns>,
    /// By origin, in the order of the file: who published it.
    outlets: Lists<u32>,
}

#[derive(Debug, Default)]
struct Statements {
    key: Vec<i64>,
    document: Vec<i64>,
    sentence: Vec<i64>,
    hash: Vec<Box<str>>,
    kind: Vec<u32>,
    r#type: Vec<u32>,
    mode: Vec<u32>,
    factuality: Vec<u32>,
    outlet: Vec<u32>,
    first: Vec<u32>,
    last: Vec<u32>,
    quad: Vec<u8>,
}

#[derive(Debug, Default)]
struct Occurrences {
    key: Vec<i64>,
    intensity: Vec<Option<f64>>,
    status: Vec<u32>,
    r#type: Vec<u32>,
    pair: Vec<u32>,
    first: Vec<u32>,
    quad: Vec<u8>,
    /// Where a key of the file is.
    numbers: HashMap<i64, u32>,
}

/// Stands between the countries of actors and those of recipients.
const BETWEEN: char = '|';

#[derive(Debug)]
struct OriginColumns {
    source: u32,
    code: u32,
    stance: u32,
    independent: bool,
    /// Its place in `Index::outlets`.
    at: u32,
}

/// Where a statement puts something.
#[derive(Debug)]
struct At {
    role: PlaceRole,
    leg: i64,
    town: u32,
}

#[derive(Debug, Default)]
struct Parties {
    code: Vec<u32>,
    country: Vec<u32>,
    name: Vec<Box<str>>,
    key: Vec<u32>,
    words: Words,
}

#[derive(Debug)]
struct Town {
    key: i64,
    about: TownRow,
}

/// The words of many names, one name behind the other.
#[derive(Debug, Default)]
struct Words {
    text: String,
    ends: Vec<usize>,
}

impl Words {
    fn add(&mut self, words: &str) {
        self.text.push_str(words);
        // A needle has blanks at its ends, so none reaches into the next name.
        self.text.push('\n');
        self.ends.push(self.text.len());
    }

    /// Which names have all of these words.
    fn having(&self, needles: &[String]) -> Vec<usize> {
        let Some(rarest) = needles.iter().max_by_key(|n| n.len()) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for at in memchr::memmem::find_iter(self.text.as_bytes(), rarest) {
            let name = self.ends.partition_point(|end| *end <= at);
            let start = name.checked_sub(1).map_or(0, |before| self.ends[before]);
            let words = &self.text[start..self.ends[name]];
            if found.last() != Some(&name) && needles.iter().all(|n| words.contains(n.as_str())) {
                found.push(name);
            }
        }
        found
    }
}

/// No text.
const NONE: u32 = u32::MAX;

/// Texts by number, each once.
#[derive(Debug, Default)]
struct Names {
    all: Vec<Box<str>>,
    numbers: HashMap<Box<str>, u32>,
}

impl Names {
    fn add(&mut self, text: Option<&str>) -> u32 {
        let Some(text) = text else { return NONE };
        if let Some(known) = self.numbers.get(text) {
            return *known;
        }
        let number = self.all.len() as u32;
        self.all.push(text.into());
        self.numbers.insert(text.into(), number);
        number
    }

    fn get(&self, number: u32) -> Option<&str> {
        self.all.get(number as usize).map(AsRef::as_ref)
    }

    /// `None` for a text that is not there.
    fn number(&self, text: &str) -> Option<u32> {
        self.numbers.get(text).copied()
    }
}

/// A list for each of many, one behind the other.
#[derive(Debug)]
struct Lists<T> {
    ends: Vec<u32>,
    all: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self {
            ends: Vec::new(),
            all: Vec::new(),
        }
    }
}

impl<T> Lists<T> {
    /// Of values that know whose they are; those of one keep their order.
    fn of(mut values: Vec<(u32, T)>, count: usize) -> Self {
        values.sort_by_key(|(whose, _)| *whose);
        let mut ends = vec![0; count];
        for (whose, _) in &values {
            ends[*whose as usize] += 1;
        }
        let mut sum = 0;
        for end in &mut ends {
            sum += *end;
            *end = sum;
        }
        Self {
            ends,
            all: values.into_iter().map(|(_, value)| value).collect(),
        }
    }

    fn get(&self, whose: usize) -> &[T] {
        let start = whose.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.all[start as usize..self.ends[whose] as usize]
    }
}

impl Ledger {
    /// Reads what an [`Index`] holds; `None` where the ledger is too large for it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn index(&mut self) -> Result<Option<Index>, Error> {
        self.view(None)?;
        // One state of the file, whatever others write meanwhile.
        let reading = self.connection.savepoint()?;
        let statements: i64 = reading.query_row("SELECT count(*) FROM statement", (), |row| row.get(0))?;
        if statements > MOST {
            return Ok(None);
        }
        Ok(Some(read(&reading)?))
    }

    /// From now on looks into this index while the file is in the state that it was made of.
    pub fn look_into(&mut self, index: Option<Arc<Index>>) {
        self.index = index;
    }

    /// The index, where it is of the file as it is now and what is asked for is of no earlier day.
    pub(crate) fn standing(&self, as_of: Option<Date>) -> Result<Option<Arc<Index>>, Error> {
        match &self.index {
            Some(index) if as_of.is_none() && index.stamp == stamp(&self.connection)? => {
                Ok(Some(Arc::clone(index)))
            }
            _ => Ok(None),
        }
    }
}

/// Counts a change of the file, as part of it.
pub(crate) fn count_change(connection: &Connection) -> Result<(), Error> {
    let count = "INSERT INTO state VALUES ('changes', 1) ON CONFLICT (key) DO UPDATE SET value = value + 1";
    connection.prepare_cached(count)?.execute(())?;
    Ok(())
}

/// How many changes there were.
fn stamp(connection: &Connection) -> Result<i64, Error> {
    let mut select = connection.prepare_cached("SELECT value FROM state WHERE key = 'changes'")?;
    let stamp = select.query_row((), |row| row.get(0)).optional()?;
    Ok(stamp.unwrap_or_default())
}

fn read(file: &Connection) -> Result<Index, Error> {
    let mut index = Index {
        stamp: stamp(file)?,
        ..Index::default()
    };
    let statements = index.read_statements(file)?;
    index.read_occurrences(file)?;
    let parties = index.read_parties(file)?;
    let towns = index.read_towns(file)?;
    let find = |all: &HashMap<i64, u32>, key: i64| all.get(&key).copied();

    let mut parts = Vec::new();
    let mut select = file.prepare("SELECT statement, role, party FROM takes_part")?;
    let mut rows = select.query(())?;
    while let Some(row) = rows.next()? {
        if let (Some(at), Some(party)) = (find(&statements, row.get(0)?), find(&parties, row.get(2)?)) {
            parts.push((party, (row.get(1)?, at)));
        }
    }
    index.parts = Lists::of(parts, parties.len());

    let (mut places, mut there) = (Vec::new(), Vec::new());
    let mut select = file.prepare("SELECT statement, role, leg, place FROM happens_at")?;
    let mut rows = select.query(())?;
    while let Some(row) = rows.next()? {
        let (at, town) = (find(&statements, row.get(0)?), find(&towns, row.get(3)?));
        let (Some(at), Some(town)) = (at, town) else {
            continue;
        };
        there.push((town, at));
        if let Some(role) = role_of(row.get_ref(1)?.as_str().unwrap_or_default()) {
            let leg = row.get(2)?;
            places.push((at, At { role, leg, town }));
        }
    }
    index.places = Lists::of(places, statements.len());
    index.there = Lists::of(there, towns.len());

    let mut of = Vec::new();
    let mut select = file.prepare("SELECT statement, occurrence FROM occurrence_statement")?;
    let mut rows = select.query(())?;
    while let Some(row) = rows.next()? {
        let ends = (
            find(&statements, row.get(0)?),
            find(&index.occurrences.numbers, row.get(1)?),
        );
        if let (Some(at), Some(occurrence)) = ends {
            of.push((at, occurrence));
        }
    }
    index.of = Lists::of(of, statements.len());
    index.read_origins(file)?;
    Ok(index)
}

impl Index {
    fn read_statements(&mut self, file: &Connection) -> Result<HashMap<i64, u32>, Error> {
        let mut select = file.prepare(
            "SELECT s.id, s.document, s.sentence, s.hash, s.kind, s.type, s.mode, s.factuality, d.publisher, s.first, s.last, s.quad
             FROM statement s JOIN document d ON d.id = s.document ORDER BY s.last DESC, s.hash",
        )?;
        let mut rows = select.query(())?;
        let all = &mut self.statements;
        while let Some(row) = rows.next()? {
            let text = |at: usize| row.get_ref(at).map(|v| v.as_str().ok());
            all.key.push(row.get(0)?);
            all.document.push(row.get(1)?);
            all.sentence.push(row.get(2)?);
            all.hash.push(text(3)?.unwrap_or_default().into());
            all.kind.push(self.labels.add(text(4)?));
            all.r#type.push(self.labels.add(text(5)?));
            all.mode.push(self.labels.add(text(6)?));
            all.factuality.push(self.labels.add(text(7)?));
            all.outlet.push(self.names.add(text(8)?));
            all.first.push(self.days.add(text(9)?));
            all.last.push(self.days.add(text(10)?));
            all.quad.push(row.get::<_, Option<u8>>(11)?.unwrap_or_default());
        }
        Ok(numbered(&all.key))
    }

    fn read_occurrences(&mut self, file: &Connection) -> Result<(), Error> {
        let mut select = file.prepare(
            "SELECT key, intensity, status, type, actors, recipients, first, quad FROM occurrence ORDER BY last DESC, id",
        )?;
        let mut rows = select.query(())?;
        let all = &mut self.occurrences;
        while let Some(row) = rows.next()? {
            let text = |at: usize| row.get_ref(at).map(|v| v.as_str().ok());
            let (actors, recipients) = (text(4)?.unwrap_or_default(), text(5)?.unwrap_or_default());
            all.key.push(row.get(0)?);
            all.intensity.push(row.get(1)?);
            all.status.push(self.labels.add(text(2)?));
            all.r#type.push(self.labels.add(text(3)?));
            all.pair
                .push(self.pairs.add(Some(&format!("{actors}{BETWEEN}{recipients}"))));
            all.first.push(self.days.add(text(6)?));
            all.quad.push(row.get::<_, Option<u8>>(7)?.unwrap_or_default());
        }
        all.numbers = numbered(&all.key);
        Ok(())
    }

    fn read_parties(&mut self, file: &Connection) -> Result<HashMap<i64, u32>, Error> {
        let mut select = file.prepare("SELECT code, country, name, key, words, id FROM party ORDER BY id")?;
        let mut rows = select.query(())?;
        let (all, mut keys) = (&mut self.parties, Vec::new());
        while let Some(row) = rows.next()? {
            let text = |at: usize| row.get_ref(at).map(|v| v.as_str().unwrap_or_default());
            all.code.push(self.codes.add(Some(text(0)?)));
            all.country.push(self.labels.add(Some(text(1)?)));
            all.name.push(text(2)?.into());
            all.key.push(self.names.add(Some(text(3)?)));
            all.words.add(text(4)?);
            keys.push(row.get(5)?);
        }
        Ok(numbered(&keys))
    }

    fn read_towns(&mut self, file: &Connection) -> Result<HashMap<i64, u32>, Error> {
        let mut select = file.prepare(
            "SELECT id, words, name, country, lat, lon, geonames_id, feature FROM place ORDER BY id",
        )?;
        let mut rows = select.query(())?;
        let mut keys = Vec::new();
        while let Some(row) = rows.next()? {
            let key = row.get(0)?;
            self.town_words.add(row.get_ref(1)?.as_str().unwrap_or_default());
            let about = TownRow::read(row, 2)?;
            self.towns.push(Town { key, about });
            keys.push(key);
        }
        Ok(numbered(&keys))
    }

    fn read_origins(&mut self, file: &Connection) -> Result<(), Error> {
        let mut select =
            file.prepare("SELECT id, occurrence, source, code, stance, independent FROM origin ORDER BY id")?;
        let mut rows = select.query(())?;
        let (mut origins, mut keys) = (Vec::new(), Vec::new());
        while let Some(row) = rows.next()? {
            let Some(occurrence) = self.occurrences.numbers.get(&row.get(1)?) else {
                continue;
            };
            let text = |at: usize| row.get_ref(at).map(|v| v.as_str().ok());
            let origin = OriginColumns {
                source: self.names.add(text(2)?),
                code: self.codes.add(text(3)?),
                stance: self.labels.add(text(4)?),
                independent: row.get(5)?,
                at: keys.len() as u32,
            };
            origins.push((*occurrence, origin));
            keys.push(row.get(0)?);
        }
        self.origins = Lists::of(origins, self.occurrences.key.len());
        let numbers = numbered(&keys);
        let mut select = file.prepare(
            "SELECT l.origin, d.publisher FROM origin_document l JOIN document d ON d.id = l.document WHERE d.publisher IS NOT NULL",
        )?;
        let mut rows = select.query(())?;
        let mut outlets = Vec::new();
        while let Some(row) = rows.next()? {
            if let Some(origin) = numbers.get(&row.get(0)?) {
                outlets.push((*origin, self.names.add(row.get_ref(1)?.as_str().ok())));
            }
        }
        self.outlets = Lists::of(outlets, keys.len());
        Ok(())
    }
}

fn numbered(keys: &[i64]) -> HashMap<i64, u32> {
    keys.iter().copied().zip(0..).collect()
}
