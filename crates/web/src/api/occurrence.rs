//! `GET /api/occurrences/{id}`: everything behind an occurrence.

use crate::answer::{Failure, text};
use crate::api::{Named, name, raw_statement};
use crate::cache::answer;
use crate::params::Asked;
use crate::shapes::{
    AccountRecord, HeaderRecord, OccurrenceDetail, ReportedRecord, SlotRecord, SlotValue, stance,
};
use crate::state::App;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use sayso::ledger::ask::DocumentRow;
use sayso::ledger::records::{OccurrenceRecord, OriginRecord};
use sayso::ledger::report::Quantity;
use sayso::ledger::{Found, Ledger};
use std::collections::{BTreeMap, BTreeSet};

/// One occurrence.
pub async fn occurrence(
    State(app): State<App>,
    id: Named,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    Asked::read(query.as_deref(), &[])?;
    let id = name(id)?;
    let key = format!("/api/occurrences/{id}");
    let make = || {
        app.pool.ask(move |ledger| match ledger.occurrence(&id)? {
            Some((record, found)) => text(&detail(ledger, record, &found)?),
            None => Err(Failure::Missing(format!(
                "there is no occurrence `{id}`: its statements may be in another one now"
            ))),
        })
    };
    Ok(answer(&app, &headers, &key, make).await)
}

fn detail(ledger: &Ledger, record: OccurrenceRecord, found: &[Found]) -> Result<OccurrenceDetail, Failure> {
    let keys: BTreeSet<i64> = found.iter().map(|f| f.header.key.0).collect();
    let mut rows: Vec<DocumentRow> = keys
        .iter()
        .map(|key| ledger.document_row(*key))
        .collect::<Result<_, _>>()?;
    rows.sort_by(|a, b| {
        let order = |r: &DocumentRow| (r.header.published.is_none(), r.header.published);
        order(a)
            .cmp(&order(b))
            .then_with(|| a.header.name.cmp(&b.header.name))
    });
    let of: Vec<usize> = found.iter().map(|f| account_of(f, &record.origins)).collect();
    let accounts = record
        .origins
        .iter()
        .enumerate()
        .map(|(at, origin)| AccountRecord {
            source: origin.source.clone(),
            code: origin.code.clone(),
            stance: origin.stance.clone(),
            independent: origin.independent,
            documents: origin.documents.iter().map(ToString::to_string).collect(),
            statements: (found.iter().zip(&of))
                .filter(|(_, origin)| **origin == at)
                .map(|(f, _)| f.claim.id.clone())
                .collect(),
        });
    Ok(OccurrenceDetail {
        origins: accounts.collect(),
        statements: found.iter().map(raw_statement).collect::<Result<_, _>>()?,
        documents: rows.iter().map(HeaderRecord::with_copies).collect(),
        slots: slots(found, &of),
        history: history(&record, &rows, found),
        occurrence: record,
    })
}

/// The origin that a statement is part of: one that its document carries, with its stance and one of its sources where there is such.
fn account_of(found: &Found, origins: &[OriginRecord]) -> usize {
    let claim = &found.claim;
    let does = stance(claim);
    let rank = |origin: &OriginRecord| {
        let carries = origin.documents.contains(&found.header.name);
        let same = origin.stance == does || (origin.stance == "retracts" && does == "denies");
        let innermost = claim
            .chain
            .last()
            .is_some_and(|l| l.name == origin.source || l.text == origin.source);
        let any = claim.chain.iter().any(|l| l.name == origin.source);
        let outlet = found.header.publisher.as_ref() == Some(&origin.source);
        (carries, same, innermost, any || outlet)
    };
    let best = (0..origins.len()).max_by_key(|at| (rank(&origins[*at]), std::cmp::Reverse(*at)));
    best.unwrap_or(0)
}

/// Gathers what statements say to one question.
#[derive(Default)]
struct Gathered {
    values: Vec<(String, Vec<usize>)>,
    /// What each statement says, to compare.
    said: BTreeMap<usize, BTreeSet<String>>,
}

impl Gathered {
    fn add(&mut self, value: String, statement: usize) {
        self.said.entry(statement).or_default().insert(value.clone());
        match self.values.iter_mut().find(|(known, _)| *known == value) {
            Some((_, statements)) if statements.contains(&statement) => {}
            Some((_, statements)) => statements.push(statement),
            None => self.values.push((value, vec![statement])),
        }
    }

