//! The probability that a sentence tells of an event: a logistic regression over what the frame and the network of events say of its word.
//! `cargo xtask generate score` fits it on labelled sentences that the network has not seen, and writes `data/score.toml`.

use crate::events::Event;
use crate::logistic;
use crate::rules::RuleError;
use crate::syntax::Tree;
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

/// What is looked at of an event where it stands.
pub fn looked_at(tree: &Tree, event: &Event) -> Features {
    let heading = tree.doc.sentences[tree.doc.sentence_of(event.trigger)].heading;
    let noun = !matches!(tree.upos(event.trigger), "VERB" | "AUX");
    features(event, noun, heading)
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
        is(event.actors.iter().any(|p| event.by_rule(p))),
        is(event.recipients.iter().any(|p| event.by_rule(p))),
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
        logistic::share(self.weights.iter().zip(features).map(|(w, x)| w * x).sum())
    }

    /// Fits a regression to what was looked at and whether it was right, with a small penalty on all weights but the first.
    pub fn fit(seen: &[(Features, bool)]) -> Self {
        let rows: Vec<(Vec<f64>, bool)> = seen.iter().map(|(x, right)| (x.to_vec(), *right)).collect();
        let mut penalties = [1.0; FEATURES.len()];
        penalties[0] = 1e-3;
        let mut weights = [0.0; FEATURES.len()];
        weights.copy_from_slice(&logistic::fit(&rows, &penalties));
        Self { weights }
    }

    /// As the file that [`Scale::embedded`] reads.
    pub fn to_toml(&self) -> String {
        let weights = FEATURES.iter().zip(self.weights);
        let lines: String = weights.map(|(name, w)| format!("{name} = {w:.4}\n")).collect();
        format!("# Written by `cargo xtask generate score`: see `src/score.rs`.\n\n[weights]\n{lines}")
    }
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
