//! Queries: which statements and occurrences, in which order.

use crate::records::OccurrenceRecord;
use crate::report::{Claim, ClaimKey, DocumentKey, Header};
use crate::store::{HEADER, Part, header, words};
use crate::{Error, Ledger, Stance, Status, blob};
use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params_from_iter};
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::sync::Arc;

/// Documents whose records are kept unpacked while statements are read.
const OPEN: usize = 256;

/// What is asked for. An empty filter is everything. An occurrence fits when one of its statements fits all conditions on statements.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Who acts: the beginning of a code (`RUS`, `RUSMIL`), else words of a name; behind `=` the whole name or the key in the knowledge tables.
    pub actor: Option<String>,
    /// On whom; as `actor`.
    pub recipient: Option<String>,
    /// Who says so, anywhere in the chain of sources; as `actor`.
    pub source: Option<String>,
    /// Country of an actor, a recipient or a place: ISO 3166-1 alpha-3 or PLOVER's code of a non-state body.
    pub country: Option<String>,
    /// PLOVER type or relation, perhaps with a mode (`ASSAULT`, `ASSAULT-aerial`).
    pub r#type: Option<String>,
    /// PLOVER quad, 1 to 4.
    pub quad: Option<u8>,
    /// FactBank values.
    pub factuality: Vec<String>,
    /// Words of a place's name, or a country's code.
    pub place: Option<String>,
    /// Not before this day.
    pub from: Option<Date>,
    /// Not after this day.
    pub to: Option<Date>,
    /// Words of the sentence or of the title; `"in quotation marks"` they follow each other, `with*` is a beginning.
    pub text: Option<String>,
    /// How the occurrence stands.
    pub status: Vec<Status>,
    /// The name of the outlet that published it.
    pub outlet: Option<String>,
    /// The name of one of the occurrence's origins.
    pub origin: Option<String>,
    /// What that origin does, or any where none is named.
    pub stance: Vec<Stance>,
    /// `event` or `fact`.
    pub kind: Option<String>,
    /// Only what was published by this day.
    pub as_of: Option<Date>,
    /// At most so many.
    pub limit: Option<u64>,
    /// Not the first so many.
    pub offset: u64,
}

/// A statement that was found.
#[derive(Debug)]
pub struct Found {
    /// As linking sees it.
    pub claim: Claim,
    /// Its record, verbatim.
    pub record: Box<RawValue>,
    /// Its document.
    pub header: Arc<Header>,
    /// The words of its sentence.
    pub sentence: String,
    /// Code points of its document's text.
    pub characters: usize,
    /// The ids of its occurrence and how that stands; `None` for statements of superseded reports.
    pub occurrence: Option<(String, Status)>,
}

/// Rows asked for that are few; and how many of the latest are looked through for them.
const FEW: u64 = 2_000;
const LATEST: u64 = 15_000;

/// What is looked for.
#[derive(Clone, Copy)]
pub(crate) enum Target {
    Occurrences,
    Statements,
}

/// How it is looked for.
#[derive(Clone, Copy)]
pub(crate) enum Plan {
    /// The sets of all that fit each condition, and what is in all of them.
    Sets,
    /// The latest rows, each looked at by itself.
    OneByOne,
}

impl Plan {
    /// What stands before a column that no index is to be used for: one row by itself has few parties and places, while the set that they
    /// are looked for in may have thousands, and SQLite would seek each of these.
    fn by_hand(self) -> &'static str {
        match self {
            Self::Sets => "",
            Self::OneByOne => "+",
        }
    }

    /// The condition that a statement `s` is among the rows `from` whose column `key` is a statement.
    fn among(self, key: &str, from: &str, how: &str) -> String {
        match self {
            Self::Sets => format!("s.id IN (SELECT {key} {from} WHERE {how})"),
            Self::OneByOne => format!("EXISTS (SELECT 1 {from} WHERE {key} = s.id AND {how})"),
        }
    }
}

/// Conditions of SQL with their values.
#[derive(Default)]
struct Conditions {
    sql: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    fn add(&mut self, sql: impl Into<String>, values: impl IntoIterator<Item = Value>) {
        self.sql.push(sql.into());
        self.values.extend(values);
    }

    fn text(&self) -> String {
        if self.sql.is_empty() {
            "TRUE".to_owned()
        } else {
            self.sql.join(" AND ")
        }
    }
}

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

