//! Web archives (WARC 1.0 and 1.1, ISO 28500), plain or gzip with one member a record, one record after the other.

mod body;
mod capture;
mod header;
mod raw;
mod record;

pub use capture::{Capture, MAX_CAPTURE, Media};
pub(crate) use raw::begins_record;

use crate::ReadError;
use flate2::bufread::GzDecoder;
use raw::{Raw, is_gzip};
use record::{Fault, read_record, skip_line_ends, skip_to_version};
use std::io::{self, BufRead, BufReader};
use std::iter::FusedIterator;

/// The pages and texts of a web archive, in order: `response` records with HTTP status 200, `resource` and `conversion`
/// records, each of HTML or plain text. All other records are passed over. The file is not held in memory.
///
/// A record that is damaged, cut off or too long becomes an error with its number and place, and the next one is looked for:
/// at the end of its gzip member or of its `Content-Length` if these can be believed, else at the next thing that begins as
/// a record does. Only when the source itself cannot be read is there nothing more.
///
/// ```
/// let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>A ferry sank.";
/// let record = format!(
///     "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/ferry\r\n\
///      WARC-Date: 2024-10-28T09:15:00Z\r\nContent-Type: application/http;msgtype=response\r\n\
///      Content-Length: {}\r\n\r\n{page}\r\n\r\n",
///     page.len(),
/// );
/// for capture in sayso_reader::Warc::new(record.as_bytes()) {
///     let capture = capture?;
///     assert_eq!(capture.uri, "https://example.org/ferry");
///     assert_eq!(capture.charset.as_deref(), Some("utf-8"));
///     assert_eq!(capture.article("1", &Default::default())?.0.text, "A ferry sank.");
/// }
/// # Ok::<(), sayso_reader::ReadError>(())
/// ```
pub struct Warc<R> {
    source: Source<R>,
    /// Records begun.
    record: u64,
    /// Where the present one began.
    offset: u64,
}

/// Where the next record comes from.
enum Source<R> {
    Plain(Raw<R>),
    /// A member of a gzip file.
    Member(Box<BufReader<GzDecoder<Raw<R>>>>),
    Ended,
}

impl<R: BufRead> Warc<R> {
    /// Reads from the start of an archive.
    pub fn new(from: R) -> Self {
        Self {
            source: Source::Plain(Raw::new(from)),
            record: 0,
            offset: 0,
        }
    }

    /// The next record that is read; none at the end.
    fn read(&mut self) -> Result<Option<Capture>, Fault> {
        while self.begin()? {
            let found = match &mut self.source {
                Source::Plain(raw) => read_record(raw)?,
                Source::Member(member) => read_record(member)?,
                Source::Ended => None,
            };
            if let Some(mut capture) = found {
                (capture.record, capture.offset) = (self.record, self.offset);
                return Ok(Some(capture));
            }
        }
        Ok(None)
    }

    /// Goes to where a record begins, and counts it; false at the end.
    fn begin(&mut self) -> Result<bool, Fault> {
        loop {
            match std::mem::replace(&mut self.source, Source::Ended) {
                Source::Ended => return Ok(false),
                Source::Member(mut member) => {
                    let ended = skip_line_ends(&mut member).map(|(_, next)| next.is_none());
                    if let Ok(true) = ended {
                        self.source = Source::Plain(member.into_inner().into_inner());
                        continue;
                    }
                    self.source = Source::Member(member);
                    self.record += 1;
                    return ended.map(|_| true).map_err(Fault::Io);
                }
                Source::Plain(mut raw) => {
                    let skipped = skip_line_ends(&mut raw);
                    self.offset = raw.offset();
                    raw.mark();
                    let gzip =
                        skipped.and_then(|(_, next)| Ok(next.is_some().then_some(is_gzip(raw.peek(3)?))));
                    match gzip {
                        Ok(None) => return Ok(false),
                        Ok(Some(true)) => {
                            self.source = Source::Member(Box::new(BufReader::new(GzDecoder::new(raw))));
                        }
                        plain => {
                            self.source = Source::Plain(raw);
                            self.record += 1;
                            return plain.map(|_| true).map_err(Fault::Io);
                        }
                    }
                }
            }
        }
    }

    /// What to say of a fault; the source is then at a place from where it can be read on.
    fn recover(&mut self, fault: Fault) -> ReadError {
        let (record, offset) = (self.record, self.offset);
        let left_out = |reason| ReadError::Damaged {
            record,
            offset,
            reason,
        };
        let damage = match fault {
            Fault::Told(reason) => return left_out(reason),
            Fault::Lost(reason) => {
                // The next record may still follow in the member.
                if let Source::Member(member) = &mut self.source
                    && skip_to_version(member).is_ok()
                {
                    return left_out(anew(&reason));
                }
                reason
            }
            Fault::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                "the file ends within it".to_owned()
            }
            Fault::Io(error) => format!("its gzip data are damaged ({error})"),
        };
        if let Some(mut raw) = std::mem::replace(&mut self.source, Source::Ended).into_raw() {
            if let Some(reason) = raw.failed() {
                let reason = reason.to_owned();
                return ReadError::Unreadable {
                    record,
                    offset,
                    reason,
                };
            }
            raw.rewind();
            // A source that fails here is told of by the next call.
            if !matches!(raw.seek_record(), Ok(false)) {
                self.source = Source::Plain(raw);
            }
        }
        left_out(anew(&damage))
    }
}

fn anew(damage: &str) -> String {
    format!("{damage}: get the archive anew if it matters")
}

impl<R: BufRead> Source<R> {
    fn into_raw(self) -> Option<Raw<R>> {
        match self {
            Self::Plain(raw) => Some(raw),
            Self::Member(member) => Some(member.into_inner().into_inner()),
            Self::Ended => None,
        }
    }
}

impl<R: BufRead> Iterator for Warc<R> {
    type Item = Result<Capture, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.read() {
            Ok(found) => found.map(Ok),
            Err(fault) => Some(Err(self.recover(fault))),
        }
    }
}

impl<R: BufRead> FusedIterator for Warc<R> {}
