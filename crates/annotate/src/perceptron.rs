//! Small networks over the states of a few words: one layer of units that count where they are above nought, then a softmax over some
//! classes. `cargo xtask generate tolls`, `cues` and `happened` fit them (`xtask/src/perceptron.rs`).

use crate::attention::HIDDEN;
use crate::linear::{Linear, Multiplier};
use crate::math::{self, Activation};
use crate::weights::{Weights, WeightsError};
use std::ops::Range;

/// The states of some words side by side, nought where there is no word or no state.
pub(crate) fn joined<'a>(words: &[Option<usize>], state: impl Fn(usize) -> Option<&'a [f32]>) -> Vec<f32> {
    let mut joined = Vec::with_capacity(words.len() * HIDDEN);
    for word in words {
        match word.and_then(&state) {
            Some(state) => joined.extend_from_slice(state),
            None => joined.resize(joined.len() + HIDDEN, 0.0),
        }
    }
    joined
}

/// The state of a word, of those of all words of its sentence.
pub(crate) fn state_of<'a>(states: &'a [f32], sentence: &Range<usize>, word: usize) -> Option<&'a [f32]> {
    let at = word.checked_sub(sentence.start)?;
    states.get(at * HIDDEN..)?.get(..HIDDEN)
}

pub(crate) struct Perceptron {
    classes: Vec<&'static str>,
    inner: Linear,
    /// What each unit says for each class, and what speaks for it without any.
    outer: Vec<f32>,
    bias: Vec<f32>,
}

impl Perceptron {
    pub(crate) fn new(weights: &Weights, inputs: usize) -> Result<Self, WeightsError> {
        let classes = weights.lines("labels.classes")?;
        let units = crate::events::count(weights, "units")?;
        Ok(Self {
            inner: weights.linear("inner", inputs, units)?,
            outer: weights.f32("outer", &[units, classes.len()])?,
            bias: weights.f32("bias", &[classes.len()])?,
            classes,
        })
    }

    /// The name of a class.
    pub(crate) fn class(&self, at: usize) -> &'static str {
        self.classes[at]
    }

    /// The probabilities of the classes for each of some rows of inputs.
    pub(crate) fn shares(&self, rows: &[f32], with: &mut Multiplier) -> Vec<Vec<f32>> {
        let (inputs, units) = (self.inner.inputs(), self.inner.outputs());
        let mut inner = vec![0.0; rows.len() / inputs * units];
        self.inner.apply(with, rows, Activation::None, &mut inner);
        let read = inner.chunks_exact(units).map(|inner| {
            let mut shares = self.bias.clone();
            for (unit, of_unit) in inner.iter().zip(self.outer.chunks_exact(shares.len())) {
                math::add_scaled(&mut shares, unit.max(0.0), of_unit);
            }
            math::softmax(&mut shares);
            shares
        });
        read.collect()
    }
}
