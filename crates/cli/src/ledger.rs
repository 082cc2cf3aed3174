//! `sayso ledger`: what a ledger holds, and whether it is whole.

use crate::args::{LedgerArg, LedgerCommand, LedgerCommandArgs};
use crate::import;
use crate::output::Output;
use crate::report::{Fatal, Log, Report};
use sayso::ledger::{Error, Info, Ledger};
use std::path::Path;

/// Runs the command; false where something is wrong.
///
/// # Errors
/// When the ledger cannot be read or written.
pub fn run(args: &LedgerCommandArgs) -> Result<bool, Fatal> {
    match &args.command {
        LedgerCommand::Import(args) => import::run(args),
        LedgerCommand::Info(at) => tell(at, |path| Ok((info_text(&Ledger::open(path)?.info()?), true))),
        LedgerCommand::Check(at) => tell(at, |_| check(at)),
        LedgerCommand::Compact(at) => tell(at, |path| {
            let (before, after) = Ledger::open(path)?.compact()?;
            Ok((format!("{} before, {} now\n", bytes(before), bytes(after)), true))
        }),
        LedgerCommand::Relink(at) => tell(at, |path| {
            Ok((format!("{} occurrences\n", Ledger::open(path)?.relink()?), true))
        }),
    }
}

/// Does something with a ledger and writes what comes of it; false where that is not well.
fn tell(at: &LedgerArg, work: impl FnOnce(&Path) -> Result<(String, bool), Error>) -> Result<bool, Fatal> {
    let mut output = Output::open(None)?;
    let done = work(&at.ledger);
    let (text, well) = done.map_err(|e| Fatal::Ledger(at.ledger.display().to_string(), e))?;
    output.write(&text)?;
    output.finish(false)?;
    Ok(well)
}

fn check(at: &LedgerArg) -> Result<(String, bool), Error> {
    let troubles = Ledger::open(&at.ledger)?.check()?;
    let mut log = Log::new(false);
    for trouble in &troubles {
        log.write(&Report::error(&at.ledger.display(), &trouble.message));
    }
    let text = if troubles.is_empty() {
        "the ledger is whole\n".to_owned()
    } else {
        String::new()
    };
    Ok((text, troubles.is_empty()))
}

fn info_text(info: &Info) -> String {
    let mut text = String::new();
    let mut row = |name: &str, value: String| text.push_str(&format!("{name:<13} {value}\n"));
    row(
        "reports",
        format!(
            "{} ({} superseded, {} pairs share text)",
            info.documents, info.superseded, info.copies
        ),
    );
    if let (Some(first), Some(last)) = &info.published {
        row("published", format!("{first} to {last}"));
    }
    row("statements", info.statements.to_string());
    let total: u64 = info.occurrences.iter().map(|(_, count)| count).sum();
    let by: Vec<String> = info
        .occurrences
        .iter()
        .map(|(status, count)| format!("{count} {status}"))
        .collect();
    let stale = if info.dirty { ", not up to date" } else { "" };
    let by = if by.is_empty() {
        String::new()
    } else {
        format!(" ({})", by.join(", "))
    };
    row("occurrences", format!("{total}{by}{stale}"));
    row("actors", info.parties.to_string());
    row("places", info.places.to_string());
    row(
        "size",
        format!("{} ({} free)", bytes(info.bytes), bytes(info.free)),
    );
    row("format", info.format.to_string());
    text
}

fn bytes(count: u64) -> String {
    match count {
        0..10_000 => format!("{count} bytes"),
        10_000..10_000_000 => format!("{:.1} kB", count as f64 / 1e3),
        _ => format!("{:.1} MB", count as f64 / 1e6),
    }
}
