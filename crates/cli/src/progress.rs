//! A bar on the terminal for work that takes long.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Work that takes less shows no progress.
const PATIENCE: Duration = Duration::from_secs(1);

/// How far the work is; shared by all threads.
pub struct Progress {
    /// The bar, to write around it.
    pub bar: ProgressBar,
    begun: Instant,
    words: AtomicU64,
    hidden: AtomicBool,
}

impl Progress {
    /// Of so many bytes; not shown where `quiet`, or where standard error is no terminal.
    pub fn new(quiet: bool, total: Option<u64>) -> Self {
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
        let template = match total {
            Some(_) => "{bar:24} {percent:>3} %  {msg}  {eta} left",
            None => "{spinner} {bytes}  {msg}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self {
            bar,
            begun: Instant::now(),
            words: AtomicU64::new(0),
            hidden: AtomicBool::new(!quiet),
        }
    }

    /// So much more is done.
    pub fn advance(&self, bytes: u64, words: u64) {
        let words = self.words.fetch_add(words, Ordering::Relaxed) + words;
        let time = self.begun.elapsed();
        if time > PATIENCE && self.hidden.swap(false, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        let rate = words as f64 / time.as_secs_f64().max(0.001);
        self.bar.set_message(format!("{words} words, {rate:.0} words/s"));
        self.bar.inc(bytes);
    }
}
