//! Claims to occurrences, and these into the tables.

use crate::copies::{CONTAINED, SIMILAR};
use crate::link::{self, Linker};
use crate::occurrence::Occurrence;
use crate::records::{self, StatementRef, TriggerRef};
use crate::report::{Actor, Claim, ClaimKey, Copy, DocumentKey, Header, Name};
use crate::store::{HEADER, header};
use crate::{Error, Ledger, blob, schema};
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

impl Ledger {
    /// The documents in the order of publication, then of their names; those without a day last. With a day, those published by then.
    ///
    /// # Errors
    /// When the file cannot be read or is damaged.
    pub fn headers(&self, as_of: Option<Date>) -> Result<Vec<Header>, Error> {
        let mut select = self
            .connection
            .prepare_cached(&format!("SELECT {HEADER} FROM document d"))?;
        let mut rows = select.query(())?;
        let mut headers = Vec::new();
        while let Some(row) = rows.next()? {
            headers.push(header(row)?);
        }
        if let Some(day) = as_of {
            headers.retain(|h| h.published.is_some_and(|p| p <= day));
        }
        headers.sort_by(by_publication);
        let places: HashMap<DocumentKey, usize> =
            headers.iter().enumerate().map(|(at, h)| (h.key, at)).collect();
        for header in &mut headers {
            header.superseded_by = header.superseded_by.filter(|new| places.contains_key(new));
        }
        self.copies(&mut headers, &places)?;
        Ok(headers)
    }

    /// Fills in what the documents share, and the origin of each group.
    fn copies(&self, headers: &mut [Header], places: &HashMap<DocumentKey, usize>) -> Result<(), Error> {
        // The headers are in order, so the first of a group is its origin.
        let mut first: Vec<usize> = (0..headers.len()).collect();
        fn root(first: &mut [usize], mut at: usize) -> usize {
            while first[at] != at {
                first[at] = first[first[at]];
                at = first[at];
            }
            at
        }
        let mut select = self
            .connection
            .prepare_cached("SELECT document, copy_of, similarity, contained FROM copy")?;
        let mut rows = select.query(())?;
        while let Some(row) = rows.next()? {
            let ends = [DocumentKey(row.get(0)?), DocumentKey(row.get(1)?)];
            let (similarity, contained): (f64, f64) = (row.get(2)?, row.get(3)?);
            let (Some(&a), Some(&b)) = (places.get(&ends[0]), places.get(&ends[1])) else {
                continue;
            };
            for (at, of) in [(a, ends[1]), (b, ends[0])] {
                headers[at].copies.push(Copy {
                    of,
                    similarity,
                    contained,
                });
            }
            if similarity >= SIMILAR || contained >= CONTAINED {
                let (a, b) = (root(&mut first, a), root(&mut first, b));
                first[a.max(b)] = a.min(b);
            }
        }
        for at in 0..headers.len() {
            headers[at].origin = headers[root(&mut first, at)].key;
            headers[at].copies.sort_by_key(|c| places[&c.of]);
        }
        Ok(())
    }

