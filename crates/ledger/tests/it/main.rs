//! Tests of the ledger, in one program.

mod common;
mod exports;
mod incremental;
mod old_files;
mod origins;
mod query;
mod store;
