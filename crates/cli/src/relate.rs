//! `sayso relate`: what the source does to the target in each line.

use crate::annotate::json_line;
use crate::args::Relate;
use crate::input::{Piece, Pieces};
use crate::output::Output;
use crate::progress::Progress;
use crate::report::{Fatal, Log, Origin, Report};
use rayon::prelude::*;
use sayso::{Pair, Sayso};

/// Lines that one thread takes together, and that are read before any is written.
const GROUP: usize = 16;
const BATCH: usize = 1024;

/// Runs the command; false where some line could not be processed.
///
/// # Errors
/// When nothing can be read or written any more.
pub fn run(args: &Relate) -> Result<bool, Fatal> {
    let mut output = Output::open(args.running.output.as_deref())?;
    let mut log = Log::new(args.running.quiet);
    let mut pool = rayon::ThreadPoolBuilder::new();
    if let Some(threads) = args.running.threads {
        pool = pool.num_threads(threads.into());
    }
    let pool = pool.build()?;
    let sayso = Sayso::embedded()?;
    let mut pieces = Pieces::lines(&args.files);
    let progress = Progress::new(args.running.quiet, pieces.total());
    log.bar = progress.bar.clone();
    loop {
        let batch: Vec<_> = pieces.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        let bytes: usize = batch.iter().flatten().map(|p| p.bytes.len()).sum();
        let (mut pairs, mut reports) = (Vec::new(), Vec::new());
        for piece in batch {
            match piece.and_then(|p| read(&p)) {
                Ok(pair) => pairs.push(pair),
                Err(report) => reports.push(report),
            }
        }
        let words = pairs
            .iter()
            .map(|p| p.sentence.split_whitespace().count() as u64)
            .sum();
        let done: Vec<_> = pool.install(|| {
            pairs
                .par_chunks(GROUP)
                .flat_map_iter(|p| sayso.relate(p))
                .collect()
        });
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

fn read(piece: &Piece) -> Result<Pair, Report> {
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
    Pair::parse(text, line).map_err(|e| Report::error(&place, &e))
}