    /// The claims of these documents, in their order.
    ///
    /// # Errors
    /// When the file cannot be read or is damaged.
    pub fn claims(&self, headers: &[Header]) -> Result<Vec<Claim>, Error> {
        let mut blob = self
            .connection
            .prepare_cached("SELECT claims, text FROM document WHERE id = ?")?;
        let mut keys = self
            .connection
            .prepare_cached("SELECT id FROM statement WHERE document = ? ORDER BY number")?;
        let mut all = Vec::new();
        for header in headers {
            let key = header.key;
            let (packed, text): (Vec<u8>, Vec<u8>) =
                blob.query_row([key.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let mut claims: Vec<Claim> = blob::unpack_lines(&packed, "claims", key.0)?;
            link::context(&blob::unpack(&text, "text", key.0)?, &mut claims);
            let mut rows = keys.query([key.0])?;
            for claim in &mut claims {
                let row = rows.next()?.ok_or_else(|| {
                    Error::Damaged(format!("document {} has more claims than statements", key.0))
                })?;
                claim.key = ClaimKey(row.get(0)?);
                claim.document = key;
            }
            all.append(&mut claims);
        }
        Ok(all)
    }

    /// Whether reports were added since the occurrences were made.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn is_dirty(&self) -> Result<bool, Error> {
        Ok(self.state("dirty")? == Some(1) || self.state("link")? != Some(link::VERSION))
    }

    fn state(&self, key: &str) -> Result<Option<i64>, Error> {
        let mut select = self
            .connection
            .prepare_cached("SELECT value FROM state WHERE key = ?")?;
        Ok(select.query_row([key], |row| row.get(0)).optional()?)
    }

    /// Makes all occurrences anew, all or nothing; gives back how many there are.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn relink(&mut self) -> Result<usize, Error> {
        self.linker = None;
        self.alone(|ledger| {
            ledger.link_all()?;
            let count: i64 = ledger
                .connection
                .query_row("SELECT count(*) FROM occurrence", (), |row| row.get(0))?;
            Ok(count.unsigned_abs() as usize)
        })
    }

