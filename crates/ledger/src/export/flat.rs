//! Statements in flat columns, for CSV and Parquet: one row a statement, names and types of the columns stay as they are.

use super::{Exported, list};
use crate::report::{Actor, Claim, What};
use crate::{Error, Filter, Found, Ledger, Name, Report};
use jiff::civil::Date;
use sayso_model::statement::PlaceRole;
use std::io::Write;

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// UTF-8.
    Text,
    /// A day.
    Day,
    /// 64 bits.
    Integer,
    /// 64 bits.
    Float,
    /// Several texts; in CSV with `|` between them.
    List,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// UTF-8.
    Text(Option<String>),
    /// A day.
    Day(Option<Date>),
    /// 64 bits.
    Integer(Option<i64>),
    /// 64 bits.
    Float(Option<f64>),
    /// Several texts, or none.
    List(Vec<String>),
}

/// The columns: name, type. All but lists may be empty.
pub const COLUMNS: &[(&str, Kind)] = &[
    ("statement", Kind::Text),
    ("occurrence", Kind::Text),
    ("status", Kind::Text),
    ("kind", Kind::Text),
    ("type", Kind::Text),
    ("mode", Kind::Text),
    ("contexts", Kind::List),
    ("quad", Kind::Integer),
    ("intensity", Kind::Float),
    ("cameo", Kind::Text),
    ("factuality", Kind::Text),
    ("auxiliary", Kind::List),
    ("start", Kind::Day),
    ("end", Kind::Day),
    ("actor_names", Kind::List),
    ("actor_codes", Kind::List),
    ("actor_countries", Kind::List),
    ("recipient_names", Kind::List),
    ("recipient_codes", Kind::List),
    ("recipient_countries", Kind::List),
    ("source_names", Kind::List),
    ("source_codes", Kind::List),
    ("source_kinds", Kind::List),
    ("place", Kind::Text),
    ("place_role", Kind::Text),
    ("place_country", Kind::Text),
    ("latitude", Kind::Float),
    ("longitude", Kind::Float),
    ("geonames_id", Kind::Integer),
    ("origin", Kind::Text),
    ("destination", Kind::Text),
    ("quantity", Kind::Float),
    ("quantity_low", Kind::Float),
    ("quantity_high", Kind::Float),
    ("quantity_unit", Kind::Text),
    ("quantity_of", Kind::Text),
    ("document", Kind::Text),
    ("title", Kind::Text),
    ("publisher", Kind::Text),
    ("published", Kind::Day),
    ("url", Kind::Text),
    ("sentence", Kind::Integer),
    ("trigger", Kind::Text),
    ("trigger_start", Kind::Integer),
    ("trigger_end", Kind::Integer),
    ("text", Kind::Text),
    ("score", Kind::Float),
];

/// The cells of a statement of a ledger, in the order of [`COLUMNS`].
pub fn cells(found: &Found) -> Vec<Cell> {
    let header = &found.header;
    let of = Of {
        name: &header.name,
        title: header.title.as_deref(),
        publisher: header.publisher.as_deref(),
        published: header.published,
        url: header.url.as_deref(),
    };
    let occurrence = found.occurrence.as_ref();
    let occurrence = occurrence.map(|(id, status)| (id.as_str(), status.name()));
    row(&found.claim, &of, occurrence, &found.sentence)
}

/// The rows of the statements of a report that is in no ledger: they have neither `occurrence` nor `status`.
pub fn rows(report: &Report) -> Vec<Vec<Cell>> {
    let of = Of {
        name: &report.name,
        title: report.title.as_deref(),
        publisher: report.publisher.as_deref(),
        published: report.published,
        url: report.url.as_deref(),
    };
    let points: Vec<usize> = report.text.char_indices().map(|(at, _)| at).collect();
    let at = |point: u32| points.get(point as usize).copied().unwrap_or(report.text.len());
    let words = |claim: &Claim| report.text.get(at(claim.sentence.start)..at(claim.sentence.end));
    let claims = report.statements.iter().map(|s| &s.claim);
    claims
        .map(|c| row(c, &of, None, words(c).unwrap_or_default()))
        .collect()
}

/// The report of a statement.
struct Of<'a> {
    name: &'a Name,
    title: Option<&'a str>,
    publisher: Option<&'a str>,
    published: Option<Date>,
    url: Option<&'a str>,
}

