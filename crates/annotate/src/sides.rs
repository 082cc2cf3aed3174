//! The two sides of a cue: who the source is and which words are the content ("**the mayor** told the army **to leave**"). A small network over the states
//! that the cue and another word of its sentence have for the heads of attribution, and over how the two hang together in the syntax. `cargo xtask generate sides` fits it.

use crate::linear::Multiplier;
use crate::pairs::{self, CUE, Frame, SIGNS, upward};
use crate::weights::{Weights, WeightsError};
use sayso_model::{Sides, Token, TokenIx};
use std::ops::Range;

/// What a word can be to a cue.
pub const CLASSES: usize = 4;
/// The class of a source.
pub const SOURCE: usize = 1;
/// The class of a word of the content.
pub const CONTENT: usize = 2;
/// The class of whom something is told.
pub const WHOM: usize = 3;
/// From which likelihood on a word is the source, and a part of the content.
const IS_SOURCE: f32 = 0.3;
const IS_CONTENT: f32 = 0.5;

/// The network.
pub(crate) struct Network(pairs::Network<CLASSES>);

impl Network {
    pub(crate) fn new() -> Result<Self, WeightsError> {
        Ok(Self(pairs::Network::new(&Weights::sides()?, "cue", SIGNS)?))
    }

    /// The sides of the likely cues of a sentence; `states` are those of its words.
    pub(crate) fn find(
        &self,
        tokens: &[Token],
        sentence: &Range<usize>,
        states: &[f32],
        with: &mut Multiplier,
    ) -> Vec<Sides> {
        let cues: Vec<usize> = sentence.clone().filter(|at| tokens[*at].cue >= CUE).collect();
        if cues.is_empty() {
            return Vec::new();
        }
        let frame = Frame::new(tokens, sentence.clone());
        let signs = |cue, word| frame.signs(cue, word);
        let found = self.0.read(sentence, &cues, states, |_| true, signs, with);
        let found = cues.iter().zip(found).map(|(cue, shares)| {
            let shares: Vec<_> = shares.into_iter().flatten().collect();
            decide(tokens, sentence, *cue, &shares)
        });
        found.collect()
    }
}

/// The likeliest source, and the words of the content with those that they hang on.
fn decide(tokens: &[Token], sentence: &Range<usize>, cue: usize, shares: &[[f32; CLASSES]]) -> Sides {
    let share = |at: usize, class: usize| shares[at - sentence.start][class];
    let source = sentence
        .clone()
        .max_by(|a, b| share(*a, SOURCE).total_cmp(&share(*b, SOURCE)))
        .filter(|at| share(*at, SOURCE) >= IS_SOURCE);
    let above = upward(tokens, cue);
    let mut within: Vec<bool> = sentence
        .clone()
        .map(|at| share(at, CONTENT) >= IS_CONTENT)
        .collect();
    for word in sentence.clone().filter(|at| share(*at, CONTENT) >= IS_CONTENT) {
        for at in upward(tokens, word) {
            if above.contains(&at) || Some(at) == source || share(at, SOURCE) >= IS_SOURCE {
                break;
            }
            within[at - sentence.start] = true;
        }
    }
    let mut content: Vec<Range<usize>> = Vec::new();
    for at in sentence.clone().filter(|at| within[at - sentence.start]) {
        match content.last_mut() {
            Some(last) if last.end == at => last.end += 1,
            _ => content.push(at..at + 1),
        }
    }
    Sides {
        cue: TokenIx::new(cue),
        source: source.map(TokenIx::new),
        score: source.map_or(0.0, |at| share(at, SOURCE)),
        content,
    }
}