    fn slot(self, slot: &'static str, label: String, found: &[Found], of: &[usize]) -> SlotRecord {
        let different: BTreeSet<_> = self.said.values().collect();
        let value = |(value, statements): (String, Vec<usize>)| {
            let origins: BTreeSet<usize> = statements.iter().map(|at| of[*at]).collect();
            SlotValue {
                value,
                statements: statements.iter().map(|at| found[*at].claim.id.clone()).collect(),
                origins: origins.into_iter().collect(),
            }
        };
        SlotRecord {
            slot,
            label,
            agreed: different.len() < 2,
            values: self.values.into_iter().map(value).collect(),
        }
    }
}

/// What the statements say, question by question.
fn slots(found: &[Found], of: &[usize]) -> Vec<SlotRecord> {
    const ORDER: [&str; 7] = [
        "type",
        "polarity",
        "time",
        "actor",
        "recipient",
        "place",
        "number",
    ];
    let mut all: BTreeMap<(usize, String), Gathered> = BTreeMap::new();
    for (at, f) in found.iter().enumerate() {
        let mut add = |slot: &str, label: String, value: String| {
            let place = ORDER.iter().position(|s| *s == slot).unwrap_or(ORDER.len() - 1);
            all.entry((place, label)).or_default().add(value, at);
        };
        let claim = &f.claim;
        add("type", String::new(), claim.type_name().to_owned());
        add("polarity", String::new(), stance(claim).to_owned());
        if claim.dated {
            let day = |d: Option<jiff::civil::Date>| d.map_or("…".to_owned(), |d| d.to_string());
            let (start, end) = (day(claim.time.start), day(claim.time.end));
            let when = if start == end {
                start
            } else {
                format!("{start} – {end}")
            };
            add("time", String::new(), when);
        }
        for actor in claim.actors() {
            add("actor", String::new(), actor.name.clone());
        }
        for actor in claim.recipients() {
            add("recipient", String::new(), actor.name.clone());
        }
        for place in &claim.places {
            add("place", place.role.name().to_owned(), place.name.clone());
        }
        for quantity in &claim.quantities {
            add("number", counted(quantity), figure(quantity));
        }
    }
    all.into_iter()
        .map(|((place, label), gathered)| gathered.slot(ORDER[place], label, found, of))
        .collect()
}

/// What is counted: `soldier (person)`.
fn counted(q: &Quantity) -> String {
    match (&q.of, &q.unit) {
        (Some(of), Some(unit)) => format!("{of} ({unit})"),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => String::new(),
    }
}

fn figure(q: &Quantity) -> String {
    match (q.low, q.high) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low}–{high}"),
        (Some(low), None) => format!("at least {low}"),
        (None, Some(high)) => format!("at most {high}"),
        (None, None) => q.value.to_string(),
    }
}

/// The reports in the order of publication, and who has affirmed or denied it by each of them.
fn history(record: &OccurrenceRecord, rows: &[DocumentRow], found: &[Found]) -> Vec<ReportedRecord> {
    let names: Vec<&sayso::ledger::Name> = rows.iter().map(|r| &r.header.name).collect();
    // With which report each independent origin comes in.
    let firsts: Vec<(&str, usize)> = record
        .origins
        .iter()
        .filter(|o| o.independent)
        .filter_map(|o| {
            let at = names.iter().position(|name| o.documents.contains(name))?;
            Some((o.stance.as_str(), at))
        })
        .collect();
    let by = |stances: &[&str], at: usize| {
        let mut count = 0;
        for (stance, first) in &firsts {
            count += usize::from(stances.contains(stance) && *first <= at);
        }
        count
    };
    rows.iter()
        .enumerate()
        .map(|(at, row)| {
            let own: Vec<&Found> = found.iter().filter(|f| f.header.key == row.header.key).collect();
            let mut stances: Vec<&'static str> = own.iter().map(|f| stance(&f.claim)).collect();
            stances.sort_unstable();
            stances.dedup();
            let earlier = |name: &String| rows[..at].iter().any(|r| r.header.name.to_string() == *name);
            let copies = row.copies.iter().filter(|(name, same)| *same && earlier(name));
            ReportedRecord {
                published: row.header.published.map(|d| d.to_string()),
                document: row.header.name.to_string(),
                title: row.header.title.clone(),
                publisher: row.header.publisher.clone(),
                statements: own.iter().map(|f| f.claim.id.clone()).collect(),
                stances,
                independent: by(&["affirms"], at),
                denying: by(&["denies", "retracts"], at),
                copy_of: copies.map(|(name, _)| name.clone()).next(),
            }
        })
        .collect()
}
