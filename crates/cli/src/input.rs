//! Files to pieces of work: an article, a line of JSONL, a document of CoNLL-U, an entry of a feed, a page of a web archive. Files of
//! many articles are read as they are needed, so that their size does not matter.

use crate::args::{Inputs, Kind};
use crate::collected::{Archive, Entries, FromFile, listing};
use crate::report::{Origin, Report};
use crate::told::Told;
pub use sayso::MAX_TEXT;
use sayso::{Capture, Collection, ReadError, Record};
use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// The longest page, line or CoNLL-U document, in bytes with its markup.
pub const MAX_PIECE: usize = 32 << 20;

/// How much of a file is looked at to see what it holds, in bytes.
pub const START: usize = 1 << 16;

/// An article, not yet read.
pub struct Piece {
    /// Where it stands.
    pub origin: Origin,
    /// Its bytes; none where its form has been read already.
    pub bytes: Vec<u8>,
    /// What they are.
    pub form: Form,
    /// Bytes that were read of the inputs for it.
    pub read: u64,
}

impl Piece {
    /// About how many bytes it holds.
    pub fn size(&self) -> usize {
        let held = match &self.form {
            Form::Entry(record) => record.text.len() + record.html.as_ref().map_or(0, String::len),
            Form::Capture(capture) => capture.bytes.len(),
            _ => 0,
        };
        self.bytes.len() + held
    }
}

/// What the bytes of a piece are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// Plain text or a page.
    Text {
        /// Whether the file's name says that it is a page.
        html: bool,
    },
    /// A line of JSONL.
    Line,
    /// A document of CoNLL-U.
    Conllu {
        /// Its number in the file, from 0.
        number: usize,
    },
    /// An entry of a feed.
    Entry(Box<Record>),
    /// A page of a web archive.
    Capture(Box<Capture>),
}

/// The pieces of all inputs in order, and why some could not be had.
pub struct Pieces {
    kind: Option<Kind>,
    /// In reverse order; `None` is standard input.
    waiting: Vec<Option<PathBuf>>,
    open: Option<Opened>,
    /// Bytes read since the last piece.
    read: Rc<Cell<u64>>,
}

enum Opened {
    File(Open),
    Feed(Entries),
    Archive(Archive),
}

struct Open {
    name: String,
    kind: Kind,
    html: bool,
    from: FromFile,
    /// Lines read.
    line: usize,
    /// Documents of CoNLL-U begun, and the lines of the next that were read too far.
    documents: usize,
    ahead: Vec<u8>,
}

impl Pieces {
    /// Of the inputs of a command, but for the sitemaps that have been read.
    pub fn new(inputs: &Inputs, told: &Told) -> Self {
        let mut pieces = Self::of(&inputs.files, inputs.input);
        pieces
            .waiting
            .retain(|path| path.as_ref().is_none_or(|path| !told.is_sitemap(path)));
        pieces
    }

    /// The lines of files of JSONL.
    pub fn lines(files: &[PathBuf]) -> Self {
        Self::of(files, Some(Kind::Jsonl))
    }

    fn of(files: &[PathBuf], kind: Option<Kind>) -> Self {
        let named = |path: &PathBuf| Some(path.clone()).filter(|p| p.as_os_str() != "-");
        let mut waiting: Vec<_> = files.iter().map(named).rev().collect();
        if waiting.is_empty() {
            waiting.push(None);
        }
        Self {
            kind,
            waiting,
            open: None,
            read: Rc::default(),
        }
    }

    /// Bytes of all inputs, where each is a file.
    pub fn total(&self) -> Option<u64> {
        let size = |path: &Option<PathBuf>| {
            path.as_ref()?
                .metadata()
                .ok()
                .filter(|m| m.is_file())
                .map(|m| m.len())
        };
        self.waiting.iter().map(size).sum()
    }
}

impl Iterator for Pieces {
    type Item = Result<Piece, Report>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(open) = &mut self.open else {
                match Opened::new(self.waiting.pop()?, self.kind, &self.read) {
                    Ok(open) => self.open = Some(open),
                    Err(report) => return Some(Err(report)),
                }
                continue;
            };
            let (next, ended) = match open {
                Opened::File(open) => open.next(),
                Opened::Feed(entries) => (entries.next(), false),
                Opened::Archive(archive) => (archive.next(), false),
            };
            if ended || next.is_none() {
                self.open = None;
            }
            if let Some(next) = next {
                let read = |piece| Piece {
                    read: self.read.take(),
                    ..piece
                };
                return Some(next.map(read));
            }
        }
    }
}

