//! Looks once a second whether the ledger has changed: one look for all who wait.

use crate::pool::{Pool, reader};
use sayso::ledger::{Error, Info, Ledger};
use schemars::JsonSchema;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch::Sender;

/// How often.
const EVERY: Duration = Duration::from_secs(1);

/// What the ledger holds now.
#[derive(Clone, Debug, Default)]
pub struct Now {
    /// Grows with each change, from 1.
    pub change: u64,
    /// Counts.
    pub info: Info,
}

/// What is told when the ledger has changed.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Changed")]
pub struct ChangedRecord {
    /// Grows with each change, while this server runs.
    pub change: u64,
    /// Reports.
    pub documents: u64,
    /// Statements.
    pub statements: u64,
    /// Occurrences.
    pub occurrences: u64,
    /// Whether reports came since the occurrences were made.
    pub stale: bool,
}

impl From<&Now> for ChangedRecord {
    fn from(now: &Now) -> Self {
        Self {
            change: now.change,
            documents: now.info.documents,
            statements: now.info.statements,
            occurrences: now.occurrences(),
            stale: now.info.dirty,
        }
    }
}

impl Now {
    /// All occurrences.
    pub fn occurrences(&self) -> u64 {
        self.info.occurrences.iter().map(|(_, count)| count).sum()
    }
}

/// A connection that looks.
pub struct Watcher {
    path: PathBuf,
    ledger: Ledger,
    version: i64,
    file: Option<(u64, u64)>,
}

impl Watcher {
    /// Opens the ledger and looks for the first time.
    ///
    /// # Errors
    /// When it cannot be opened or read.
    pub fn open(path: &Path) -> Result<(Self, Now), Error> {
        let ledger = reader(path)?;
        let version = ledger.version_of_data()?;
        let info = ledger.info()?;
        let watcher = Self {
            path: path.to_owned(),
            ledger,
            version,
            file: identity(path),
        };
        Ok((watcher, Now { change: 1, info }))
    }

    /// Looks again and again, and tells; until nobody is left to be told.
    pub fn run(mut self, to: &Sender<Arc<Now>>, pools: &[Pool]) {
        while !to.is_closed() {
            std::thread::sleep(EVERY);
            // What cannot be read now may be there again in a second: the ledger is being copied or mended.
            let changed = self.look(pools).unwrap_or_default();
            if let Some(info) = changed {
                to.send_modify(|now| {
                    let change = now.change + 1;
                    *now = Arc::new(Now { change, info });
                });
            }
        }
    }

    fn look(&mut self, pools: &[Pool]) -> Result<Option<Info>, Error> {
        let file = identity(&self.path);
        let other = file.is_some() && file != self.file;
        if other {
            self.ledger = reader(&self.path)?;
            self.file = file;
            pools.iter().for_each(Pool::renew);
        }
        let version = self.ledger.version_of_data()?;
        if version == self.version && !other {
            return Ok(None);
        }
        let info = self.ledger.info()?;
        self.version = version;
        Ok(Some(info))
    }
}

/// What tells a file from another one of the same name.
#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let about = std::fs::metadata(path).ok()?;
    Some((about.dev(), about.ino()))
}

#[cfg(not(unix))]
fn identity(_path: &Path) -> Option<(u64, u64)> {
    None
}
