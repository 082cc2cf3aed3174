//! `sayso relate`: what the source does to the target in each line.

use crate::args::Relate;
use crate::lines::{self, Work};
use crate::report::Fatal;
use sayso::Pair;
use sayso::relate::Relater;

/// Runs the command; false where some line could not be processed.
///
/// # Errors
/// When nothing can be read or written any more.
pub fn run(args: &Relate) -> Result<bool, Fatal> {
    let relater = Relater::embedded()?;
    let work = Work {
        parse: Pair::parse,
        words: |pair: &Pair| pair.sentence.split_whitespace().count() as u64,
        answer: |pairs: &[Pair]| relater.relate(pairs),
    };
    lines::run(&args.files, &args.running, &work)
}
