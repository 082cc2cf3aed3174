//! Commands that answer each line of JSONL with a line.

use crate::annotate::json_line;
use crate::args::Running;
use crate::input::{Piece, Pieces};
use crate::output::Output;
use crate::progress::Progress;
use crate::report::{Fatal, Log, Origin, Report};
use rayon::prelude::*;
use sayso::ReadError;
use std::path::PathBuf;

/// Lines that one thread takes together, and that are read before any is written.
const GROUP: usize = 16;
const BATCH: usize = 1024;

/// What a command does with its lines.
pub struct Work<P, W, A> {
    /// Reads a line, with its number.
    pub parse: P,
    /// How many words it has.
    pub words: W,
    /// Answers some lines, one for each.
    pub answer: A,
}

/// Reads all lines and writes an answer for each that can be read; false where some line could not be processed.
///
/// # Errors
/// When nothing can be read or written any more.
pub fn run<T, R>(
    files: &[PathBuf],
    running: &Running,
    work: &Work<
        impl Fn(&str, usize) -> Result<T, ReadError>,
        impl Fn(&T) -> u64,
        impl Fn(&[T]) -> Vec<R> + Sync,
    >,
) -> Result<bool, Fatal>
where
    T: Sync,
    R: serde::Serialize + Send,
{
    let mut output = Output::open(running.output.as_deref())?;
    let mut log = Log::new(running.quiet);
    let mut pool = rayon::ThreadPoolBuilder::new();
    if let Some(threads) = running.threads {
        pool = pool.num_threads(threads.into());
    }
    let pool = pool.build()?;
    let mut pieces = Pieces::lines(files);
    let progress = Progress::new(running.quiet, pieces.total());
    log.bar = progress.bar.clone();
    loop {
        let batch: Vec<_> = pieces.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        let bytes: usize = batch.iter().flatten().map(|p| p.bytes.len()).sum();
        let (mut lines, mut reports) = (Vec::new(), Vec::new());
        for piece in batch {
            match piece.and_then(|p| read(&p, &work.parse)) {
                Ok(line) => lines.push(line),
                Err(report) => reports.push(report),
            }
        }
        let words = lines.iter().map(&work.words).sum();
        let answer = &work.answer;
        let done: Vec<_> = pool.install(|| lines.par_chunks(GROUP).flat_map_iter(answer).collect());
        reports.iter().for_each(|report| log.write(report));
        let text: String = done.iter().map(json_line).collect();
        progress.bar.suspend(|| output.write(&text))?;
        progress.bar.suspend(|| output.flush())?;
        progress.advance(bytes as u64, words);
    }
    progress.bar.finish_and_clear();
    output.finish(log.failed)?;
    Ok(!log.failed)
}

fn read<T>(piece: &Piece, parse: impl Fn(&str, usize) -> Result<T, ReadError>) -> Result<T, Report> {
    let line = piece.origin.line.unwrap_or(1);
    let text = std::str::from_utf8(&piece.bytes).map_err(|error| {
        let why = format!(
            "not valid UTF-8 at byte {}: convert the file to UTF-8",
            error.valid_up_to() + 1
        );
        Report::error(&piece.origin, &why)
    })?;
    let place = Origin {
        line: None,
        ..piece.origin.clone()
    };
    parse(text, line).map_err(|e| Report::error(&place, &e))
}
