//! One occurrence, one statement, one document, by what they are called.

use crate::ask::DocumentRow;
use crate::query::OpenDocuments;
use crate::records::OccurrenceRecord;
use crate::{Error, Found, Ledger, blob};
use rusqlite::OptionalExtension;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashMap;

/// A statement of an earlier version has no occurrence; it is shown with its document where the program was as sure of it as of others.
const LEAST: f64 = 0.5;

/// A document with its text and statements.
#[derive(Debug)]
pub struct Opened {
    /// What is known about it.
    pub document: DocumentRow,
    /// The text that all offsets count in.
    pub text: String,
    /// Its statements, in the order of the text.
    pub statements: Vec<Found>,
}

/// A sentence to show beside an occurrence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Lead {
    /// Id of the statement.
    pub statement: String,
    /// Key of the document.
    pub document: String,
    /// Headline.
    pub title: Option<String>,
    /// Day of publication.
    pub published: Option<String>,
    /// Outlet.
    pub publisher: Option<String>,
    /// The words of the sentence.
    pub text: String,
    /// The words of the event in `text`, in code points.
    pub trigger: (u32, u32),
    /// FactBank value.
    pub factuality: String,
}

impl Ledger {
    /// The occurrence with this id, and its statements in the order of its record.
    ///
    /// # Errors
    /// When the file cannot be read or is damaged.
    pub fn occurrence(&mut self, id: &str) -> Result<Option<(OccurrenceRecord, Vec<Found>)>, Error> {
        self.view(None)?;
        let row: Option<(i64, Vec<u8>)> = self
            .connection
            .prepare_cached("SELECT key, record FROM occurrence WHERE id = ?")?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((key, packed)) = row else {
            return Ok(None);
        };
        let damaged = |e: serde_json::Error| Error::Damaged(format!("occurrence {id}: {e}"));
        let record: OccurrenceRecord =
            serde_json::from_str(&blob::unpack(&packed, "occurrence", key)?).map_err(damaged)?;
        let mut of = self.connection.prepare_cached(
            "SELECT s.id, s.document, s.number FROM occurrence_statement l JOIN statement s ON s.id = l.statement
             WHERE l.occurrence = ?",
        )?;
        let keys: Vec<(i64, i64, usize)> = of
            .query_map([key], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<Result<_, _>>()?;
        let mut statements = self.found(&keys)?;
        let places: HashMap<&str, usize> = (record.statements.iter().enumerate())
            .map(|(at, s)| (s.id.as_str(), at))
            .collect();
        statements.sort_by_key(|f| places.get(f.claim.id.as_str()).copied());
        Ok(Some((record, statements)))
    }

    /// The statement with this id.
    ///
    /// # Errors
    /// When the file cannot be read or is damaged.
    pub fn statement(&self, id: &str) -> Result<Option<Found>, Error> {
        // The index begins with the day: one look for each day there is.
        let mut select = self.connection.prepare_cached(
            "WITH RECURSIVE day (last) AS (
               SELECT max(last) FROM statement
               UNION ALL SELECT (SELECT max(s.last) FROM statement s WHERE s.last < day.last) FROM day WHERE day.last IS NOT NULL)
             SELECT s.id, s.document, s.number FROM day CROSS JOIN statement s ON s.last = day.last WHERE s.hash = ?1
             UNION ALL SELECT id, document, number FROM statement WHERE last IS NULL AND hash = ?1 LIMIT 1",
        )?;
        let found = select
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let Some(place) = found else { return Ok(None) };
        Ok(self.found(&[place])?.pop())
    }

    /// The statements with these keys, documents and numbers.
    pub(crate) fn found(&self, keys: &[(i64, i64, usize)]) -> Result<Vec<Found>, Error> {
        // Readers keep what they unpacked until others write: many questions are about the latest documents.
        let version = self.version_of_data()?;
        let mut open = match self.open.take() {
            Some((of, open)) if of == version => open,
            _ => OpenDocuments::default(),
        };
        let found = keys
            .iter()
            .map(|(key, document, number)| open.statement(self, *key, *document, *number))
            .collect();
        if !self.writes {
            self.open.set(Some((version, open)));
        }
        found
    }

    /// The document that is called so: by its name, where none has it as a text by its number.
    ///
    /// # Errors
    /// When the file cannot be read or is damaged.
    pub fn document(&self, name: &str) -> Result<Option<Opened>, Error> {
        let key: Option<i64> = self
            .connection
            .prepare_cached("SELECT id FROM document WHERE name = ? ORDER BY numeric LIMIT 1")?
            .query_row([name], |row| row.get(0))
            .optional()?;
        let Some(key) = key else { return Ok(None) };
        let document = self.document_row(key)?;
        let text = self.text(document.header.key)?.unwrap_or_default();
        let mut of = self.connection.prepare_cached(
            "SELECT id, document, number FROM statement WHERE document = ? ORDER BY number",
        )?;
        let keys: Vec<(i64, i64, usize)> = of
            .query_map([key], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<Result<_, _>>()?;
        let mut statements = self.found(&keys)?;
        statements.retain(|f| f.occurrence.is_some() || f.claim.score >= LEAST);
        Ok(Some(Opened {
            document,
            text,
            statements,
        }))
    }

    /// A sentence of each of these occurrences (keys in the file), to show beside them: the one that came first.
    ///
    /// # Errors
    /// When the file cannot be read or is damaged.
    pub fn leads(&self, occurrences: &[i64]) -> Result<Vec<Option<Lead>>, Error> {
        let mut select = self.connection.prepare_cached(
            "SELECT s.hash, s.factuality, s.trigger_start, s.trigger_end, e.start, e.end, d.name, d.title, d.published, d.publisher, d.text, d.id
             FROM occurrence_statement l JOIN statement s ON s.id = l.statement JOIN sentence e ON e.id = s.sentence
               JOIN document d ON d.id = s.document
             WHERE l.occurrence = ? ORDER BY l.statement LIMIT 1",
        )?;
        let mut leads = Vec::with_capacity(occurrences.len());
        for key in occurrences {
            let mut rows = select.query([key])?;
            let Some(row) = rows.next()? else {
                leads.push(None);
                continue;
            };
            let text = blob::unpack(
                row.get_ref(10)?.as_blob().unwrap_or_default(),
                "text",
                row.get(11)?,
            )?;
            let (start, end): (u32, u32) = (row.get(4)?, row.get(5)?);
            let within = |point: u32| point.saturating_sub(start);
            leads.push(Some(Lead {
                statement: row.get(0)?,
                factuality: row.get(1)?,
                trigger: (within(row.get(2)?), within(row.get(3)?)),
                document: row.get(6)?,
                title: row.get(7)?,
                published: row.get(8)?,
                publisher: row.get(9)?,
                text: text
                    .chars()
                    .skip(start as usize)
                    .take(end.saturating_sub(start) as usize)
                    .collect(),
            }));
        }
        Ok(leads)
    }
}
