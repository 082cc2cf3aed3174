//! `sayso ingest`: reports into a ledger.

use crate::args::{Common, Ingest, Inputs, Running, TablesArg};
use crate::input::{Form, Piece, START};
use crate::report::{Fatal, Log, Report, printable};
use crate::run::{self, Ready, Work};
use sayso::ledger::{self, Added, Filter, Hashes, Ledger, Name};
use sayso::record::Id;
use sayso::{Article, Collection, Sayso, names};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How often what has come so far is linked while more comes.
const OFTEN: Duration = Duration::from_secs(15);

/// Runs the command; false where some report could not be processed.
///
/// # Errors
/// When the ledger cannot be opened or written.
pub fn run(args: &Ingest) -> Result<bool, Fatal> {
    let path = &args.ledger.ledger;
    let failed = |error| Fatal::Ledger(path.display().to_string(), error);
    let mut ledger = Ledger::create(path).map_err(failed)?;
    let mut log = Log::new(args.quiet);
    let mut tally = Tally::default();
    let files = files(&args.paths, &mut log, &mut tally);
    let add = Add {
        hashes: ledger.hashes().map_err(failed)?,
        known: AtomicUsize::new(0),
    };
    // Each report is a transaction of its own, so there is nothing to clear away.
    let _ = ctrlc::set_handler(|| {
        let message = "interrupted: what was added stays; run the same command again to go on";
        let _ = writeln!(std::io::stderr(), "{message}");
        std::process::exit(130);
    });
    let (inputs, common) = (args.inputs(files), args.common());
    if !inputs.files.is_empty() {
        let mut linked = Instant::now();
        run::each(&inputs, &common, &mut log, &add, |reports| {
            for report in reports {
                tally.add(&report, ledger.add(&report).map_err(failed)?);
            }
            // Those who look on see what has come so far.
            if linked.elapsed() > OFTEN {
                ledger.link().map_err(failed)?;
                linked = Instant::now();
            }
            Ok(())
        })?;
    }
    tally.known += add.known.load(Ordering::Relaxed);
    let occurrences = tally.linked(&mut ledger).map_err(failed)?;
    if !args.quiet {
        let summary = tally.summary(occurrences, &path.display().to_string(), log.failures);
        let _ = writeln!(std::io::stderr(), "{summary}");
    }
    Ok(!log.failed)
}

impl Ingest {
    fn inputs(&self, files: Vec<PathBuf>) -> Inputs {
        Inputs {
            files,
            input: self.input,
        }
    }

    fn common(&self) -> Common {
        Common {
            date: self.date,
            publisher: self.publisher.clone(),
            min_score: self.min_score.or(Some(ledger::link::LEAST)),
            tables: TablesArg {
                knowledge: self.tables.knowledge.clone(),
            },
            running: Running {
                threads: self.threads,
                quiet: self.quiet,
                output: None,
            },
        }
    }
}

/// Documents to reports; those that the ledger has are not read again.
struct Add {
    hashes: Hashes,
    known: AtomicUsize,
}

impl Work for Add {
    type Item = ledger::Report;

    fn name(&self, piece: &Piece, id: Id) -> Id {
        let file = &piece.origin.file;
        match &piece.form {
            Form::Entry(record) => names::of_entry(id, record.url.as_deref(), file),
            Form::Line => names::of_line(id, &piece.bytes, file, piece.origin.line.unwrap_or(1)),
            _ => id,
        }
    }

    fn wanted(&self, id: &Id, article: &Article) -> bool {
        let known = self.hashes.holds(&ledger::name(id), &article.text);
        if known {
            self.known.fetch_add(1, Ordering::Relaxed);
        }
        !known
    }

    fn item(&self, sayso: &Sayso, ready: &Ready) -> ledger::Report {
        ledger::report(&sayso.record(&ready.document, ready.id.clone()))
    }
}

/// How many reports became what.
#[derive(Default)]
pub struct Tally {
    new: usize,
    known: usize,
    copies: usize,
    corrections: usize,
    statements: usize,
    passed: usize,
}

