//! What befell those that a quantity counts, or what they are: a small network over the states that four words have in the network of events: the
//! number, what it counts, and the two words that these depend on. `cargo xtask generate tolls` fits it.

use crate::attention::HIDDEN;
use crate::linear::Multiplier;
use crate::math;
use crate::perceptron::Perceptron;
use crate::weights::{Weights, WeightsError};
use sayso_model::{Annotated, Quantity, TokenIx, Toll};
use std::collections::BTreeMap;

/// Words that are looked at, and numbers of their states together.
const WORDS: usize = 4;
const INPUTS: usize = WORDS * HIDDEN;
/// Words whose states are kept of one article. Quantities behind these have no toll.
const MOST: usize = 20_000;
/// Words behind a quantity among which the one that it counts is looked for.
const BEHIND: usize = 9;

/// The states of the words of some sentences of an article.
#[derive(Default)]
pub(crate) struct Kept {
    /// By the first word of the sentence.
    sentences: BTreeMap<usize, Vec<f32>>,
    words: usize,
}

impl Kept {
    /// Adds a sentence, unless there are many.
    pub(crate) fn add(&mut self, first: usize, states: &[f32]) {
        self.words += states.len() / HIDDEN;
        if self.words <= MOST {
            self.sentences.insert(first, states.to_vec());
        }
    }

    /// The state of a word.
    pub(crate) fn of(&self, word: usize) -> Option<&[f32]> {
        let (first, states) = self.sentences.range(..=word).next_back()?;
        states.get((word - first) * HIDDEN..)?.get(..HIDDEN)
    }
}

/// What the network sees of a quantity.
pub(crate) fn inputs(doc: &Annotated, quantity: &Quantity, kept: &Kept) -> Option<Vec<f32>> {
    let people = matches!(quantity.unit.as_deref(), None | Some("person"));
    let words = words(doc, quantity).filter(|_| people)?;
    let mut inputs = Vec::with_capacity(INPUTS);
    for word in words {
        inputs.extend_from_slice(kept.of(word)?);
    }
    Some(inputs)
}

/// The number, what it counts, and the two words above.
fn words(doc: &Annotated, quantity: &Quantity) -> Option<[usize; WORDS]> {
    let token = |at: usize| &doc.tokens[at];
    let start = doc
        .tokens
        .partition_point(|t| t.span.end() <= quantity.span.start());
    let end = doc
        .tokens
        .partition_point(|t| t.span.start() < quantity.span.end());
    let last = end.checked_sub(1).filter(|last| *last >= start)?;
    let sentence = &doc.sentences[doc.sentence_of(TokenIx::new(start))].tokens;
    let number = (start..end)
        .rev()
        .find(|at| token(*at).upos == "NUM")
        .unwrap_or(last);
    let counted = quantity.of.as_deref().map(str::to_lowercase);
    let counts = |at: &usize| {
        let text = token(*at).span.of(&doc.article.text).to_lowercase();
        counted
            .as_ref()
            .is_some_and(|of| token(*at).lemma.to_lowercase() == *of || text == *of)
    };
    let noun = (start..end)
        .rev()
        .find(counts)
        .or_else(|| (end..sentence.end.min(end + BEHIND)).find(counts))
        .or_else(|| (sentence.start..start).rev().find(counts))
        .unwrap_or(number);
    let above = |at: usize| token(at).head.map_or(at, TokenIx::at);
    let top = match above(number) {
        of_number if noun == number && (start..end).contains(&of_number) => of_number,
        _ => noun,
    };
    Some([number, noun, above(top), above(above(top))])
}

/// The network.
pub(crate) struct Network(Perceptron);

impl Network {
    pub(crate) fn new() -> Result<Self, WeightsError> {
        Ok(Self(Perceptron::new(&Weights::tolls()?, INPUTS)?))
    }

    /// Tells the tolls of the quantities of a document.
    pub(crate) fn add(&self, doc: &mut Annotated, kept: &Kept, with: &mut Multiplier) {
        let (mut which, mut rows) = (Vec::new(), Vec::new());
        for (at, quantity) in doc.quantities.iter().enumerate() {
            if let Some(inputs) = inputs(doc, quantity, kept) {
                which.push(at);
                rows.extend(inputs);
            }
        }
        for (at, shares) in which.into_iter().zip(self.0.shares(&rows, with)) {
            let best = math::best(&shares);
            // The first class is none.
            doc.quantities[at].toll = (best > 0).then(|| Toll {
                role: self.0.class(best),
                probability: shares[best],
            });
        }
    }
}
