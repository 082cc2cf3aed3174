//! The work that all commands share: pieces of input to documents on all threads, their output in the order of the input.

use crate::args::{Common, Inputs};
use crate::input::{Form, MAX_TEXT, Piece, Pieces};
use crate::output::Output;
use crate::report::{Fatal, Log, Report};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;
use sayso::conllu::{self, GivenDocument};
use sayso::record::Id;
use sayso::{Article, Document, Given, Record, Sayso};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// Pieces that one thread takes together, at most; and their bytes. Does not depend on the threads, so that the output does not.
const GROUP: (usize, usize) = (4, 64 << 10);

/// Groups that wait for each other for each thread, and the bytes of all of them, at most.
const BATCH: (usize, usize) = (8, 4_000_000);

/// Work that takes less shows no progress.
const PATIENCE: Duration = Duration::from_secs(1);

/// A document as the commands get it.
pub struct Ready {
    /// What the input calls it.
    pub id: Id,
    /// What was read out of it.
    pub document: Document,
    /// The sentences that were given.
    pub given: Option<GivenDocument>,
}

/// What became of a piece.
#[derive(Default)]
struct Outcome {
    text: String,
    reports: Vec<Report>,
    words: u64,
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
    let mut pool = rayon::ThreadPoolBuilder::new().stack_size(16 << 20);
    if let Some(threads) = common.threads {
        pool = pool.num_threads(threads.into());
    }
    let pool = pool.build()?;
    let sayso = Sayso::embedded()?;
    let mut pieces = Pieces::new(inputs);
    let mut progress = Progress::new(common.quiet, pieces.total());
    log.bar = progress.bar.clone();
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        std::panic::set_hook(Box::new(|_| ()));
    }
    let work = |group: Vec<Result<Piece, Report>>| process(&sayso, common, &group, &render);
    loop {
        let batch = batch(&mut pieces, pool.current_num_threads());
        if batch.is_empty() {
            break;
        }
        let bytes: usize = batch.iter().flatten().flatten().map(|p| p.bytes.len()).sum();
        let done: Vec<Vec<Outcome>> = pool.install(|| batch.into_par_iter().map(work).collect());
        for outcome in done.into_iter().flatten() {
            progress.words += outcome.words;
            outcome.reports.iter().for_each(|report| log.write(report));
            progress.bar.suspend(|| output.write(&outcome.text))?;
        }
        progress.bar.suspend(|| output.flush())?;
        progress.advance(bytes as u64);
    }
    progress.bar.finish_and_clear();
    let _ = std::panic::take_hook();
    Ok(())
}

