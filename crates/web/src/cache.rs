//! Answers that are kept until the ledger changes, tags for those who have them already, and one question where many ask the same.

use crate::answer::{Failure, JSON, typed};
use crate::state::App;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::HashMap;
use std::future::Future;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::sync::{Mutex, PoisonError};

/// Bytes of all answers that are kept, and of the largest of them.
const MOST: usize = 64 << 20;
const LARGEST: usize = 4 << 20;
/// Answers shorter than this go as they are.
const SHORT: usize = 1_000;
/// Answers longer than this are packed less tightly and sooner: maps of thousands of places.
const LONG: usize = 100_000;
/// Locks that questions are spread over, so that the same one is asked once.
const LOCKS: usize = 512;

/// Answers by what was asked.
pub struct Cache {
    kept: Mutex<Kept>,
    asking: Vec<tokio::sync::Mutex<()>>,
}

#[derive(Default)]
struct Kept {
    change: u64,
    bytes: usize,
    answers: HashMap<String, Answer>,
}

/// What an answer is.
#[derive(Clone)]
pub struct Answer {
    kind: &'static str,
    body: Bytes,
    packed: bool,
}

impl Default for Cache {
    fn default() -> Self {
        Self {
            kept: Mutex::default(),
            asking: (0..LOCKS).map(|_| tokio::sync::Mutex::default()).collect(),
        }
    }
}

impl Cache {
    fn get(&self, change: u64, key: &str) -> Option<Answer> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let same = kept.change == change;
        kept.answers.get(key).filter(|_| same).cloned()
    }

    fn put(&self, change: u64, key: String, answer: &Answer) {
        let size = answer.body.len() + key.len();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.change > change || size > LARGEST {
            return;
        }
        if kept.change < change || kept.bytes + size > MOST {
            *kept = Kept {
                change,
                ..Kept::default()
            };
        }
        kept.bytes += size;
        kept.answers.insert(key, answer.clone());
    }
}

/// Gives the answer that is kept, or makes it of JSON text and keeps it; nothing but the tag where the asker has it.
pub async fn answer<F: Future<Output = Result<String, Failure>>>(
    app: &App,
    headers: &HeaderMap,
    key: &str,
    make: impl FnOnce() -> F,
) -> Response {
    answer_of(app, headers, key, JSON, make).await
}

/// As [`answer`], of another kind.
pub async fn answer_of<F: Future<Output = Result<String, Failure>>>(
    app: &App,
    headers: &HeaderMap,
    key: &str,
    kind: &'static str,
    make: impl FnOnce() -> F,
) -> Response {
    let change = app.now().change;
    let tag = tag(app, change, key);
    if has(headers, &tag) {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        mark(response.headers_mut(), &tag);
        return response;
    }
    let packs = packs(headers);
    let key = format!("{}{key}", if packs { 'z' } else { 'p' });
    if let Some(kept) = app.cache.get(change, &key) {
        return kept.response(&tag);
    }
    let turn = (hash(&key) as usize) % LOCKS;
    let _turn = app.cache.asking[turn].lock().await;
    if let Some(kept) = app.cache.get(change, &key) {
        return kept.response(&tag);
    }
    let body = match make().await {
        Ok(body) => body,
        Err(failure) => return failure.into_response(),
    };
    let pack_it = packs && body.len() >= SHORT;
    let body = if pack_it {
        match tokio::task::spawn_blocking(move || packed(body.as_bytes())).await {
            Ok(body) => body,
            Err(_) => return Failure::Broken.into_response(),
        }
    } else {
        body.into_bytes()
    };
    let answer = Answer {
        kind,
        body: body.into(),
        packed: pack_it,
    };
    app.cache.put(change, key, &answer);
    answer.response(&tag)
}

impl Answer {
    fn response(self, tag: &str) -> Response {
        let mut response = typed(self.kind, self.body);
        let headers = response.headers_mut();
        mark(headers, tag);
        if self.packed {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    }
}

fn mark(headers: &mut HeaderMap, tag: &str) {
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(header::ETAG, tag);
    }
    // Kept by the browser, and asked for again each time.
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache"),
    );
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding, cookie"));
}

/// Weak, as the same answer may be packed or not.
fn tag(app: &App, change: u64, key: &str) -> String {
    format!("W/\"{:x}-{change:x}-{:x}\"", app.started, hash(key))
}

fn hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

/// Whether the asker has what this tag is on.
pub fn has(headers: &HeaderMap, tag: &str) -> bool {
    let strong = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|list| list.split(','))
        .any(|one| strong(one) == strong(tag))
}

/// Whether the asker unpacks gzip.
pub fn packs(headers: &HeaderMap) -> bool {
    let refuses = |parts: &str| {
        let quality = parts.split(';').find_map(|p| p.trim().strip_prefix("q="));
        quality.is_some_and(|q| q.trim().parse().is_ok_and(|q: f32| q <= 0.0))
    };
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|list| list.split(','))
        .any(|one| {
            let name = one.split(';').next().unwrap_or_default().trim();
            (name.eq_ignore_ascii_case("gzip") || name == "*") && !refuses(one)
        })
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let level = if bytes.len() < LONG { 4 } else { 1 };
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::new(level));
    // A vector takes all that is written to it.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn who_unpacks() {
        let cases = [
            ("gzip, deflate, br", true),
            ("br;q=1.0, gzip;q=0.8", true),
            ("gzip;q=0", false),
            ("identity", false),
            ("", false),
        ];
        for (value, expected) in cases {
            assert_eq!(
                packs(&headers(header::ACCEPT_ENCODING, value)),
                expected,
                "{value}"
            );
        }
    }

    #[test]
    fn who_has_it() {
        let cases = [
            ("W/\"1-2-3\"", true),
            ("\"0\", \"1-2-3\"", true),
            ("\"1\"", false),
        ];
        for (value, expected) in cases {
            assert_eq!(
                has(&headers(header::IF_NONE_MATCH, value), "W/\"1-2-3\""),
                expected,
                "{value}"
            );
        }
    }
}
