//! The shapes of what a ledger holds, of series, of sources, of errors.

use sayso::ledger::ask::{SourceDetail, SourceRow};
use sayso::ledger::records::SeriesRecord;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// What the ledger and the server are.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Info")]
pub struct InfoRecord {
    /// Of the program.
    pub version: &'static str,
    /// Name of the file, without its folder.
    pub ledger: String,
    /// Reports.
    pub documents: u64,
    /// Of these, those that a newer version stands for.
    pub superseded: u64,
    /// Statements.
    pub statements: u64,
    /// Occurrences.
    pub occurrences: u64,
    /// Occurrences by how they stand.
    pub by_status: BTreeMap<String, u64>,
    /// Distinct actors, recipients and sources.
    pub parties: u64,
    /// Distinct places.
    pub places: u64,
    /// First day of publication.
    pub first_published: Option<String>,
    /// Last one.
    pub last_published: Option<String>,
    /// Whether the file may be written; the server itself never does.
    pub writable: bool,
    /// Whether it is a ledger of samples.
    pub demo: bool,
    /// Whether reports came since the occurrences were made.
    pub stale: bool,
    /// Grows with each change, while this server runs.
    pub change: u64,
}

/// Series of months.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Series")]
pub struct SeriesAnswer {
    /// Months of all series; those in which nothing happens are left out.
    pub items: Vec<SeriesRecord>,
    /// First and last month; null where there is none.
    pub months: Option<(String, String)>,
}

/// A source with everything behind.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Source")]
pub struct SourceAnswer {
    /// Counts.
    pub source: SourceRow,
    /// Who stood how to it.
    #[serde(flatten)]
    pub detail: SourceDetail,
    /// The latest occurrences that it speaks of.
    #[schemars(with = "Vec<super::OccurrenceItem>")]
    pub claims: Vec<Box<RawValue>>,
}

/// An error.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Error")]
pub struct ErrorRecord {
    /// What is wrong and what is allowed.
    pub error: String,
}
