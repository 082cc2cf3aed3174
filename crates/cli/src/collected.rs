//! Files of many reports to pieces: the entries of a feed, the pages of a web archive. What feeds and sitemaps name without its text is
//! told of in `told.rs`.

use crate::input::{Form, Piece, explain};
use crate::report::{Origin, Report};
use crate::told;
use sayso::{Capture, Feed, MAX_LIST, Problem, ReadError, Record, Sitemap, Warc};
use std::collections::VecDeque;
use std::io::{BufReader, Read};

/// An open file.
pub type FromFile = BufReader<Box<dyn Read>>;

/// The entries of a feed that have a text, and what was odd about it.
pub struct Entries {
    name: String,
    problems: VecDeque<Report>,
    records: std::vec::IntoIter<Record>,
}

impl Entries {
    /// Reads a feed.
    ///
    /// # Errors
    /// When it cannot be read or is no feed.
    pub fn new(name: String, from: FromFile) -> Result<Self, Report> {
        let (feed, mut problems) = feed(&name, from)?;
        problems.extend(feed.problems);
        Ok(Self {
            problems: warnings(&name, &problems).collect(),
            records: feed.records.into_iter(),
            name,
        })
    }
}

impl Iterator for Entries {
    type Item = Result<Piece, Report>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(report) = self.problems.pop_front() {
            return Some(Err(report));
        }
        let record = self.records.next()?;
        Some(Ok(Piece {
            origin: part(&self.name, format!("entry {}", record.id)),
            bytes: Vec::new(),
            form: Form::Entry(Box::new(record)),
            read: 0,
        }))
    }
}

/// The pages of a web archive, read one after the other.
pub struct Archive {
    name: String,
    warc: Warc<FromFile>,
}

impl Archive {
    /// From its start.
    pub fn new(name: String, from: FromFile) -> Self {
        let warc = Warc::new(from);
        Self { name, warc }
    }
}

impl Iterator for Archive {
    type Item = Result<Piece, Report>;

    fn next(&mut self) -> Option<Self::Item> {
        let capture = self
            .warc
            .find(|found| found.as_ref().map_or(true, Capture::is_page))?
            .map_err(|error| Report::error(&part(&self.name, None), &error));
        Some(capture.map(|capture| {
            let place = format!("record {} at byte {}", capture.record, capture.offset);
            Piece {
                origin: part(&self.name, place),
                bytes: Vec::new(),
                form: Form::Capture(Box::new(capture)),
                read: 0,
            }
        }))
    }
}

/// Reads a feed, with what was odd about its encoding.
///
/// # Errors
/// When it cannot be read or is no feed.
pub fn feed(name: &str, from: impl Read) -> Result<(Feed, Vec<Problem>), Report> {
    list(name, from, sayso::feed)
}

/// Reads a sitemap, with what was odd about its encoding.
///
/// # Errors
/// When it cannot be read or is no sitemap.
pub fn sitemap(name: &str, from: impl Read) -> Result<(Sitemap, Vec<Problem>), Report> {
    list(name, from, sayso::sitemap)
}

/// What to say of a sitemap that comes in too late to tell of pages.
pub fn listing(name: &str, from: impl Read) -> Report {
    match sitemap(name, from) {
        Ok((map, _)) => match map.problems.first() {
            Some(problem) if map.listed.is_empty() => Report::warning(&name, &problem.message),
            _ => Report::warning(&name, &told::without_text(map.listed.len())),
        },
        Err(report) => report,
    }
}

/// Warnings of problems of a file.
pub fn warnings(name: &str, problems: &[Problem]) -> impl Iterator<Item = Report> {
    let origin = part(name, None);
    problems
        .iter()
        .map(move |problem| Report::warning(&origin, &problem.message))
}

fn list<T>(
    name: &str,
    from: impl Read,
    parse: impl Fn(&str) -> Result<T, ReadError>,
) -> Result<(T, Vec<Problem>), Report> {
    let origin = part(name, None);
    let mut bytes = Vec::new();
    from.take(MAX_LIST as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Report::error(&origin, &explain(&error)))?;
    if bytes.len() > MAX_LIST {
        let why = format!("longer than {} MiB: split it", MAX_LIST >> 20);
        return Err(Report::error(&origin, &why));
    }
    let wrong = |error| Report::error(&origin, &error);
    let (text, problems) = sayso::decode(&bytes, None).map_err(wrong)?;
    Ok((parse(&text).map_err(wrong)?, problems))
}

fn part(name: &str, part: impl Into<Option<String>>) -> Origin {
    Origin {
        file: name.to_owned(),
        line: None,
        part: part.into(),
    }
}
