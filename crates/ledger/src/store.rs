//! Adding reports.

use crate::blob::pack;
use crate::copies::{CONTAINED, KEPT, Prints, SIMILAR};
use crate::report::{Actor, Claim, DocumentKey, Header, Link, Name, Place, Report};
use crate::{Error, Ledger, Notice, blob};
use jiff::civil::Date;
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Documents that a new one is compared with, at most.
const CANDIDATES: usize = 200;

/// What became of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It was added, and nothing like it was there.
    New,
    /// It was there already; nothing was changed.
    Known,
    /// It was added; it shares its text with another one.
    Copy {
        /// What that is called.
        of: Name,
    },
    /// It was added as another version of a report.
    Correction {
        /// What the other version is called.
        of: Name,
    },
}

/// What a party does in a statement, as a number in `takes_part`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Acts; subject of a fact.
    Actor = 1,
    /// Is acted upon; object of a fact.
    Recipient = 2,
    /// Says so.
    Source = 3,
}

/// A document that is in the ledger already.
struct Other {
    key: DocumentKey,
    name: Name,
    published: Option<Date>,
}

impl Ledger {
    /// Adds a report, all or nothing. What is there already (the same text under the same name) is left as it is.
    ///
    /// A report under the name or address of another one, with another text, is another version of it: both stay, the earlier one
    /// is marked as superseded. Occurrences are made anew by the next [`Ledger::relink`].
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add(&mut self, report: &Report) -> Result<Added, Error> {
        if !self.writes {
            return Err(Error::ReadOnly);
        }
        let change = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let hash = hash(report);
        let known = change
            .prepare_cached("SELECT 1 FROM document WHERE hash = ?")?
            .exists([&hash[..]])?;
        if known {
            return Ok(Added::Known);
        }
        let prints = Prints::of(&report.text);
        let near = near(&change, &prints)?;
        let earlier = earlier(&change, report, &near)?;
        let key = document(&change, report, &hash)?;
        statements(&change, key, report)?;
        for (other, similarity, contained) in &near {
            change
                .prepare_cached("INSERT INTO copy VALUES (?, ?, ?, ?)")?
                .execute(params![key.0, other.key.0, similarity, contained])?;
        }
        keep(&change, key, &prints)?;
        if let Some(other) = &earlier {
            // The one published later is the newer version; where that does not tell, the one that came later.
            let older = matches!((report.published, other.published), (Some(new), Some(old)) if new < old);
            let (old, new) = if older { (key, other.key) } else { (other.key, key) };
            change
                .prepare_cached("UPDATE document SET superseded_by = ? WHERE id = ?")?
                .execute([new.0, old.0])?;
        }
        change
            .prepare_cached("INSERT OR REPLACE INTO state VALUES ('dirty', 1)")?
            .execute(())?;
        crate::index::count_change(&change)?;
        change.commit()?;
        let copy = near
            .into_iter()
            .find(|(_, s, c)| *s >= SIMILAR || *c >= CONTAINED);
        Ok(match (earlier, copy) {
            (Some(other), _) => Added::Correction { of: other.name },
            (None, Some((other, ..))) => Added::Copy { of: other.name },
            (None, None) => Added::New,
        })
    }
}

/// Which reports a ledger has, to ask before one is read.
#[derive(Clone, Debug, Default)]
pub struct Hashes(HashSet<[u8; 16]>);

impl Hashes {
    /// Whether the ledger had a report with this name and text.
    pub fn holds(&self, name: &Name, text: &str) -> bool {
        self.0.contains(&hash_of(name, text))
    }
}

impl Ledger {
    /// Which reports the ledger has now.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn hashes(&self) -> Result<Hashes, Error> {
        let mut select = self.connection.prepare("SELECT hash FROM document")?;
        let all = select.query_map((), |row| row.get::<_, [u8; 16]>(0))?;
        Ok(Hashes(all.collect::<Result<_, _>>()?))
    }
}

/// What makes a report the same: its name and its text.
fn hash(report: &Report) -> [u8; 16] {
    hash_of(&report.name, &report.text)
}

pub(crate) fn hash_of(name: &Name, text: &str) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&[u8::from(matches!(name, Name::Number(_)))]);
    hasher.update(name.to_string().as_bytes());
    hasher.update(&[0]);
    hasher.update(text.as_bytes());
    let mut short = [0; 16];
    short.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    short
}

pub(crate) fn name_of(text: String, numeric: bool) -> Name {
    match (numeric, text.parse()) {
        (true, Ok(number)) => Name::Number(number),
        _ => Name::Text(text),
    }
}

