//! `sayso export`: what a ledger knows in formats of others.

use crate::args::{Export, ExportFormat};
use crate::output::Output;
use crate::report::Fatal;
use sayso::ledger::export::{Exported, Format};
use sayso::ledger::{Error, Ledger};
use std::io::Write as _;

/// Runs the command.
///
/// # Errors
/// When the ledger cannot be read, or nothing can be written any more.
pub fn run(args: &Export) -> Result<bool, Fatal> {
    let path = &args.ledger.ledger;
    if args.mentions.is_some() && args.format != ExportFormat::GdeltTsv {
        return Err(Fatal::Call("--mentions goes with --as gdelt-tsv".to_owned()));
    }
    let failed = |error| Fatal::Ledger(path.display().to_string(), error);
    let mut ledger = Ledger::open(path).map_err(failed)?;
    let mut files = vec![(args.format.format(), args.output.as_deref())];
    if let Some(mentions) = &args.mentions {
        files.push((Format::GdeltMentions, Some(mentions)));
    }
    // Both are opened before one is written, so that a wrong name costs nothing.
    let mut open = Vec::new();
    for (format, to) in files {
        open.push((format, Output::open(to)?));
    }
    let filter = args.filters.filter();
    let program = concat!("sayso ", env!("CARGO_PKG_VERSION"));
    for (format, mut output) in open {
        let done = ledger.export(format, &filter, program, &mut output);
        let done = match done {
            Ok(done) => done,
            Err(Error::Write(error)) => return Err(output.failed(error).into()),
            Err(error) => return Err(failed(error)),
        };
        output.finish(false)?;
        if !args.quiet {
            say(format, done);
        }
    }
    Ok(true)
}

fn say(format: Format, done: Exported) {
    let what = match format {
        Format::PloverJsonl | Format::PolecatTsv | Format::Csv | Format::Parquet | Format::Jsonld => {
            "statements"
        }
        Format::PhoenixTsv | Format::GdeltTsv => "occurrences",
        Format::GdeltMentions => "mentions",
        Format::Geojson => "features",
    };
    let left_out = match done.left_out {
        0 => String::new(),
        count => format!(", {count} left out that the format has no place for"),
    };
    let _ = writeln!(std::io::stderr(), "{} {what} written{left_out}", done.written);
}

impl ExportFormat {
    fn format(self) -> Format {
        match self {
            Self::PloverJsonl => Format::PloverJsonl,
            Self::PolecatTsv => Format::PolecatTsv,
            Self::PhoenixTsv => Format::PhoenixTsv,
            Self::GdeltTsv => Format::GdeltTsv,
            Self::Csv => Format::Csv,
            Self::Parquet => Format::Parquet,
            Self::Geojson => Format::Geojson,
            Self::Jsonld => Format::Jsonld,
        }
    }
}
