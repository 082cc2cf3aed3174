//! From [`sayso_model::Article`] to [`sayso_model::Annotated`]: one small neural network reads the words and tells
//! sentences, parts of speech, lemmas, syntax, names, and the sources, cues and contents of what is said; a second tells which
//! words tell of events, and what a marked source does to a marked target.
//!
//! Each is a BERT encoder of six layers in eight bits with several heads. Everything that they need is in the
//! program; `training/` makes their weights.

mod annotate;
mod attention;
pub mod coreference;
mod encoder;
mod events;
mod heads;
mod lemma;
pub mod lexical;
mod linear;
mod math;
#[cfg(test)]
mod parity;
mod parse;
mod pieces;
mod sentences;
mod spans;
mod weights;
mod windows;
mod words;

pub use annotate::{Annotator, GivenWord};
pub use events::{Marked, Relation};
pub use weights::WeightsError;
pub use words::Splitter;
