//! Documents without their texts: which there are, and what they share.

use crate::copies::{CONTAINED, SIMILAR};
use crate::report::{Copy, DocumentKey, Header};
use crate::store::{HEADER, header, words};
use crate::{Error, Ledger};
use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

/// Which documents are asked for. An empty query is all.
#[derive(Clone, Debug, Default)]
pub struct DocumentQuery {
    /// Words of the title.
    pub text: Option<String>,
    /// The name of the outlet.
    pub publisher: Option<String>,
    /// Not published before this day.
    pub from: Option<Date>,
    /// Not published after this day.
    pub to: Option<Date>,
    /// At most so many.
    pub limit: u64,
    /// Not the first so many.
    pub offset: u64,
}

/// A document without its text.
#[derive(Clone, Debug)]
pub struct DocumentRow {
    /// Who, when, what.
    pub header: Header,
    /// How many statements it has.
    pub statements: u64,
    /// The names of the documents in `header.copies`, in their order, and whether they share so much that the two are one text.
    pub copies: Vec<(String, bool)>,
    /// The name of the newer version.
    pub superseded_by: Option<String>,
}

/// Number of the column behind those of a header.
const BEHIND: usize = 9;
const FROM: &str = "FROM document d LEFT JOIN document n ON n.id = d.superseded_by";

fn read(row: &Row<'_>) -> Result<DocumentRow, Error> {
    Ok(DocumentRow {
        header: header(row)?,
        statements: row.get::<_, i64>(BEHIND)?.unsigned_abs(),
        copies: Vec::new(),
        superseded_by: row.get(BEHIND + 1)?,
    })
}

impl Ledger {
    /// Documents, the last published first, then by arrival.
    ///
    /// # Errors
    /// When the file cannot be read, or the query not be understood.
    pub fn documents(&self, query: &DocumentQuery) -> Result<Vec<DocumentRow>, Error> {
        let (how, mut values) = conditions(query)?;
        let sql = format!(
            "SELECT {HEADER}, d.statements, n.name {FROM} WHERE {how} ORDER BY d.published DESC, d.id DESC LIMIT ? OFFSET ?"
        );
        for number in [query.limit, query.offset] {
            values.push(Value::Integer(i64::try_from(number).unwrap_or(i64::MAX)));
        }
        let mut select = self.connection.prepare_cached(&sql)?;
        let mut rows = select.query(params_from_iter(values))?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(read(row)?);
        }
        Ok(all)
    }

    /// How many documents fit; no more than `most` are counted.
    ///
    /// # Errors
    /// When the file cannot be read, or the query not be understood.
    pub fn count_documents(&self, query: &DocumentQuery, most: u64) -> Result<u64, Error> {
        let (how, values) = conditions(query)?;
        let sql = format!("SELECT count(*) FROM (SELECT 1 FROM document d WHERE {how} LIMIT {most})");
        let mut select = self.connection.prepare_cached(&sql)?;
        let count: i64 = select.query_row(params_from_iter(values), |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// One document, with the documents that it shares its text with.
    ///
    /// # Errors
    /// When the file cannot be read, or there is no such document.
    pub fn document_row(&self, key: i64) -> Result<DocumentRow, Error> {
        let sql = format!("SELECT {HEADER}, d.statements, n.name {FROM} WHERE d.id = ?");
        let mut select = self.connection.prepare_cached(&sql)?;
        let mut rows = select.query([key])?;
        let missing = || Error::Damaged(format!("there is no document {key}"));
        let mut found = read(rows.next()?.ok_or_else(missing)?)?;
        let mut near = self.connection.prepare_cached(
            "SELECT c.copy_of, d.name, c.similarity, c.contained FROM copy c JOIN document d ON d.id = c.copy_of WHERE c.document = ?1
             UNION ALL
             SELECT c.document, d.name, c.similarity, c.contained FROM copy c JOIN document d ON d.id = c.document WHERE c.copy_of = ?1
             ORDER BY 1",
        )?;
        let mut rows = near.query([key])?;
        while let Some(row) = rows.next()? {
            let copy = Copy {
                of: DocumentKey(row.get(0)?),
                similarity: row.get(2)?,
                contained: row.get(3)?,
            };
            let one = copy.similarity >= SIMILAR || copy.contained >= CONTAINED;
            found.copies.push((row.get(1)?, one));
            found.header.copies.push(copy);
        }
        Ok(found)
    }
}

fn conditions(query: &DocumentQuery) -> Result<(String, Vec<Value>), Error> {
    let mut sql = vec!["TRUE"];
    let mut values = Vec::new();
    if let Some(wanted) = &query.text {
        let each: Vec<String> = (words(wanted).split_whitespace())
            .map(|word| format!("\"{word}\"*"))
            .collect();
        if each.is_empty() {
            return Err(Error::Query(format!("`{wanted}` has no words to look for")));
        }
        sql.push("d.id IN (SELECT rowid FROM title_words WHERE title_words MATCH ?)");
        values.push(Value::Text(each.join(" ")));
    }
    if let Some(publisher) = &query.publisher {
        sql.push("d.publisher = ?");
        values.push(Value::Text(publisher.clone()));
    }
    for (day, how) in [(query.from, "d.published >= ?"), (query.to, "d.published <= ?")] {
        if let Some(day) = day {
            sql.push(how);
            values.push(Value::Text(day.to_string()));
        }
    }
    Ok((sql.join(" AND "), values))
}
