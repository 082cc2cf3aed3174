//! One record, from its first line to the line ends behind it.

use super::body::decoded;
use super::capture::{Capture, MAX_CAPTURE};
use super::header::{Header, media_type};
use crate::{Problem, dates};
use std::io::{self, BufRead, Read};

pub(super) const TOO_LONG: &str = "its page is longer than 32 MiB";
const SHORT: &str = "it ends before its Content-Length says";

/// Bytes set aside for a page before it is read.
const EXPECTED: u64 = 1 << 20;

/// Why a record gives no page.
pub(super) enum Fault {
    /// All of it was read.
    Told(String),
    /// Where it ends is not known.
    Lost(String),
    /// The source or the gzip member cannot be read on.
    Io(io::Error),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Reads a record to its end; its page, if it is one that is read.
pub(super) fn read_record(from: &mut impl BufRead) -> Result<Option<Capture>, Fault> {
    let header = Header::of_record(from)?;
    if header.all("warc-type").count() > 1 || header.all("content-length").count() > 1 {
        return Err(Fault::Lost("its header runs into that of another record".into()));
    }
    let size = header.get("content-length").and_then(|size| size.parse().ok());
    let mut left: u64 =
        size.ok_or_else(|| Fault::Lost("it has no Content-Length that is a number".into()))?;
    let content_type = header
        .get("content-type")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let kind = header.get("warc-type").unwrap_or_default().to_ascii_lowercase();
    let mut http = None;
    let media = match kind.as_str() {
        "response" if content_type.is_empty() || content_type.starts_with("application/http") => {
            let (found, used) = Header::of_http(from, left)?;
            left -= used;
            http = found.filter(|http| http.status() == Some(200));
            let told = http.as_ref().and_then(|http| {
                http.get("content-type")
                    .or(header.get("warc-identified-payload-type"))
            });
            told.and_then(media_type)
        }
        "resource" | "conversion" => media_type(&content_type),
        _ => None,
    };
    let Some((media, charset)) = media else {
        skip(from, left)?;
        end(from)?;
        return Ok(None);
    };
    if left > MAX_CAPTURE as u64 {
        skip(from, left)?;
        end(from)?;
        return Err(Fault::Told(TOO_LONG.into()));
    }
    let mut bytes = Vec::with_capacity(left.min(EXPECTED) as usize);
    if (from.by_ref().take(left).read_to_end(&mut bytes)? as u64) < left {
        return Err(Fault::Lost(SHORT.into()));
    }
    end(from)?;
    let uri = header.get("warc-target-uri").unwrap_or_default();
    // Some tools write it as the examples of WARC 1.0 show it.
    let uri = uri.trim_matches(['<', '>', ' ']).to_owned();
    if uri.is_empty() {
        return Err(Fault::Told("it has no WARC-Target-URI".into()));
    }
    let (bytes, mut problems) = match &http {
        Some(http) => decoded(http, bytes)?,
        None => (bytes, Vec::new()),
    };
    if let Some(why) = header.get("warc-truncated") {
        problems.push(Problem::new(format!("the crawler cut the page short ({why})")));
    }
    if header.get("warc-segment-number").is_some() {
        problems.push(Problem::new(
            "the page goes on in other records, which are not read",
        ));
    }
    Ok(Some(Capture {
        record: 0,
        offset: 0,
        uri,
        found: header.get("warc-date").and_then(dates::parse),
        media,
        charset,
        bytes,
        problems,
    }))
}

fn skip(from: &mut impl BufRead, size: u64) -> Result<(), Fault> {
    let skipped = io::copy(&mut from.take(size), &mut io::sink())?;
    if skipped < size {
        return Err(Fault::Lost(SHORT.into()));
    }
    Ok(())
}

/// Passes over the line ends behind a record. At the end of a gzip member this compares the checksum too.
fn end(from: &mut impl BufRead) -> Result<(), Fault> {
    match skip_line_ends(from)? {
        // Some writers leave out the two line ends.
        (0 | 1, Some(next)) if !matches!(next, b'W' | 0x1F) => Err(Fault::Lost(
            "it does not end where its Content-Length says".into(),
        )),
        _ => Ok(()),
    }
}

/// Passes over line ends; gives their number and the byte behind them.
pub(super) fn skip_line_ends(from: &mut impl BufRead) -> io::Result<(usize, Option<u8>)> {
    let mut count = 0;
    loop {
        let ahead = from.fill_buf()?;
        let blank = ahead.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        count += ahead[..blank].iter().filter(|b| **b == b'\n').count();
        let (next, ended) = (ahead.get(blank).copied(), ahead.is_empty());
        from.consume(blank);
        if next.is_some() || ended {
            return Ok((count, next));
        }
    }
}

/// Passes over lines up to one that may be the first of a record.
pub(super) fn skip_to_version(from: &mut impl BufRead) -> io::Result<()> {
    loop {
        if from.skip_until(b'\n')? == 0 {
            return Ok(());
        }
        let ahead = from.fill_buf()?;
        let version = b"WARC/";
        if ahead.starts_with(&version[..version.len().min(ahead.len())]) {
            return Ok(());
        }
    }
}
