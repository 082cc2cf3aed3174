//! Header lines of records and of HTTP messages, and the media types in them.

use super::capture::Media;
use super::record::Fault;
use std::io::{BufRead, Read};

/// Longest header, in bytes; servers allow 8 to 64 KiB.
const LONGEST: u64 = 64 << 10;

/// Lines up to an empty one.
pub(super) struct Header {
    /// The line before the fields.
    pub first: String,
    /// Names and values, in order.
    fields: Vec<(String, String)>,
}

/// Why there is no header.
enum No {
    /// It ends without an empty line.
    Short,
    Long,
    /// The first line is that of something else.
    Other,
}

impl Header {
    /// The header of a record, its first line included.
    pub fn of_record(from: &mut impl BufRead) -> Result<Self, Fault> {
        Self::read(from, "WARC/")?.map_err(|no| {
            let reason = match no {
                No::Short => "the file ends within its header",
                No::Long => "its header is longer than 64 KiB",
                No::Other => "no record begins here",
            };
            Fault::Lost(reason.into())
        })
    }

    /// The header of the HTTP message of so many bytes that a record holds, if it is one, and the bytes that were read.
    pub fn of_http(from: &mut impl BufRead, size: u64) -> Result<(Option<Self>, u64), Fault> {
        let mut message = from.take(size);
        let header = Self::read(&mut message, "HTTP/")?.ok();
        Ok((header, size - message.limit()))
    }

    fn read(from: &mut impl BufRead, begins: &str) -> Result<Result<Self, No>, Fault> {
        let mut header = Self {
            first: String::new(),
            fields: Vec::new(),
        };
        let (mut line, mut size) = (Vec::new(), 0);
        loop {
            line.clear();
            let left = LONGEST - size;
            let read = from.by_ref().take(left).read_until(b'\n', &mut line)? as u64;
            let first = size == 0;
            size += read;
            if first && read >= begins.len() as u64 && !line.starts_with(begins.as_bytes()) {
                return Ok(Err(No::Other));
            }
            if !line.ends_with(b"\n") {
                return Ok(Err(if read == left { No::Long } else { No::Short }));
            }
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end_matches(['\r', '\n']);
            if first {
                header.first = text.to_owned();
            } else if text.is_empty() {
                return Ok(Ok(header));
            } else if text.starts_with([' ', '\t']) {
                // The value goes on.
                if let Some((_, value)) = header.fields.last_mut() {
                    value.push(' ');
                    value.push_str(text.trim());
                }
            } else if let Some((name, value)) = text.split_once(':') {
                let field = (name.trim().to_ascii_lowercase(), value.trim().to_owned());
                header.fields.push(field);
            }
        }
    }

    /// The first value of a field, its name in lower case; empty ones count as absent.
    pub fn get(&self, name: &'static str) -> Option<&str> {
        self.all(name).next()
    }

    /// All values of a field, its name in lower case.
    pub fn all(&self, name: &'static str) -> impl Iterator<Item = &str> {
        let named = self.fields.iter().filter(move |(field, _)| field == name);
        named.map(|(_, value)| value.as_str()).filter(|v| !v.is_empty())
    }

    /// The status of an HTTP response.
    pub fn status(&self) -> Option<u16> {
        let (version, rest) = self.first.split_once(' ')?;
        let number = rest.trim_start().get(..3)?;
        version.starts_with("HTTP/").then(|| number.parse().ok())?
    }
}

/// The media type of a `Content-Type`, if it is one that is read, and its `charset`.
pub(super) fn media_type(content_type: &str) -> Option<(Media, Option<String>)> {
    let mut parts = content_type.split([';', ',']);
    let media = match parts.next()?.trim().to_ascii_lowercase().as_str() {
        "text/html" | "application/xhtml+xml" => Media::Html,
        "text/plain" => Media::Plain,
        _ => return None,
    };
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        let named = name.trim().eq_ignore_ascii_case("charset") && !value.is_empty();
        named.then(|| value.to_owned())
    });
    Some((media, charset))
}
