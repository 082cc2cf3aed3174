//! The record in formats that users of event data have programs for. One file for each; columns as these formats' own documents have them.

mod cameo;
pub mod flat;
mod gdelt;
mod geojson;
mod jsonld;
mod parquet;
mod phoenix;
mod plover;
mod polecat;

pub use flat::COLUMNS;

use crate::records::OccurrenceRecord;
use crate::report::What;
use crate::{Error, Filter, Found, Ledger};
use std::io::Write;

/// A format to export to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// PLOVER 2.0 records, a statement a line.
    PloverJsonl,
    /// POLECAT's 40 columns, a statement a row.
    PolecatTsv,
    /// Phoenix's 26 columns, an occurrence a row.
    PhoenixTsv,
    /// GDELT 2.0's 61 columns of events, an occurrence a row.
    GdeltTsv,
    /// GDELT 2.0's 16 columns of mentions, a statement a row.
    GdeltMentions,
    /// All that a statement has in flat columns, with a header.
    Csv,
    /// The same columns with types.
    Parquet,
    /// Points and movements.
    Geojson,
    /// schema.org claims with PROV-O.
    Jsonld,
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Rows, lines or features.
    pub written: u64,
    /// Statements or occurrences that the format has no place for.
    pub left_out: u64,
}

impl Exported {
    fn count(&mut self, written: bool) {
        if written {
            self.written += 1;
        } else {
            self.left_out += 1;
        }
    }
}

impl Ledger {
    /// Writes what fits a filter in a format. `program` is what the format calls its coder (`sayso 0.1.0`).
    ///
    /// # Errors
    /// When the ledger cannot be read, or nothing can be written any more.
    pub fn export(
        &mut self,
        format: Format,
        filter: &Filter,
        program: &str,
        to: &mut dyn Write,
    ) -> Result<Exported, Error> {
        match format {
            Format::PloverJsonl => plover::write(self, filter, program, to),
            Format::PolecatTsv => polecat::write(self, filter, program, to),
            Format::PhoenixTsv => phoenix::write(self, filter, to),
            Format::GdeltTsv => gdelt::events(self, filter, to),
            Format::GdeltMentions => gdelt::mentions(self, filter, to),
            Format::Csv => flat::csv(self, filter, to),
            Format::Parquet => parquet::write(self, filter, to),
            Format::Geojson => geojson::write(self, filter, to),
            Format::Jsonld => jsonld::write(self, filter, program, to),
        }
    }
}

/// An occurrence as CAMEO's formats have one: what is said to have happened, with the statements that say so.
struct Coded<'a> {
    occurrence: &'a OccurrenceRecord,
    /// Never empty.
    statements: &'a [Found],
    /// CAMEO code.
    code: String,
    /// `2025-05-18`.
    date: String,
}

/// Hands over occurrences for formats that can say neither "not" nor "perhaps later": events that somebody affirms, with a code and a day.
fn coded(
    ledger: &mut Ledger,
    filter: &Filter,
    mut take: impl FnMut(&Coded) -> Result<(), Error>,
) -> Result<Exported, Error> {
    let mut done = Exported::default();
    ledger.grouped(filter, |occurrence, statements| {
        let one = code(occurrence, statements);
        done.count(one.is_some());
        one.map_or(Ok(()), |one| take(&one))
    })?;
    Ok(done)
}

fn code<'a>(occurrence: &'a OccurrenceRecord, statements: &'a [Found]) -> Option<Coded<'a>> {
    if !matches!(
        occurrence.status.as_str(),
        "single-source" | "corroborated" | "disputed"
    ) {
        return None;
    }
    let of_statement = |found: &Found| match &found.claim.what {
        What::Event { event, cameo, .. } => {
            Some(cameo.clone().unwrap_or_else(|| cameo::of_type(*event).to_owned()))
        }
        What::Fact { .. } => None,
    };
    let code = statements.iter().find_map(of_statement)?;
    let time = &occurrence.time;
    let date = time
        .start
        .as_ref()
        .or(time.end.as_ref())
        .or(occurrence.first_published.as_ref())?;
    Some(Coded {
        occurrence,
        statements,
        code,
        date: date.clone(),
    })
}

/// Text for a cell: on one line, without tabs.
fn cell(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .collect();
    words.join(" ")
}

/// Parts of a list in one cell; what separates them does not occur in them.
fn list<'a>(parts: impl IntoIterator<Item = &'a str>, separator: char) -> String {
    let clean = |part: &str| cell(part).replace(separator, "/");
    let parts: Vec<String> = parts.into_iter().map(clean).collect();
    parts.join(&separator.to_string())
}

/// Writes a row of cells with tabs between them.
fn row(to: &mut dyn Write, cells: &[String]) -> Result<(), Error> {
    let cells: Vec<String> = cells.iter().map(|c| cell(c)).collect();
    Ok(writeln!(to, "{}", cells.join("\t"))?)
}

fn or_empty<T: ToString>(value: Option<T>) -> String {
    value.map_or(String::new(), |v| v.to_string())
}