    /// Brings the occurrences up to date with the reports that were added. What links them is kept in memory, so that the next reports cost little: it is
    /// read from the file the first time.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn link(&mut self) -> Result<(), Error> {
        if !self.is_dirty()? {
            return Ok(());
        }
        let kept = self.linker.take();
        self.linker = Some(self.alone(|ledger| ledger.link_new(kept))?);
        Ok(())
    }

    /// Does something that writes, all or nothing, while no other program writes.
    fn alone<T>(&mut self, work: impl FnOnce(&Self) -> Result<T, Error>) -> Result<T, Error> {
        if !self.writes {
            return Err(Error::ReadOnly);
        }
        self.drop_view()?;
        // Held from reading to writing, so that nothing is added in between.
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        let done = work(self);
        let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
        let ended = self.connection.execute_batch(end);
        let done = done?;
        ended?;
        Ok(done)
    }

    fn link_all(&self) -> Result<Kept, Error> {
        let linker = self.linker(None)?;
        self.connection.execute_batch(
            "DELETE FROM origin_document; DELETE FROM origin; DELETE FROM occurrence_statement; DELETE FROM occurrence; DELETE FROM bond;",
        )?;
        write(&linker, &linker.occurrences(), &self.connection)?;
        write_bonds(&linker, linker.claims(), &self.connection)?;
        self.linked(linker)
    }

    /// Links what was added since; `kept` is what an earlier call gave.
    fn link_new(&self, kept: Option<Kept>) -> Result<Kept, Error> {
        let last = match (self.state("link")?, self.state("linked")?) {
            (Some(link::VERSION), Some(last)) => last,
            _ => return self.link_all(),
        };
        let kept = match kept.filter(|kept| kept.last == last) {
            Some(kept) => kept,
            None if self.are_most_new(last)? => return self.link_all(),
            None => Kept {
                linker: self.restored(last)?,
                last,
            },
        };
        let mut linker = kept.linker;
        let (new, changed) = self.changed(&linker, last)?;
        let change = linker.add(self.with_claims(new)?, changed);
        self.erase(&change.claims)?;
        write(&linker, &change.occurrences, &self.connection)?;
        write_bonds(&linker, change.bonds.iter().copied(), &self.connection)?;
        self.linked(linker)
    }

    /// Notes that all reports are linked.
    fn linked(&self, linker: Linker) -> Result<Kept, Error> {
        let last = self
            .connection
            .query_row("SELECT coalesce(max(id), 0) FROM document", (), |row| row.get(0))?;
        self.connection.execute(
            "INSERT OR REPLACE INTO state VALUES ('dirty', 0), ('link', ?), ('linked', ?)",
            [link::VERSION, last],
        )?;
        crate::index::count_change(&self.connection)?;
        Ok(Kept { linker, last })
    }

    /// Sees to it that the tables of occurrences hold what was known on a day, or what is known now. What the file does not have is made in
    /// temporary tables, which stand before those of the file.
    pub(crate) fn view(&mut self, as_of: Option<Date>) -> Result<(), Error> {
        if self.view_stands(as_of)? {
            return Ok(());
        }
        if as_of.is_none() && (self.view.as_they_stand || !self.is_dirty()?) {
            return self.drop_view();
        }
        if as_of.is_none() && self.writes {
            return self.link();
        }
        self.drop_view()?;
        let linker = self.linker(as_of)?;
        let change = self.connection.savepoint()?;
        change.execute_batch(&schema::derived(true))?;
        write(&linker, &linker.occurrences(), &change)?;
        change.commit()?;
        self.view_made(as_of)
    }

    fn drop_view(&self) -> Result<(), Error> {
        self.view.day.set(None);
        self.connection.execute_batch(
            "DROP TABLE IF EXISTS temp.origin_document; DROP TABLE IF EXISTS temp.origin;
             DROP TABLE IF EXISTS temp.occurrence_statement; DROP TABLE IF EXISTS temp.occurrence;",
        )?;
        Ok(())
    }

    /// All reports that were published by a day, linked; all that there are without one.
    fn linker(&self, as_of: Option<Date>) -> Result<Linker, Error> {
        Ok(Linker::of(self.with_claims(self.headers(as_of)?)?))
    }

    /// The reports up to the document `last`, linked as the file has it.
    fn restored(&self, last: i64) -> Result<Linker, Error> {
        let mut headers = self.headers(None)?;
        headers.retain(|h| h.key.0 <= last);
        let mut select = self
            .connection
            .prepare("SELECT later, earlier, odds FROM bond ORDER BY later, earlier")?;
        let bonds = select.query_map((), |row| {
            let odds: f64 = row.get::<_, i64>(2)? as f64 / 1000.0;
            Ok((ClaimKey(row.get(0)?), ClaimKey(row.get(1)?), odds))
        })?;
        let bonds: Vec<(ClaimKey, ClaimKey, f64)> = bonds.collect::<Result<_, _>>()?;
        Ok(Linker::restored(self.with_claims(headers)?, bonds))
    }

    /// Whether most of the reports came after the document `last`.
    fn are_most_new(&self, last: i64) -> Result<bool, Error> {
        let count = |how: &str| -> Result<i64, Error> {
            let sql = format!("SELECT count(*) FROM document WHERE id {how} ?");
            Ok(self.connection.query_row(&sql, [last], |row| row.get(0))?)
        };
        Ok(count(">")? > count("<=")?)
    }

    fn with_claims(&self, headers: Vec<Header>) -> Result<Vec<(Header, Vec<Claim>)>, Error> {
        let mut claims: HashMap<DocumentKey, Vec<Claim>> = HashMap::new();
        for claim in self.claims(&headers)? {
            claims.entry(claim.document).or_default().push(claim);
        }
        let with = |header: Header| {
            let claims = claims.remove(&header.key).unwrap_or_default();
            (header, claims)
        };
        Ok(headers.into_iter().map(with).collect())
    }

    /// The headers of the reports after the document `last`, and those of a linker's reports that are others now because of them.
    fn changed(&self, linker: &Linker, last: i64) -> Result<(Vec<Header>, Vec<Header>), Error> {
        let mut headers: BTreeMap<DocumentKey, Header> = BTreeMap::new();
        let mut select = self
            .connection
            .prepare_cached(&format!("SELECT {HEADER} FROM document d WHERE d.id > ?"))?;
        let mut rows = select.query([last])?;
        while let Some(row) = rows.next()? {
            let new = header(row)?;
            headers.insert(new.key, new);
        }
        let mut select = self
            .connection
            .prepare_cached("SELECT id, superseded_by FROM document WHERE superseded_by > ? AND id <= ?")?;
        let mut rows = select.query([last, last])?;
        while let Some(row) = rows.next()? {
            let key = DocumentKey(row.get(0)?);
            let Some(known) = linker.header(key) else { continue };
            headers.entry(key).or_insert_with(|| known.clone()).superseded_by =
                Some(DocumentKey(row.get(1)?));
        }
        let mut select = self.connection.prepare_cached(
            "SELECT document, copy_of, similarity, contained FROM copy WHERE document > ? ORDER BY document, copy_of",
        )?;
        let mut rows = select.query([last])?;
        while let Some(row) = rows.next()? {
            let ends = [DocumentKey(row.get(0)?), DocumentKey(row.get(1)?)];
            let (similarity, contained): (f64, f64) = (row.get(2)?, row.get(3)?);
            for (of, other) in [(ends[0], ends[1]), (ends[1], ends[0])] {
                if let (None, Some(known)) = (headers.get(&of), linker.header(of)) {
                    headers.insert(of, known.clone());
                }
                if let Some(header) = headers.get_mut(&of) {
                    header.copies.push(Copy {
                        of: other,
                        similarity,
                        contained,
                    });
                }
            }
            if similarity >= SIMILAR || contained >= CONTAINED {
                join(&mut headers, linker, ends);
            }
        }
        for key in headers.keys().copied().collect::<Vec<_>>() {
            let mut copies = std::mem::take(&mut headers.get_mut(&key).expect("it is there").copies);
            copies.sort_by(|a, b| {
                let of = |copy: &Copy| headers.get(&copy.of).or_else(|| linker.header(copy.of));
                of(a)
                    .zip(of(b))
                    .map_or(Ordering::Equal, |(a, b)| by_publication(a, b))
            });
            headers.get_mut(&key).expect("it is there").copies = copies;
        }
        Ok(headers.into_values().partition(|h| h.key.0 > last))
    }

    /// Takes away the occurrences of these claims.
    fn erase(&self, claims: &[ClaimKey]) -> Result<(), Error> {
        let mut find = self
            .connection
            .prepare_cached("SELECT occurrence FROM occurrence_statement WHERE statement = ?")?;
        let mut keys: BTreeSet<i64> = BTreeSet::new();
        for claim in claims {
            let found = find.query_map([claim.0], |row| row.get(0))?;
            keys.extend(found.collect::<Result<Vec<i64>, _>>()?);
        }
        for sql in [
            "DELETE FROM origin_document WHERE origin IN (SELECT id FROM origin WHERE occurrence = ?)",
            "DELETE FROM origin WHERE occurrence = ?",
            "DELETE FROM occurrence_statement WHERE occurrence = ?",
            "DELETE FROM occurrence WHERE key = ?",
        ] {
            let mut delete = self.connection.prepare_cached(sql)?;
            for key in &keys {
                delete.execute([key])?;
            }
        }
        Ok(())
    }
}

