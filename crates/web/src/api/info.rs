//! `GET /api/info`

use crate::answer::{Failure, text};
use crate::cache::answer;
use crate::params::Asked;
use crate::shapes::InfoRecord;
use crate::state::App;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;

/// What the ledger and the server are.
pub async fn info(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    Asked::read(query.as_deref(), &[])?;
    let make = || async {
        let now = app.now();
        let info = &now.info;
        text(&InfoRecord {
            version: env!("CARGO_PKG_VERSION"),
            ledger: app.name.clone(),
            documents: info.documents,
            superseded: info.superseded,
            statements: info.statements,
            occurrences: now.occurrences(),
            by_status: info.occurrences.iter().cloned().collect(),
            parties: info.parties,
            places: info.places,
            first_published: info.published.0.clone(),
            last_published: info.published.1.clone(),
            writable: app.writable,
            demo: app.demo,
            stale: info.dirty,
            change: now.change,
        })
    };
    Ok(answer(&app, &headers, "/api/info", make).await)
}
