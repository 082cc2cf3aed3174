//! `sayso query`: what a ledger knows.

use crate::annotate::json_line;
use crate::args::{Filters, Query, QueryFormat};
use crate::output::{Output, OutputError};
use crate::page::{Ink, Line, Look, NO_BREAK};
use crate::report::{Fatal, printable};
use crate::table;
use sayso::ledger::export::Format;
use sayso::ledger::records::{OccurrenceRecord, PartyRecord, SeriesRecord};
use sayso::ledger::{Error, Filter, Found, Ledger, Status};
use std::io::Write as _;

/// Rows of a table for a person.
const ROWS: u64 = 50;

/// What fits is counted up to here.
const MANY: u64 = 10_000;

/// Runs the command.
///
/// # Errors
/// When the ledger cannot be read, or nothing can be written any more.
pub fn run(args: &Query) -> Result<bool, Fatal> {
    let path = &args.ledger.ledger;
    let name = path.display().to_string();
    let failed = |error| Fatal::Ledger(name.clone(), error);
    let mut ledger = Ledger::open(path).map_err(failed)?;
    let mut output = Output::open(args.running.output.as_deref())?;
    let table = args.format == QueryFormat::Table;
    let filter = Filter {
        limit: args.limit.or(table.then_some(ROWS)),
        offset: args.offset,
        ..args.filters.filter()
    };
    let look = args.paper.look(&args.running);
    if args.series {
        let series = ledger.series(&filter).map_err(failed)?;
        output.write(&series_text(&series, args.format))?;
        output.finish(false)?;
        return Ok(true);
    }
    let done = match (args.format, args.statements) {
        (QueryFormat::Jsonl, false) => ledger.occurrences(&filter, |record| {
            output.write(record)?;
            Ok(output.write("\n")?)
        }),
        (QueryFormat::Jsonl, true) => {
            ledger.statements(&filter, |found| Ok(output.write(&statement_line(found)?)?))
        }
        (QueryFormat::Table, false) => ledger.occurrences(&filter, |record| {
            Ok(output.write(&occurrence_rows(&parse(record)?, &look))?)
        }),
        (QueryFormat::Table, true) => {
            ledger.statements(&filter, |found| Ok(output.write(&statement_rows(found, &look))?))
        }
        (QueryFormat::Csv, false) => {
            output.write(&table::row(table::OCCURRENCE.iter().map(|n| (*n).to_owned())))?;
            ledger.occurrences(&filter, |record| {
                Ok(output.write(&table::occurrence(&parse(record)?))?)
            })
        }
        (QueryFormat::Csv, true) => ledger
            .export(Format::Csv, &filter, "", &mut output)
            .map(|_| ())
            .map_err(Stop::from),
    };
    done.map_err(|stop| stop.fatal(&name))?;
    output.finish(false)?;
    if table && !args.running.quiet {
        let all = if args.statements {
            ledger.count_statements(&filter, MANY)
        } else {
            ledger.count_occurrences(&filter, MANY)
        };
        let all = all.map_err(failed)?;
        let least = if all == MANY { "at least " } else { "" };
        let shown = all
            .saturating_sub(filter.offset)
            .min(filter.limit.unwrap_or(ROWS));
        let what = if args.statements {
            "statements"
        } else {
            "occurrences"
        };
        let more = if shown < all {
            ": --limit and --offset show others"
        } else {
            ""
        };
        let _ = writeln!(std::io::stderr(), "{shown} of {least}{all} {what}{more}");
    }
    Ok(true)
}

fn series_text(series: &[SeriesRecord], format: QueryFormat) -> String {
    match format {
        QueryFormat::Jsonl => series.iter().map(json_line).collect(),
        QueryFormat::Csv => table::series(series),
        QueryFormat::Table => {
            let mut text = String::from(
                "month    actor      recipient  type       asserted corroborated contested planned  intensity\n",
            );
            for s in series {
                let country = |c: &Option<String>| c.clone().unwrap_or_else(|| "–".to_owned());
                let change = match &s.change {
                    Some(c) => format!("  changes from {:.1} to {:.1} a month", c.before, c.after),
                    None => String::new(),
                };
                text += &format!(
                    "{:<8} {:<10} {:<10} {:<12} {:>6} {:>12} {:>9} {:>7} {:>10.1}{change}\n",
                    s.month,
                    country(&s.actor_country),
                    country(&s.recipient_country),
                    s.r#type,
                    s.asserted,
                    s.corroborated,
                    s.contested,
                    s.planned,
                    s.asserted_intensity
                );
            }
            text
        }
    }
}

/// Why writing stopped: the ledger or the output.
pub enum Stop {
    /// The ledger.
    Ledger(Error),
    /// Anything else.
    Other(Fatal),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Ledger(error)
    }
}

impl From<OutputError> for Stop {
    fn from(error: OutputError) -> Self {
        Self::Other(Fatal::Output(error))
    }
}

impl Stop {
    /// With the name of the ledger.
    pub fn fatal(self, ledger: &str) -> Fatal {
        match self {
            Self::Ledger(error) => Fatal::Ledger(ledger.to_owned(), error),
            Self::Other(fatal) => fatal,
        }
    }
}

