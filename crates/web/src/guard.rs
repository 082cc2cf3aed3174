//! Who may ask, and what browsers are told about every answer.
//!
//! On a loopback address a page of another site must not be able to ask by giving its own name the address 127.0.0.1 (DNS rebinding), so only
//! names of this machine are answered. Elsewhere a token is needed, as a header or, after the page was opened with it once, as a cookie.

use crate::answer::{Failure, typed};
use crate::state::App;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

/// Who may ask.
#[derive(Debug)]
pub struct Guard {
    /// Whether only this machine can reach the server.
    loopback: bool,
    token: Option<String>,
}

/// How long any answer may take to begin; reading a text takes longer than the others.
const LONGEST: Duration = Duration::from_secs(90);
/// What a wrong token costs, so that guessing is slow.
const PAUSE: Duration = Duration::from_millis(300);
const COOKIE: &str = "sayso-token";

/// What all answers say: nothing from elsewhere is loaded or run, nobody may put the page into theirs.
const HEADERS: [(&str, &str); 7] = [
    (
        "content-security-policy",
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
];

impl Guard {
    /// For a server at this address.
    ///
    /// # Errors
    /// When others can reach it and there is no token, or a bad one.
    pub fn new(listen: SocketAddr, token: Option<&str>) -> Result<Self, crate::Error> {
        let loopback = listen.ip().is_loopback();
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        match token {
            None if !loopback => Err(crate::Error::Token(listen)),
            Some(token) if token.len() < 16 || token.len() > 200 || !token.chars().all(plain) => {
                Err(crate::Error::WeakToken)
            }
            _ => Ok(Self {
                loopback,
                token: token.map(str::to_owned),
            }),
        }
    }

    /// Whether the name that was asked for is one of this machine. Behind a token any name is good: what knows the token is let in.
    fn knows(&self, headers: &HeaderMap, uri: &Uri) -> bool {
        if !self.loopback || self.token.is_some() {
            return true;
        }
        let host = headers.get(header::HOST).and_then(|h| h.to_str().ok());
        let host = host.or(uri.host()).unwrap_or_default();
        is_here(host)
    }

    fn admits(&self, headers: &HeaderMap) -> bool {
        let Some(token) = &self.token else { return true };
        let bearer = headers
            .get(header::AUTHORIZATION)
            .and_then(|v| v.to_str().ok())
            .and_then(|v| v.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, given)| given.trim());
        let cookies = headers.get_all(header::COOKIE).iter();
        let mut cookies = cookies
            .filter_map(|v| v.to_str().ok())
            .flat_map(|list| list.split(';'))
            .filter_map(|one| one.trim().split_once('='))
            .filter(|(name, _)| *name == COOKIE)
            .map(|(_, given)| given);
        bearer.is_some_and(|given| same(given, token)) || cookies.any(|given| same(given, token))
    }
}

/// Whether a host name, perhaps with a port, is one of this machine.
fn is_here(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let name = name.strip_suffix('.').unwrap_or(name);
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Compares in a time that does not tell how much is right.
fn same(given: &str, token: &str) -> bool {
    let (given, token) = (given.as_bytes(), token.as_bytes());
    let mut different = given.len() ^ token.len();
    for (at, byte) in token.iter().enumerate() {
        let other = given.get(at).copied().unwrap_or_default();
        different |= usize::from(std::hint::black_box(byte ^ other));
    }
    different == 0
}

/// Whether the request was made by a page of another site.
fn foreign(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    if text("sec-fetch-site").is_some_and(|site| site == "cross-site" || site == "same-site") {
        return true;
    }
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => origin.split_once("://").is_none_or(|(_, from)| from != host),
        (Some(_), None) => true,
        _ => false,
    }
}

/// Stands before all answers.
pub async fn stand(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = match refusal(&app, &request) {
        Some(refused) => {
            if refused.status() == StatusCode::UNAUTHORIZED {
                tokio::time::sleep(PAUSE).await;
            }
            refused
        }
        None => match app.turns.clone().try_acquire_owned() {
            Err(_) => Failure::Busy.into_response(),
            Ok(_turn) => match tokio::time::timeout(LONGEST, next.run(request)).await {
                Ok(response) => response,
                Err(_) => Failure::Slow.into_response(),
            },
        },
    };
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

/// What is answered instead, where who asks is not let in.
fn refusal(app: &App, request: &Request) -> Option<Response> {
    let (headers, uri) = (request.headers(), request.uri());
    if !app.guard.knows(headers, uri) {
        let why = "this server answers to localhost and 127.0.0.1 only";
        return Some(Failure::Forbidden(why).into_response());
    }
    if request.method() == Method::POST && foreign(headers) {
        return Some(Failure::Forbidden("pages of other sites may not ask").into_response());
    }
    if app.guard.admits(headers) {
        return None;
    }
    match (&app.guard.token, given(uri)) {
        (Some(token), Some(given)) if same(&given, token) => Some(welcome(uri, token)),
        _ => Some(Failure::Token.into_response()),
    }
}

/// The token in an address.
fn given(uri: &Uri) -> Option<String> {
    let mut pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    pairs
        .find(|(name, _)| name == "token")
        .map(|(_, value)| value.into_owned())
}

/// Keeps the token in a cookie and goes on without it. Not by a redirection: the cookie would not be sent along where a link of another site led here.
fn welcome(uri: &Uri, token: &str) -> Response {
    let rest = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(rest.filter(|(name, _)| name != "token"));
    let query = query.finish();
    // A path of two slashes would be the address of another server.
    let path = format!("/{}", uri.path().trim_start_matches(['/', '\\']));
    let to = if query.is_empty() {
        path
    } else {
        format!("{path}?{query}")
    };
    let to = to
        .replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;");
    let page = format!(
        "<!doctype html><meta charset=\"utf-8\"><title>sayso</title><meta http-equiv=\"refresh\" content=\"0;url={to}\"><a href=\"{to}\">sayso</a>"
    );
    let mut response = typed("text/html; charset=utf-8", page);
    *response.status_mut() = StatusCode::OK;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let cookie = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        headers.insert(header::SET_COOKIE, cookie);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_this_machine() {
        let cases = [
            ("localhost", true),
            ("localhost:7417", true),
            ("LOCALHOST.", true),
            ("127.0.0.1:7417", true),
            ("[::1]:7417", true),
            ("127.0.0.1.evil.example", false),
            ("localhost.evil.example:7417", false),
            ("evil.example", false),
            ("10.0.0.1", false),
            ("", false),
        ];
        for (host, expected) in cases {
            assert_eq!(is_here(host), expected, "{host}");
        }
    }

    #[test]
    fn tokens() {
        let cases = [
            ("abcdef", true),
            ("abcdeg", false),
            ("abcde", false),
            ("abcdefg", false),
            ("", false),
        ];
        for (given, expected) in cases {
            assert_eq!(same(given, "abcdef"), expected, "{given}");
        }
        let open: SocketAddr = "0.0.0.0:1".parse().unwrap();
        assert!(matches!(Guard::new(open, None), Err(crate::Error::Token(_))));
        assert!(matches!(
            Guard::new(open, Some("short")),
            Err(crate::Error::WeakToken)
        ));
        assert!(Guard::new(open, Some("long-enough-and-plain")).is_ok());
        assert!(Guard::new("127.0.0.1:1".parse().unwrap(), None).is_ok());
    }
}