/// The columns of a document `d` that [`header`] reads.
pub(crate) const HEADER: &str =
    "d.id, d.name, d.numeric, d.title, d.published, d.publisher, d.url, d.notice, d.superseded_by";

/// The header in a row that begins with the columns of [`HEADER`]; what it shares with others is not in it.
pub(crate) fn header(row: &rusqlite::Row<'_>) -> Result<Header, Error> {
    let key = row.get(0)?;
    let notice: Option<String> = row.get(7)?;
    Ok(Header {
        key: DocumentKey(key),
        name: name_of(row.get(1)?, row.get(2)?),
        title: row.get(3)?,
        published: date(row.get(4)?, key)?,
        publisher: row.get(5)?,
        url: row.get(6)?,
        notice: notice.as_deref().and_then(Notice::from_name),
        superseded_by: row.get::<_, Option<i64>>(8)?.map(DocumentKey),
        origin: DocumentKey(key),
        copies: Vec::new(),
    })
}

/// Documents that share text with these shingles, the most similar first.
fn near(change: &Transaction, prints: &Prints) -> Result<Vec<(Other, f64, f64)>, Error> {
    let mut shared: BTreeMap<i64, usize> = BTreeMap::new();
    for (table, hashes, weight) in [("band", &prints.bands, 2), ("shingle", &prints.sample, 1)] {
        let mut find = change.prepare_cached(&format!("SELECT document FROM {table} WHERE hash = ?"))?;
        for hash in hashes {
            let mut rows = find.query([hash])?;
            while let Some(row) = rows.next()? {
                *shared.entry(row.get(0)?).or_default() += weight;
            }
        }
    }
    // One sampled shingle in common may be a common phrase.
    let mut candidates: Vec<(i64, usize)> = shared.into_iter().filter(|(_, n)| *n >= 2).collect();
    candidates.sort_by_key(|(key, n)| (std::cmp::Reverse(*n), *key));
    candidates.truncate(CANDIDATES);
    let mut near = Vec::new();
    let mut read =
        change.prepare_cached("SELECT name, numeric, published, text FROM document WHERE id = ?")?;
    for (key, _) in candidates {
        let found = read.query_row([key], |row| {
            let name = name_of(row.get(0)?, row.get(1)?);
            Ok((name, row.get(2)?, row.get::<_, Vec<u8>>(3)?))
        });
        let (name, published, packed) = found?;
        let (similarity, contained) = prints.compare(&Prints::of(&blob::unpack(&packed, "text", key)?));
        if similarity >= KEPT || contained >= CONTAINED {
            let other = Other {
                key: DocumentKey(key),
                name,
                published: date(published, key)?,
            };
            near.push((other, similarity, contained));
        }
    }
    near.sort_by(|a, b| {
        (b.1, b.2)
            .partial_cmp(&(a.1, a.2))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    Ok(near)
}

/// The latest version of the same report, if there is one.
fn earlier(
    change: &Transaction,
    report: &Report,
    near: &[(Other, f64, f64)],
) -> Result<Option<Other>, Error> {
    let read = |row: &rusqlite::Row<'_>| {
        let name = name_of(row.get(1)?, row.get(2)?);
        Ok((DocumentKey(row.get(0)?), name, row.get(3)?, row.get(4)?))
    };
    type Row = (DocumentKey, Name, Option<String>, Option<String>);
    let same_name: Option<Row> = change
        .prepare_cached(
            "WITH RECURSIVE version (id) AS (
               SELECT id FROM document WHERE name = ? AND numeric = ?
               UNION SELECT superseded_by FROM document JOIN version USING (id) WHERE superseded_by IS NOT NULL)
             SELECT id, name, numeric, published, title FROM document JOIN version USING (id) WHERE superseded_by IS NULL",
        )?
        .query_row(
            params![report.name.to_string(), matches!(report.name, Name::Number(_))],
            read,
        )
        .optional()?;
    let mut found = same_name;
    if let (None, Some(url)) = (&found, &report.url) {
        let mut same_address = change.prepare_cached(
            "SELECT id, name, numeric, published, title FROM document WHERE url = ? AND superseded_by IS NULL ORDER BY id DESC",
        )?;
        for row in same_address.query_map([url], read)? {
            let row: Row = row?;
            let shared = near.iter().find(|(o, ..)| o.key == row.0);
            // Some feeds give all their reports one address. The same text under another name is a copy, not another version.
            let same = shared.is_some_and(|(_, similarity, _)| *similarity < 1.0)
                || (shared.is_none()
                    && (report.notice.is_some() || (row.3.is_some() && row.3 == report.title)));
            if same {
                found = Some(row);
                break;
            }
        }
    }
    found
        .map(|(key, name, published, _)| {
            Ok(Other {
                key,
                name,
                published: date(published, key.0)?,
            })
        })
        .transpose()
}