/// What a value may be a list of: `?, ?, ?`.
fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}

impl Ledger {
    /// Hands over the records of occurrences (`docs/schema/occurrence.json`), as JSON without line ends; those that are last in time come
    /// first, then by id.
    ///
    /// # Errors
    /// When the file cannot be read, the query not be understood, or the taker fails.
    pub fn occurrences<E: From<Error>>(
        &mut self,
        filter: &Filter,
        mut take: impl FnMut(&str) -> Result<(), E>,
    ) -> Result<(), E> {
        self.view(filter.as_of)?;
        let (sql, values) = self.ordered(filter, Target::Occurrences)?;
        let mut select = self.connection.prepare(&sql).map_err(Error::from)?;
        let mut rows = select.query(params_from_iter(values)).map_err(Error::from)?;
        let mut unpacker = blob::Unpacker::default();
        while let Some(row) = rows.next().map_err(Error::from)? {
            let packed = row
                .get_ref(1)
                .and_then(|r| Ok(r.as_blob()?))
                .map_err(Error::from)?;
            take(unpacker.unpack(packed, || "the record of an occurrence".to_owned())?)?;
        }
        Ok(())
    }

    /// Hands over occurrences, each with its statements, in the order of [`Ledger::occurrences`].
    ///
    /// # Errors
    /// When the file cannot be read, the query not be understood, or the taker fails.
    pub fn grouped<E: From<Error>>(
        &mut self,
        filter: &Filter,
        mut take: impl FnMut(&OccurrenceRecord, &[Found]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.view(filter.as_of)?;
        let (sql, values) = self.ordered(filter, Target::Occurrences)?;
        let mut select = self.connection.prepare(&sql).map_err(Error::from)?;
        let mut of = self
            .connection
            .prepare(
                "SELECT s.id, s.document, s.number FROM occurrence_statement l JOIN statement s ON s.id = l.statement
                 WHERE l.occurrence = ?",
            )
            .map_err(Error::from)?;
        let (mut open, mut unpacker) = (OpenDocuments::default(), blob::Unpacker::default());
        let mut rows = select.query(params_from_iter(values)).map_err(Error::from)?;
        while let Some(row) = rows.next().map_err(Error::from)? {
            let read = || -> Result<(i64, Vec<u8>), rusqlite::Error> { Ok((row.get(0)?, row.get(1)?)) };
            let (key, packed) = read().map_err(Error::from)?;
            let record = unpacker.unpack(&packed, || format!("occurrence {key}"))?;
            let record: OccurrenceRecord =
                serde_json::from_str(record).map_err(|e| Error::Damaged(format!("occurrence {key}: {e}")))?;
            let keys: Vec<(i64, i64, usize)> = of
                .query_map([key], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                .and_then(Iterator::collect)
                .map_err(Error::from)?;
            let mut statements = Vec::with_capacity(keys.len());
            for (key, document, number) in keys {
                statements.push(open.statement(self, key, document, number)?);
            }
            // In the order of the record, which does not depend on the order in which the reports came.
            let place = |found: &Found| record.statements.iter().position(|s| s.id == found.claim.id);
            statements.sort_by_key(place);
            take(&record, &statements)?;
        }
        Ok(())
    }

    /// How many occurrences fit, whatever the limit of the filter; no more than `most` are counted.
    ///
    /// # Errors
    /// When the file cannot be read, or the query not be understood.
    pub fn count_occurrences(&mut self, filter: &Filter, most: u64) -> Result<u64, Error> {
        self.count(filter, Target::Occurrences, most)
    }

    /// How many statements fit, whatever the limit of the filter; no more than `most` are counted.
    ///
    /// # Errors
    /// When the file cannot be read, or the query not be understood.
    pub fn count_statements(&mut self, filter: &Filter, most: u64) -> Result<u64, Error> {
        self.count(filter, Target::Statements, most)
    }

    fn count(&mut self, filter: &Filter, target: Target, most: u64) -> Result<u64, Error> {
        self.view(filter.as_of)?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let mut count = 0;
        for plan in [Plan::OneByOne, Plan::Sets] {
            let (sql, values) = self.from(filter, target, plan)?;
            let sql = format!("SELECT count(*) FROM (SELECT 1 {sql} LIMIT {most})");
            let mut select = self.connection.prepare(&sql)?;
            count = select.query_row(params_from_iter(values), |row| row.get(0))?;
            if count >= most {
                break;
            }
        }
        Ok(count.unsigned_abs())
    }

    /// The rows that fit, in order, within the limits. When some rows are asked for, the latest ones are looked through one by one first: for
    /// what is common, these are enough, and the sets that are gathered otherwise would be large. What is rare has small sets.
    fn ordered(&self, filter: &Filter, target: Target) -> Result<(String, Vec<Value>), Error> {
        let (columns, order) = match target {
            Target::Occurrences => ("o.key, o.record", "o.last DESC, o.id"),
            Target::Statements => ("s.id, s.document, s.number", "s.last DESC, s.hash"),
        };
        let wanted = filter.limit.map(|l| l.saturating_add(filter.offset));
        if let Some(wanted) = wanted.filter(|w| *w <= FEW) {
            let (sql, values) = self.from(filter, target, Plan::OneByOne)?;
            let enough = format!("SELECT count(*) FROM (SELECT 1 {sql} LIMIT {wanted})");
            let found: i64 = self
                .connection
                .prepare(&enough)?
                .query_row(params_from_iter(&values), |row| row.get(0))?;
            if found.unsigned_abs() >= wanted {
                return Ok((format!("SELECT {columns} {sql} {}", limits(filter)), values));
            }
        }
        let (sql, values) = self.from(filter, target, Plan::Sets)?;
        Ok((
            format!("SELECT {columns} {sql} ORDER BY {order} {}", limits(filter)),
            values,
        ))
    }

    /// Hands over statements; those that are last in time come first, then by id.
    ///
    /// # Errors
    /// When the file cannot be read, the query not be understood, or the taker fails.
    pub fn statements<E: From<Error>>(
        &mut self,
        filter: &Filter,
        mut take: impl FnMut(&Found) -> Result<(), E>,
    ) -> Result<(), E> {
        self.view(filter.as_of)?;
        let (sql, values) = self.ordered(filter, Target::Statements)?;
        let mut select = self.connection.prepare(&sql).map_err(Error::from)?;
        let mut rows = select.query(params_from_iter(values)).map_err(Error::from)?;
        let mut open = OpenDocuments::default();
        while let Some(row) = rows.next().map_err(Error::from)? {
            let read = || -> Result<_, rusqlite::Error> { Ok((row.get(0)?, row.get(1)?, row.get(2)?)) };
            let (key, document, number) = read().map_err(Error::from)?;
            take(&open.statement(self, key, document, number)?)?;
        }
        Ok(())
    }

    /// From `FROM` on, with what stands for its marks.
    pub(crate) fn from(
        &self,
        filter: &Filter,
        target: Target,
        plan: Plan,
    ) -> Result<(String, Vec<Value>), Error> {
        match target {
            Target::Occurrences => self.occurrence_sql(filter, plan),
            Target::Statements => self.statement_sql(filter, plan),
        }
    }

    /// Occurrences `o`.
    pub(crate) fn occurrence_sql(&self, filter: &Filter, plan: Plan) -> Result<(String, Vec<Value>), Error> {
        let statements = self.conditions(filter, plan)?;
        let mut all = Conditions::default();
        if !filter.status.is_empty() {
            let sql = format!("o.status IN ({})", marks(filter.status.len()));
            all.add(sql, filter.status.iter().map(|s| text(s.name())));
        }
        if let Some((how, values)) = origins(filter) {
            let sql = match plan {
                Plan::Sets => format!("o.key IN (SELECT g.occurrence FROM origin g WHERE {how})"),
                Plan::OneByOne => {
                    format!("EXISTS (SELECT 1 FROM origin g WHERE g.occurrence = o.key AND {how})")
                }
            };
            all.add(sql, values);
        }
        if !statements.sql.is_empty() {
            let of = "FROM occurrence_statement l JOIN statement s ON s.id = l.statement WHERE";
            let how = statements.text();
            let sql = match plan {
                Plan::Sets => format!("o.key IN (SELECT l.occurrence {of} {how})"),
                Plan::OneByOne => format!("EXISTS (SELECT 1 {of} l.occurrence = o.key AND {how})"),
            };
            all.add(sql, statements.values);
        }
        // Rows of the inner query come in its order, and the join keeps it.
        let from = match plan {
            Plan::Sets => "occurrence o".to_owned(),
            Plan::OneByOne => format!(
                "(SELECT key FROM occurrence ORDER BY last DESC, id LIMIT {LATEST}) f CROSS JOIN occurrence o ON o.key = f.key"
            ),
        };
        Ok((format!("FROM {from} WHERE {}", all.text()), all.values))
    }

    /// Statements `s`.
    pub(crate) fn statement_sql(&self, filter: &Filter, plan: Plan) -> Result<(String, Vec<Value>), Error> {
        let mut all = self.conditions(filter, plan)?;
        // What nothing firm stands beside is no statement of the ledger.
        let told = "EXISTS (SELECT 1 FROM occurrence_statement t WHERE t.statement = s.id)";
        all.add(told, []);
        if !filter.status.is_empty() {
            let how = format!("o.status IN ({})", marks(filter.status.len()));
            let of = "FROM occurrence_statement l JOIN occurrence o ON o.key = l.occurrence";
            let sql = plan.among("l.statement", of, &how);
            all.add(sql, filter.status.iter().map(|s| text(s.name())));
        }
        if let Some((how, values)) = origins(filter) {
            let of = "FROM occurrence_statement l JOIN origin g ON g.occurrence = l.occurrence";
            all.add(plan.among("l.statement", of, &how), values);
        }
        if let Some(day) = filter.as_of {
            let sql = "s.document IN (SELECT id FROM document WHERE published <= ?)";
            all.add(sql, [text(&day.to_string())]);
        }
        let from = match plan {
            Plan::Sets => "statement s".to_owned(),
            Plan::OneByOne => format!(
                "(SELECT id FROM statement ORDER BY last DESC, hash LIMIT {LATEST}) f CROSS JOIN statement s ON s.id = f.id"
            ),
        };
        Ok((format!("FROM {from} WHERE {}", all.text()), all.values))
    }

    /// The conditions on a statement `s`.
    fn conditions(&self, filter: &Filter, plan: Plan) -> Result<Conditions, Error> {
        let mut all = Conditions::default();
        let parts = [
            (&filter.actor, Part::Actor),
            (&filter.recipient, Part::Recipient),
            (&filter.source, Part::Source),
        ];
        for (wanted, part) in parts {
            let Some(wanted) = wanted else { continue };
            let (sql, values) = self.party(wanted)?;
            let how = format!(
                "t.role = {} AND {}t.party IN (SELECT id FROM party WHERE {sql})",
                part as i64,
                plan.by_hand()
            );
            all.add(plan.among("t.statement", "FROM takes_part t", &how), values);
        }
        if let Some(country) = &filter.country {
            let code = text(&country.to_uppercase());
            let by_hand = plan.by_hand();
            let party = format!(
                "{by_hand}t.role IN (1, 2) AND {by_hand}t.party IN (SELECT id FROM party WHERE country = ?)"
            );
            let place = format!("{by_hand}h.place IN (SELECT id FROM place WHERE country = ?)");
            let sql = format!(
                "({} OR {})",
                plan.among("t.statement", "FROM takes_part t", &party),
                plan.among("h.statement", "FROM happens_at h", &place)
            );
            all.add(sql, [code.clone(), code]);
        }
        if let Some(wanted) = &filter.r#type {
            let (kind, mode) = wanted
                .split_once('-')
                .map_or((wanted.as_str(), None), |(k, m)| (k, Some(m)));
            // Types are written large, relations small.
            let both = [text(&kind.to_uppercase()), text(&kind.to_lowercase())];
            all.add("s.type IN (?, ?)", both);
            if let Some(mode) = mode {
                all.add("s.mode = ?", [text(&mode.to_lowercase())]);
            }
        }
        if let Some(quad) = filter.quad {
            all.add("s.quad = ?", [Value::Integer(quad.into())]);
        }
        if let Some(kind) = &filter.kind {
            all.add("s.kind = ?", [text(kind)]);
        }
        if !filter.factuality.is_empty() {
            let sql = format!("s.factuality IN ({})", marks(filter.factuality.len()));
            all.add(sql, filter.factuality.iter().map(|f| text(f)));
        }
        if let Some(place) = &filter.place {
            let (mut sql, mut values) = in_words("words", place)?;
            if is_code(place) {
                sql = format!("country = ? OR ({sql})");
                values.insert(0, text(place));
            }
            let how = format!("{}h.place IN (SELECT id FROM place WHERE {sql})", plan.by_hand());
            all.add(plan.among("h.statement", "FROM happens_at h", &how), values);
        }
        if let Some(day) = filter.from {
            all.add("s.last >= ?", [text(&day.to_string())]);
        }
        if let Some(day) = filter.to {
            all.add("s.first <= ?", [text(&day.to_string())]);
        }
        if let Some(outlet) = &filter.outlet {
            let sql = "s.document IN (SELECT id FROM document WHERE publisher = ?)";
            all.add(sql, [text(outlet)]);
        }
        if let Some(wanted) = &filter.text {
            let wanted = text(&full_text(wanted)?);
            let sql = "(s.sentence IN (SELECT rowid FROM sentence_words WHERE sentence_words MATCH ?)
               OR s.document IN (SELECT rowid FROM title_words WHERE title_words MATCH ?))";
            all.add(sql, [wanted.clone(), wanted]);
        }
        Ok(all)
    }

