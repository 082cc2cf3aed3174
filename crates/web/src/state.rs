//! What all answers share.

use crate::answer::Failure;
use crate::cache::Cache;
use crate::pool::Pool;
use crate::watch::Now;
use sayso::Sayso;
use sayso::ledger::ask::{ActorRow, SourceRow};
use sayso::ledger::{Ledger, Status};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, OnceCell, Semaphore, watch};

/// What all answers share.
pub type App = Arc<State>;

/// See [`App`].
pub struct State {
    /// For questions.
    pub pool: Pool,
    /// For questions about what was known on a day, for which all occurrences are made anew: one at a time.
    pub past: Pool,
    /// For exports, which may be slow to be taken.
    pub exports: Pool,
    /// Answers that are kept.
    pub cache: Cache,
    /// What the ledger holds.
    pub now: watch::Receiver<Arc<Now>>,
    /// Tells when the server ends.
    pub end: watch::Receiver<bool>,
    /// Unlike that of any other run, so that no tag of another run is taken for one of this.
    pub started: u64,
    /// The name of the ledger's file, without its folder.
    pub name: String,
    /// Whether the file could be written by this user.
    pub writable: bool,
    /// Whether it is one of samples.
    pub demo: bool,
    /// Questions that are being answered, at most.
    pub turns: Arc<Semaphore>,
    /// Listeners to changes, at most.
    pub listeners: Arc<Semaphore>,
    /// Who may ask.
    pub guard: crate::guard::Guard,
    /// Reads texts; made ready when the first is read.
    pub sayso: Arc<OnceCell<Arc<Sayso>>>,
    /// Threads for it, with the room that long sentences need.
    pub readers: Arc<rayon::ThreadPool>,
    /// Texts that are read at a time, and that wait.
    pub reading: Arc<Semaphore>,
    /// See above.
    pub waiting: Arc<Semaphore>,
    /// All actors.
    pub actors: Table<ActorRow>,
    /// All sources.
    pub sources: Table<SourceRow>,
}

/// A table that is made anew when the ledger has changed, and by one asker for all.
pub struct Table<T>(Mutex<Option<(u64, Arc<Vec<T>>)>>);

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T: Send + Sync + 'static> Table<T> {
    /// The table as the ledger is now.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn get(
        &self,
        app: &App,
        make: impl FnOnce(&mut Ledger) -> Result<Vec<T>, sayso::ledger::Error> + Send + 'static,
    ) -> Result<Arc<Vec<T>>, Failure> {
        let change = app.now().change;
        let mut table = self.0.lock().await;
        if let Some((of, rows)) = &*table
            && *of == change
        {
            return Ok(rows.clone());
        }
        let rows = Arc::new(app.pool.ask(move |ledger| Ok(make(ledger)?)).await?);
        *table = Some((change, rows.clone()));
        Ok(rows)
    }
}

impl State {
    /// What the ledger holds.
    pub fn now(&self) -> Arc<Now> {
        self.now.borrow().clone()
    }
}

/// How long a question to the ledger may take, and one about an earlier day.
pub const LIMIT: Duration = Duration::from_secs(20);
/// See above.
pub const LIMIT_PAST: Duration = Duration::from_secs(60);

/// All actors.
///
/// # Errors
/// When the ledger cannot be read.
pub async fn actors(app: &App) -> Result<Arc<Vec<ActorRow>>, Failure> {
    app.actors.get(app, |ledger| ledger.actors()).await
}

/// All sources.
///
/// # Errors
/// When the ledger cannot be read.
pub async fn sources(app: &App) -> Result<Arc<Vec<SourceRow>>, Failure> {
    app.sources.get(app, Ledger::sources).await
}

/// The names of how occurrences stand.
pub fn statuses() -> Vec<&'static str> {
    Status::ALL.iter().map(|s| s.name()).collect()
}
