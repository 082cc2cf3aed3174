//! The shapes of an occurrence with everything behind it.

use super::HeaderRecord;
use sayso::ledger::records::OccurrenceRecord;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;

/// An origin with what is behind it.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Origin with its statements")]
pub struct AccountRecord {
    /// Its name.
    pub source: String,
    /// Code.
    pub code: Option<String>,
    /// `affirms plans denies retracts`
    pub stance: String,
    /// False for one that rests on another.
    pub independent: bool,
    /// Keys of the documents that carry it.
    pub documents: Vec<String>,
    /// Ids of its statements.
    pub statements: Vec<String>,
}

/// What the accounts say to one question.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Slot")]
pub struct SlotRecord {
    /// `type polarity time place actor recipient number`
    pub slot: &'static str,
    /// What is counted, or the role of the place; empty for the others.
    pub label: String,
    /// Whether all that say something to it say the same.
    pub agreed: bool,
    /// What is said.
    pub values: Vec<SlotValue>,
}

/// One answer.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Value of a slot")]
pub struct SlotValue {
    /// In words.
    pub value: String,
    /// Ids of the statements that say so.
    pub statements: Vec<String>,
    /// Positions of their origins.
    pub origins: Vec<usize>,
}

/// A report of an occurrence.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Report in the history")]
pub struct ReportedRecord {
    /// Day.
    pub published: Option<String>,
    /// Key of the document.
    pub document: String,
    /// Headline.
    pub title: Option<String>,
    /// Outlet.
    pub publisher: Option<String>,
    /// Ids of its statements of this occurrence.
    pub statements: Vec<String>,
    /// What its statements do.
    pub stances: Vec<&'static str>,
    /// Independent origins that affirm it, with this report and those before.
    pub independent: usize,
    /// Independent origins that deny it or take it back, likewise.
    pub denying: usize,
    /// Key of the report whose text this one shares.
    pub copy_of: Option<String>,
}

/// An occurrence with everything behind it.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Occurrence with its accounts")]
pub struct OccurrenceDetail {
    /// The record.
    pub occurrence: OccurrenceRecord,
    /// Its statements, in its order.
    #[schemars(with = "Vec<super::StatementItem>")]
    pub statements: Vec<Box<RawValue>>,
    /// Who says so.
    pub origins: Vec<AccountRecord>,
    /// The documents, in order of publication.
    pub documents: Vec<HeaderRecord>,
    /// What they agree on and where they differ.
    pub slots: Vec<SlotRecord>,
    /// The reports in the order of publication.
    pub history: Vec<ReportedRecord>,
}
