//! `GET /api/documents` and `/api/documents/{key}`

use crate::answer::{Failure, text};
use crate::api::{COUNTED, Named, name, page, raw_statement};
use crate::cache::answer;
use crate::params::{Asked, DOCUMENTS, PAGE};
use crate::shapes::{DocumentDetail, HeaderRecord, NumberedSentence, SayingRecord, link};
use crate::state::App;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use sayso::ledger::ask::{DocumentQuery, Opened};
use sayso::ledger::{Found, Ledger};
use std::collections::BTreeMap;

/// Documents, the latest first.
pub async fn documents(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let asked = Asked::read(query.as_deref(), &[DOCUMENTS, PAGE])?;
    let key = asked.key("/api/documents");
    let make = || app.pool.ask(move |ledger| list(ledger, &asked));
    Ok(answer(&app, &headers, &key, make).await)
}

fn list(ledger: &Ledger, asked: &Asked) -> Result<String, Failure> {
    let (limit, offset) = asked.page();
    let query = DocumentQuery {
        text: asked.owned("text"),
        publisher: asked.owned("publisher"),
        from: asked.day("from"),
        to: asked.day("to"),
        limit,
        offset,
    };
    let rows = ledger.documents(&query)?;
    let items: Vec<String> = rows
        .iter()
        .map(|row| text(&HeaderRecord::from(row)))
        .collect::<Result<_, _>>()?;
    let most = offset + COUNTED;
    let total = ledger.count_documents(&query, most)?;
    Ok(page(asked, "/api/documents", &items, total, most))
}

/// One document with its text and statements.
pub async fn document(
    State(app): State<App>,
    path: Named,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    Asked::read(query.as_deref(), &[])?;
    let wanted = name(path)?;
    let key = format!("/api/documents/{wanted}");
    let make = || {
        app.pool.ask(move |ledger| match ledger.document(&wanted)? {
            Some(opened) => text(&detail(opened)?),
            None => Err(Failure::Missing(format!("there is no document `{wanted}`"))),
        })
    };
    Ok(answer(&app, &headers, &key, make).await)
}

fn detail(opened: Opened) -> Result<DocumentDetail, Failure> {
    let mut sentences: BTreeMap<u32, NumberedSentence> = BTreeMap::new();
    let mut sayings: BTreeMap<u32, SayingRecord> = BTreeMap::new();
    for found in &opened.statements {
        let (claim, s) = (&found.claim, found.claim.sentence);
        let sentence = sentences.entry(s.number).or_insert_with(|| NumberedSentence {
            number: s.number,
            start: s.start,
            end: s.end,
            heading: s.heading,
            statements: Vec::new(),
        });
        sentence.statements.push(claim.id.clone());
        for one in &claim.chain {
            let saying = sayings
                .entry(one.attribution)
                .or_insert_with(|| saying(found, one));
            saying.statements.push(claim.id.clone());
        }
    }
    let statements = opened.statements.iter().map(raw_statement);
    Ok(DocumentDetail {
        document: HeaderRecord::with_copies(&opened.document),
        sentences: sentences.into_values().collect(),
        statements: statements.collect::<Result<_, _>>()?,
        attributions: sayings.into_values().collect(),
        text: opened.text,
    })
}

fn saying(found: &Found, one: &sayso::ledger::report::Link) -> SayingRecord {
    SayingRecord {
        attribution: one.attribution,
        source: link(found, one),
        statements: Vec::new(),
    }
}
