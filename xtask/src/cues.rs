//! `cargo xtask generate cues`: fits the network that tells which words make somebody a source (`crates/annotate/src/cues.rs`), on our own labels
//! (`training/labels/cues.jsonl`) and the chains of `eval/nested-dev.jsonl`.

use crate::perceptron::{Example, Size, make, only};
use crate::{Done, root};
use sayso::model::{Annotated, Span};
use sayso::{Given, Sayso, plain};
use serde::Deserialize;
use std::error::Error;
use std::fs;

const FILE: &str = "crates/annotate/data/cues.bin";
const SIZE: Size = Size {
    units: 64,
    networks: 2,
    rounds: 20,
};

/// A passage of our own labels.
#[derive(Deserialize)]
pub struct Labelled {
    pub text: String,
    pub attributions: Vec<Attribution>,
}

/// Places in code points, in parts.
pub type Places = Vec<(usize, usize)>;

#[derive(Deserialize)]
pub struct Attribution {
    pub source: Places,
    pub cue: Places,
    pub content: Places,
    /// Whom it is told, where that was marked.
    pub whom: Option<Places>,
}

impl Labelled {
    /// Places in bytes.
    pub fn spans(&self, places: &Places) -> Vec<Span> {
        let text = &self.text;
        let byte = |point: usize| text.char_indices().nth(point).map_or(text.len(), |(at, _)| at);
        let span = |(start, end): &(usize, usize)| Span::new(byte(*start), byte(*end));
        places.iter().map(span).collect()
    }
}

#[derive(Deserialize)]
struct Nested {
    sentence: String,
    chain: Vec<Link>,
}

#[derive(Deserialize)]
struct Link {
    source: Option<String>,
    cue: Option<String>,
}

/// Fits, and writes the file.
///
/// # Errors
/// When the labels cannot be read.
pub fn run() -> Done {
    // Texts with the spans of their cues.
    let mut labelled: Vec<(String, Vec<Span>)> = Vec::new();
    for line in fs::read_to_string(root().join("training/labels/cues.jsonl"))?.lines() {
        let label: Labelled = serde_json::from_str(line)?;
        let cues = label.attributions.iter().flat_map(|a| label.spans(&a.cue));
        labelled.push((label.text.clone(), cues.collect()));
    }
    for line in fs::read_to_string(root().join("eval/nested-dev.jsonl"))?.lines() {
        let nested: Nested = serde_json::from_str(line)?;
        let cues = nested
            .chain
            .iter()
            .filter_map(|link| cue_of(&nested.sentence, link))
            .collect();
        labelled.push((nested.sentence, cues));
    }
    println!("{} passages", labelled.len());
    fs::write(root().join(FILE), make(read(&labelled)?, &["no", "yes"], SIZE)?)?;
    println!("wrote {FILE}");
    Ok(())
}

/// The words of a cue that stand nearest to its source.
fn cue_of(text: &str, link: &Link) -> Option<Span> {
    let cue = link.cue.as_deref().filter(|cue| !cue.is_empty())?;
    let source = link
        .source
        .as_deref()
        .filter(|s| !s.is_empty())
        .and_then(|s| text.find(s));
    let found = text.match_indices(cue).map(|(at, _)| at);
    let at = found.min_by_key(|at| source.map_or(*at, |source| at.abs_diff(source)))?;
    Some(Span::new(at, at + cue.len()))
}

/// The words that can be cues, and whether they are.
fn read(labelled: &[(String, Vec<Span>)]) -> Result<Vec<Example>, Box<dyn Error>> {
    let sayso = Sayso::embedded()?;
    let mut examples = Vec::new();
    for part in labelled.chunks(64) {
        let articles = part
            .iter()
            .map(|(text, _)| plain(text.clone(), "passage", &Given::default()));
        let seen = sayso.annotator().seen(articles.collect());
        for ((_, cues), seen) in part.iter().zip(seen) {
            let mains: Vec<usize> = cues.iter().filter_map(|cue| main(&seen.doc, &[*cue])).collect();
            for (word, inputs) in seen.words.into_iter().enumerate() {
                if let Some(inputs) = inputs {
                    examples.push((inputs, only(usize::from(mains.contains(&word)), 2)));
                }
            }
        }
    }
    Ok(examples)
}

/// The main word of a cue: the last verb, noun or adjective of it that hangs on none of its words.
pub fn main(doc: &Annotated, cue: &[Span]) -> Option<usize> {
    let tokens = &doc.tokens;
    let words: Vec<usize> = (0..tokens.len())
        .filter(|at| cue.iter().any(|c| tokens[*at].span.overlaps(*c)))
        .collect();
    let hangs = |at: &usize| tokens[*at].head.is_some_and(|head| words.contains(&head.at()));
    let tops: Vec<usize> = words.iter().copied().filter(|at| !hangs(at)).collect();
    let telling = |at: &&usize| matches!(tokens[**at].upos, "VERB" | "NOUN" | "AUX" | "ADJ");
    tops.iter().rfind(telling).or(tops.last()).copied()
}
