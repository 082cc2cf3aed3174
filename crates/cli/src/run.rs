//! The work that all commands share: pieces of input to documents on all threads, their output in the order of the input.

use crate::args::{Common, Inputs};
use crate::articles::{self, Articles};
use crate::input::{Piece, Pieces};
use crate::output::Output;
use crate::progress::Progress;
use crate::report::{Fatal, Log, Report};
use crate::told::Told;
use rayon::prelude::*;
use sayso::conllu::GivenDocument;
use sayso::record::Id;
use sayso::{Article, Document, Sayso};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Pieces that one thread takes together, at most; and their bytes. Does not depend on the threads, so that the output does not.
const GROUP: (usize, usize) = (4, 64 << 10);

/// Groups that wait for each other for each thread, and the bytes of all of them, at most.
const BATCH: (usize, usize) = (8, 4_000_000);

/// A document as the commands get it.
pub struct Ready {
    /// What the input calls it.
    pub id: Id,
    /// What was read out of it.
    pub document: Document,
    /// The sentences that were given.
    pub given: Option<GivenDocument>,
}

/// What a command does with documents. A function that makes text of each is work.
pub trait Work: Sync {
    /// What it makes of a document.
    type Item: Send;

    /// What a document is called, where the command knows better than its input.
    fn name(&self, _piece: &Piece, id: Id) -> Id {
        id
    }

    /// Whether a document has to be read at all.
    fn wanted(&self, _id: &Id, _article: &Article) -> bool {
        true
    }

    /// Does it.
    fn item(&self, sayso: &Sayso, ready: &Ready) -> Self::Item;
}

impl<T: Send, F: Fn(&Sayso, &Ready) -> T + Sync> Work for F {
    type Item = T;

    fn item(&self, sayso: &Sayso, ready: &Ready) -> T {
        self(sayso, ready)
    }
}

/// What became of a piece.
struct Outcome<T> {
    items: Vec<T>,
    reports: Vec<Report>,
    words: u64,
}

impl<T> Default for Outcome<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            reports: Vec::new(),
            words: 0,
        }
    }
}

/// Reads all inputs and writes what `render` makes of each document.
///
/// # Errors
/// When nothing can be read or written any more. What is wrong with one input is reported and remembered in the log.
pub fn run(
    inputs: &Inputs,
    common: &Common,
    output: &mut Output,
    log: &mut Log,
    render: impl Fn(&Sayso, &Ready) -> String + Sync,
) -> Result<(), Fatal> {
    each(inputs, common, log, &render, |texts| {
        texts.iter().try_for_each(|text| output.write(text))?;
        Ok(output.flush()?)
    })
}

/// Reads all inputs, does the work on all threads, and hands over what came of it, some documents at a time, in the order of the inputs.
///
/// # Errors
/// When nothing can be read any more, or the taker fails.
pub fn each<W: Work>(
    inputs: &Inputs,
    common: &Common,
    log: &mut Log,
    does: &W,
    mut take: impl FnMut(Vec<W::Item>) -> Result<(), Fatal>,
) -> Result<(), Fatal> {
    let mut pool = rayon::ThreadPoolBuilder::new().stack_size(16 << 20);
    if let Some(threads) = common.running.threads {
        pool = pool.num_threads(threads.into());
    }
    let pool = pool.build()?;
    let tables = || crate::knowledge::open(&common.tables);
    let mut sayso = pool.install(|| Sayso::with(tables))?;
    if let Some(least) = common.min_score {
        sayso.set_least(least);
    }
    let told = Told::of(inputs, log);
    let mut pieces = Pieces::new(inputs, &told);
    let progress = Progress::new(common.running.quiet, pieces.total());
    log.bar = progress.bar.clone();
    let work = |group: Vec<Result<Piece, Report>>| {
        let done = process(&sayso, common, &told, &group, does);
        let bytes: u64 = group.iter().flatten().map(|p| p.read).sum();
        progress.advance(bytes, done.iter().map(|o| o.words).sum());
        done
    };
    loop {
        let batch = batch(&mut pieces, pool.current_num_threads());
        if batch.is_empty() {
            break;
        }
        let done: Vec<_> = quietly(|| pool.install(|| batch.into_par_iter().map(work).collect()));
        let mut items = Vec::new();
        for mut outcome in done.into_iter().flatten() {
            outcome.reports.iter().for_each(|report| log.write(report));
            items.append(&mut outcome.items);
        }
        progress.bar.suspend(|| take(items))?;
    }
    progress.bar.finish_and_clear();
    if let Some(note) = told.note() {
        log.note(&note);
    }
    Ok(())
}

/// Does something whose failures are reported in another way than by the language's own message.
fn quietly<T>(work: impl FnOnce() -> T) -> T {
    if std::env::var_os("RUST_BACKTRACE").is_some() {
        return work();
    }
    std::panic::set_hook(Box::new(|_| ()));
    let done = work();
    let _ = std::panic::take_hook();
    done
}

