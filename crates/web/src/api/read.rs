//! `POST /api/read`: reads a text that somebody pasted.

use crate::answer::{Failure, JSON, text, typed};
use crate::params::{Asked, READ};
use crate::state::App;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sayso::record::Id;
use sayso::{Given, Sayso};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::spawn_blocking;

/// Bytes of a text, at most.
pub const MOST: usize = 1_000_000;
/// What a text is called.
const NAME: &str = "pasted";
/// How long a text may take.
const LIMIT: Duration = Duration::from_secs(80);

/// Reads a text.
pub async fn read(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Failure> {
    let asked = Asked::read(query.as_deref(), &[READ])?;
    let plain = |kind: &str| kind.starts_with("text/") || kind.starts_with("application/xhtml");
    let kind = headers.get(header::CONTENT_TYPE).and_then(|k| k.to_str().ok());
    if !kind.is_none_or(plain) {
        return Err(Failure::Call("send the text as text/plain, in UTF-8".to_owned()));
    }
    let body = body.map_err(|refused| {
        let long = refused.into_response().status() == StatusCode::PAYLOAD_TOO_LARGE;
        if long {
            Failure::TooLong
        } else {
            Failure::Call("the text did not come whole".to_owned())
        }
    })?;
    let utf8 = |_| Failure::Call("the text is not written in UTF-8".to_owned());
    let words = String::from_utf8(body.to_vec()).map_err(utf8)?;
    if words.trim().is_empty() {
        return Err(Failure::Call("there is no text: send it as the body".to_owned()));
    }
    let given = Given {
        date: asked.day("date"),
        publisher: asked.owned("publisher"),
        title: asked.owned("title"),
        url: None,
    };
    let plain = asked.flag("plain");
    let _waits = app.waiting.try_acquire().map_err(|_| Failure::Busy)?;
    let turn = app.reading.clone().acquire_owned().await;
    let turn = turn.map_err(|_| Failure::Busy)?;
    let (sayso, readers) = (ready(&app).await?, app.readers.clone());
    // Holds its turn until it is done, even when nobody waits for it any more: there is one thread's worth of work at a time.
    let work = spawn_blocking(move || {
        let done = catch_unwind(AssertUnwindSafe(|| {
            readers.install(|| record(&sayso, words, &given, plain))
        }));
        drop(turn);
        done.unwrap_or(Err(Failure::Broken))
    });
    let done = tokio::time::timeout(LIMIT, work).await;
    let record = done.map_err(|_| Failure::Slow)?.map_err(|_| Failure::Broken)??;
    Ok(typed(JSON, record))
}

/// The pipeline; it takes a moment to make it ready, once.
async fn ready(app: &App) -> Result<Arc<Sayso>, Failure> {
    let make = || async {
        let made = spawn_blocking(Sayso::embedded).await;
        made.ok()
            .and_then(Result::ok)
            .map(Arc::new)
            .ok_or(Failure::Broken)
    };
    app.sayso.get_or_try_init(make).await.cloned()
}

fn record(sayso: &Sayso, words: String, given: &Given, plain: bool) -> Result<String, Failure> {
    let article = if !plain && sayso::looks_like_html(&words) {
        sayso::html(&words, NAME, given)
    } else {
        sayso::plain(words, NAME, given)
    };
    let documents = sayso.read(vec![article]);
    let document = documents.first().ok_or(Failure::Broken)?;
    text(&sayso.record(document, Id::Text(NAME.to_owned())))
}
