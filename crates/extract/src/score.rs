//! The probability that a sentence tells of an event: a logistic regression over what the frame and the network of events say of its word.
//! `cargo xtask generate score` fits it on labelled sentences that the network has not seen, and writes `data/score.toml`.

use crate::events::Event;
use crate::rules::RuleError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Names of what the regression looks at.
pub const FEATURES: [&str; 9] = [
    "always",
    "frame",
    "fit",
    "any",
    "type",
    "actor",
    "recipient",
    "noun",
    "heading",
];

/// What the regression looks at, in the order of [`FEATURES`].
pub type Features = [f64; FEATURES.len()];

/// Log-odds, within bounds.
fn odds(p: f64) -> f64 {
    let p = p.clamp(0.005, 0.995);
    (p / (1.0 - p)).ln()
}

/// Looks at an event: `noun` where its word is none of the verbs, `heading` where it stands in a headline.
pub fn features(event: &Event, noun: bool, heading: bool) -> Features {
    let is = |holds: bool| f64::from(u8::from(holds));
    let frame = event.fit > 0.0;
    let (any, share) = event.network;
    [
        1.0,
        is(frame),
        if frame { event.fit - 0.6 } else { 0.0 },
        odds(any),
        odds(share),
        is(!event.actors.is_empty()),
        is(!event.recipients.is_empty()),
        is(noun),
        is(heading),
    ]
}

/// The fitted regression.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    weights: Features,
}

/// `score.toml`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    weights: BTreeMap<String, f64>,
}

impl Scale {
    /// The one that sayso comes with.
    ///
    /// # Errors
    /// When its file lacks a weight, or has one too many.
    pub fn embedded() -> Result<Self, RuleError> {
        let wrong = |message: String| RuleError {
            file: "score.toml".into(),
            message,
        };
        let file: File =
            toml::from_str(include_str!("../data/score.toml")).map_err(|e| wrong(e.to_string()))?;
        if let Some(name) = file.weights.keys().find(|k| !FEATURES.contains(&k.as_str())) {
            return Err(wrong(format!("there is no feature `{name}`")));
        }
        let mut weights = [0.0; FEATURES.len()];
        for (weight, name) in weights.iter_mut().zip(FEATURES) {
            let known = file.weights.get(name).copied();
            *weight = known
                .ok_or_else(|| wrong(format!("no weight of `{name}`: run `cargo xtask generate score`")))?;
        }
        Ok(Self { weights })
    }

    /// The probability.
    pub fn score(&self, features: &Features) -> f64 {
        let sum: f64 = self.weights.iter().zip(features).map(|(w, x)| w * x).sum();
        1.0 / (1.0 + (-sum).exp())
    }

    /// Fits a regression to what was looked at and whether it was right: Newton's method, with a small penalty on all weights but the first.
    pub fn fit(seen: &[(Features, bool)]) -> Self {
        const N: usize = FEATURES.len();
        let mut scale = Self { weights: [0.0; N] };
        for _ in 0..50 {
            let mut slope = [0.0; N];
            let mut curve = [[0.0; N]; N];
            for (x, right) in seen {
                let p = scale.score(x);
                let rest = f64::from(u8::from(*right)) - p;
                for i in 0..N {
                    slope[i] += rest * x[i];
                    for j in 0..N {
                        curve[i][j] += p * (1.0 - p) * x[i] * x[j];
                    }
                }
            }
            for i in 0..N {
                let penalty = if i == 0 { 1e-3 } else { 1.0 };
                slope[i] -= penalty * scale.weights[i];
                curve[i][i] += penalty;
            }
            let step = solve(curve, slope);
            let mut largest: f64 = 0.0;
            for (weight, step) in scale.weights.iter_mut().zip(step) {
                *weight += step;
                largest = largest.max(step.abs());
            }
            if largest < 1e-9 {
                break;
            }
        }
        scale
    }

    /// As the file that [`Scale::embedded`] reads.
    pub fn to_toml(&self) -> String {
        let weights = FEATURES.iter().zip(self.weights);
        let lines: String = weights.map(|(name, w)| format!("{name} = {w:.4}\n")).collect();
        format!("# Written by `cargo xtask generate score`: see `src/score.rs`.\n\n[weights]\n{lines}")
    }
}

/// Solves a system of equations by Gauss's elimination.
fn solve<const N: usize>(mut a: [[f64; N]; N], mut b: [f64; N]) -> [f64; N] {
    for i in 0..N {
        let pivot = (i..N)
            .max_by(|x, y| a[*x][i].abs().total_cmp(&a[*y][i].abs()))
            .unwrap_or(i);
        a.swap(i, pivot);
        b.swap(i, pivot);
        for row in i + 1..N {
            let times = a[row][i] / a[i][i];
            let pivot = a[i];
            for (x, p) in a[row].iter_mut().zip(pivot).skip(i) {
                *x -= times * p;
            }
            b[row] -= times * b[i];
        }
    }
    for i in (0..N).rev() {
        let known: f64 = (i + 1..N).map(|j| a[i][j] * b[j]).sum();
        b[i] = (b[i] - known) / a[i][i];
    }
    b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fit_gives_the_shares_back() {
        let seen = |on: bool, right: bool| {
            let mut x = [0.0; FEATURES.len()];
            (x[0], x[1]) = (1.0, f64::from(u8::from(on)));
            (x, right)
        };
        let mut all = Vec::new();
        for n in 0..1000 {
            all.push(seen(true, n % 10 < 9));
            all.push(seen(false, n % 10 < 3));
        }
        let scale = Scale::fit(&all);
        assert!((scale.score(&seen(true, true).0) - 0.9).abs() < 0.01);
        assert!((scale.score(&seen(false, true).0) - 0.3).abs() < 0.01);
    }

    #[test]
    fn the_file_is_whole() {
        Scale::embedded().expect("score.toml has all weights");
    }
}
