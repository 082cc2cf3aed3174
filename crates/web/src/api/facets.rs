//! `GET /api/facets`

use crate::answer::{Failure, text};
use crate::api::pool;
use crate::cache::answer;
use crate::params::{Asked, FILTER};
use crate::state::App;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

const PATH: &str = "/api/facets";

/// Counts of what fits.
pub async fn facets(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let asked = Asked::read(query.as_deref(), &[FILTER])?;
    Ok(of(&app, &headers, asked).await)
}

/// Counts of everything, so that they are ready for the first page.
pub async fn all(app: &App) -> Response {
    let packs = (header::ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    of(app, &HeaderMap::from_iter([packs]), Asked::default()).await
}

async fn of(app: &App, headers: &HeaderMap, asked: Asked) -> Response {
    let key = asked.key(PATH);
    let filter = asked.filter();
    let make = || pool(app, &asked).ask(move |ledger| text(&ledger.facets(&filter)?));
    answer(app, headers, &key, make).await
}
