//! The nouns of sayso: spans, articles, words, ontology codes, statements. Everything else stands on this crate, and it
//! knows nothing of the rest.
//!
//! Offsets are bytes of the article's text; they become code points only where records leave the program.

pub mod article;
pub mod currency;
pub mod geo;
pub mod given_names;
pub mod ontology;
pub mod span;
pub mod statement;
pub mod time;
pub mod words;

pub use article::{Article, Paragraph, ParagraphKind};
pub use given_names::Sex;
pub use ontology::{EventType, Ontology, Quad};
pub use span::{CodePoints, Span};
pub use time::{Interval, Timex, TimexType};
pub use words::{
    Annotated, Fragment, Happening, Name, Parties, Phrase, Quantity, Quote, Role, Sentence, Sides, Token,
    TokenIx, Toll,
};
