//! JSON Feed, versions 1 and 1.1 (<https://www.jsonfeed.org/version/1.1/>).

use crate::entry::{Entry, Words, filled};
use crate::feed::Feed;
use crate::{Problem, ReadError, jsonl};
use regex::Regex;
use serde_json::{Map, Value};
use std::sync::LazyLock;

/// Its version, as JSON writes it; some write `\/` for a slash.
static VERSION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#""version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version"#)
        .expect("the pattern is right")
});

/// Whether a text, or its beginning, names the version of a JSON Feed.
pub(crate) fn names_version(text: &str) -> bool {
    VERSION.is_match(text)
}

pub(crate) fn read(text: &str) -> Result<Feed, ReadError> {
    let text = jsonl::whole_escapes(text.trim_start_matches('\u{FEFF}'));
    let feed: Map<String, Value> = match serde_json::from_str(&text) {
        Ok(feed) => feed,
        Err(_) if !names_version(&text) => return Err(ReadError::NoFeed),
        Err(error) => {
            return Err(ReadError::Json {
                line: error.line(),
                reason: error.to_string(),
            });
        }
    };
    let version = string(&feed, "version").unwrap_or_default();
    let Some(Value::Array(items)) = feed.get("items") else {
        return Err(ReadError::NoFeed);
    };
    if !version.contains("jsonfeed.org/version") {
        return Err(ReadError::NoFeed);
    }
    let first = |value: &Value| string(value.get(0)?.as_object()?, "name");
    let author = feed.get("authors").and_then(first);
    let publisher = string(&feed, "title").or(author);
    let home = string(&feed, "home_page_url");
    let mut found = Feed::default();
    for (at, item) in items.iter().enumerate() {
        match item.as_object() {
            Some(item) => found.add(entry(item), at + 1, publisher.as_deref(), home.as_deref()),
            None => {
                let message = format!("entry {} is no object: it was left out", at + 1);
                found.problems.push(Problem::new(message));
            }
        }
    }
    if items.is_empty() {
        found.problems.push(Problem::new("the feed has no entries"));
    }
    Ok(found)
}

fn entry(item: &Map<String, Value>) -> Entry {
    let text = |field| string(item, field).map(Words::Text);
    Entry {
        id: string(item, "id"),
        url: string(item, "url"),
        permalink: string(item, "external_url"),
        title: text("title").and_then(Words::line),
        published: string(item, "date_published"),
        changed: string(item, "date_modified"),
        publisher: None,
        full: string(item, "content_html")
            .map(Words::Markup)
            .or_else(|| text("content_text")),
        short: text("summary"),
    }
}

/// A field that is a string, or a number where a string should be.
fn string(object: &Map<String, Value>, field: &str) -> Option<String> {
    match object.get(field)? {
        Value::String(text) if field == "content_text" => Some(text.clone()),
        Value::String(text) => filled(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
