//! Which occurrences a connection shows, whether the file has changed, and how to stop a question that takes too long.

use crate::{Error, Ledger};
use jiff::civil::Date;
use std::cell::Cell;

/// What a connection shows of the occurrences.
#[derive(Debug, Default)]
pub(crate) struct View {
    /// Those of the file, even where reports came since.
    pub as_they_stand: bool,
    /// The day that the temporary tables were made for, and what the file's version was then.
    pub day: Cell<Option<(Date, i64)>>,
}

/// Stops the question that a ledger is answering, from another thread.
pub struct Interrupter(rusqlite::InterruptHandle);

impl Interrupter {
    /// Stops it; the question ends with an error. Nothing happens where none is asked.
    pub fn interrupt(&self) {
        self.0.interrupt();
    }
}

impl Ledger {
    /// From now on questions are answered from the occurrences as they stand in the file, even where reports came since they were made: for
    /// readers that look on while another program adds reports.
    pub fn take_as_they_stand(&mut self) {
        self.view.as_they_stand = true;
    }

    /// Answers several questions from the file as it is at the first of them. A ledger that is added to answers each for itself.
    ///
    /// # Errors
    /// What the work gives; when the file cannot be read.
    pub fn at_once<T, E: From<Error>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.writes {
            return work(self);
        }
        self.connection
            .prepare_cached("BEGIN")
            .and_then(|mut begin| begin.execute(()))
            .map_err(Error::from)?;
        let done = work(self);
        if self.connection.is_autocommit() {
            // Ended by what stopped the question, and the temporary tables with it.
            self.view.day.set(None);
            return done;
        }
        // Nothing but temporary tables was written.
        self.connection
            .prepare_cached("COMMIT")
            .and_then(|mut commit| commit.execute(()))
            .map_err(Error::from)?;
        done
    }

    /// A number that changes when another connection has changed the file. Numbers of different connections have nothing to do with each other.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn version_of_data(&self) -> Result<i64, Error> {
        let version = self
            .connection
            .prepare_cached("PRAGMA data_version")?
            .query_row((), |row| row.get(0))?;
        Ok(version)
    }

    /// What stops the questions to this ledger.
    pub fn interrupter(&self) -> Interrupter {
        Interrupter(self.connection.get_interrupt_handle())
    }

    /// Whether the temporary tables hold what is asked for already.
    pub(crate) fn view_stands(&self, as_of: Option<Date>) -> Result<bool, Error> {
        let Some(day) = as_of else { return Ok(false) };
        Ok(self.view.day.get() == Some((day, self.version_of_data()?)))
    }

    /// Remembers for which day they were made. Only readers do: what this connection adds itself does not change its own number.
    pub(crate) fn view_made(&self, as_of: Option<Date>) -> Result<(), Error> {
        if let (Some(day), false) = (as_of, self.writes) {
            self.view.day.set(Some((day, self.version_of_data()?)));
        }
        Ok(())
    }
}