fn date(text: Option<String>, document: i64) -> Result<Option<Date>, Error> {
    let parse = |text: String| {
        text.parse().map_err(|_| {
            Error::Damaged(format!(
                "document {document} was published on `{text}`, which is no day"
            ))
        })
    };
    text.map(parse).transpose()
}

fn document(change: &Transaction, report: &Report, hash: &[u8; 16]) -> Result<DocumentKey, Error> {
    let mut name = report.name.to_string();
    let mut numeric = matches!(report.name, Name::Number(_));
    let mut taken = change.prepare_cached("SELECT 1 FROM document WHERE name = ? AND numeric = ?")?;
    let mut version = 1;
    while taken.exists(params![name, numeric])? {
        version += 1;
        (name, numeric) = (format!("{}#{version}", report.name), false);
    }
    let mut claims = String::new();
    let mut records = String::new();
    for statement in &report.statements {
        let claim = serde_json::to_string(&statement.claim)
            .map_err(|e| Error::Damaged(format!("a claim of {}: {e}", report.name)))?;
        claims.push_str(&claim);
        claims.push('\n');
        records.push_str(statement.record.get());
        records.push('\n');
    }
    change
        .prepare_cached(
            "INSERT INTO document (name, numeric, hash, title, published, publisher, url, notice, statements, text, claims, records)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            name,
            numeric,
            &hash[..],
            report.title,
            report.published.map(|d| d.to_string()),
            report.publisher,
            report.url,
            report.notice.map(crate::Notice::name),
            report.statements.len(),
            pack(report.text.as_bytes()),
            pack(claims.as_bytes()),
            pack(records.as_bytes()),
        ])?;
    let key = change.last_insert_rowid();
    if let Some(title) = &report.title {
        change
            .prepare_cached("INSERT INTO title_words (rowid, text) VALUES (?, ?)")?
            .execute(params![key, title])?;
    }
    Ok(DocumentKey(key))
}

fn statements(change: &Transaction, key: DocumentKey, report: &Report) -> Result<(), Error> {
    let points: Vec<usize> = report.text.char_indices().map(|(at, _)| at).collect();
    let slice = |start: u32, end: u32| {
        let at = |point: u32| points.get(point as usize).copied().unwrap_or(report.text.len());
        report.text.get(at(start)..at(end)).unwrap_or_default()
    };
    let mut sentences: BTreeMap<u32, i64> = BTreeMap::new();
    for (number, statement) in report.statements.iter().enumerate() {
        let claim = &statement.claim;
        let sentence = match sentences.get(&claim.sentence.number) {
            Some(known) => *known,
            None => {
                let s = claim.sentence;
                change
                    .prepare_cached(
                        "INSERT INTO sentence (document, number, start, end) VALUES (?, ?, ?, ?)",
                    )?
                    .execute(params![key.0, s.number, s.start, s.end])?;
                let new = change.last_insert_rowid();
                change
                    .prepare_cached("INSERT INTO sentence_words (rowid, text) VALUES (?, ?)")?
                    .execute(params![new, slice(s.start, s.end)])?;
                sentences.insert(s.number, new);
                new
            }
        };
        let row = Row {
            key,
            number,
            sentence,
            published: report.published,
        };
        statement_row(change, &row, claim)?;
    }
    Ok(())
}

/// Where a claim belongs.
struct Row {
    key: DocumentKey,
    number: usize,
    sentence: i64,
    published: Option<Date>,
}

