//! The bytes of an archive as they come, with a way back: where a record is damaged, the next one is looked for from its
//! beginning.

use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, ErrorKind, Read};

/// How far back one can go, in bytes.
const KEPT: usize = 4 << 20;

/// Bytes gone back over, beyond those of the file, before there is no way back: damage of any kind costs linear time.
const REPLAYED: u64 = 64 << 20;

/// Bytes that show whether a record begins.
const START: usize = 1024;

/// Longest chunk that is read at once, in bytes.
const CHUNK: usize = 64 << 10;

/// A reader that can go back to a mark, if that is not too far.
pub(super) struct Raw<R> {
    from: R,
    /// Bytes read of late; `at` of them are consumed, and the mark lies at `mark`.
    kept: Vec<u8>,
    at: usize,
    mark: usize,
    /// Bytes before those kept.
    before: u64,
    /// Bytes gone back over.
    replayed: u64,
    /// Why the source could not be read.
    failed: Option<String>,
}

impl<R: BufRead> Raw<R> {
    pub fn new(from: R) -> Self {
        Self {
            from,
            kept: Vec::new(),
            at: 0,
            mark: 0,
            before: 0,
            replayed: 0,
            failed: None,
        }
    }

    /// Bytes consumed.
    pub fn offset(&self) -> u64 {
        self.before + self.at as u64
    }

    /// Why the source could not be read, if that was so.
    pub fn failed(&self) -> Option<&str> {
        self.failed.as_deref()
    }

    /// Sets the mark here.
    pub fn mark(&mut self) {
        self.mark = self.at;
    }

    /// Goes back to the byte after the mark, or as far as one can.
    pub fn rewind(&mut self) {
        let back = self.at.saturating_sub(self.mark + 1);
        let read = self.before + self.kept.len() as u64;
        if self.replayed < read + REPLAYED {
            self.replayed += back as u64;
            self.at -= back;
        }
    }

    /// The next bytes, fewer than asked for only at the end.
    pub fn peek(&mut self, count: usize) -> io::Result<&[u8]> {
        while self.kept.len() - self.at < count && self.more()? {}
        let end = self.kept.len().min(self.at + count);
        Ok(&self.kept[self.at..end])
    }

    /// Reads on; false at the end.
    fn more(&mut self) -> io::Result<bool> {
        let useless = if self.kept.len() < KEPT {
            self.mark
        } else {
            self.at
        };
        if useless > 0 {
            self.kept.drain(..useless);
            self.before += useless as u64;
            self.at -= useless;
            self.mark = 0;
        }
        let chunk = loop {
            match self.from.fill_buf() {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    self.failed = Some(error.to_string());
                    return Err(error);
                }
                Ok(chunk) => break &chunk[..chunk.len().min(CHUNK)],
            }
        };
        let size = chunk.len();
        self.kept.extend_from_slice(chunk);
        self.from.consume(size);
        Ok(size > 0)
    }

    /// Passes over all up to the next place where a record begins; false where there is none.
    pub fn seek_record(&mut self) -> io::Result<bool> {
        loop {
            let seen = self.peek(START)?;
            if seen.is_empty() {
                return Ok(false);
            }
            let candidate = seen.iter().position(|byte| matches!(byte, b'W' | 0x1F));
            let passed = candidate.unwrap_or(seen.len());
            self.consume(passed);
            if candidate.is_some() {
                if begins_record(self.peek(START)?) {
                    return Ok(true);
                }
                self.consume(1);
            }
        }
    }
}

impl<R: BufRead> Read for Raw<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let size = self.fill_buf()?.read(to)?;
        self.consume(size);
        Ok(size)
    }
}

impl<R: BufRead> BufRead for Raw<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.kept.len() {
            self.more()?;
        }
        Ok(&self.kept[self.at..])
    }

    fn consume(&mut self, size: usize) {
        self.at += size;
    }
}

/// Whether a record begins here, plain or as a member of a gzip file.
pub(crate) fn begins_record(start: &[u8]) -> bool {
    if !is_gzip(start) {
        return is_version(start);
    }
    let start = &start[..start.len().min(START)];
    let mut words = Vec::new();
    // Its end is cut off, so that there is an error as a rule; what came before it counts.
    let _ = GzDecoder::new(start).take(64).read_to_end(&mut words);
    is_version(&words)
}

pub(super) fn is_gzip(start: &[u8]) -> bool {
    start.starts_with(&[0x1F, 0x8B, 8])
}

/// Whether the first line is `WARC/` and a version; a text that speaks of it goes on in that line.
fn is_version(start: &[u8]) -> bool {
    let Some(rest) = start.strip_prefix(b"WARC/") else {
        return false;
    };
    let version = rest.iter().take_while(|b| b.is_ascii_digit() || **b == b'.');
    let version = version.count();
    let end = rest[version..].strip_prefix(b"\r").unwrap_or(&rest[version..]);
    let next = end.strip_prefix(b"\n");
    let named = |next: &[u8]| next.is_empty() || next[0].is_ascii_alphabetic();
    rest.first().is_some_and(u8::is_ascii_digit) && (end.is_empty() || next.is_some_and(named))
}
