//! What goes back: JSON, or why not.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sayso::ledger;
use serde::Serialize;

pub const JSON: &str = "application/json";

/// Why a question is not answered.
#[derive(Debug)]
pub enum Failure {
    /// The call is wrong.
    Call(String),
    /// Who asks has no token.
    Token,
    /// Who asks may not.
    Forbidden(&'static str),
    /// There is no such thing.
    Missing(String),
    /// The method is not one of this path.
    Method,
    /// The text is too long.
    TooLong,
    /// Too much is being asked at once.
    Busy,
    /// It took too long.
    Slow,
    /// The ledger cannot be read.
    Ledger(ledger::Error),
    /// The program is wrong.
    Broken,
}

impl From<ledger::Error> for Failure {
    fn from(error: ledger::Error) -> Self {
        match error {
            ledger::Error::Query(why) => Self::Call(why),
            ledger::Error::Locked => Self::Busy,
            error if error.is_interrupt() => Self::Slow,
            error => Self::Ledger(error),
        }
    }
}

impl Failure {
    fn told(&self) -> (StatusCode, String) {
        match self {
            Self::Call(why) => (StatusCode::BAD_REQUEST, why.clone()),
            Self::Token => (
                StatusCode::UNAUTHORIZED,
                "a token is needed: open the page with ?token=…, or send Authorization: Bearer …".into(),
            ),
            Self::Forbidden(why) => (StatusCode::FORBIDDEN, (*why).to_owned()),
            Self::Missing(what) => (StatusCode::NOT_FOUND, what.clone()),
            Self::Method => (
                StatusCode::METHOD_NOT_ALLOWED,
                "this path does not take this method: see /api/openapi.json".into(),
            ),
            Self::TooLong => (
                StatusCode::PAYLOAD_TOO_LARGE,
                format!("the text is too long: at most {} bytes", crate::api::read::MOST),
            ),
            Self::Busy => (
                StatusCode::SERVICE_UNAVAILABLE,
                "too much is being asked at once: try again in a moment".into(),
            ),
            Self::Slow => (
                StatusCode::SERVICE_UNAVAILABLE,
                "this takes too long: ask for less, with more filters".into(),
            ),
            // The details may name files of this machine.
            Self::Ledger(_) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "the ledger cannot be read: see the server's messages".into(),
            ),
            Self::Broken => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal error: please report it".into(),
            ),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        if let Self::Ledger(error) = &self {
            crate::listen::say(&format!("error: {error}"));
        }
        let (status, error) = self.told();
        let mut response = json(&serde_json::json!({ "error": error }));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// A value as JSON, not to be kept.
pub fn json(value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(bytes) => typed(JSON, bytes),
        Err(_) => typed(JSON, "{\"error\":\"internal error: please report it\"}"),
    }
}

/// Bytes of a kind.
pub fn typed(kind: &'static str, bytes: impl Into<Body>) -> Response {
    let mut response = Response::new(bytes.into());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// A value as JSON text.
///
/// # Errors
/// Never for the types of this crate.
pub fn text(value: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|_| Failure::Broken)
}
