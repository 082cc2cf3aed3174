//! Tests of the reader, in one program.

mod articles;
mod feeds;
mod properties;
mod records;
mod warc;
