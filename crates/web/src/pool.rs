//! Connections to the ledger, and blocking work beside the tasks that answer.

use crate::answer::Failure;
use sayso::ledger::{Error, Index, Ledger};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;

/// How long a question waits for a connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// Connections that only read, opened when they are needed and then kept.
#[derive(Clone)]
pub struct Pool {
    path: Arc<PathBuf>,
    turns: Arc<Semaphore>,
    idle: Arc<Mutex<Vec<(u64, Ledger)>>>,
    /// Grows when another file takes the place of the ledger: connections to the old one are closed then.
    file: Arc<AtomicU64>,
    /// What all connections look into, while the ledger is as it was when that was made.
    index: Arc<Mutex<Option<Arc<Index>>>>,
    limit: Duration,
}

/// A reader that takes the occurrences as they stand.
pub fn reader(path: &Path) -> Result<Ledger, Error> {
    let mut ledger = Ledger::reading(path)?;
    ledger.take_as_they_stand();
    Ok(ledger)
}

impl Pool {
    /// So many connections; a question takes at most `limit`.
    pub fn new(path: &Path, connections: usize, limit: Duration) -> Self {
        Self {
            path: Arc::new(path.to_owned()),
            turns: Arc::new(Semaphore::new(connections)),
            idle: Arc::default(),
            file: Arc::default(),
            index: Arc::default(),
            limit,
        }
    }

    /// Lets go of all connections: the file is another one.
    pub fn renew(&self) {
        self.file.fetch_add(1, Ordering::Relaxed);
        self.look_into(None);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// What all connections look into from now on.
    pub fn look_into(&self, index: Option<Arc<Index>>) {
        *self.index.lock().unwrap_or_else(PoisonError::into_inner) = index;
    }

    /// Asks, within the time that a question has.
    ///
    /// # Errors
    /// What the question gives; when all connections are busy; when it takes too long.
    pub async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut Ledger) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (turn, ledger) = self.take().await?;
        let stop = ledger.1.interrupter();
        let question = |ledger: &mut Ledger| ledger.at_once(question);
        let mut answer = spawn_blocking(self.clone().work(turn, ledger, question));
        match tokio::time::timeout(self.limit, &mut answer).await {
            Ok(done) => done.map_err(|_| Failure::Broken)?,
            Err(_) => {
                stop.interrupt();
                Err(Failure::Slow)
            }
        }
    }

    /// Starts something that takes as long as it takes.
    ///
    /// # Errors
    /// When all connections are busy, or the ledger cannot be opened.
    pub async fn start(
        &self,
        work: impl FnOnce(&mut Ledger) -> Result<(), Failure> + Send + 'static,
    ) -> Result<(), Failure> {
        let (turn, ledger) = self.take().await?;
        spawn_blocking(self.clone().work(turn, ledger, work));
        Ok(())
    }

    async fn take(&self) -> Result<(OwnedSemaphorePermit, (u64, Ledger)), Failure> {
        let turn = tokio::time::timeout(PATIENCE, self.turns.clone().acquire_owned());
        let turn = turn
            .await
            .map_err(|_| Failure::Busy)?
            .map_err(|_| Failure::Busy)?;
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let ledger = match idle {
            Some(ledger) => ledger,
            None => {
                let (path, file) = (self.path.clone(), self.file.load(Ordering::Relaxed));
                let opened = spawn_blocking(move || reader(&path));
                (file, opened.await.map_err(|_| Failure::Broken)??)
            }
        };
        Ok((turn, ledger))
    }

    /// Does the work, and gives the connection back.
    fn work<T>(
        self,
        turn: OwnedSemaphorePermit,
        (file, mut ledger): (u64, Ledger),
        work: impl FnOnce(&mut Ledger) -> Result<T, Failure>,
    ) -> impl FnOnce() -> Result<T, Failure> {
        move || {
            let index = self.index.lock().unwrap_or_else(PoisonError::into_inner).clone();
            ledger.look_into(index);
            let done = catch_unwind(AssertUnwindSafe(|| work(&mut ledger)));
            let done = done.unwrap_or(Err(Failure::Broken));
            if file == self.file.load(Ordering::Relaxed) && !matches!(done, Err(Failure::Broken)) {
                let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
                idle.push((file, ledger));
            }
            drop(turn);
            done
        }
    }
}