    /// Parties by the beginning of their code where it looks like one and there are such, else by words of their name.
    fn party(&self, wanted: &str) -> Result<(String, Vec<Value>), Error> {
        if is_code(wanted) {
            // Codes are capital letters and digits, so all that begin with it come before it with a letter behind the last one.
            let ends = [text(wanted), text(&format!("{wanted}~"))];
            let sql = "code >= ? AND code < ?";
            let found = self
                .connection
                .prepare_cached(&format!("SELECT 1 FROM party WHERE {sql}"))?
                .exists(params_from_iter(&ends))?;
            if found {
                return Ok((sql.to_owned(), ends.to_vec()));
            }
        }
        if let Some(exact) = wanted.strip_prefix('=') {
            return Ok(("name = ? OR key = ?".to_owned(), vec![text(exact), text(exact)]));
        }
        in_words("words", wanted)
    }

    /// The text of a document.
    ///
    /// # Errors
    /// When the file cannot be read or is damaged.
    pub fn text(&self, key: DocumentKey) -> Result<Option<String>, Error> {
        let packed: Option<Vec<u8>> = self
            .connection
            .prepare_cached("SELECT text FROM document WHERE id = ?")?
            .query_row([key.0], |row| row.get(0))
            .optional()?;
        packed.map(|p| blob::unpack(&p, "text", key.0)).transpose()
    }
}

