//! Which words make somebody the source of something ("said", "the claim that", "let drop", "is feared"), also inside of what others say: a small
//! network over the states that four words have for the heads of attribution: the word, the one it depends on, its subject, and what may be its content. `cargo
//! xtask generate cues` fits it.

use crate::attention::HIDDEN;
use crate::linear::Multiplier;
use crate::perceptron::{Perceptron, joined, state_of};
use crate::weights::{Weights, WeightsError};
use sayso_model::Token;
use std::ops::Range;

/// Words that are looked at, and numbers of their states together.
const WORDS: usize = 4;
pub(crate) const INPUTS: usize = WORDS * HIDDEN;

/// Whether a word can be a cue at all.
pub(crate) fn may_cue(token: &Token) -> bool {
    matches!(token.upos, "VERB" | "NOUN" | "ADJ" | "AUX")
}

/// What the network sees of a word of a sentence: the states of some words, nought where there is none.
pub(crate) fn inputs<'a>(
    tokens: &[Token],
    sentence: &Range<usize>,
    word: usize,
    state: impl Fn(usize) -> Option<&'a [f32]>,
) -> Vec<f32> {
    let below = |relations: &[&str]| {
        let hangs = |at: &usize| {
            let token = &tokens[*at];
            let relation = token.deprel.split(':').next().unwrap_or_default();
            token.head.is_some_and(|head| head.at() == word) && relations.contains(&relation)
        };
        sentence.clone().find(hangs)
    };
    let words = [
        Some(word),
        tokens[word].head.map(|head| head.at()),
        below(&["nsubj"]),
        below(&["ccomp", "xcomp", "obj", "acl", "nmod"]),
    ];
    joined(&words, state)
}

/// The network.
pub(crate) struct Network(Perceptron);

impl Network {
    pub(crate) fn new() -> Result<Self, WeightsError> {
        Ok(Self(Perceptron::new(&Weights::cues()?, INPUTS)?))
    }

    /// How likely the words of a sentence are to be cues; `states` are theirs.
    pub(crate) fn add(
        &self,
        tokens: &mut [Token],
        sentence: &Range<usize>,
        states: &[f32],
        with: &mut Multiplier,
    ) {
        let state = |word: usize| state_of(states, sentence, word);
        let words: Vec<usize> = sentence.clone().filter(|at| may_cue(&tokens[*at])).collect();
        let rows: Vec<f32> = words
            .iter()
            .flat_map(|word| inputs(tokens, sentence, *word, state))
            .collect();
        for (word, shares) in words.into_iter().zip(self.0.shares(&rows, with)) {
            // The classes are no and yes.
            tokens[word].cue = shares[1];
        }
    }
}