/// Counts what is read.
struct Counted {
    from: Box<dyn Read>,
    count: Rc<Cell<u64>>,
}

impl Read for Counted {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let size = self.from.read(to)?;
        self.count.set(self.count.get() + size as u64);
        Ok(size)
    }
}

impl Opened {
    fn new(path: Option<PathBuf>, kind: Option<Kind>, count: &Rc<Cell<u64>>) -> Result<Self, Report> {
        let name = path
            .as_deref()
            .map_or("standard input".into(), |p| p.to_string_lossy().into_owned());
        let failed = |error: io::Error| Report::error(&name, &explain(&error));
        let from: Box<dyn Read> = match &path {
            None => Box::new(io::stdin()),
            Some(path) if path.is_dir() => return Err(failed(io::ErrorKind::IsADirectory.into())),
            Some(path) => Box::new(File::open(path).map_err(failed)?),
        };
        let count = count.clone();
        let from: Box<dyn Read> = Box::new(Counted { from, count });
        let mut from = BufReader::with_capacity(START, from);
        let start = from.fill_buf().map_err(failed)?;
        let (kind, html) = kind_of(path.as_deref().unwrap_or(Path::new("")), start, kind);
        match kind {
            Kind::Text => {}
            Kind::Jsonl | Kind::Conllu => lines(start).map_err(|why| Report::error(&name, &why))?,
            Kind::Feed => return Ok(Self::Feed(Entries::new(name, from)?)),
            Kind::Warc => return Ok(Self::Archive(Archive::new(name, from))),
            // Those of files are read before all else.
            Kind::Sitemap => return Err(listing(&name, from)),
        }
        Ok(Self::File(Open {
            name,
            kind,
            html,
            from,
            line: 0,
            documents: 0,
            ahead: Vec::new(),
        }))
    }
}

impl Open {
    /// The next piece, and whether there can be no other.
    fn next(&mut self) -> (Option<Result<Piece, Report>>, bool) {
        let next = match self.kind {
            Kind::Jsonl => self.line(),
            Kind::Conllu => self.document(),
            _ => self.whole(),
        };
        // What cannot be read on is given up, the next file is not.
        match next {
            Ok(next) => (next, !matches!(self.kind, Kind::Jsonl | Kind::Conllu)),
            Err(error) => (Some(Err(self.failed(&error))), true),
        }
    }

    fn origin(&self, line: Option<usize>) -> Origin {
        Origin {
            file: self.name.clone(),
            line,
            part: None,
        }
    }

    fn failed(&self, error: &io::Error) -> Report {
        Report::error(
            &self.origin((self.line > 0).then_some(self.line + 1)),
            &explain(error),
        )
    }

    fn whole(&mut self) -> io::Result<Option<Result<Piece, Report>>> {
        let mut bytes = Vec::new();
        self.from
            .by_ref()
            .take(MAX_PIECE as u64 + 1)
            .read_to_end(&mut bytes)?;
        let origin = self.origin(None);
        if bytes.len() > MAX_PIECE {
            return Ok(Some(Err(too_long(&origin))));
        }
        Ok(Some(Ok(Piece {
            origin,
            bytes,
            form: Form::Text { html: self.html },
            read: 0,
        })))
    }

    fn line(&mut self) -> io::Result<Option<Result<Piece, Report>>> {
        let mut bytes = Vec::new();
        while self.next_line(&mut bytes)? {
            let origin = self.origin(Some(self.line));
            if bytes.len() > MAX_PIECE {
                return Ok(Some(Err(too_long(&origin))));
            }
            if !bytes.trim_ascii().is_empty() {
                return Ok(Some(Ok(Piece {
                    origin,
                    bytes,
                    form: Form::Line,
                    read: 0,
                })));
            }
            bytes.clear();
        }
        Ok(None)
    }

