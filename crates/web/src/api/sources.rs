//! `GET /api/sources` and `/api/sources/{name}`

use crate::answer::{Failure, text};
use crate::api::actors::{list, wanted};
use crate::api::lists::leads;
use crate::api::{Named, name, raw};
use crate::cache::answer;
use crate::params::{Asked, NAMED, PAGE};
use crate::shapes::SourceAnswer;
use crate::state::{self, App};
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use sayso::ledger::Ledger;
use sayso::ledger::ask::SourceRow;

/// Occurrences that are shown of a source, at most.
const SHOWN: usize = 50;

/// Sources, the one that speaks of most first.
pub async fn sources(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let asked = Asked::read(query.as_deref(), &[NAMED, PAGE])?;
    let key = asked.key("/api/sources");
    let make = || async {
        let all = state::sources(&app).await?;
        let (words, code) = wanted(asked.text("text"));
        let fits = |s: &&SourceRow| answers(s, &words, code.as_deref());
        list(&asked, "/api/sources", all.iter().filter(fits))
    };
    Ok(answer(&app, &headers, &key, make).await)
}

fn answers(source: &SourceRow, words: &[String], code: Option<&str>) -> bool {
    if code.is_some_and(|c| source.code.as_deref().is_some_and(|own| own.starts_with(c))) {
        return true;
    }
    if words.is_empty() {
        return true;
    }
    let parts = source.name.split(|c: char| !c.is_alphanumeric());
    let name: String = parts.map(|w| format!(" {}", w.to_lowercase())).collect();
    words.iter().all(|word| name.contains(word.as_str()))
}

/// One source.
pub async fn source(
    State(app): State<App>,
    path: Named,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    Asked::read(query.as_deref(), &[])?;
    let wanted = name(path)?;
    let key = format!("/api/sources/{wanted}");
    let make = || async {
        let all = state::sources(&app).await?;
        let missing = || Failure::Missing(format!("no source is called `{wanted}`: see /api/sources?text=…"));
        let source = all.iter().find(|s| s.name == wanted).ok_or_else(missing)?.clone();
        app.pool.ask(move |ledger| detail(ledger, source)).await
    };
    Ok(answer(&app, &headers, &key, make).await)
}

fn detail(ledger: &mut Ledger, source: SourceRow) -> Result<String, Failure> {
    let detail = ledger.source_detail(&source)?;
    let records = ledger.latest_of(&source.keys, SHOWN)?;
    let claims = leads(ledger, &records)?;
    text(&SourceAnswer {
        source,
        detail,
        claims: claims.into_iter().map(raw).collect::<Result<_, _>>()?,
    })
}