/// The conditions on an origin `g`.
fn origins(filter: &Filter) -> Option<(String, Vec<Value>)> {
    let mut all = Conditions::default();
    if let Some(name) = &filter.origin {
        all.add("g.source = ?", [text(name)]);
    }
    if !filter.stance.is_empty() {
        let sql = format!("g.stance IN ({})", marks(filter.stance.len()));
        all.add(sql, filter.stance.iter().map(|s| text(s.name())));
    }
    (!all.sql.is_empty()).then(|| (all.text(), all.values))
}

fn limits(filter: &Filter) -> String {
    match (filter.limit, filter.offset) {
        (None, 0) => String::new(),
        (limit, offset) => {
            let limit = limit.map_or(-1, |l| i64::try_from(l).unwrap_or(i64::MAX));
            format!("LIMIT {limit} OFFSET {offset}")
        }
    }
}

pub(crate) fn is_code(wanted: &str) -> bool {
    wanted.len() >= 3
        && wanted
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// All words of a name, in any order.
fn in_words(column: &str, wanted: &str) -> Result<(String, Vec<Value>), Error> {
    let each = needles(wanted)?.into_iter();
    let each: Vec<Value> = each.map(|word| Value::Text(format!("%{word}%"))).collect();
    Ok((vec![format!("{column} LIKE ?"); each.len()].join(" AND "), each))
}

/// The words of a name, each with a blank around it, as columns `words` have them.
pub(crate) fn needles(wanted: &str) -> Result<Vec<String>, Error> {
    let each: Vec<String> = (words(wanted).split_whitespace())
        .map(|word| format!(" {word} "))
        .collect();
    if each.is_empty() {
        return Err(Error::Query(format!("`{wanted}` has no words to look for")));
    }
    Ok(each)
}

/// Words and phrases as FTS5 wants them, so that nothing in them is taken for its language.
pub(crate) fn full_text(wanted: &str) -> Result<String, Error> {
    let mut parts = Vec::new();
    for (at, part) in wanted.split('"').enumerate() {
        if at % 2 == 1 {
            if part.chars().any(char::is_alphanumeric) {
                parts.push(format!("\"{part}\""));
            }
            continue;
        }
        for word in part
            .split_whitespace()
            .filter(|w| w.chars().any(char::is_alphanumeric))
        {
            match word.strip_suffix('*') {
                Some(beginning) => parts.push(format!("\"{beginning}\"*")),
                None => parts.push(format!("\"{word}\"")),
            }
        }
    }
    if parts.is_empty() {
        return Err(Error::Query(format!("`{wanted}` has no words to look for")));
    }
    Ok(parts.join(" "))
}

/// Documents unpacked for the statements that are being read.
#[derive(Default)]
pub(crate) struct OpenDocuments {
    documents: HashMap<i64, OpenDocument>,
}

struct OpenDocument {
    header: Arc<Header>,
    text: String,
    /// The byte offset of each code point; empty for ASCII.
    points: Vec<u32>,
    /// A claim and a record on each line: most readers want one of many.
    claims: String,
    records: String,
}

impl OpenDocuments {
    pub(crate) fn statement(
        &mut self,
        ledger: &Ledger,
        key: i64,
        document: i64,
        number: usize,
    ) -> Result<Found, Error> {
        if !self.documents.contains_key(&document) {
            if self.documents.len() >= OPEN {
                self.documents.clear();
            }
            self.documents
                .insert(document, OpenDocument::read(ledger, document)?);
        }
        let open = &self.documents[&document];
        let missing = || Error::Damaged(format!("document {document} has no statement {number}"));
        let line = |text: &'_ str| -> Result<String, Error> {
            Ok(text.lines().nth(number).ok_or_else(missing)?.to_owned())
        };
        let damaged =
            |e: serde_json::Error| Error::Damaged(format!("statement {number} of document {document}: {e}"));
        let mut claim: Claim = serde_json::from_str(&line(&open.claims)?).map_err(damaged)?;
        (claim.key, claim.document) = (ClaimKey(key), DocumentKey(document));
        let occurrence: Option<(String, String)> = ledger
            .connection
            .prepare_cached(
                "SELECT o.id, o.status FROM occurrence_statement l JOIN occurrence o ON o.key = l.occurrence
                 WHERE l.statement = ? ORDER BY o.key LIMIT 1",
            )?
            .query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let known = |(id, status): (String, String)| Some((id, Status::from_name(&status)?));
        Ok(Found {
            sentence: open.slice(claim.sentence.start, claim.sentence.end).to_owned(),
            characters: open.characters(),
            record: RawValue::from_string(line(&open.records)?).map_err(damaged)?,
            header: Arc::clone(&open.header),
            occurrence: occurrence.and_then(known),
            claim,
        })
    }
}