    /// The lines up to the next sentence with `# newdoc` among its comments; line ends stay, so that lines can be counted.
    fn document(&mut self) -> io::Result<Option<Result<Piece, Report>>> {
        let first = self.line + 1 - self.ahead.iter().filter(|b| **b == b'\n').count();
        let mut bytes = std::mem::take(&mut self.ahead);
        // Where the comments of the present sentence begin, and whether words came before.
        let (mut sentence, mut comments, mut words, mut long) = (0, bytes.is_empty(), false, false);
        loop {
            let start = bytes.len();
            if !self.next_line(&mut bytes)? {
                break;
            }
            let line = &bytes[start..];
            if line.trim_ascii().is_empty() {
                (sentence, comments) = (bytes.len(), true);
            } else if !line.starts_with(b"#") {
                (comments, words) = (false, true);
            } else if comments && words && is_newdoc(line) {
                self.ahead = bytes.split_off(sentence);
                break;
            }
            if bytes.len() > MAX_PIECE {
                // The last sentence may be the first of the next document.
                long = true;
                let sentence_lines = bytes.split_off(sentence);
                bytes = if sentence_lines.len() > MAX_PIECE {
                    Vec::new()
                } else {
                    sentence_lines
                };
                sentence = 0;
            }
        }
        if bytes.is_empty() && !long {
            return Ok(None);
        }
        let origin = self.origin(Some(first));
        self.documents += 1;
        if long {
            return Ok(Some(Err(too_long(&origin))));
        }
        Ok(Some(Ok(Piece {
            origin,
            bytes,
            form: Form::Conllu {
                number: self.documents - 1,
            },
            read: 0,
        })))
    }

    /// Appends a line; of one that is too long only so much that this shows. False at the end.
    fn next_line(&mut self, to: &mut Vec<u8>) -> io::Result<bool> {
        let start = to.len();
        let size = self
            .from
            .by_ref()
            .take(MAX_PIECE as u64 + 1)
            .read_until(b'\n', to)?;
        if size == 0 {
            return Ok(false);
        }
        self.line += 1;
        if to.len() - start > MAX_PIECE {
            self.from.skip_until(b'\n')?;
        }
        Ok(true)
    }
}

/// What a file holds that begins so, and whether its name says that it is a page.
pub fn kind_of(path: &Path, start: &[u8], wanted: Option<Kind>) -> (Kind, bool) {
    let (by_name, html) = ending(path);
    let of_many = |collection| match collection {
        Collection::Feed => Kind::Feed,
        Collection::Sitemap => Kind::Sitemap,
        Collection::Warc => Kind::Warc,
    };
    let by_start = || {
        let name = || Collection::of_name(&path.to_string_lossy());
        match Collection::of_start(start).or_else(name) {
            Some(collection) => of_many(collection),
            None if is_object(start) => Kind::Jsonl,
            None => Kind::Text,
        }
    };
    (wanted.or(by_name).unwrap_or_else(by_start), html)
}

/// What the ending of a name tells: the kind, and whether it is a page.
pub fn ending(path: &Path) -> (Option<Kind>, bool) {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("jsonl" | "ndjson" | "jsonlines") => (Some(Kind::Jsonl), false),
        Some("conllu") => (Some(Kind::Conllu), false),
        Some("html" | "htm" | "xhtml") => (Some(Kind::Text), true),
        _ => (None, false),
    }
}

/// Whether it begins like an object of JSON, as no article does.
fn is_object(start: &[u8]) -> bool {
    let start = start
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(start)
        .trim_ascii_start();
    start
        .strip_prefix(b"{")
        .is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\""))
}

fn is_newdoc(comment: &[u8]) -> bool {
    let words = comment[1..].trim_ascii_start();
    words
        .strip_prefix(b"newdoc")
        .is_some_and(|rest| !rest.first().is_some_and(u8::is_ascii_alphanumeric))
}

/// Whether something that begins so can hold lines of UTF-8.
fn lines(start: &[u8]) -> Result<(), String> {
    if start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF") {
        return Err("the encoding is UTF-16: convert the file to UTF-8".into());
    }
    match sayso::decode(start, None) {
        Err(error @ (ReadError::Packed(_) | ReadError::Document(_) | ReadError::Binary { .. })) => {
            Err(error.to_string())
        }
        _ => Ok(()),
    }
}

fn too_long(origin: &Origin) -> Report {
    Report::error(origin, &format!("longer than {} MiB: split it", MAX_PIECE >> 20))
}

/// Why a file cannot be read, for people.
pub fn explain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".into(),
        io::ErrorKind::IsADirectory => "is a folder: name the files in it".into(),
        io::ErrorKind::PermissionDenied => "may not be read: permission denied".into(),
        _ => format!("cannot be read: {error}"),
    }
}
