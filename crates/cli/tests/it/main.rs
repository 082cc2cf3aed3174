//! Tests of the program, run as a user runs it, in one program.

mod annotate;
mod bad_input;
mod collections;
mod common;
mod explain;
mod import;
mod ledger;
mod read;
mod relate;
mod resolve;
