//! A small ledger of sample reports, so that everything can be looked at without reports of one's own.

use crate::Error;
use crate::listen::readers;
use sayso::ledger::{self, Ledger};
use sayso::record::Id;
use sayso::{Article, Given, Record, Sayso};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A ledger in a folder of its own, which goes with it.
pub struct Demo {
    folder: PathBuf,
    sayso: Arc<Sayso>,
}

const TEXTS: [(&str, &str); 3] = [
    ("border.txt", include_str!("../../../examples/border.txt")),
    ("exchange.txt", include_str!("../../../examples/exchange.txt")),
    ("protest.txt", include_str!("../../../examples/protest.txt")),
];
const PAGES: [(&str, &str); 1] = [("harbour.html", include_str!("../../../examples/harbour.html"))];
const LINES: [(&str, &str); 2] = [
    ("reports.jsonl", include_str!("../../../examples/reports.jsonl")),
    ("demo.jsonl", include_str!("../../../examples/demo.jsonl")),
];

impl Demo {
    /// Reads the samples into a new ledger in a temporary folder.
    ///
    /// # Errors
    /// When the folder or the ledger cannot be written.
    pub fn make() -> Result<Self, Error> {
        let folder = folder()?;
        let threads = std::thread::available_parallelism().map_or(2, usize::from);
        let pool = readers(threads)?;
        let mut sayso = pool.install(Sayso::embedded)?;
        let usual = sayso.extractor().least;
        // As `sayso ingest` reads.
        sayso.set_least(ledger::link::LEAST);
        let articles = articles();
        let names: Vec<String> = articles.iter().map(|(name, _)| name.clone()).collect();
        let read = pool.install(|| sayso.read(articles.into_iter().map(|(_, article)| article).collect()));
        let mut to = Ledger::create(&folder.join("demo.db"))?;
        for (name, document) in names.into_iter().zip(&read) {
            to.add(&ledger::report(&sayso.record(document, Id::Text(name))))?;
        }
        to.relink()?;
        sayso.set_least(usual);
        Ok(Self {
            folder,
            sayso: Arc::new(sayso),
        })
    }

    /// Where it lies.
    pub fn ledger(&self) -> PathBuf {
        self.folder.join("demo.db")
    }

    /// What it was read with.
    pub fn sayso(&self) -> Arc<Sayso> {
        self.sayso.clone()
    }

    /// The folder that goes with it, for those who cannot wait for the end.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A new folder that nobody else has made.
fn folder() -> std::io::Result<PathBuf> {
    let id = std::process::id();
    let mut number = 0;
    loop {
        let path = std::env::temp_dir().join(format!("sayso-demo-{id}-{number}"));
        match fs::create_dir(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists && number < 100 => number += 1,
            made => return made.map(|()| path),
        }
    }
}

/// The samples, with what each is called.
fn articles() -> Vec<(String, Article)> {
    let none = Given::default();
    let mut all: Vec<(String, Article)> = Vec::new();
    for (name, text) in TEXTS {
        all.push((name.to_owned(), sayso::plain(text.to_owned(), name, &none)));
    }
    for (name, page) in PAGES {
        all.push((name.to_owned(), sayso::html(page, name, &none)));
    }
    for (file, lines) in LINES {
        for (number, line) in lines.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
            // The samples are part of the program, and a test reads them all.
            let Ok(record) = Record::parse(line, number + 1) else {
                continue;
            };
            let name = match Id::from(record.id.clone()) {
                Id::Text(id) => id,
                Id::Number(number) => format!("{file}:{number}"),
            };
            all.push((name, record.article(&none)));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_samples_are_read() {
        let lines = LINES
            .iter()
            .flat_map(|(_, text)| text.lines())
            .filter(|l| !l.trim().is_empty());
        assert_eq!(articles().len(), TEXTS.len() + PAGES.len() + lines.count());
    }
}
