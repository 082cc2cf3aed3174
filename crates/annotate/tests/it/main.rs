//! Tests of the annotator, in one program.

mod annotator;
mod words;
