//! The ledger's columns in memory, made anew when the ledger has changed and is at rest again. Until then the file is asked.

use crate::state::App;
use crate::watch::Now;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch::Receiver;

/// How long the ledger is at rest before its columns are read: reading them takes about a second for 200,000 statements.
const REST: Duration = Duration::from_secs(3);

/// Reads them again and again, until the server ends.
pub async fn keep(app: App, mut now: Receiver<Arc<Now>>) {
    loop {
        now.mark_unchanged();
        let read = app.exports.ask(|ledger| Ok(ledger.index()?)).await;
        // What cannot be read now is asked of the file, which says why.
        app.pool.look_into(read.ok().flatten().map(Arc::new));
        if now.changed().await.is_err() {
            return;
        }
        while let Ok(more) = tokio::time::timeout(REST, now.changed()).await {
            if more.is_err() {
                return;
            }
        }
    }
}
