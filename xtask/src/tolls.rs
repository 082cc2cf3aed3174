//! `cargo xtask generate tolls`: fits the network that tells what befell those that a quantity counts (`crates/annotate/src/tolls.rs`), on our own labels
//! (`training/labels/tolls.jsonl`) and `eval/quantities-dev.jsonl`.

use crate::perceptron::{Example, Size, make, only};
use crate::{Done, root};
use sayso::{Given, Sayso, plain};
use serde::Deserialize;
use std::error::Error;
use std::fs;

const FILE: &str = "crates/annotate/data/tolls.bin";
const ROLES: [&str; 8] = [
    "none",
    "killed",
    "wounded",
    "missing",
    "captured",
    "displaced",
    "troops",
    "equipment",
];
const SIZE: Size = Size {
    units: 64,
    networks: 4,
    rounds: 40,
};

#[derive(Deserialize)]
struct Labelled {
    text: String,
    tolls: Vec<Label>,
}

#[derive(Deserialize)]
struct Label {
    /// In code points.
    span: (usize, usize),
    role: Option<String>,
}

#[derive(Deserialize)]
struct Sentence {
    text: String,
    quantity: Gold,
}

#[derive(Deserialize)]
struct Gold {
    text: String,
    role: Option<String>,
}

/// Fits, and writes the file.
///
/// # Errors
/// When the labels cannot be read.
pub fn run() -> Done {
    let mut labelled = Vec::new();
    for line in fs::read_to_string(root().join("training/labels/tolls.jsonl"))?.lines() {
        labelled.push(serde_json::from_str::<Labelled>(line)?);
    }
    for line in fs::read_to_string(root().join("eval/quantities-dev.jsonl"))?.lines() {
        labelled.push(of_sentence(serde_json::from_str(line)?)?);
    }
    println!("{} sentences", labelled.len());
    fs::write(root().join(FILE), make(read(&labelled)?, &ROLES, SIZE)?)?;
    println!("wrote {FILE}");
    Ok(())
}

fn of_sentence(sentence: Sentence) -> Result<Labelled, Box<dyn Error>> {
    let Sentence { text, quantity } = sentence;
    let at = text
        .find(&quantity.text)
        .ok_or("the quantity is not in its text")?;
    let start = text[..at].chars().count();
    let label = Label {
        span: (start, start + quantity.text.chars().count()),
        role: quantity.role,
    };
    Ok(Labelled {
        text,
        tolls: vec![label],
    })
}

/// The labelled quantities as the network sees them.
fn read(labelled: &[Labelled]) -> Result<Vec<Example>, Box<dyn Error>> {
    let sayso = Sayso::embedded()?;
    let mut examples = Vec::new();
    for part in labelled.chunks(64) {
        let articles = part
            .iter()
            .map(|l| plain(l.text.clone(), "sentence", &Given::default()));
        let seen = sayso.annotator().seen(articles.collect());
        for (Labelled { text, tolls }, seen) in part.iter().zip(seen) {
            let byte = |point: usize| text.char_indices().nth(point).map_or(text.len(), |(at, _)| at);
            for label in tolls {
                let (start, end) = (byte(label.span.0), byte(label.span.1));
                let shared = |at: &usize| {
                    let span = seen.doc.quantities[*at].span;
                    span.end().min(end).saturating_sub(span.start().max(start))
                };
                let best = (0..seen.quantities.len())
                    .filter(|at| shared(at) > 0)
                    .max_by_key(shared);
                let name = label.role.as_deref().unwrap_or(ROLES[0]);
                let role = ROLES.iter().position(|r| *r == name);
                let role = role.ok_or_else(|| format!("no role `{name}`"))?;
                if let Some(inputs) = best.and_then(|at| seen.quantities[at].clone()) {
                    examples.push((inputs, only(role, ROLES.len())));
                }
            }
        }
    }
    Ok(examples)
}