fn row(claim: &Claim, of: &Of, occurrence: Option<(&str, &str)>, sentence: &str) -> Vec<Cell> {
    let text = |t: &str| Cell::Text(Some(t.to_owned()));
    let maybe = |t: Option<&str>| Cell::Text(t.map(str::to_owned));
    let (kind, mode, contexts, quad, intensity, cameo) = match &claim.what {
        What::Event {
            mode,
            contexts,
            quad,
            intensity,
            cameo,
            ..
        } => (
            "event",
            mode.as_deref(),
            contexts.clone(),
            Some(i64::from(*quad)),
            Some(*intensity),
            cameo.as_deref(),
        ),
        What::Fact { .. } => ("fact", None, Vec::new(), None, None, None),
    };
    let location = claim.places.iter().find(|p| p.role == PlaceRole::Location);
    let of_role = |role| {
        claim
            .places
            .iter()
            .find(|p| p.role == role)
            .map(|p| p.name.as_str())
    };
    let place = location.or(claim.places.first());
    let quantity = claim.quantities.first();
    let names = |all: &[Actor]| Cell::List(all.iter().map(|a| a.name.clone()).collect());
    let codes = |all: &[Actor]| Cell::List(all.iter().map(|a| a.code.clone().unwrap_or_default()).collect());
    let countries = |all: &[Actor]| {
        Cell::List(
            all.iter()
                .map(|a| a.country.clone().unwrap_or_default())
                .collect(),
        )
    };
    let chain = |part: fn(&crate::report::Link) -> &str| {
        Cell::List(claim.chain.iter().map(|l| part(l).to_owned()).collect())
    };
    vec![
        text(&claim.id),
        maybe(occurrence.map(|(id, _)| id)),
        maybe(occurrence.map(|(_, status)| status)),
        text(kind),
        text(claim.type_name()),
        maybe(mode),
        Cell::List(contexts),
        Cell::Integer(quad),
        Cell::Float(intensity),
        maybe(cameo),
        text(claim.factuality.name()),
        Cell::List(claim.auxiliary.names().into_iter().map(str::to_owned).collect()),
        Cell::Day(claim.time.start),
        Cell::Day(claim.time.end),
        names(claim.actors()),
        codes(claim.actors()),
        countries(claim.actors()),
        names(claim.recipients()),
        codes(claim.recipients()),
        countries(claim.recipients()),
        chain(|l| &l.name),
        chain(|l| l.code.as_deref().unwrap_or_default()),
        chain(|l| l.kind.name()),
        maybe(place.map(|p| p.name.as_str())),
        maybe(place.map(|p| p.role.name())),
        maybe(place.and_then(|p| p.country.as_deref())),
        Cell::Float(place.map(|p| p.lat)),
        Cell::Float(place.map(|p| p.lon)),
        Cell::Integer(place.and_then(|p| p.geonames_id).map(i64::from)),
        maybe(of_role(PlaceRole::Origin)),
        maybe(of_role(PlaceRole::Destination)),
        Cell::Float(quantity.map(|q| q.value)),
        Cell::Float(quantity.and_then(|q| q.low)),
        Cell::Float(quantity.and_then(|q| q.high)),
        maybe(quantity.and_then(|q| q.unit.as_deref())),
        maybe(quantity.and_then(|q| q.of.as_deref())),
        text(&of.name.to_string()),
        maybe(of.title),
        maybe(of.publisher),
        Cell::Day(of.published),
        maybe(of.url),
        Cell::Integer(Some(claim.sentence.number.into())),
        text(&claim.trigger.text),
        Cell::Integer(Some(claim.trigger.start.into())),
        Cell::Integer(Some(claim.trigger.end.into())),
        text(sentence),
        Cell::Float(Some(claim.score)),
    ]
}

/// As CSV (RFC 4180) with a header.
pub fn csv(ledger: &mut Ledger, filter: &Filter, to: &mut dyn Write) -> Result<Exported, Error> {
    let mut writer = csv::Writer::from_writer(to);
    let failed = |error: csv::Error| Error::Write(error.into());
    writer
        .write_record(COLUMNS.iter().map(|(name, _)| *name))
        .map_err(failed)?;
    let mut done = Exported::default();
    ledger.statements(filter, |found| {
        writer
            .write_record(cells(found).iter().map(written))
            .map_err(failed)?;
        done.count(true);
        Ok::<_, Error>(())
    })?;
    writer.flush()?;
    Ok(done)
}

fn written(one: &Cell) -> String {
    match one {
        Cell::Text(text) => super::cell(text.as_deref().unwrap_or_default()),
        Cell::Day(day) => super::or_empty(*day),
        Cell::Integer(number) => super::or_empty(*number),
        Cell::Float(number) => super::or_empty(*number),
        Cell::List(all) => list(all.iter().map(String::as_str), '|'),
    }
}
