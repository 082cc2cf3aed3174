//! `sayso annotate`: all layers of each document.

use crate::args::{Annotate, AnnotateFormat};
use crate::output::Output;
use crate::report::{Fatal, Log};
use crate::run;
use sayso::{Sayso, conllu};

/// Runs the command; false where some input could not be processed.
///
/// # Errors
/// When nothing can be read or written any more.
pub fn run(args: &Annotate) -> Result<bool, Fatal> {
    let mut output = Output::open(args.common.running.output.as_deref())?;
    let mut log = Log::new(args.common.running.quiet);
    let render = |sayso: &Sayso, ready: &run::Ready| match args.format {
        AnnotateFormat::Jsonl => json_line(&sayso.record(&ready.document, ready.id.clone())),
        AnnotateFormat::Conllu => {
            let mut text = String::new();
            conllu::write(&ready.document, ready.given.as_ref(), &mut text);
            text
        }
    };
    run::run(&args.inputs, &args.common, &mut output, &mut log, render)?;
    output.finish(log.failed)?;
    Ok(!log.failed)
}

/// A record as a line of JSON.
pub fn json_line(record: &impl serde::Serialize) -> String {
    let mut line = serde_json::to_string(record).expect("records have nothing that JSON has not");
    line.push('\n');
    line
}