impl Filters {
    /// As the ledger wants it, without limits.
    pub fn filter(&self) -> Filter {
        Filter {
            actor: self.actor.clone(),
            recipient: self.recipient.clone(),
            source: self.source.clone(),
            country: self.country.clone(),
            r#type: self.r#type.clone(),
            quad: self.quad,
            factuality: self.factuality.clone(),
            place: self.place.clone(),
            from: self.from,
            to: self.to,
            text: self.text.clone(),
            status: self.status.clone(),
            outlet: None,
            origin: None,
            stance: Vec::new(),
            kind: self.kind.clone(),
            as_of: self.as_of,
            limit: None,
            offset: 0,
        }
    }
}

fn parse(record: &str) -> Result<OccurrenceRecord, Error> {
    serde_json::from_str(record).map_err(|e| Error::Damaged(format!("an occurrence: {e}")))
}

/// The record of a statement, with what the ledger knows of it in a field of its own.
fn statement_line(found: &Found) -> Result<String, Error> {
    let mut line = found.line()?;
    line.push('\n');
    Ok(line)
}

fn occurrence_rows(o: &OccurrenceRecord, look: &Look) -> String {
    let mut line = Line::default();
    let when = o
        .time
        .end
        .as_ref()
        .or(o.time.start.as_ref())
        .or(o.last_published.as_ref());
    line.add(Ink::Plain, &column(when.map_or("no date", String::as_str), 10));
    line.add(Ink::Plain, " ");
    let ink = match Status::from_name(&o.status) {
        Some(Status::Corroborated) => Ink::Yes,
        Some(Status::Disputed | Status::Planned) => Ink::Maybe,
        Some(Status::Denied | Status::Retracted) => Ink::No,
        _ => Ink::Plain,
    };
    line.add(ink, &column(&o.status, 13));
    line.add(Ink::Plain, " ");
    let kind = o
        .r#type
        .as_ref()
        .or(o.relation.as_ref())
        .map_or("", String::as_str);
    let mode = o.mode.as_ref().map_or(String::new(), |m| format!(" {m}"));
    line.add(Ink::Type, &format!("{kind}{mode}"));
    line.add(Ink::Plain, " ");
    line.add(Ink::Strong, &parties(&o.actors));
    if !o.recipients.is_empty() {
        line.add(Ink::Plain, " → ");
        line.add(Ink::Strong, &parties(&o.recipients));
    }
    let places: Vec<String> = o.places.iter().map(|p| printable(&p.name)).collect();
    if !places.is_empty() {
        line.add(Ink::Faint, &format!(" in {}", places.join(", ")));
    }
    let mut out = String::new();
    line.write(&mut out, look, "", "            ");
    let mut sources = Line::default();
    for (at, origin) in o.origins.iter().enumerate() {
        if at > 0 {
            sources.add(Ink::Faint, "; ");
        }
        sources.add(Ink::Source, &printable(&origin.source));
        let stance = if origin.stance == "affirms" {
            String::new()
        } else {
            format!(" {}", origin.stance)
        };
        let rests = if origin.independent {
            ""
        } else {
            " (rests on another)"
        };
        let documents: Vec<String> = origin.documents.iter().map(crate::ingest::shown).collect();
        sources.add(Ink::Faint, &format!("{stance}{rests} [{}]", documents.join(", ")));
    }
    sources.write(&mut out, look, "            ", "            ");
    out
}

/// Words in a column, with blanks behind that stay.
fn column(words: &str, width: usize) -> String {
    let blanks = (width + 1).saturating_sub(words.chars().count());
    words
        .chars()
        .chain(std::iter::repeat_n(NO_BREAK, blanks))
        .collect()
}

fn parties(all: &[PartyRecord]) -> String {
    if all.is_empty() {
        return "–".to_owned();
    }
    let one = |p: &PartyRecord| match &p.code {
        Some(code) => format!("{} ({code})", printable(&p.name)),
        None => printable(&p.name),
    };
    all.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn statement_rows(found: &Found, look: &Look) -> String {
    let claim = &found.claim;
    let mut line = Line::default();
    let (_, last) = claim.days(found.header.published);
    let day = last.map_or("no date".to_owned(), |d| d.to_string());
    line.add(Ink::Plain, &column(&day, 10));
    line.add(Ink::Plain, &format!(" {} ", column(claim.factuality.name(), 3)));
    line.add(Ink::Type, claim.type_name());
    line.add(Ink::Plain, " ");
    let names = |all: &[sayso::ledger::report::Actor]| {
        let all: Vec<PartyRecord> = all.iter().map(PartyRecord::from).collect();
        parties(&all)
    };
    line.add(Ink::Strong, &names(claim.actors()));
    if !claim.recipients().is_empty() {
        line.add(Ink::Plain, " → ");
        line.add(Ink::Strong, &names(claim.recipients()));
    }
    let mut out = String::new();
    line.write(&mut out, look, "", "            ");
    let mut line = Line::default();
    for link in &claim.chain {
        line.add(Ink::Source, &printable(&link.name));
        line.add(Ink::Faint, ": ");
    }
    line.add(Ink::Plain, printable(&found.sentence).trim());
    line.add(
        Ink::Faint,
        &format!(" [{}]", crate::ingest::shown(&found.header.name)),
    );
    line.write(&mut out, look, "            ", "            ");
    out
}
