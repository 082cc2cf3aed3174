//! `sayso ledger import`: documents that were annotated elsewhere into a ledger.

use crate::args::Import;
use crate::ingest::Tally;
use crate::input::explain;
use crate::report::{Fatal, Log, Report, printable};
use rayon::prelude::*;
use sayso::ledger::{self, Ledger};
use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};

mod rows;

use rows::{Keys, Place, Row, Rows};

/// Documents that are parsed together.
const BATCH: usize = 256;

/// Runs the command; false where some document could not be added.
///
/// # Errors
/// When the ledger cannot be opened or written.
pub fn run(args: &Import) -> Result<bool, Fatal> {
    let path = &args.ledger.ledger;
    let failed = |error| Fatal::Ledger(path.display().to_string(), error);
    let mut log = Log::new(args.quiet);
    let files = files(&args.paths, &mut log);
    let mut into = Adding {
        ledger: Ledger::create(path).map_err(failed)?,
        tally: Tally::default(),
        waiting: Vec::new(),
    };
    let versions = versions(&files);
    // What has several versions comes last, in the order in which a single machine would have read it.
    let mut late: Vec<(Place, String, String)> = Vec::new();
    for file in &files {
        let name = printable(&file.to_string_lossy());
        let table = is_table(file);
        for (number, row) in read(file).enumerate() {
            let origin = format!("{name}: {} {}", if table { "row" } else { "line" }, number + 1);
            match row {
                Err(why) => log.write(&Report::error(&name, &why)),
                Ok(Row { error: Some(why), .. }) => log.write(&Report::error(&origin, &printable(&why))),
                // A blank line holds nothing.
                Ok(row) if !table && row.document.trim().is_empty() => {}
                Ok(row) if versions.holds(&row.keys) => late.push((row.place, origin, row.document)),
                Ok(row) => into.take(origin, row.document, &mut log).map_err(failed)?,
            }
        }
    }
    late.sort_by(|a, b| a.0.cmp(&b.0));
    for (_, origin, document) in late {
        into.take(origin, document, &mut log).map_err(failed)?;
    }
    into.add(&mut log).map_err(failed)?;
    let occurrences = into.tally.linked(&mut into.ledger).map_err(failed)?;
    if !args.quiet {
        let summary = into
            .tally
            .summary(occurrences, &path.display().to_string(), log.failures);
        let _ = writeln!(io::stderr(), "{summary}");
    }
    Ok(!log.failed)
}

/// The ledger, and what waits to be added.
struct Adding {
    ledger: Ledger,
    tally: Tally,
    /// Where each stands, and its line.
    waiting: Vec<(String, String)>,
}

impl Adding {
    fn take(&mut self, origin: String, document: String, log: &mut Log) -> Result<(), ledger::Error> {
        self.waiting.push((origin, document));
        if self.waiting.len() < BATCH {
            return Ok(());
        }
        self.add(log)
    }

    /// Parses what waits on all threads and adds it in order.
    fn add(&mut self, log: &mut Log) -> Result<(), ledger::Error> {
        let waiting = std::mem::take(&mut self.waiting);
        let parse = |(origin, line): (String, String)| (origin, ledger::report_of_line(&line));
        let parsed: Vec<_> = waiting.into_par_iter().map(parse).collect();
        for (origin, report) in parsed {
            match report {
                Ok(report) => self.tally.add(&report, self.ledger.add(&report)?),
                Err(error) => {
                    let why = format!("no document of `sayso annotate`: {error}");
                    log.write(&Report::error(&origin, &why));
                }
            }
        }
        Ok(())
    }
}

/// Names and addresses that several rows of tables have: hashes, of which a wrong one does no harm.
struct Versions(HashMap<u64, bool>);

impl Versions {
    fn holds(&self, keys: &Keys) -> bool {
        hashes(keys).any(|hash| self.0.get(&hash) == Some(&true))
    }
}

fn hashes(keys: &Keys) -> impl Iterator<Item = u64> {
    let hash = |what: (u8, &str)| {
        let mut hasher = DefaultHasher::new();
        what.hash(&mut hasher);
        hasher.finish()
    };
    let id = keys.id.as_deref().map(|id| hash((0, id)));
    let url = keys.url.as_deref().map(|url| hash((1, url)));
    id.into_iter().chain(url)
}

/// Looks through the keys of all tables; lines of JSONL are in their order already.
fn versions(files: &[PathBuf]) -> Versions {
    let mut all: HashMap<u64, bool> = HashMap::new();
    for file in files.iter().filter(|f| is_table(f)) {
        // What cannot be read is told of when it is read for good.
        let rows = Rows::keys(file).into_iter().flatten().flatten();
        for hash in rows.flat_map(|row| hashes(&row.keys).collect::<Vec<_>>()) {
            all.entry(hash).and_modify(|again| *again = true).or_insert(false);
        }
    }
    Versions(all)
}

fn is_table(file: &Path) -> bool {
    file.extension() == Some(OsStr::new("parquet"))
}

/// The documents of a file.
fn read(file: &Path) -> Box<dyn Iterator<Item = Result<Row, String>>> {
    let one = |why: String| -> Box<dyn Iterator<Item = Result<Row, String>>> {
        Box::new(std::iter::once(Err(why)))
    };
    if is_table(file) {
        return Rows::whole(file).map_or_else(one, |rows| Box::new(rows));
    }
    let open = match File::open(file) {
        Ok(open) => open,
        Err(error) => return one(explain(&error)),
    };
    let lines = BufReader::new(open).lines().map(|line| {
        line.map(Row::of_line)
            .map_err(|error| format!("cannot be read: {error}"))
    });
    Box::new(lines)
}

/// The files of all paths, those of folders in the order of their names.
fn files(paths: &[PathBuf], log: &mut Log) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            if let Err(error) = folder(path, &mut files) {
                log.write(&Report::error(
                    &printable(&path.to_string_lossy()),
                    &explain(&error),
                ));
            }
        } else {
            files.push(path.clone());
        }
    }
    files
}

fn folder(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries = fs::read_dir(path)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        // So Spark names what it has not finished, and its own notes.
        if entry.file_name().to_string_lossy().starts_with(['_', '.']) {
            continue;
        }
        let ending = path.extension().and_then(OsStr::to_str);
        if path.is_dir() {
            folder(&path, files)?;
        } else if matches!(ending, Some("parquet" | "jsonl" | "ndjson")) {
            files.push(path);
        }
    }
    Ok(())
}
