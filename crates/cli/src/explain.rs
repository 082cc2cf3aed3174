//! `sayso explain`: why statements are read out of their words.

use crate::args::Explain;
use crate::output::Output;
use crate::page;
use crate::report::{Fatal, Log, Report};
use crate::run;
use sayso::Sayso;
use std::sync::atomic::{AtomicBool, Ordering};

/// Runs the command; false where some input could not be processed, or nothing has the wanted number or id.
///
/// # Errors
/// When nothing can be read or written any more.
pub fn run(args: &Explain) -> Result<bool, Fatal> {
    let mut output = Output::open(args.common.running.output.as_deref())?;
    let mut log = Log::new(args.common.running.quiet);
    let look = args.paper.look(&args.common.running);
    let found = AtomicBool::new(false);
    let render = |sayso: &Sayso, ready: &run::Ready| {
        let record = sayso.record(&ready.document, ready.id.clone());
        let mut out = String::new();
        for (at, statement) in record.statements.iter().enumerate() {
            let wanted = args.statement.as_deref();
            if wanted.is_none_or(|w| statement.id.starts_with(w) || w == (at + 1).to_string()) {
                found.store(true, Ordering::Relaxed);
                out.push_str(&page::explain(&ready.document, statement, at + 1, &look));
            }
        }
        out
    };
    run::run(&args.inputs, &args.common, &mut output, &mut log, render)?;
    if let Some(wanted) = &args.statement
        && !found.load(Ordering::Relaxed)
    {
        let why = "no such statement: give its number in the article, from 1, or the begin of its id, as in `sayso read --format jsonl`";
        log.write(&Report::error(wanted, &why));
    }
    output.finish(log.failed)?;
    Ok(!log.failed)
}
