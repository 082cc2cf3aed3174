//! Errors of the library to exceptions of `sayso.errors`, which has one class for each kind.

use pyo3::prelude::*;
use sayso::ReadError;
use sayso::ledger::Error;
use std::fmt::Display;

/// The exception of this name, with a message.
pub fn exception(py: Python<'_>, class: &str, message: &str) -> PyErr {
    let made = || py.import("sayso.errors")?.getattr(class)?.call1((message,));
    match made() {
        Ok(exception) => PyErr::from_value(exception),
        Err(error) => error,
    }
}

/// An input that is no article.
pub fn read(py: Python<'_>, place: Option<&str>, error: &ReadError) -> PyErr {
    let class = match error {
        ReadError::Empty => "EmptyError",
        ReadError::Packed(_) | ReadError::Document(_) | ReadError::Binary { .. } => "NoTextError",
        ReadError::TooLong => "TooLongError",
        _ => "RecordError",
    };
    exception(py, class, &placed(place, error))
}

/// A message with where it belongs.
pub fn placed(place: Option<&str>, why: &dyn Display) -> String {
    match place {
        Some(place) => format!("{place}: {why}"),
        None => why.to_string(),
    }
}

/// What is wrong with a ledger.
pub fn ledger(py: Python<'_>, path: &str, error: &Error) -> PyErr {
    let class = match error {
        Error::Missing(_) => "LedgerMissing",
        Error::Foreign => "NoLedger",
        Error::Newer { .. } => "LedgerNewer",
        Error::Locked => "LedgerLocked",
        Error::Full => "LedgerFull",
        Error::ReadOnly => "LedgerReadOnly",
        Error::Damaged(_) => "LedgerDamaged",
        Error::Query(_) => return exception(py, "QueryError", &error.to_string()),
        _ => "LedgerError",
    };
    exception(py, class, &placed(Some(path), error))
}

/// Data of sayso's own, or a folder of tables.
pub fn data(py: Python<'_>, error: &sayso::Error) -> PyErr {
    let class = match error {
        sayso::Error::Knowledge(_) => "KnowledgeError",
        _ => "DataError",
    };
    exception(py, class, &error.to_string())
}