/// The next groups of pieces.
fn batch(pieces: &mut Pieces, threads: usize) -> Vec<Vec<Result<Piece, Report>>> {
    let mut groups: Vec<Vec<_>> = Vec::new();
    let (mut bytes, mut bytes_of_group) = (0, 0);
    while bytes < BATCH.1 {
        let Some(piece) = pieces.next() else { break };
        let size = piece.as_ref().map_or(0, |p| p.bytes.len());
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
fn process(
    sayso: &Sayso,
    common: &Common,
    group: &[Result<Piece, Report>],
    render: &(impl Fn(&Sayso, &Ready) -> String + Sync),
) -> Vec<Outcome> {
    let all = |part: &[Result<Piece, Report>]| {
        catch_unwind(AssertUnwindSafe(|| documents(sayso, common, part, render)))
    };
    all(group).unwrap_or_else(|_| {
        let alone = |piece: &Result<Piece, Report>| {
            all(std::slice::from_ref(piece)).unwrap_or_else(|panic| vec![broken(piece, panic.as_ref())])
        };
        group.iter().flat_map(alone).collect()
    })
}

fn broken(piece: &Result<Piece, Report>, panic: &(dyn std::any::Any + Send)) -> Outcome {
    let said = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
    let why = format!(
        "internal error on this document: {}: please report it (RUST_BACKTRACE=1 tells where)",
        said.unwrap_or("unknown")
    );
    let report = match piece {
        Ok(piece) => Report::error(&piece.origin, &why),
        Err(report) => report.clone(),
    };
    Outcome { reports: vec![report], ..Outcome::default() }
}

fn documents(
    sayso: &Sayso,
    common: &Common,
    group: &[Result<Piece, Report>],
    render: &(impl Fn(&Sayso, &Ready) -> String + Sync),
) -> Vec<Outcome> {
    let mut outcomes: Vec<Outcome> = group.iter().map(|_| Outcome::default()).collect();
    // (place in the group, id, sentences given)
    let mut known: Vec<(usize, Id, Option<GivenDocument>)> = Vec::new();
    let mut articles = Vec::new();
    let mut all_given = Vec::new();
    for (at, (piece, outcome)) in group.iter().zip(&mut outcomes).enumerate() {
        let read = match piece {
            Ok(piece) => read(piece, common, outcome),
            Err(report) => Err(report.clone()),
        };
        match read {
            Ok(Read::Article(id, article)) => {
                known.push((at, id, None));
                articles.push(article);
            }
            Ok(Read::Given(documents)) => {
                for given in documents {
                    known.push((at, Id::Text(given.article.id.clone()), Some(given.clone())));
                    all_given.push(given);
                }
            }
            Err(report) => outcome.reports.push(report),
        }
    }
    // A group is of one kind or the other, or the kinds follow each other in the order of the files.
    let mut plain = sayso.read(articles).into_iter();
    let mut of_given = sayso.read_given(all_given).into_iter();
    for (at, id, given) in known {
        let next = if given.is_some() { of_given.next() } else { plain.next() };
        let Some(document) = next else { continue };
        outcomes[at].words += document.annotated.tokens.len() as u64;
        outcomes[at].text.push_str(&render(sayso, &Ready { id, document, given }));
    }
    outcomes
}

enum Read {
    Article(Id, Article),
    Given(Vec<GivenDocument>),
}

/// Makes articles of a piece. Dates and outlets of the options stand in only where the article has none.
fn read(piece: &Piece, common: &Common, outcome: &mut Outcome) -> Result<Read, Report> {
    let origin = &piece.origin;
    let nothing = Given::default();
    let fill = |article: &mut Article| -> Result<(), Report> {
        article.published = article.published.or(common.date);
        article.publisher = article.publisher.take().or_else(|| common.publisher.clone());
        if article.text.len() > MAX_TEXT {
            let why = format!(
                "the text has {} bytes, and one article may have {MAX_TEXT}: split it into articles",
                article.text.len()
            );
            return Err(Report::error(origin, &why));
        }
        Ok(())
    };
    match piece.form {
        Form::Text { html } => {
            let (text, problems) = sayso::decode(&piece.bytes, None).map_err(|e| Report::error(origin, &e))?;
            outcome.reports.extend(problems.iter().map(|p| Report::warning(origin, &p.message)));
            let page = html || sayso::looks_like_html(&text);
            if !page && text.len() > MAX_TEXT {
                fill(&mut Article { text: text.clone(), ..Article::default() })?;
            }
            let id = origin.file.as_str();
            let mut article = if page { sayso::html(&text, id, &nothing) } else { sayso::plain(text, id, &nothing) };
            fill(&mut article)?;
            Ok(Read::Article(Id::Text(id.to_owned()), article))
        }
        Form::Line => {
            let line = utf_8(piece, origin.line.unwrap_or(1))?;
            let place = &crate::report::Origin { line: None, ..origin.clone() };
            let record = Record::parse(line, origin.line.unwrap_or(1)).map_err(|e| Report::error(place, &e))?;
            outcome.reports.extend(record.problems.iter().map(|p| Report::warning(origin, &p.message)));
            if record.text.len() > MAX_TEXT {
                fill(&mut Article { text: record.text.clone(), ..Article::default() })?;
            }
            let id = record.id.clone().into();
            let mut article = record.article(&nothing);
            fill(&mut article)?;
            Ok(Read::Article(id, article))
        }
        Form::Conllu { number } => {
            let first = origin.line.unwrap_or(1);
            let text = utf_8(piece, first)?;
            let id = if number == 0 { origin.file.clone() } else { format!("{}-{}", origin.file, number + 1) };
            let mut documents = conllu::read(text, &id).map_err(|error| {
                let place = crate::report::Origin { line: Some(first + error.line - 1), ..origin.clone() };
                Report::error(&place, &format!("{}: the document is passed over", error.message))
            })?;
            documents.iter_mut().try_for_each(|d| fill(&mut d.article))?;
            Ok(Read::Given(documents))
        }
    }
}

/// The text of a piece that begins at line `first`.
fn utf_8(piece: &Piece, first: usize) -> Result<&str, Report> {
    std::str::from_utf8(&piece.bytes).map_err(|error| {
        let valid = &piece.bytes[..error.valid_up_to()];
        let line = first + valid.iter().filter(|b| **b == b'\n').count();
        let column = valid.iter().rev().take_while(|b| **b != b'\n').count() + 1;
        let place = crate::report::Origin { line: Some(line), ..piece.origin.clone() };
        Report::error(&place, &format!("not valid UTF-8 at byte {column}: convert the file to UTF-8"))
    })
}

/// A bar on the terminal for work that takes long.
struct Progress {
    bar: ProgressBar,
    begun: Instant,
    words: u64,
    hidden: bool,
}

impl Progress {
    fn new(quiet: bool, total: Option<u64>) -> Self {
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
        let template = match total {
            Some(_) => "{bar:24} {percent:>3} %  {msg}  {eta} left",
            None => "{spinner} {bytes}  {msg}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self { bar, begun: Instant::now(), words: 0, hidden: !quiet }
    }

    fn advance(&mut self, bytes: u64) {
        let time = self.begun.elapsed();
        if self.hidden && time > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.hidden = false;
        }
        let rate = self.words as f64 / time.as_secs_f64().max(0.001);
        self.bar.set_message(format!("{} words, {rate:.0} words/s", self.words));
        self.bar.inc(bytes);
    }
}
