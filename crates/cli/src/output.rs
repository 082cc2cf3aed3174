//! Where the output goes: standard output, or a file that appears when all is written.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Why something cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The reader at the other end of the pipe has gone.
    #[error("nobody reads the output any more")]
    Closed,
    /// The file cannot be made.
    #[error("cannot write to {name}: {source}: give another file to -o")]
    Open {
        /// The file.
        name: String,
        /// Why.
        source: io::Error,
    },
    /// Anything later.
    #[error("cannot write {name}: {source}")]
    Io {
        /// The file.
        name: String,
        /// Why.
        source: io::Error,
    },
}

/// A place to write to.
pub struct Output {
    name: String,
    to: BufWriter<Box<dyn Write>>,
    unfinished: Option<Unfinished>,
    /// Whether anything was written.
    pub written: bool,
}

/// A file that is written beside its final place.
struct Unfinished {
    at: PathBuf,
    target: PathBuf,
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.at);
    }
}

/// Removes unfinished files when the run is interrupted. Where no handler can be set, they stay, but never half of the output in its place.
fn remove_on_interrupt(part: PathBuf) {
    static PARTS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
    let parts = || PARTS.lock().unwrap_or_else(PoisonError::into_inner);
    parts().push(part);
    let _ = ctrlc::set_handler(move || {
        for part in parts().iter() {
            let _ = fs::remove_file(part);
        }
        std::process::exit(130);
    });
}

impl io::Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.written |= !bytes.is_empty();
        self.to.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl Output {
    /// Opens a file, or standard output where there is none or it is `-`.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn open(path: Option<&Path>) -> Result<Self, OutputError> {
        let Some(path) = path.filter(|p| p.as_os_str() != "-") else {
            let stdout: Box<dyn Write> = Box::new(io::stdout());
            return Ok(Self::new("standard output".into(), stdout, None));
        };
        let name = path.display().to_string();
        let failed = |source| OutputError::Open {
            name: name.clone(),
            source,
        };
        // What a link points to is replaced, not the link.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let old = fs::metadata(&target).ok();
        if old.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(failed(io::ErrorKind::IsADirectory.into()));
        }
        if old.as_ref().is_some_and(|m| !m.is_file()) {
            let device = File::options().write(true).open(&target).map_err(failed)?;
            return Ok(Self::new(name, Box::new(device), None));
        }
        let own_name = target
            .file_name()
            .ok_or_else(|| failed(io::ErrorKind::InvalidInput.into()))?;
        let mut beside = std::ffi::OsString::from(".");
        beside.push(own_name);
        beside.push(format!(".{}.part", std::process::id()));
        let at = target.with_file_name(beside);
        let file = File::create(&at).map_err(failed)?;
        let unfinished = Unfinished {
            at: at.clone(),
            target,
        };
        if let Some(old) = old {
            file.set_permissions(old.permissions()).map_err(failed)?;
        }
        remove_on_interrupt(at);
        Ok(Self::new(name, Box::new(file), Some(unfinished)))
    }

    fn new(name: String, to: Box<dyn Write>, unfinished: Option<Unfinished>) -> Self {
        Self {
            name,
            to: BufWriter::with_capacity(1 << 16, to),
            unfinished,
            written: false,
        }
    }

    /// Writes.
    ///
    /// # Errors
    /// When the disk is full, or the pipe closed.
    pub fn write(&mut self, text: &str) -> Result<(), OutputError> {
        self.written |= !text.is_empty();
        let done = self.to.write_all(text.as_bytes());
        done.map_err(|e| self.failed(e))
    }

    /// Hands on what was written so far.
    ///
    /// # Errors
    /// When the disk is full, or the pipe closed.
    pub fn flush(&mut self) -> Result<(), OutputError> {
        let done = self.to.flush();
        done.map_err(|e| self.failed(e))
    }

    /// Puts the file in its place. A run of which nothing came (`failed` and nothing written) leaves no file, and an old one stays.
    ///
    /// # Errors
    /// When the disk is full, or the pipe closed, or the file cannot be moved.
    pub fn finish(mut self, failed: bool) -> Result<(), OutputError> {
        self.flush()?;
        match self.unfinished.take() {
            Some(part) if self.written || !failed => {
                fs::rename(&part.at, &part.target).map_err(|e| self.failed(e))
            }
            _ => Ok(()),
        }
    }

    /// What an error of writing means here.
    pub fn failed(&self, source: io::Error) -> OutputError {
        if source.kind() == io::ErrorKind::BrokenPipe {
            return OutputError::Closed;
        }
        OutputError::Io {
            name: self.name.clone(),
            source,
        }
    }
}
