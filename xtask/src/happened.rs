//! `cargo xtask generate happened`: fits the network that tells how sure a reader is of what a predicate tells (`crates/annotate/src/happened.rs`), on UDS
//! factuality, our own labels (`training/labels/commitment.jsonl`) and a part of the CommitmentBank.

use crate::own_sets::certainty::{CommitmentGold, UdsGold};
use crate::perceptron::{Example, Size, fit};
use crate::{Done, root};
use sayso::annotate::SURELY;
use sayso::model::Span;
use sayso::{Given, Sayso, plain};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::fs;

const FILE: &str = "crates/annotate/data/happened.bin";
const SIZE: Size = Size {
    units: 64,
    networks: 2,
    rounds: 6,
};
/// How often our own labels, and those of the CommitmentBank, are read for each time that UDS is.
const OWN: usize = 6;
const BANK: usize = 24;

/// Our own: a word, in code points, and how far the author is committed to its clause, -3 to 3.
#[derive(Deserialize)]
struct Own {
    text: String,
    word: (usize, usize),
    score: f32,
}

/// A text with some of its words, in bytes, and how sure a reader is of each, -1.5 to 1.5.
struct Labelled {
    text: String,
    words: Vec<(Span, f32)>,
}

/// Whether an item of the CommitmentBank is fitted on: two of three of those out of the British National Corpus. The others are for evaluation.
pub fn is_fitted_on(id: &str) -> bool {
    let number = id.strip_prefix("BNC-").and_then(|n| n.parse::<u32>().ok());
    number.is_some_and(|n| n % 3 != 0)
}

/// Fits, and writes the file.
///
/// # Errors
/// When the labels cannot be read.
pub fn run() -> Done {
    let sayso = Sayso::embedded()?;
    let shared = root().join("../shared/data");
    let uds = lines::<UdsGold>(&fs::read_to_string(shared.join("uds_factuality/train.jsonl"))?)?;
    let uds = uds.into_iter().map(|u| {
        let words = u
            .predicates
            .iter()
            .map(|p| (span(&u.text, p.start, p.end), p.score as f32));
        Labelled {
            words: words.collect(),
            text: u.text,
        }
    });
    let own = lines::<Own>(&fs::read_to_string(
        root().join("training/labels/commitment.jsonl"),
    )?)?;
    let own = own.into_iter().map(|o| Labelled {
        words: vec![(span(&o.text, o.word.0, o.word.1), o.score / 2.0)],
        text: o.text,
    });
    let bank = lines::<CommitmentGold>(&fs::read_to_string(
        shared.join("commitmentbank/items_half.jsonl"),
    )?)?;
    let bank = bank.into_iter().filter(|b| is_fitted_on(&b.id));
    let bank: Vec<Labelled> = bank.filter_map(|b| of_item(&sayso, &b)).collect();
    let mut examples = Vec::new();
    for (labelled, times) in [(uds.collect(), 1), (own.collect(), OWN), (bank, BANK)] {
        let seen = read(&sayso, labelled);
        println!("{} predicates, each {times} times", seen.len());
        for _ in 0..times {
            examples.extend(seen.iter().cloned());
        }
    }
    fs::write(
        root().join(FILE),
        fit(&examples, 2, SIZE).to_file(&["no", "yes"])?,
    )?;
    println!("wrote {FILE}");
    Ok(())
}

fn lines<T: DeserializeOwned>(text: &str) -> Result<Vec<T>, serde_json::Error> {
    text.lines().map(serde_json::from_str).collect()
}

fn span(text: &str, start: usize, end: usize) -> Span {
    let byte = |point: usize| text.char_indices().nth(point).map_or(text.len(), |(at, _)| at);
    Span::new(byte(start), byte(end))
}

fn of_item(sayso: &Sayso, item: &CommitmentGold) -> Option<Labelled> {
    let text = item.text();
    let article = |text: &str| plain(text.to_owned(), "passage", &Given::default());
    let articles = vec![article(&text), article(item.prompt())];
    let [passage, prompt]: [_; 2] = sayso.annotator().annotate(articles).try_into().ok()?;
    let word = item.word(&passage, &prompt)?;
    Some(Labelled {
        words: vec![(passage.tokens[word].span, item.mean as f32 / 2.0)],
        text,
    })
}

/// The labelled predicates as the network sees them.
fn read(sayso: &Sayso, labelled: Vec<Labelled>) -> Vec<Example> {
    let mut examples = Vec::new();
    for part in labelled.chunks(64) {
        let articles = part
            .iter()
            .map(|l| plain(l.text.clone(), "passage", &Given::default()));
        for (label, seen) in part.iter().zip(sayso.annotator().seen(articles.collect())) {
            for (span, score) in &label.words {
                let word = seen.doc.tokens.iter().position(|t| t.span.overlaps(*span));
                let Some(inputs) = word.and_then(|word| seen.predicates[word].clone()) else {
                    continue;
                };
                let yes = (score / SURELY).clamp(-1.0, 1.0) / 2.0 + 0.5;
                examples.push((inputs, vec![1.0 - yes, yes]));
            }
        }
    }
    examples
}
