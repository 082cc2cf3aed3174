//! `sayso read`: the statements of each article, for a person or as records.

use crate::annotate::json_line;
use crate::args::{Color, Read, ReadFormat};
use crate::output::Output;
use crate::page::{self, Look};
use crate::report::{Fatal, Log};
use crate::run;
use anstream::{AutoStream, ColorChoice};
use sayso::Sayso;

/// Columns of the page where there is no terminal; and at most, as longer lines are hard to read.
const COLUMNS: (usize, usize) = (80, 100);

/// Runs the command; false where some input could not be processed.
///
/// # Errors
/// When nothing can be read or written any more.
pub fn run(args: &Read) -> Result<bool, Fatal> {
    let mut output = Output::open(args.common.output.as_deref())?;
    let mut log = Log::new(args.common.quiet);
    let look = look(args);
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

fn look(args: &Read) -> Look {
    let to_file = args.common.output.as_ref().is_some_and(|o| o.as_os_str() != "-");
    let color = match args.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => !to_file && AutoStream::choice(&std::io::stdout()) != ColorChoice::Never,
    };
    let terminal = || terminal_size::terminal_size_of(std::io::stdout()).filter(|_| !to_file);
    let width = match args.width {
        Some(width) => width.into(),
        None => terminal().map_or(COLUMNS.0, |(columns, _)| {
            usize::from(columns.0).clamp(30, COLUMNS.1)
        }),
    };
    Look { color, width }
}