/// A linker that is kept for the next reports, and the last document that it has.
pub(crate) struct Kept {
    linker: Linker,
    last: i64,
}

/// The order in which linking takes documents: of publication, then of their names; those without a day last.
fn by_publication(a: &Header, b: &Header) -> Ordering {
    let order = |h: &Header| (h.published.is_none(), h.published);
    order(a).cmp(&order(b)).then_with(|| a.name.cmp(&b.name))
}

/// Makes one group of near copies of those of two documents; its origin is the first of all.
fn join(headers: &mut BTreeMap<DocumentKey, Header>, linker: &Linker, ends: [DocumentKey; 2]) {
    let origins = ends.map(|end| headers.get(&end).map(|h| h.origin));
    let [Some(a), Some(b)] = origins else { return };
    if a == b {
        return;
    }
    let known = |key: DocumentKey| headers.get(&key).or_else(|| linker.header(key));
    let (Some(x), Some(y)) = (known(a), known(b)) else {
        return;
    };
    let (first, other) = if by_publication(x, y).is_le() {
        (a, b)
    } else {
        (b, a)
    };
    let moved: Vec<Header> = linker
        .headers()
        .filter(|h| h.origin == other && !headers.contains_key(&h.key))
        .cloned()
        .collect();
    headers.extend(moved.into_iter().map(|h| (h.key, h)));
    for header in headers.values_mut().filter(|h| h.origin == other) {
        header.origin = first;
    }
}

