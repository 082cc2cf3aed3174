//! The paths below `/api`, a file for each kind of thing.

pub mod actors;
pub mod documents;
pub mod facets;
pub mod info;
pub mod lists;
pub mod map;
pub mod occurrence;
pub mod read;
pub mod series;
pub mod sources;

use crate::answer::Failure;
use crate::params::Asked;
use crate::pool::Pool;
use crate::state::App;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use sayso::ledger::Found;
use serde_json::value::RawValue;

/// What is counted of a list beyond its part, at most.
pub const COUNTED: u64 = 1_000;

/// The last part of a path.
pub type Named = Result<Path<String>, PathRejection>;

/// The name in a path.
///
/// # Errors
/// When it is no UTF-8, too long, or has control characters.
pub fn name(path: Named) -> Result<String, Failure> {
    let wrong = |_| Failure::Call("the name in the path is not written in UTF-8".to_owned());
    let Path(name) = path.map_err(wrong)?;
    if name.len() > 4_000 || name.chars().any(char::is_control) {
        return Err(Failure::Call(
            "the name in the path is too long, or has control characters".to_owned(),
        ));
    }
    Ok(name)
}

/// The connections for a question: those for earlier days are others.
pub fn pool<'a>(app: &'a App, asked: &Asked) -> &'a Pool {
    if asked.text("as_of").is_some() {
        &app.past
    } else {
        &app.pool
    }
}

/// Objects of JSON in a list, with its end.
pub fn page(asked: &Asked, path: &str, items: &[String], total: u64, most: u64) -> String {
    let (_, offset) = asked.page();
    let seen = offset + items.len() as u64;
    let more = total >= most;
    let full = items.len() as u64 == asked.page().0;
    let next = (full && (more || total > seen)).then(|| asked.next(path));
    let next = serde_json::to_string(&next).unwrap_or_else(|_| "null".to_owned());
    format!(
        "{{\"items\":[{}],\"total\":{total},\"more\":{more},\"next\":{next}}}",
        items.join(",")
    )
}

/// A statement as it goes out: its record with `ledger`, and `more` behind.
///
/// # Errors
/// When its record is damaged.
pub fn statement(found: &Found) -> Result<String, Failure> {
    let more = crate::answer::text(&crate::shapes::MoreRecord::from(found))?;
    Ok(with(&found.line()?, "more", &more))
}

/// As [`statement`], to be put into something else.
///
/// # Errors
/// When its record is damaged.
pub fn raw_statement(found: &Found) -> Result<Box<RawValue>, Failure> {
    raw(statement(found)?)
}

/// Text of JSON, to be put into something else.
///
/// # Errors
/// When it is none.
pub fn raw(text: String) -> Result<Box<RawValue>, Failure> {
    RawValue::from_string(text).map_err(|_| Failure::Broken)
}

/// An object of JSON with one more field behind.
pub fn with(object: &str, field: &str, value: &str) -> String {
    let open = object.trim_end().strip_suffix('}').unwrap_or(object);
    format!("{open},\"{field}\":{value}}}")
}