impl Tally {
    /// Counts what became of a report.
    pub fn add(&mut self, report: &ledger::Report, added: Added) {
        let count = match added {
            Added::Known => {
                self.known += 1;
                return;
            }
            Added::New => &mut self.new,
            Added::Copy { .. } => &mut self.copies,
            Added::Correction { .. } => &mut self.corrections,
        };
        *count += 1;
        self.statements += report.statements.len();
    }

    fn added(&self) -> usize {
        self.new + self.copies + self.corrections
    }

    /// Links what was added, now or by a run that was stopped; how many occurrences there are, where there was anything to link.
    pub fn linked(&self, ledger: &mut Ledger) -> Result<Option<u64>, ledger::Error> {
        if self.added() == 0 && !ledger.is_dirty()? {
            return Ok(None);
        }
        ledger.link()?;
        ledger.count_occurrences(&Filter::default(), u64::MAX).map(Some)
    }

    /// For people.
    pub fn summary(&self, occurrences: Option<u64>, ledger: &str, failed: usize) -> String {
        let added = self.added();
        let mut text = format!(
            "{ledger}: added {added} {} with {} {}",
            plural(added, "report", "reports"),
            self.statements,
            plural(self.statements, "statement", "statements")
        );
        let parts = [
            (self.copies, "near copy", "near copies"),
            (self.corrections, "correction", "corrections"),
        ];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, one, many)| format!("{count} {}", plural(*count, one, many)))
            .collect();
        if !parts.is_empty() {
            text += &format!(" (of these {})", parts.join(", "));
        }
        if self.known > 0 {
            text += &format!(", {} already known", self.known);
        }
        if self.passed > 0 {
            text += &format!(
                ", {} {} of other kinds passed over",
                self.passed,
                plural(self.passed, "file", "files")
            );
        }
        if failed > 0 {
            text += &format!(", {failed} failed");
        }
        if let Some(count) = occurrences {
            let noun = if count == 1 { "occurrence" } else { "occurrences" };
            text += &format!("; {count} {noun} now");
        }
        text
    }
}

fn plural(count: usize, one: &'static str, many: &'static str) -> &'static str {
    if count == 1 { one } else { many }
}

/// The files of all paths: of folders those that hold articles, with those in folders inside of them, in the order of their names.
fn files(paths: &[PathBuf], log: &mut Log, tally: &mut Tally) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            folder(path, &mut files, log, tally);
        } else {
            files.push(path.strip_prefix(".").unwrap_or(path).to_owned());
        }
    }
    files
}

fn folder(path: &Path, files: &mut Vec<PathBuf>, log: &mut Log, tally: &mut Tally) {
    let entries = fs::read_dir(path).and_then(|all| all.collect::<Result<Vec<_>, _>>());
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(error) => {
            let name = printable(&path.to_string_lossy());
            log.write(&Report::error(&name, &format!("cannot be read: {error}")));
            return;
        }
    };
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        let path = entry.path();
        // A link to a folder may lead in circles.
        let linked = entry.file_type().is_ok_and(|t| t.is_symlink());
        match (hidden, path.is_dir()) {
            (true, _) => {}
            (false, true) if linked => {}
            (false, true) => folder(&path, files, log, tally),
            (false, false) if holds_articles(&path) => {
                files.push(path.strip_prefix(".").unwrap_or(&path).to_owned());
            }
            (false, false) => tally.passed += 1,
        }
    }
}

/// Whether a file of a folder is read, by its ending, and where that may be anything by its beginning. A file that is named itself is
/// always read.
fn holds_articles(path: &Path) -> bool {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        None
        | Some(
            "txt" | "text" | "md" | "html" | "htm" | "xhtml" | "jsonl" | "ndjson" | "jsonlines" | "conllu"
            | "rss" | "atom" | "warc" | "wet",
        ) => true,
        Some("gz") => Collection::of_name(&path.to_string_lossy()).is_some(),
        Some("xml" | "rdf" | "json") => {
            let mut start = Vec::new();
            let read = File::open(path).and_then(|file| file.take(START as u64).read_to_end(&mut start));
            // What cannot be read is told of later.
            read.is_err() || Collection::of_start(&start).is_some()
        }
        Some(_) => false,
    }
}

/// What a document is called, for people.
pub fn shown(name: &Name) -> String {
    printable(&name.to_string())
}
