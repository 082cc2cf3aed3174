//! Claims to occurrences, and these into the tables.

use crate::copies::{CONTAINED, SIMILAR};
use crate::occurrence::Occurrence;
use crate::records::{self, StatementRef, TriggerRef};
use crate::report::{Actor, Claim, ClaimKey, Copy, DocumentKey, Header, Name};
use crate::store::{HEADER, header};
use crate::{Error, Ledger, blob, link, schema};
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
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
        headers.sort_by(|a, b| {
            let order = |h: &Header| (h.published.is_none(), h.published);
            order(a).cmp(&order(b)).then_with(|| a.name.cmp(&b.name))
        });
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
            .prepare_cached("SELECT claims FROM document WHERE id = ?")?;
        let mut keys = self
            .connection
            .prepare_cached("SELECT id FROM statement WHERE document = ? ORDER BY number")?;
        let mut all = Vec::new();
        for header in headers {
            let key = header.key;
            let packed: Vec<u8> = blob.query_row([key.0], |row| row.get(0))?;
            let mut claims: Vec<Claim> = blob::unpack_lines(&packed, "claims", key.0)?;
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
        let value = |key| {
            self.connection
                .prepare_cached("SELECT value FROM state WHERE key = ?")?
                .query_row([key], |row| row.get::<_, i64>(0))
                .optional()
        };
        Ok(value("dirty")? == Some(1) || value("link")? != Some(link::VERSION))
    }

    /// Makes all occurrences anew, all or nothing; gives back how many there are.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn relink(&mut self) -> Result<usize, Error> {
        if !self.writes {
            return Err(Error::ReadOnly);
        }
        self.drop_view()?;
        // Held from reading to writing, so that nothing is added in between.
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        let done = self.linked(None).and_then(|linked| {
            self.connection.execute_batch(
                "DELETE FROM origin_document; DELETE FROM origin; DELETE FROM occurrence_statement; DELETE FROM occurrence;",
            )?;
            linked.write(&self.connection)?;
            self.connection
                .execute("INSERT OR REPLACE INTO state VALUES ('dirty', 0), ('link', ?)", [link::VERSION])?;
            Ok(linked.occurrences.len())
        });
        let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
        let ended = self.connection.execute_batch(end);
        let count = done?;
        ended?;
        Ok(count)
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
            return self.relink().map(|_| ());
        }
        self.drop_view()?;
        let linked = self.linked(as_of)?;
        let change = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Deferred)?;
        change.execute_batch(&schema::derived(true))?;
        linked.write(&change)?;
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

    fn linked(&self, as_of: Option<Date>) -> Result<Linked, Error> {
        let headers = self.headers(as_of)?;
        let claims = self.claims(&headers)?;
        let occurrences = link::occurrences(&claims, &headers);
        Ok(Linked {
            names: headers.into_iter().map(|h| (h.key, h.name)).collect(),
            claims: claims.into_iter().map(|c| (c.key, c)).collect(),
            occurrences,
        })
    }
}

/// Occurrences with what they point to.
struct Linked {
    names: BTreeMap<DocumentKey, Name>,
    claims: HashMap<ClaimKey, Claim>,
    occurrences: Vec<Occurrence>,
}

impl Linked {
    fn write(&self, to: &Connection) -> Result<(), Error> {
        let mut occurrence =
            to.prepare(
            "INSERT INTO occurrence (id, status, type, quad, intensity, actors, recipients, first, last, record)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?;
        let mut of = to.prepare("INSERT INTO occurrence_statement VALUES (?, ?)")?;
        let mut origin = to.prepare(
            "INSERT INTO origin (occurrence, source, code, stance, independent) VALUES (?, ?, ?, ?, ?)",
        )?;
        let mut carries = to.prepare("INSERT OR IGNORE INTO origin_document VALUES (?, ?)")?;
        let mut packer = blob::Packer::default();
        for o in &self.occurrences {
            let record = records::occurrence(o, |d| self.name(d), |c| self.statement(c));
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

    fn name(&self, key: DocumentKey) -> Name {
        let known = self.names.get(&key).cloned();
        known.unwrap_or(Name::Number(key.0))
    }

    fn statement(&self, key: ClaimKey) -> StatementRef {
        match self.claims.get(&key) {
            Some(claim) => StatementRef {
                id: claim.id.clone(),
                document: self.name(claim.document),
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
        }
    }
}

/// The countries of a list of actors, each once, with blanks between them.
fn countries(all: &[Actor]) -> String {
    let countries: BTreeSet<&str> = all.iter().filter_map(|a| a.country.as_deref()).collect();
    countries.into_iter().collect::<Vec<_>>().join(" ")
}
