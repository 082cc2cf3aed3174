//! Bodies of HTTP responses as the server meant them: without chunks and compression.

use super::capture::MAX_CAPTURE;
use super::header::Header;
use super::record::{Fault, TOO_LONG};
use crate::Problem;
use brotli_decompressor::Decompressor;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::Read;

/// Most codings on top of each other; there is one as a rule.
const CODINGS: usize = 4;

/// Bytes at the beginning that tell whether something is a text.
const HEAD: usize = 256;

/// A body, and what was odd about it. Crawlers often undo the codings and leave the header as it was.
pub(super) fn decoded(header: &Header, mut body: Vec<u8>) -> Result<(Vec<u8>, Vec<Problem>), Fault> {
    let mut problems = Vec::new();
    let named = |field| -> Vec<String> {
        let names = header.all(field).flat_map(|value| value.split(','));
        names.map(|name| name.trim().to_ascii_lowercase()).collect()
    };
    if named("transfer-encoding").iter().any(|name| name == "chunked")
        && let Some((joined, whole)) = joined(&body)
    {
        body = joined;
        if !whole {
            problems.push(Problem::new("the last chunk of the page is missing"));
        }
    }
    let mut codings: Vec<String> = named("transfer-encoding");
    codings.retain(|name| name != "chunked");
    codings.splice(0..0, named("content-encoding"));
    codings.retain(|name| !matches!(name.as_str(), "" | "identity" | "none"));
    if codings.len() > CODINGS {
        let many = format!("its page is compressed {} times", codings.len());
        return Err(Fault::Told(many));
    }
    for coding in codings.iter().rev() {
        let (unpacked, damage) = unpacked(coding, &body)?;
        if unpacked.len() > MAX_CAPTURE {
            return Err(Fault::Told(TOO_LONG.into()));
        }
        match damage {
            None => body = unpacked,
            Some(_) if is_text(&body) => {}
            Some(_) if !unpacked.is_empty() => {
                let size = unpacked.len();
                let message = format!("the page's {coding} data are damaged: read up to byte {size}");
                problems.push(Problem::new(message));
                body = unpacked;
            }
            Some(reason) => {
                let reason = format!("its page's {coding} data cannot be unpacked ({reason})");
                return Err(Fault::Told(reason));
            }
        }
    }
    Ok((body, problems))
}

/// What was compressed, as far as it can be had, and why there is no more.
fn unpacked(coding: &str, body: &[u8]) -> Result<(Vec<u8>, Option<String>), Fault> {
    let zlib = |body: &[u8]| matches!(body, [a, b, ..] if a & 15 == 8 && (u16::from(*a) << 8 | u16::from(*b)) % 31 == 0);
    let from: Box<dyn Read + '_> = match coding {
        _ if body.is_empty() => return Ok((Vec::new(), None)),
        "gzip" | "x-gzip" => Box::new(MultiGzDecoder::new(body)),
        // By the standard it is zlib's form; servers send the bare one too.
        "deflate" if zlib(body) => Box::new(ZlibDecoder::new(body)),
        "deflate" => Box::new(DeflateDecoder::new(body)),
        "br" => Box::new(Decompressor::new(body, 4096)),
        _ if is_text(body) => return Ok((body.to_vec(), None)),
        _ => {
            let reason = format!("its page is compressed as `{coding}`: only gzip, deflate and br are read");
            return Err(Fault::Told(reason));
        }
    };
    let mut unpacked = Vec::new();
    let read = from.take(MAX_CAPTURE as u64 + 1).read_to_end(&mut unpacked);
    Ok((unpacked, read.err().map(|error| error.to_string())))
}

/// Whether bytes begin as text does, in any encoding but UTF-16.
fn is_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    let is_control = |b: &u8| matches!(b, 0..=8 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    !head.iter().any(is_control)
}

/// The chunks of a body, and whether they are all there; none where it has no chunks.
fn joined(body: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut joined = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let first = rest.len() == body.len();
        let Some((size, after)) = chunk_size(rest) else {
            return (!first).then_some((joined, false));
        };
        if size == 0 {
            return Some((joined, true));
        }
        let Some((chunk, after)) = after.split_at_checked(size) else {
            joined.extend_from_slice(after);
            return Some((joined, false));
        };
        let ends = after.is_empty() || after.starts_with(b"\n") || after.starts_with(b"\r\n");
        if first && !ends {
            return None;
        }
        joined.extend_from_slice(chunk);
        rest = after
            .strip_prefix(b"\r\n")
            .or(after.strip_prefix(b"\n"))
            .unwrap_or(after);
    }
}

/// The size in the line before a chunk, and what stands behind that line.
fn chunk_size(rest: &[u8]) -> Option<(usize, &[u8])> {
    let end = rest.iter().take(HEAD).position(|b| *b == b'\n')?;
    let line = std::str::from_utf8(&rest[..end]).ok()?;
    let digits = line.split(';').next()?.trim();
    let size = usize::from_str_radix(digits, 16).ok()?;
    (!digits.starts_with('+')).then_some((size, &rest[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, expected: Option<(&str, bool)>) {
        let found = joined(body.as_bytes());
        let found = found
            .as_ref()
            .map(|(b, whole)| (std::str::from_utf8(b).unwrap(), *whole));
        assert_eq!(found, expected, "{body:?}");
    }

    #[test]
    fn chunks() {
        check("3\r\nA f\r\n4;x=y\r\nerry\r\n0\r\n\r\n", Some(("A ferry", true)));
        check("3\nA f\n4\nerry\n0\n\n", Some(("A ferry", true)));
        check("3\r\nA f\r\n4\r\ner", Some(("A fer", false)));
        check("3\r\nA f\r\n", Some(("A f", false)));
        check("3\r\nA f", Some(("A f", false)));
        check("FFFFFFFFFFFFFFFF\r\nA f", Some(("A f", false)));
        check("0\r\n\r\n", Some(("", true)));
        check("", None);
        check("<p>A ferry", None);
        check("12\r\nsank off Lesser Island.", None);
        check("+3\r\nA f\r\n0\r\n", None);
    }
}
