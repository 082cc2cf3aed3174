//! From [`sayso_model::Article`] to [`sayso_model::Annotated`]: one small neural network reads the words and tells
//! sentences, parts of speech, lemmas, syntax, names, and the sources, cues and contents of what is said; further layers over its
//! lower ones tell which words tell of events; small networks read what these layers make of words and tell what befell those that a number counts, which
//! words make somebody a source, and who takes part in an event; a second encoder tells what a marked source does to a marked target.
//!
//! These are BERT encoders in eight bits with several heads. Everything that they need is in the
//! program; `training/` makes their weights, and `cargo xtask generate` those of the small networks.

mod annotate;
mod attention;
pub mod coreference;
mod cues;
mod encoder;
mod events;
mod happened;
mod heads;
mod lemma;
pub mod lexical;
mod linear;
mod math;
mod pairs;
#[cfg(test)]
mod parity;
mod parse;
mod parties;
mod perceptron;
mod pieces;
mod relations;
mod sentences;
mod sides;
mod spans;
mod tolls;
mod weights;
mod windows;
mod words;

pub use annotate::{Annotator, GivenWord, Seen};
pub use happened::SURELY;
pub use pairs::SIGNS;
pub use parties::{BEFALLS, DOES, PARTY_SIGNS, ROLES};
pub use relations::{Marked, Relater, Relation};
pub use sides::{CLASSES, CONTENT, SOURCE, WHOM};
pub use weights::WeightsError;
pub use words::Splitter;
