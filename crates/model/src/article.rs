//! What the reader makes of a report: an article with clean text.

use crate::Span;
use jiff::civil::Date;

/// A clean article. Every later span slices `text`.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// What the report calls it, else made from its place in the input.
    pub id: String,
    /// The text, exactly as given for plain text and JSONL; the readable part for HTML.
    pub text: String,
    /// Headline.
    pub title: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// Name of the outlet.
    pub publisher: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// The place in the dateline, as written.
    pub dateline: Option<Span>,
    /// Address.
    pub url: Option<String>,
    /// The blocks of the text in order, without the blanks between them.
    pub paragraphs: Vec<Paragraph>,
}

/// A block of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Where.
    pub span: Span,
    /// What it is.
    pub kind: ParagraphKind,
}

/// What a block of text is in its article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParagraphKind {
    /// The title.
    Headline,
    /// A line with date, place or author and nothing else.
    Header,
    /// Words under a picture, or a picture credit.
    Caption,
    /// A heading between paragraphs.
    Heading,
    /// Running text.
    Body,
    /// Navigation, subscription calls, copyright lines.
    Boilerplate,
}

impl ParagraphKind {
    /// Whether statements are read from it.
    pub fn tells(self) -> bool {
        matches!(self, Self::Headline | Self::Heading | Self::Body)
    }

    /// Whether it is written in the style of headlines.
    pub fn is_heading(self) -> bool {
        matches!(self, Self::Headline | Self::Heading)
    }
}
