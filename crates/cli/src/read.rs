//! `sayso read`: the statements of each article, for a person or as records.

use crate::annotate::json_line;
use crate::args::{Read, ReadFormat};
use crate::output::Output;
use crate::page;
use crate::report::{Fatal, Log};
use crate::run;
use sayso::Sayso;

/// Runs the command; false where some input could not be processed.
///
/// # Errors
/// When nothing can be read or written any more.
pub fn run(args: &Read) -> Result<bool, Fatal> {
    let mut output = Output::open(args.common.running.output.as_deref())?;
    let mut log = Log::new(args.common.running.quiet);
    let look = args.paper.look(&args.common.running);
    let render = |sayso: &Sayso, ready: &run::Ready| match args.format {
        ReadFormat::Text => page::article(&ready.document, &ready.id, &look),
        ReadFormat::Jsonl => {
            let record = sayso.record(&ready.document, ready.id.clone());
            record.statements.iter().map(json_line).collect()
        }
    };
    run::run(&args.inputs, &args.common, &mut output, &mut log, render)?;
    if args.format == ReadFormat::Text && output.written {
        output.write(&page::legend(&look))?;
    }
    output.finish(log.failed)?;
    Ok(!log.failed)
}
