//! Server-sent events: tells pages when the ledger has changed.

use crate::answer::{Failure, text};
use crate::params::Asked;
use crate::state::App;
use crate::watch::{ChangedRecord, Now};
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use std::convert::Infallible;
use std::time::Duration;

/// A comment goes out so often, so that nobody between takes the line for dead.
const ALIVE: Duration = Duration::from_secs(15);

/// `GET /api/events`
pub async fn events(State(app): State<App>, RawQuery(query): RawQuery) -> Response {
    if let Err(failure) = Asked::read(query.as_deref(), &[]) {
        return failure.into_response();
    }
    let Ok(turn) = app.listeners.clone().try_acquire_owned() else {
        return Failure::Busy.into_response();
    };
    let mut now = app.now.clone();
    // The first is told at once.
    now.mark_changed();
    let start = (now, app.end.clone(), turn);
    let events = stream::unfold(start, |(mut now, mut end, turn)| async move {
        let line = tokio::select! {
            changed = now.changed() => {
                changed.ok()?;
                let now = now.borrow_and_update().clone();
                event(&now)?
            }
            () = tokio::time::sleep(ALIVE) => ": still here\n\n".to_owned(),
            _ = end.wait_for(|end| *end) => return None,
        };
        Some((Ok::<_, Infallible>(Bytes::from(line)), (now, end, turn)))
    });
    // Asked once more behind its end, `unfold` panics.
    let mut response = Response::new(Body::from_stream(events.fuse()));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/event-stream"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn event(now: &Now) -> Option<String> {
    let data = text(&ChangedRecord::from(now)).ok()?;
    Some(format!("event: changed\nid: {}\ndata: {data}\n\n", now.change))
}
