//! The shapes of documents.

use super::LinkRecord;
use sayso::ledger::Name;
use sayso::ledger::ask::DocumentRow;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;

/// A document without its text.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Document header")]
pub struct HeaderRecord {
    /// For the path `/api/documents/{key}`.
    pub key: String,
    /// The id it was given with.
    pub name: Name,
    /// Headline.
    pub title: Option<String>,
    /// Day of publication.
    pub published: Option<String>,
    /// Name of the outlet.
    pub publisher: Option<String>,
    /// Address, as the report gives it: it may be anything.
    pub url: Option<String>,
    /// `correction` or `retraction`
    pub notice: Option<&'static str>,
    /// Key of the newer version.
    pub superseded_by: Option<String>,
    /// How many statements were read out of it.
    pub statements: u64,
    /// What it shares text with; only where one document is asked for, or the documents of one occurrence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copies: Option<Vec<CopyRecord>>,
}

/// A document that another shares text with.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Copy")]
pub struct CopyRecord {
    /// Its key.
    pub document: String,
    /// Jaccard similarity of five-word shingles.
    pub similarity: f64,
    /// Share of the smaller one's shingles that the other has.
    pub contained: f64,
    /// Whether the two count as one text.
    pub same: bool,
}

/// A document with its text and layers.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Document with its statements")]
pub struct DocumentDetail {
    /// Who, when, what.
    pub document: HeaderRecord,
    /// The text that all offsets count in: code points.
    pub text: String,
    /// Sentences with statements.
    pub sentences: Vec<NumberedSentence>,
    /// Its statements, in the order of the text.
    #[schemars(with = "Vec<super::StatementItem>")]
    pub statements: Vec<Box<RawValue>>,
    /// Sayings with what they say.
    pub attributions: Vec<SayingRecord>,
}

/// A sentence with its statements.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Sentence with statements")]
pub struct NumberedSentence {
    /// From 0, sentences without statements counted too.
    pub number: u32,
    /// First code point.
    pub start: u32,
    /// Behind the last.
    pub end: u32,
    /// Whether it is a headline.
    pub heading: bool,
    /// Ids of its statements.
    pub statements: Vec<String>,
}

/// A saying.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Saying")]
pub struct SayingRecord {
    /// Its number in the document.
    pub attribution: u32,
    /// Who says it.
    pub source: LinkRecord,
    /// Ids of the statements in it.
    pub statements: Vec<String>,
}

impl From<&DocumentRow> for HeaderRecord {
    fn from(row: &DocumentRow) -> Self {
        let header = &row.header;
        Self {
            key: header.name.to_string(),
            name: header.name.clone(),
            title: header.title.clone(),
            published: header.published.map(|d| d.to_string()),
            publisher: header.publisher.clone(),
            url: header.url.clone(),
            notice: header.notice.map(|n| n.name()),
            superseded_by: row.superseded_by.clone(),
            statements: row.statements,
            copies: None,
        }
    }
}

impl HeaderRecord {
    /// With what it shares its text with.
    pub fn with_copies(row: &DocumentRow) -> Self {
        let copies = row.copies.iter().zip(&row.header.copies);
        let copies = copies.map(|((document, same), copy)| CopyRecord {
            document: document.clone(),
            similarity: copy.similarity,
            contained: copy.contained,
            same: *same,
        });
        Self {
            copies: Some(copies.collect()),
            ..Self::from(row)
        }
    }
}
