//! What can be wrong with a ledger.

use rusqlite::ErrorCode;
use std::path::PathBuf;

/// Why a ledger cannot be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such file.
    #[error("no ledger at {path}: make one with `sayso ingest --ledger {path} FILE`, or name another one with --ledger", path = .0.display())]
    Missing(PathBuf),
    /// The file is something else.
    #[error("the file is no ledger of sayso: name another one with --ledger")]
    Foreign,
    /// A newer program made it.
    #[error(
        "the ledger was made by a newer version of sayso (format {found}, this program knows up to {known}): install that version"
    )]
    Newer {
        /// Its format.
        found: i64,
        /// The newest format that this program knows.
        known: i64,
    },
    /// Another program writes to it.
    #[error("the ledger is in use by another program: try again when that is done")]
    Locked,
    /// No room.
    #[error("the disk is full: make room and run the same command again, what was added stays")]
    Full,
    /// It may be read, but not written.
    #[error("the ledger or its folder may not be written: change the permissions or copy it elsewhere")]
    ReadOnly,
    /// It can be neither found nor made.
    #[error("the ledger cannot be opened: {0}: does its folder exist, and may it be written?")]
    Open(String),
    /// Something in the file is not as it was written.
    #[error("the ledger is damaged: {0}: restore a copy, or ingest the reports into a new ledger")]
    Damaged(String),
    /// The system cannot read or write.
    #[error("the ledger cannot be read or written: {0}")]
    Io(String),
    /// An export cannot be written.
    #[error("the export cannot be written: {0}")]
    Write(#[from] std::io::Error),
    /// A query that cannot be understood.
    #[error("{0}")]
    Query(String),
    /// SQLite says something else.
    #[error("the ledger answers: {0}")]
    Sqlite(rusqlite::Error),
}

impl Error {
    /// Whether another place in the file system may help.
    pub fn is_call(&self) -> bool {
        matches!(
            self,
            Self::Missing(_) | Self::Foreign | Self::Open(_) | Self::Query(_)
        )
    }

    /// Whether somebody stopped the question.
    pub fn is_interrupt(&self) -> bool {
        matches!(self, Self::Sqlite(error) if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted))
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let message = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::Foreign,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::CannotOpen) => Self::Open(message),
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(message),
            Some(ErrorCode::SystemIoFailure) => Self::Io(message),
            _ => match error {
                rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::IntegralValueOutOfRange(..) => Self::Damaged(message),
                other => Self::Sqlite(other),
            },
        }
    }
}
