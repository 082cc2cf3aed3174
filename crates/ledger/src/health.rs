//! How a ledger is: what it holds, whether it is whole, how to make it smaller.

use crate::store::{hash_of, name_of};
use crate::{Claim, Error, Ledger, blob, schema};
use rusqlite::OptionalExtension;
use serde_json::value::RawValue;

/// What a ledger holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Info {
    /// The version of its tables.
    pub format: i64,
    /// Reports.
    pub documents: u64,
    /// Of these, those that a newer version stands for.
    pub superseded: u64,
    /// Pairs of reports that share text.
    pub copies: u64,
    /// Statements.
    pub statements: u64,
    /// Occurrences, by how they stand.
    pub occurrences: Vec<(String, u64)>,
    /// Distinct actors, recipients and sources.
    pub parties: u64,
    /// Distinct places.
    pub places: u64,
    /// First and last day of publication.
    pub published: (Option<String>, Option<String>),
    /// Bytes of the file.
    pub bytes: u64,
    /// Bytes that `compact` would give back.
    pub free: u64,
    /// Whether reports were added since the occurrences were made.
    pub dirty: bool,
}

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What, in lower case and without full stop.
    pub message: String,
}

impl Ledger {
    /// What the ledger holds.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn info(&self) -> Result<Info, Error> {
        let count = |sql: &str| -> Result<u64, Error> {
            let number: i64 = self.connection.query_row(sql, (), |row| row.get(0))?;
            Ok(number.unsigned_abs())
        };
        let pragma = |name: &str| count(&format!("SELECT {name} FROM pragma_{name}"));
        let mut select = self
            .connection
            .prepare("SELECT status, count(*) FROM occurrence GROUP BY status ORDER BY status")?;
        let occurrences = select
            .query_map((), |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs())))?
            .collect::<Result<_, _>>()?;
        let published =
            self.connection
                .query_row("SELECT min(published), max(published) FROM document", (), |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?;
        let page = pragma("page_size")?;
        Ok(Info {
            format: schema::version(&self.connection)?.unwrap_or(0),
            documents: count("SELECT count(*) FROM document")?,
            superseded: count("SELECT count(*) FROM document WHERE superseded_by IS NOT NULL")?,
            copies: count("SELECT count(*) FROM copy")?,
            statements: count("SELECT count(*) FROM statement")?,
            occurrences,
            parties: count("SELECT count(*) FROM party")?,
            places: count("SELECT count(*) FROM place")?,
            published,
            bytes: pragma("page_count")? * page,
            free: pragma("freelist_count")? * page,
            dirty: self.is_dirty()?,
        })
    }

    /// Bytes of all texts as they lie in the file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn stored_text(&self) -> Result<u64, Error> {
        let sum = "SELECT coalesce(sum(length(text)), 0) FROM document";
        let bytes: i64 = self.connection.query_row(sum, (), |row| row.get(0))?;
        Ok(bytes.unsigned_abs())
    }

    /// Looks at everything: the file's own structure, what points to what, hashes of texts, whether all records can be read. Gives back
    /// what is wrong; nothing where all is well.
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub fn check(&self) -> Result<Vec<Trouble>, Error> {
        let mut troubles = Vec::new();
        let mut say = |message: String| troubles.push(Trouble { message });
        let mut select = self.connection.prepare("PRAGMA integrity_check(20)")?;
        for line in select.query_map((), |row| row.get::<_, String>(0))? {
            match line? {
                ok if ok == "ok" => {}
                wrong => say(format!("the file: {wrong}")),
            }
        }
        let mut select = self.connection.prepare("PRAGMA foreign_key_check")?;
        let mut rows = select.query(())?;
        while let Some(row) = rows.next()? {
            let (table, line, to): (String, Option<i64>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            say(format!(
                "row {} of `{table}` points to a row of `{to}` that is not there",
                line.unwrap_or(0)
            ));
        }
        let mut select = self.connection.prepare(
            "SELECT id, name, numeric, hash, statements, text, claims, records FROM document ORDER BY id",
        )?;
        let mut rows = select.query(())?;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let packed = |at: usize| -> Result<Vec<u8>, Error> { Ok(row.get(at)?) };
            let name = name_of(row.get(1)?, row.get(2)?);
            let count: i64 = row.get(4)?;
            match blob::unpack(&packed(5)?, "text", id) {
                Ok(text) => {
                    // A version whose name was taken got a number behind it.
                    let given = name.to_string();
                    let plain = given.rsplit_once('#').map(|(name, _)| name);
                    let mut names = vec![name.clone()];
                    names.extend(plain.map(|n| name_of(n.to_owned(), false)));
                    names.extend(plain.map(|n| name_of(n.to_owned(), true)));
                    let hash = packed(3)?;
                    if !names.iter().any(|n| hash_of(n, &text)[..] == hash[..]) {
                        say(format!("document {name}: its text is not the one that was added"));
                    }
                }
                Err(error) => say(error.to_string()),
            }
            let claims = blob::unpack_lines::<Claim>(&packed(6)?, "claims", id).map(|c| c.len());
            let records = blob::unpack_lines::<Box<RawValue>>(&packed(7)?, "records", id).map(|r| r.len());
            let stored: i64 = self
                .connection
                .prepare_cached("SELECT count(*) FROM statement WHERE document = ?")?
                .query_row([id], |row| row.get(0))?;
            for (what, found) in [
                ("claims", claims),
                ("records", records),
                ("rows", Ok(stored.unsigned_abs() as usize)),
            ] {
                match found {
                    Ok(found) if found as i64 == count => {}
                    Ok(found) => say(format!("document {name}: {count} statements, but {found} {what}")),
                    Err(error) => say(error.to_string()),
                }
            }
        }
        let lost: Option<i64> = self
            .connection
            .query_row(
                "SELECT statement FROM occurrence_statement WHERE statement NOT IN (SELECT id FROM statement) LIMIT 1",
                (),
                |row| row.get(0),
            )
            .optional()?;
        if lost.is_some() {
            say(
                "an occurrence points to a statement that is not there: run `sayso ledger relink`".to_owned(),
            );
        }
        Ok(troubles)
    }

    /// Gives back what the file does not need; the bytes before and after.
    ///
    /// # Errors
    /// When the file cannot be written, or there is no room for a copy of it.
    pub fn compact(&mut self) -> Result<(u64, u64), Error> {
        if !self.writes {
            return Err(Error::ReadOnly);
        }
        let before = self.info()?.bytes;
        self.connection.execute_batch(
            "INSERT INTO sentence_words (sentence_words) VALUES ('optimize');
             INSERT INTO title_words (title_words) VALUES ('optimize');
             VACUUM; ANALYZE; PRAGMA wal_checkpoint (TRUNCATE);",
        )?;
        Ok((before, self.info()?.bytes))
    }
}
