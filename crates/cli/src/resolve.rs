//! `sayso resolve`: who a name or a description stands for.

use crate::annotate::json_line;
use crate::args::Resolve;
use crate::knowledge;
use crate::lines::{self, Work};
use crate::output::Output;
use crate::report::Fatal;
use sayso::knowledge::Asked;
use sayso::{Question, resolve};
use std::path::PathBuf;

/// Runs the command; false where some line could not be processed.
///
/// # Errors
/// When nothing can be read or written any more, or the call is wrong.
pub fn run(args: &Resolve) -> Result<bool, Fatal> {
    let knowledge = knowledge::open(&args.tables)?;
    let country = match args.country.as_deref() {
        None => None,
        Some(text) => Some(resolve::country(&knowledge, text).ok_or_else(|| {
            Fatal::Call(format!(
                "--country {text}: no such country; give its code (HTI) or its English name"
            ))
        })?),
    };
    let with_options = |mut question: Question| {
        question.date = question.date.or(args.date);
        question.country = question.country.or_else(|| country.clone());
        question
    };
    if args.input.is_some() {
        let files: Vec<PathBuf> = args.what.iter().map(PathBuf::from).collect();
        let work = Work {
            parse: |line: &str, number| Question::parse(line, number).map(with_options),
            words: |question: &Question| question.query.split_whitespace().count() as u64,
            answer: |questions: &[Question]| {
                questions
                    .iter()
                    .map(|q| resolve::resolve(&knowledge, q))
                    .collect()
            },
        };
        return lines::run(&files, &args.running, &work);
    }
    if args.what.is_empty() {
        let wanted = "give a name or description to resolve, or --input jsonl to read questions from files";
        return Err(Fatal::Call(wanted.to_owned()));
    }
    let asked = Asked {
        text: &args.what.join(" "),
        date: args.date,
        country: country.as_deref(),
    };
    let mut output = Output::open(args.running.output.as_deref())?;
    output.write(&json_line(&resolve::actor(&knowledge, asked)))?;
    output.finish(false)?;
    Ok(true)
}
