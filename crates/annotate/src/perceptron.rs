//! Small networks over the states of a few words: one layer of units that count where they are above nought, then a softmax over some
//! classes. `cargo xtask generate tolls` and `cues` fit them (`xtask/src/perceptron.rs`).

use crate::linear::{Linear, Multiplier};
use crate::math::{self, Activation};
use crate::weights::{Weights, WeightsError};

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
