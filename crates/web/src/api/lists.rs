//! `GET /api/occurrences`, `/api/statements` and `/api/statements/{id}`

use crate::answer::{Failure, text};
use crate::api::{COUNTED, Named, name, page, pool, statement as item, with};
use crate::cache::answer;
use crate::params::{Asked, FILTER, LEAD, PAGE};
use crate::state::App;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use sayso::ledger::ask::Lead;
use sayso::ledger::{Filter, Ledger};

/// Occurrences that fit.
pub async fn occurrences(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    const PATH: &str = "/api/occurrences";
    let asked = Asked::read(query.as_deref(), &[FILTER, PAGE, LEAD])?;
    let key = asked.key(PATH);
    let ask = asked.clone();
    let make = || pool(&app, &asked).ask(move |ledger| list(ledger, &ask, PATH, true));
    Ok(answer(&app, &headers, &key, make).await)
}

/// Statements that fit.
pub async fn statements(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    const PATH: &str = "/api/statements";
    let asked = Asked::read(query.as_deref(), &[FILTER, PAGE])?;
    let key = asked.key(PATH);
    let ask = asked.clone();
    let make = || pool(&app, &asked).ask(move |ledger| list(ledger, &ask, PATH, false));
    Ok(answer(&app, &headers, &key, make).await)
}

fn list(ledger: &mut Ledger, asked: &Asked, path: &str, whole: bool) -> Result<String, Failure> {
    let (limit, offset) = asked.page();
    let filter = Filter {
        limit: Some(limit),
        offset,
        ..asked.filter()
    };
    let most = offset + COUNTED;
    let (items, total) = if whole {
        let (records, total) = ledger.occurrence_page(&filter, most)?;
        if asked.flag("lead") {
            (leads(ledger, &records)?, total)
        } else {
            (records.into_iter().map(|(_, record)| record).collect(), total)
        }
    } else {
        let (found, total) = ledger.statement_page(&filter, most)?;
        (found.iter().map(item).collect::<Result<_, _>>()?, total)
    };
    Ok(page(asked, path, &items, total, most))
}

/// Records of occurrences, each with a sentence.
///
/// # Errors
/// When the ledger is damaged.
pub fn leads(ledger: &Ledger, records: &[(i64, String)]) -> Result<Vec<String>, Failure> {
    let keys: Vec<i64> = records.iter().map(|(key, _)| *key).collect();
    let found = ledger.leads(&keys)?;
    let one = |((_, record), lead): (&(i64, String), &Option<Lead>)| Ok(with(record, "lead", &text(lead)?));
    records.iter().zip(&found).map(one).collect()
}

/// One statement.
pub async fn statement(
    State(app): State<App>,
    id: Named,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    Asked::read(query.as_deref(), &[])?;
    let id = name(id)?;
    let key = format!("/api/statements/{id}");
    let make = || {
        app.pool.ask(move |ledger| match ledger.statement(&id)? {
            Some(found) => item(&found),
            None => Err(Failure::Missing(format!("there is no statement `{id}`"))),
        })
    };
    Ok(answer(&app, &headers, &key, make).await)
}