impl OpenDocument {
    fn read(ledger: &Ledger, key: i64) -> Result<Self, Error> {
        let mut select = ledger.connection.prepare_cached(&format!(
            "SELECT {HEADER}, d.text, d.claims, d.records FROM document d WHERE d.id = ?"
        ))?;
        let mut rows = select.query([key])?;
        let row = rows
            .next()?
            .ok_or_else(|| Error::Damaged(format!("there is no document {key}")))?;
        let packed = |at: usize| -> Result<Vec<u8>, Error> { Ok(row.get(at)?) };
        let text = blob::unpack(&packed(9)?, "text", key)?;
        let points = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().map(|(at, _)| at as u32).collect()
        };
        Ok(Self {
            header: Arc::new(header(row)?),
            claims: blob::unpack(&packed(10)?, "claims", key)?,
            records: blob::unpack(&packed(11)?, "records", key)?,
            text,
            points,
        })
    }

    fn characters(&self) -> usize {
        if self.points.is_empty() {
            self.text.len()
        } else {
            self.points.len()
        }
    }

    fn slice(&self, start: u32, end: u32) -> &str {
        let at = |point: u32| match self.points.get(point as usize) {
            Some(at) => *at as usize,
            None if self.points.is_empty() => (point as usize).min(self.text.len()),
            None => self.text.len(),
        };
        self.text.get(at(start)..at(end)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_phrases_for_full_text() {
        let cases = [
            ("troops", r#""troops""#),
            ("north korean AND", r#""north" "korean" "AND""#),
            (r#""north korean" troop*"#, r#""north korean" "troop"*"#),
            ("ceasefire) OR (x", r#""ceasefire)" "OR" "(x""#),
        ];
        for (wanted, expected) in cases {
            assert_eq!(full_text(wanted).unwrap(), expected);
        }
        assert!(full_text(" - \"\" ").is_err());
    }
}
