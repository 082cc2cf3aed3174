//! Errors and warnings on standard error, and the exit status that follows from them.

use crate::output::OutputError;
use indicatif::ProgressBar;
use std::fmt;
use std::io::Write;
use std::process::ExitCode;

/// Why the whole run cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum Fatal {
    /// The output cannot be written.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// The threads cannot be started.
    #[error("cannot start the threads: {0}: try a smaller --threads")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// A folder of tables.
    #[error(transparent)]
    Tables(#[from] sayso::knowledge::KnowledgeError),
    /// The ledger, with its file.
    #[error("{0}: {1}")]
    Ledger(String, sayso::ledger::Error),
    /// Nothing can be served.
    #[error("{0}")]
    Serve(sayso_web::Error),
    /// A file cannot be read or written.
    #[error("{0}: {1}")]
    File(String, std::io::Error),
    /// A wrong call that the parser of the command line does not see.
    #[error("{0}")]
    Call(String),
    /// The data inside of the program.
    #[error("the program's own data is damaged: {0}: install it again")]
    Data(sayso::Error),
}

impl From<sayso::Error> for Fatal {
    fn from(error: sayso::Error) -> Self {
        match error {
            sayso::Error::Knowledge(tables) => Self::Tables(tables),
            other => Self::Data(other),
        }
    }
}

/// Where in the inputs something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file as it was named, or `standard input`.
    pub file: String,
    /// The line, from 1, where the input has several articles.
    pub line: Option<usize>,
    /// The entry or record, where the input has such.
    pub part: Option<String>,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&printable(&self.file))?;
        if let Some(line) = self.line {
            write!(f, ": line {line}")?;
        }
        match &self.part {
            Some(part) => write!(f, ": {}", printable(part)),
            None => Ok(()),
        }
    }
}

/// Something to tell the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Whether an input could not be processed.
    pub failed: bool,
    /// One line, with the place first.
    pub message: String,
}

impl Report {
    /// An input that could not be processed.
    pub fn error(place: &dyn fmt::Display, why: &dyn fmt::Display) -> Self {
        Self {
            failed: true,
            message: format!("{place}: {why}"),
        }
    }

    /// Something odd about an input that was processed.
    pub fn warning(place: &dyn fmt::Display, why: &dyn fmt::Display) -> Self {
        Self {
            failed: false,
            message: format!("{place}: {why}"),
        }
    }
}

/// Writes reports and remembers whether any input failed.
pub struct Log {
    /// Whether warnings are left out.
    pub quiet: bool,
    /// Whether an input failed.
    pub failed: bool,
    /// How many did.
    pub failures: usize,
    /// What stands on the same lines of the terminal.
    pub bar: ProgressBar,
}

impl Log {
    /// Without warnings where `quiet`.
    pub fn new(quiet: bool) -> Self {
        Self {
            quiet,
            failed: false,
            failures: 0,
            bar: ProgressBar::hidden(),
        }
    }

    /// Writes a report to standard error.
    pub fn write(&mut self, report: &Report) {
        self.failed |= report.failed;
        self.failures += usize::from(report.failed);
        if report.failed || !self.quiet {
            let word = if report.failed { "error" } else { "warning" };
            self.bar.suspend(|| line(word, &report.message));
        }
    }
}

impl Log {
    /// Writes something that is worth knowing and not odd.
    pub fn note(&self, message: &str) {
        if !self.quiet {
            self.bar.suspend(|| line("note", message));
        }
    }
}

/// The exit status of a run: 0 done, 1 some input could not be processed, 2 a wrong call.
pub fn exit(result: Result<bool, Fatal>) -> ExitCode {
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(Fatal::Output(OutputError::Closed)) => ExitCode::SUCCESS,
        Err(fatal) => {
            line("error", &fatal.to_string());
            let call = match &fatal {
                Fatal::Output(OutputError::Open { .. }) | Fatal::Call(_) => true,
                Fatal::Ledger(_, error) => error.is_call(),
                Fatal::Serve(error) => !matches!(error, sayso_web::Error::Io(_) | sayso_web::Error::Data(_)),
                _ => false,
            };
            ExitCode::from(if call { 2 } else { 1 })
        }
    }
}

/// Nobody may be listening on standard error, and that is no reason to stop.
fn line(word: &str, message: &str) {
    let _ = writeln!(std::io::stderr(), "{word}: {}", printable(message));
}

/// On one line, without what would steer the terminal.
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if steers(c) { ' ' } else { c }).collect()
}

/// Control characters, line separators, and overrides of the writing direction.
pub fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
