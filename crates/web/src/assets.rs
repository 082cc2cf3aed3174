//! The page: files that lie inside of the program, packed when it was built (`build.rs`).

use crate::answer::{Failure, typed};
use crate::cache::{has, packs};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// A file of the page.
struct Asset {
    path: &'static str,
    kind: &'static str,
    /// Hash of its bytes, in quotation marks.
    tag: &'static str,
    plain: &'static [u8],
    /// With gzip, where that is shorter.
    packed: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// A file; the page itself for paths that name none, as the page knows what to show there.
pub fn file(path: &str, headers: &HeaderMap) -> Response {
    let name = path.trim_start_matches('/');
    let found = ASSETS.iter().find(|a| a.path == name);
    let is_file = name.rsplit('/').next().is_some_and(|last| last.contains('.'));
    let looks_like_file = name.starts_with("assets/") || (is_file && !is_view(name));
    let asset = match found {
        Some(asset) => asset,
        None if looks_like_file => {
            return Failure::Missing("there is no such file".to_owned()).into_response();
        }
        None => match ASSETS.iter().find(|a| a.path == "index.html") {
            Some(page) => page,
            None => return Failure::Missing("the page was not built in".to_owned()).into_response(),
        },
    };
    let packed = asset.packed.filter(|_| packs(headers));
    let mut response = if has(headers, asset.tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        typed(asset.kind, packed.unwrap_or(asset.plain))
    };
    let sent = response.status() == StatusCode::OK;
    let headers = response.headers_mut();
    if packed.is_some() && sent {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    headers.insert(header::ETAG, HeaderValue::from_static(asset.tag));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    // The names of files in `assets` have a hash of what is in them.
    let keep = if asset.path.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}

/// Whether a path is of a view that shows something by its name, which may have a full stop.
fn is_view(name: &str) -> bool {
    const VIEWS: [&str; 5] = ["occurrence/", "document/", "actor/", "source/", "statement/"];
    VIEWS.iter().any(|view| name.starts_with(view))
}
