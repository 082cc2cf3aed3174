//! Reports of any form to clean articles: bytes to text, text or HTML or a line of JSONL to [`Article`]; feeds to records,
//! web archives to pages, sitemaps to what is told of pages.
//!
//! Plain text and JSONL keep their text byte for byte; HTML gives a text of its own, made of the readable part of the
//! page. Text never makes this crate fail: what is odd about it becomes a [`Problem`]. Only input that is no text at
//! all, or a line that is no record, is a [`ReadError`].

mod collection;
mod dates;
mod encoding;
mod entry;
mod feed;
mod html;
mod json_feed;
mod jsonl;
mod kinds;
mod lines;
mod metadata;
mod page;
mod pairs;
mod plain;
mod questions;
mod sitemap;
mod tame;
mod walk;
mod warc;
mod xml;

pub use collection::{Collection, is_warc, looks_like_feed, looks_like_sitemap};
pub use encoding::decode;
pub use feed::{Feed, feed};
pub use html::{html, looks_like_html};
pub use jsonl::{Id, Record, jsonl_line};
pub use pairs::Pair;
pub use plain::plain;
pub use questions::Question;
pub use sayso_model::Article;
pub use sitemap::{Listed, Sitemap, sitemap};
pub use warc::{Capture, MAX_CAPTURE, Media, Warc};

use jiff::civil::Date;
use sayso_model::Span;

/// What is known of an article from elsewhere (options, fields of a record). It wins over what the text says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Day of publication.
    pub date: Option<Date>,
    /// Name of the outlet.
    pub publisher: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Address.
    pub url: Option<String>,
}

/// Something odd about an input that was read all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What, in lower case and without full stop.
    pub message: String,
    /// Where in the text given back, if at one place.
    pub span: Option<Span>,
}

impl Problem {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            span: None,
        }
    }
}

/// Why an input could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// No bytes, or nothing but blanks.
    #[error("the input is empty: give plain text, HTML or JSONL")]
    Empty,
    /// A compressed file or an archive.
    #[error("the input is compressed ({0}): unpack it first")]
    Packed(&'static str),
    /// A picture, sound, program or document format that holds text in a form of its own.
    #[error("the input is a {0} file: save its text as plain text or HTML first")]
    Document(&'static str),
    /// Bytes that are no text in any encoding.
    #[error("the input is not text ({controls} control bytes in {bytes}): give plain text, HTML or JSONL")]
    Binary {
        /// Bytes that no text has.
        controls: usize,
        /// Bytes in all.
        bytes: usize,
    },
    /// More than spans can address.
    #[error("the input is longer than 4 GiB: split it")]
    TooLong,
    /// A line that is no JSON.
    #[error("line {line}: not valid JSON: {reason}")]
    Json {
        /// Line, counted from 1.
        line: usize,
        /// What the parser says.
        reason: String,
    },
    /// A line of JSON that is no object.
    #[error("line {line}: not a JSON object: give one object a line")]
    NotAnObject {
        /// Line, counted from 1.
        line: usize,
    },
    /// A record without a field that it needs.
    #[error("line {line}: no field `{field}`: add it as a string")]
    Missing {
        /// Line, counted from 1.
        line: usize,
        /// Name of the field.
        field: &'static str,
    },
    /// A record without a span that it needs.
    #[error("line {line}: no field `{field}`: add it as [start, end)")]
    MissingSpan {
        /// Line, counted from 1.
        line: usize,
        /// Name of the field.
        field: &'static str,
    },
    /// A field that should be a day and is none.
    #[error("line {line}: field `{field}` is `{found}`, which is no date: write it as 2024-10-28")]
    NoDate {
        /// Line, counted from 1.
        line: usize,
        /// Name of the field.
        field: &'static str,
        /// Its text.
        found: String,
    },
    /// Offsets that are no span of the sentence.
    #[error(
        "line {line}: field `{field}` is [{start}, {end}), but the sentence has {size} characters: give [start, end) with start < end ≤ {size}"
    )]
    NoSpan {
        /// Line, counted from 1.
        line: usize,
        /// Name of the field.
        field: &'static str,
        /// As given.
        start: usize,
        /// As given.
        end: usize,
        /// Code points of the sentence.
        size: usize,
    },
    /// A field of the wrong type.
    #[error("line {line}: field `{field}` is {found}: make it {wanted}")]
    WrongType {
        /// Line, counted from 1.
        line: usize,
        /// Name of the field.
        field: &'static str,
        /// What it is.
        found: &'static str,
        /// What it should be.
        wanted: &'static str,
    },
    /// A text that should be a feed and is none.
    #[error("the input is no feed: give RSS, Atom or JSON Feed")]
    NoFeed,
    /// A text that should be a sitemap and is none.
    #[error("the input is no sitemap: give XML with `urlset`")]
    NoSitemap,
    /// A record of a web archive that is damaged, cut off or too long. Reading goes on behind it.
    #[error("record {record} at byte {offset} was left out: {reason}")]
    Damaged {
        /// Number of the record, counted from 1.
        record: u64,
        /// Where it begins, or the gzip member that it lies in.
        offset: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// A web archive that cannot be read on.
    #[error(
        "record {record} at byte {offset}: the archive cannot be read on ({reason}): see to its disk or connection"
    )]
    Unreadable {
        /// Number of the record, counted from 1.
        record: u64,
        /// Where it begins, or the gzip member that it lies in.
        offset: u64,
        /// What the source says.
        reason: String,
    },
}

/// Whether a character shows nothing: blanks, control characters, zero-width characters, direction marks.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}
