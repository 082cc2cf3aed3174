//! How sure a reader is that what a predicate tells happened or is so, also where a verb over it turns that around ("I don't think that he **left**"): a small network
//! over the states that four words have for the head of factuality: the predicate, its subject, the word over it, and the subject of that. `cargo xtask
//! generate happened` fits it.

use crate::attention::HIDDEN;
use crate::linear::Multiplier;
use crate::perceptron::{Perceptron, joined, state_of};
use crate::weights::{Weights, WeightsError};
use sayso_model::Token;
use std::ops::Range;

/// Words that are looked at, and numbers of their states together.
const WORDS: usize = 4;
pub(crate) const INPUTS: usize = WORDS * HIDDEN;
/// The greatest value, surely so; the least is as far below nought (the scale of UDS factuality).
pub const SURELY: f32 = 1.5;

/// What the network sees of each predicate of a sentence, with its number.
pub(crate) fn inputs<'a>(
    tokens: &[Token],
    sentence: &Range<usize>,
    state: impl Fn(usize) -> Option<&'a [f32]>,
) -> Vec<(usize, Vec<f32>)> {
    let below = |head: usize, relation: &str| {
        let hangs = |at: &usize| {
            let token = &tokens[*at];
            token.head.is_some_and(|h| h.at() == head) && token.deprel.split(':').next() == Some(relation)
        };
        sentence.clone().find(hangs)
    };
    let predicate = |at: &usize| {
        let part = tokens[*at].upos;
        part == "VERB"
            || matches!(part, "NOUN" | "PROPN" | "ADJ" | "PRON" | "ADV" | "AUX")
                && below(*at, "nsubj").is_some()
    };
    let predicates = sentence.clone().filter(predicate);
    let seen = predicates.map(|word| {
        let head = tokens[word].head.map(|head| head.at());
        let words = [
            Some(word),
            head,
            head.and_then(|head| below(head, "nsubj")),
            below(word, "nsubj"),
        ];
        (word, joined(&words, &state))
    });
    seen.collect()
}

/// The network.
pub(crate) struct Network(Perceptron);

impl Network {
    pub(crate) fn new() -> Result<Self, WeightsError> {
        Ok(Self(Perceptron::new(&Weights::happened()?, INPUTS)?))
    }

    /// How sure a reader is of each predicate of a sentence; `states` are those of its words.
    pub(crate) fn add(
        &self,
        tokens: &mut [Token],
        sentence: &Range<usize>,
        states: &[f32],
        with: &mut Multiplier,
    ) {
        let state = |word: usize| state_of(states, sentence, word);
        let (words, rows): (Vec<usize>, Vec<Vec<f32>>) = inputs(tokens, sentence, state).into_iter().unzip();
        for (word, shares) in words.into_iter().zip(self.0.shares(&rows.concat(), with)) {
            // The classes are that it is not so and that it is.
            tokens[word].happened = SURELY * (shares[1] - shares[0]);
        }
    }
}