/// Writes occurrences into the tables.
fn write(linker: &Linker, occurrences: &[Occurrence], to: &Connection) -> Result<(), Error> {
    let name = |key: DocumentKey| linker.header(key).map_or(Name::Number(key.0), |h| h.name.clone());
    let statement = |key: ClaimKey| match linker.claim(key) {
        Some(claim) => StatementRef {
            id: claim.id.clone(),
            document: name(claim.document),
            sentence: claim.sentence.number,
            trigger: TriggerRef {
                start: claim.trigger.start,
                end: claim.trigger.end,
            },
        },
        None => StatementRef {
            id: String::new(),
            document: Name::Number(0),
            sentence: 0,
            trigger: TriggerRef { start: 0, end: 0 },
        },
    };
    let mut occurrence = to.prepare_cached(
        "INSERT INTO occurrence (id, status, type, quad, intensity, actors, recipients, first, last, record)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    let mut of = to.prepare_cached("INSERT INTO occurrence_statement VALUES (?, ?)")?;
    let mut origin = to.prepare_cached(
        "INSERT INTO origin (occurrence, source, code, stance, independent) VALUES (?, ?, ?, ?, ?)",
    )?;
    let mut carries = to.prepare_cached("INSERT OR IGNORE INTO origin_document VALUES (?, ?)")?;
    let mut packer = blob::Packer::default();
    for o in occurrences {
        let record = records::occurrence(o, name, statement);
        let json = serde_json::to_string(&record)
            .map_err(|e| Error::Damaged(format!("occurrence {}: {e}", o.id)))?;
        let first = o.time.start.or(o.time.end).or(o.first_published);
        let last = o.time.end.or(o.time.start).or(o.last_published);
        occurrence.execute(params![
            o.id,
            o.status.name(),
            record.r#type.as_ref().or(record.relation.as_ref()),
            o.quad,
            o.intensity,
            countries(&o.actors),
            countries(&o.recipients),
            first.map(|d| d.to_string()),
            last.map(|d| d.to_string()),
            packer.pack(&json)
        ])?;
        let key = to.last_insert_rowid();
        let mut seen = HashSet::new();
        for claim in o.claims.iter().filter(|c| seen.insert(**c)) {
            of.execute([claim.0, key])?;
        }
        for one in &o.origins {
            origin.execute(params![
                key,
                one.source,
                one.code,
                one.stance.name(),
                one.independent
            ])?;
            let id = to.last_insert_rowid();
            for document in &one.documents {
                carries.execute([id, document.0])?;
            }
        }
    }
    Ok(())
}

/// Writes the bonds of claims to earlier ones, in the place of those that the file has.
fn write_bonds(
    linker: &Linker,
    claims: impl IntoIterator<Item = ClaimKey>,
    to: &Connection,
) -> Result<(), Error> {
    let mut delete = to.prepare_cached("DELETE FROM bond WHERE later = ?")?;
    let mut insert = to.prepare_cached("INSERT INTO bond (later, earlier, odds) VALUES (?, ?, ?)")?;
    for claim in claims {
        delete.execute([claim.0])?;
        for (earlier, odds) in linker.bonds(claim) {
            insert.execute([claim.0, earlier.0, (odds * 1000.0).round() as i64])?;
        }
    }
    Ok(())
}

/// The countries of a list of actors, each once, with blanks between them.
fn countries(all: &[Actor]) -> String {
    let countries: BTreeSet<&str> = all.iter().filter_map(|a| a.country.as_deref()).collect();
    countries.into_iter().collect::<Vec<_>>().join(" ")
}
