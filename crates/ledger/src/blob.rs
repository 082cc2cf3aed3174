//! Texts and records as they lie in the file: deflated.

use crate::Error;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::de::DeserializeOwned;
use std::io::{Read, Write};

/// Packs bytes.
pub fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::new(6));
    // A vector takes all that is written to it.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// Unpacks text; `what` and its document are named where it is damaged.
pub fn unpack(packed: &[u8], what: &str, document: i64) -> Result<String, Error> {
    let mut text = String::new();
    let done = DeflateDecoder::new(packed).read_to_string(&mut text);
    done.map_err(|e| Error::Damaged(format!("{what} of document {document}: {e}")))?;
    Ok(text)
}

/// Unpacks lines of JSON.
pub fn unpack_lines<T: DeserializeOwned>(packed: &[u8], what: &str, document: i64) -> Result<Vec<T>, Error> {
    let text = unpack(packed, what, document)?;
    let parse = |line: &str| {
        serde_json::from_str(line).map_err(|e| Error::Damaged(format!("{what} of document {document}: {e}")))
    };
    text.lines().map(parse).collect()
}
