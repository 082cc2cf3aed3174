//! `GET /api/series`

use crate::answer::{Failure, text};
use crate::api::pool;
use crate::cache::answer;
use crate::params::{Asked, FILTER, SERIES};
use crate::shapes::SeriesAnswer;
use crate::state::App;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use sayso::ledger::{By, Filter};

/// Counts by month.
pub async fn series(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let asked = Asked::read(query.as_deref(), &[FILTER, SERIES])?;
    let by = match asked.text("by") {
        Some("total") => By::Total,
        Some("quad") => By::Quad,
        Some("type") => By::Type,
        _ => By::Pair,
    };
    let filter = asked.filter();
    let mut filters = vec![filter.clone()];
    if asked.flag("both") {
        if by == By::Pair {
            let why = "`both` puts two directions together: ask by total, quad or type";
            return Err(Failure::Call(why.to_owned()));
        }
        filters.push(Filter {
            actor: filter.recipient.clone(),
            recipient: filter.actor.clone(),
            ..filter
        });
    }
    let key = asked.key("/api/series");
    let make = || {
        pool(&app, &asked).ask(move |ledger| {
            let items = ledger.series_by(&filters, by)?;
            let first = items.iter().map(|s| &s.month).min();
            let last = items.iter().map(|s| &s.month).max();
            let months = first.zip(last).map(|(a, b)| (a.clone(), b.clone()));
            text(&SeriesAnswer { items, months })
        })
    };
    Ok(answer(&app, &headers, &key, make).await)
}