fn statement_row(change: &Transaction, at: &Row, claim: &Claim) -> Result<(), Error> {
    use crate::report::What;
    let (kind, mode, quad, intensity, cameo) = match &claim.what {
        What::Event {
            mode,
            quad,
            intensity,
            cameo,
            ..
        } => (
            "event",
            mode.as_deref(),
            Some(*quad),
            Some(*intensity),
            cameo.as_deref(),
        ),
        What::Fact { .. } => ("fact", None, None, None, None),
    };
    let (first, last) = claim.days(at.published);
    let auxiliary = [
        claim.auxiliary.historical,
        claim.auxiliary.future,
        claim.auxiliary.hypothetical,
        claim.auxiliary.negation,
    ];
    let bits = auxiliary
        .iter()
        .enumerate()
        .fold(0_i64, |bits, (at, holds)| bits | (i64::from(*holds) << at));
    change
        .prepare_cached(
            "INSERT INTO statement (document, number, hash, kind, type, mode, quad, intensity, cameo, sentence, trigger_start,
               trigger_end, first, last, factuality, auxiliary, score)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            at.key.0,
            at.number,
            claim.id,
            kind,
            claim.type_name(),
            mode,
            quad,
            intensity,
            cameo,
            at.sentence,
            claim.trigger.start,
            claim.trigger.end,
            first.map(|d| d.to_string()),
            last.map(|d| d.to_string()),
            claim.factuality.name(),
            bits,
            claim.score,
        ])?;
    let statement = change.last_insert_rowid();
    let mut parts: BTreeSet<(i64, i64)> = BTreeSet::new();
    for (part, actors) in [
        (Part::Actor, claim.actors()),
        (Part::Recipient, claim.recipients()),
    ] {
        for actor in actors {
            parts.insert((part as i64, party(change, &Party::from(actor))?));
        }
    }
    for link in &claim.chain {
        parts.insert((Part::Source as i64, party(change, &Party::from(link))?));
    }
    for (part, party) in parts {
        change
            .prepare_cached("INSERT INTO takes_part VALUES (?, ?, ?)")?
            .execute([statement, part, party])?;
    }
    for place in &claim.places {
        let known = place_row(change, place)?;
        change
            .prepare_cached("INSERT OR IGNORE INTO happens_at VALUES (?, ?, ?, ?)")?
            .execute(params![statement, place.role.name(), place.order, known])?;
    }
    Ok(())
}

/// Somebody, as the table of parties has them.
struct Party<'a> {
    name: &'a str,
    code: &'a str,
    country: &'a str,
    key: &'a str,
}

impl<'a> From<&'a Actor> for Party<'a> {
    fn from(a: &'a Actor) -> Self {
        Self {
            name: &a.name,
            code: a.code.as_deref().unwrap_or_default(),
            country: a.country.as_deref().unwrap_or_default(),
            key: a.id.as_deref().unwrap_or_default(),
        }
    }
}

impl<'a> From<&'a Link> for Party<'a> {
    fn from(l: &'a Link) -> Self {
        Self {
            name: &l.name,
            code: l.code.as_deref().unwrap_or_default(),
            country: l.country.as_deref().unwrap_or_default(),
            key: l.id.as_deref().unwrap_or_default(),
        }
    }
}

fn party(change: &Transaction, p: &Party) -> Result<i64, Error> {
    let known = change
        .prepare_cached("SELECT id FROM party WHERE name = ? AND code = ? AND country = ? AND key = ?")?
        .query_row([p.name, p.code, p.country, p.key], |row| row.get(0))
        .optional()?;
    if let Some(known) = known {
        return Ok(known);
    }
    change
        .prepare_cached("INSERT INTO party (name, code, country, key, words) VALUES (?, ?, ?, ?, ?)")?
        .execute([p.name, p.code, p.country, p.key, &words(p.name)])?;
    Ok(change.last_insert_rowid())
}

fn place_row(change: &Transaction, p: &Place) -> Result<i64, Error> {
    let (country, geonames) = (
        p.country.as_deref().unwrap_or_default(),
        p.geonames_id.unwrap_or(0),
    );
    let known = change
        .prepare_cached(
            "SELECT id FROM place WHERE name = ? AND country = ? AND lat = ? AND lon = ? AND geonames_id = ? AND feature = ?",
        )?
        .query_row(
            params![p.name, country, p.lat, p.lon, geonames, p.feature],
            |row| row.get(0),
        )
        .optional()?;
    if let Some(known) = known {
        return Ok(known);
    }
    change
        .prepare_cached(
            "INSERT INTO place (name, country, lat, lon, geonames_id, feature, words) VALUES (?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            p.name,
            country,
            p.lat,
            p.lon,
            geonames,
            p.feature,
            words(&p.name)
        ])?;
    Ok(change.last_insert_rowid())
}

/// The words of a name in small letters, with a blank before and after each, to look for whole words.
pub(crate) fn words(name: &str) -> String {
    let mut words = String::from(" ");
    for word in name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
    {
        words.extend(word.chars().flat_map(char::to_lowercase));
        words.push(' ');
    }
    words
}

fn keep(change: &Transaction, key: DocumentKey, prints: &Prints) -> Result<(), Error> {
    for (table, hashes) in [("band", &prints.bands), ("shingle", &prints.sample)] {
        let mut insert = change.prepare_cached(&format!("INSERT OR IGNORE INTO {table} VALUES (?, ?)"))?;
        for hash in hashes {
            insert.execute([*hash, key.0])?;
        }
    }
    Ok(())
}