/// The next groups of pieces.
fn batch(pieces: &mut Pieces, threads: usize) -> Vec<Vec<Result<Piece, Report>>> {
    let mut groups: Vec<Vec<_>> = Vec::new();
    let (mut bytes, mut bytes_of_group) = (0, 0);
    while bytes < BATCH.1 {
        let Some(piece) = pieces.next() else { break };
        let size = piece.as_ref().map_or(0, Piece::size);
        match groups.last_mut() {
            Some(group) if group.len() < GROUP.0 && bytes_of_group < GROUP.1 => group.push(piece),
            _ => {
                groups.push(vec![piece]);
                bytes_of_group = 0;
            }
        }
        bytes += size;
        bytes_of_group += size;
        let full = groups.last().is_some_and(|g| g.len() == GROUP.0);
        if full && groups.len() >= threads * BATCH.0 {
            break;
        }
    }
    groups
}

/// Reads a group; where the program fails on it, each piece alone, so that only one is lost.
fn process<W: Work>(
    sayso: &Sayso,
    common: &Common,
    told: &Told,
    group: &[Result<Piece, Report>],
    does: &W,
) -> Vec<Outcome<W::Item>> {
    let all = |part: &[Result<Piece, Report>]| {
        catch_unwind(AssertUnwindSafe(|| documents(sayso, common, told, part, does)))
    };
    all(group).unwrap_or_else(|_| {
        let alone = |piece: &Result<Piece, Report>| {
            all(std::slice::from_ref(piece)).unwrap_or_else(|panic| vec![broken(piece, panic.as_ref())])
        };
        group.iter().flat_map(alone).collect()
    })
}

fn broken<T>(piece: &Result<Piece, Report>, panic: &(dyn std::any::Any + Send)) -> Outcome<T> {
    let said = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or(panic.downcast_ref::<&str>().copied());
    let why = format!(
        "internal error on this document: {}: please report it (RUST_BACKTRACE=1 tells where)",
        said.unwrap_or("unknown")
    );
    let report = match piece {
        Ok(piece) => Report::error(&piece.origin, &why),
        Err(report) => report.clone(),
    };
    Outcome {
        reports: vec![report],
        ..Outcome::default()
    }
}

fn documents<W: Work>(
    sayso: &Sayso,
    common: &Common,
    told: &Told,
    group: &[Result<Piece, Report>],
    does: &W,
) -> Vec<Outcome<W::Item>> {
    let mut outcomes: Vec<Outcome<W::Item>> = group.iter().map(|_| Outcome::default()).collect();
    // (place in the group, id, sentences given)
    let mut known: Vec<(usize, Id, Option<GivenDocument>)> = Vec::new();
    let mut plain = Vec::new();
    let mut all_given = Vec::new();
    for (at, (piece, outcome)) in group.iter().zip(&mut outcomes).enumerate() {
        let piece = match piece {
            Ok(piece) => piece,
            Err(report) => {
                outcome.reports.push(report.clone());
                continue;
            }
        };
        match articles::read(piece, common, told, &mut outcome.reports) {
            Ok(Articles::One(id, article)) => {
                let id = does.name(piece, id);
                if does.wanted(&id, &article) {
                    known.push((at, id, None));
                    plain.push(article);
                }
            }
            Ok(Articles::Given(documents)) => {
                for given in documents {
                    known.push((at, Id::Text(given.article.id.clone()), Some(given.clone())));
                    all_given.push(given);
                }
            }
            Err(report) => outcome.reports.push(report),
        }
    }
    // A group is of one kind or the other, or the kinds follow each other in the order of the files.
    let mut plain = sayso.read(plain).into_iter();
    let mut of_given = sayso.read_given(all_given).into_iter();
    for (at, id, given) in known {
        let next = if given.is_some() {
            of_given.next()
        } else {
            plain.next()
        };
        let Some(document) = next else { continue };
        outcomes[at].words += document.annotated.tokens.len() as u64;
        let item = does.item(sayso, &Ready { id, document, given });
        outcomes[at].items.push(item);
    }
    outcomes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::Running;
    use crate::input::Form;
    use crate::report::Origin;

    #[test]
    fn a_failure_on_one_document_costs_one_document() {
        let sayso = Sayso::embedded().unwrap();
        let common = Common {
            date: None,
            publisher: None,
            min_score: None,
            tables: crate::args::TablesArg { knowledge: None },
            running: Running {
                threads: None,
                quiet: false,
                output: None,
            },
        };
        let line = |number: usize| {
            let origin = Origin {
                file: "news.jsonl".into(),
                line: Some(number),
                part: None,
            };
            Ok(Piece {
                origin,
                bytes: br#"{"text": "It rained."}"#.to_vec(),
                form: Form::Line,
                read: 0,
            })
        };
        let render = |_: &Sayso, ready: &Ready| match &ready.id {
            Id::Number(n) if n.as_u64() == Some(2) => panic!("no words for rain"),
            id => id.to_string(),
        };
        let group: Vec<_> = (1..=3).map(line).collect();
        let done = process(&sayso, &common, &Told::default(), &group, &render);
        let texts: Vec<&str> = done
            .iter()
            .flat_map(|o| o.items.first())
            .map(String::as_str)
            .collect();
        assert_eq!(texts, ["1", "3"]);
        let report = &done[1].reports[0];
        assert!(report.failed);
        assert!(
            report.message.starts_with("news.jsonl: line 2: internal error"),
            "{}",
            report.message
        );
        assert!(report.message.contains("no words for rain"));
    }
}
