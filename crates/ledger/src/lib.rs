//! The record of who says what happened, in one SQLite file.
//!
//! Reports with their statements go in with [`Ledger::add`]; [`Ledger::relink`] groups their claims into occurrences ([`link`]); queries, series
//! and exports come out. The crate sees no texts being read: what a report says is told to it as [`Report`]. The tables of the file are
//! described in `crates/ledger/FORMAT.md`.
//!
//! ```
//! use sayso_ledger::{Added, Ledger, Name, Report};
//!
//! let folder = std::env::temp_dir().join(format!("sayso-doc-{}", std::process::id()));
//! std::fs::create_dir_all(&folder)?;
//! let report = Report {
//!     name: Name::from("note"),
//!     title: Some("Ferry sinks".into()),
//!     published: None,
//!     publisher: None,
//!     url: None,
//!     text: "The ferry sank on Monday.".into(),
//!     notice: None,
//!     statements: Vec::new(),
//! };
//! let mut ledger = Ledger::create(&folder.join("record.db"))?;
//! assert_eq!(ledger.add(&report)?, Added::New);
//! assert_eq!(ledger.add(&report)?, Added::Known);
//! ledger.relink()?;
//! assert_eq!(ledger.info()?.documents, 1);
//! # drop(ledger);
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod ask;
mod blob;
mod copies;
mod derive;
mod error;
pub mod export;
mod health;
mod index;
pub mod link;
pub mod occurrence;
mod query;
pub mod records;
pub mod report;
mod rows;
mod schema;
mod series;
mod store;

pub use error::Error;
pub use export::Exported;
pub use health::{Info, Trouble};
pub use index::Index;
pub use occurrence::{Occurrence, Origin, Stance, Status};
pub use query::{Filter, Found};
pub use report::{Claim, ClaimKey, DocumentKey, Header, Name, Notice, Report, Statement};
pub use schema::VERSION as FORMAT;
pub use series::By;
pub use store::{Added, Hashes};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Statements that are kept planned.
const STATEMENTS: usize = 64;

/// A ledger: one file.
pub struct Ledger {
    connection: Connection,
    path: PathBuf,
    /// Whether the file may be written.
    writes: bool,
    /// Which tables of occurrences questions are answered from.
    view: ask::View,
    /// What links the reports, once it was needed.
    linker: Option<derive::Kept>,
    /// What is looked into first.
    index: Option<Arc<Index>>,
    /// Documents that were unpacked, and the version of the file that they are of.
    open: Cell<Option<(i64, query::OpenDocuments)>>,
}

impl Ledger {
    /// Opens a ledger to add to it, and makes it where there is none.
    ///
    /// # Errors
    /// When the file is something else, was made by a newer program, or cannot be written.
    pub fn create(path: &Path) -> Result<Self, Error> {
        Self::writing(path, OpenFlags::SQLITE_OPEN_CREATE)
    }

    /// Opens a ledger that there is, to write to it where that is possible, else to read it.
    ///
    /// # Errors
    /// When there is none, the file is something else or damaged, or was made by a newer program.
    pub fn open(path: &Path) -> Result<Self, Error> {
        if !path.is_file() {
            return Err(Error::Missing(path.to_owned()));
        }
        match Self::writing(path, OpenFlags::empty()) {
            Err(Error::ReadOnly | Error::Open(_)) => Self::reading(path),
            other => other,
        }
    }

    /// Opens a ledger that there is, and changes nothing in it.
    ///
    /// # Errors
    /// When there is none, the file is something else or damaged, or was made by another version of the format.
    pub fn reading(path: &Path) -> Result<Self, Error> {
        if !path.is_file() {
            return Err(Error::Missing(path.to_owned()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let open = |connection: Connection| -> Result<Self, Error> {
            schema::prepare(&connection, false)?;
            let version = schema::version(&connection)?.ok_or(Error::Foreign)?;
            if version < schema::READABLE {
                return Err(Error::ReadOnly);
            }
            Ok(Self {
                connection,
                path: path.to_owned(),
                writes: false,
                view: ask::View::default(),
                linker: None,
                index: None,
                open: Cell::default(),
            })
        };
        let first = connect(path, flags).and_then(open);
        match first {
            // In a folder that may not be written SQLite cannot keep its books; a ledger that nobody has open can be read without.
            Err(Error::Open(_) | Error::ReadOnly) if !beside(path, "-wal").exists() => {
                let uri = format!("file:{}?immutable=1", escaped(path));
                open(connect(uri, flags | OpenFlags::SQLITE_OPEN_URI)?)
            }
            other => other,
        }
    }

    fn writing(path: &Path, create: OpenFlags) -> Result<Self, Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | create;
        let mut connection = connect(path, flags)?;
        connection.busy_timeout(std::time::Duration::from_secs(10))?;
        // Before anything is written into what may be somebody else's file.
        schema::version(&connection)?;
        if connection.is_readonly("main")? {
            return Err(Error::ReadOnly);
        }
        schema::prepare(&connection, true)?;
        schema::migrate(&mut connection)?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            writes: true,
            view: ask::View::default(),
            linker: None,
            index: None,
            open: Cell::default(),
        })
    }

    /// How long to wait for another program that writes; ten seconds where this is not said.
    ///
    /// # Errors
    /// When the file is no longer open.
    pub fn set_patience(&self, patience: std::time::Duration) -> Result<(), Error> {
        Ok(self.connection.busy_timeout(patience)?)
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it can be added to.
    pub fn is_writable(&self) -> bool {
        self.writes
    }
}

fn connect(path: impl AsRef<Path>, flags: OpenFlags) -> Result<Connection, Error> {
    let connection = Connection::open_with_flags(path, flags)?;
    // Or a statement is planned anew for each value that is put into it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// A path as part of a URI.
fn escaped(path: &Path) -> String {
    let mut text = String::new();
    for c in path.to_string_lossy().chars() {
        match c {
            '%' => text.push_str("%25"),
            '?' => text.push_str("%3f"),
            '#' => text.push_str("%23"),
            c => text.push(c),
        }
    }
    text
}
