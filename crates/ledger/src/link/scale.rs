//! How likely it is that two claims speak of the same happening: a logistic regression. `cargo xtask generate links` fits it.

use super::features::{FEATURES, Features};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Which way a number speaks: what is the same speaks for one happening and what differs against it, whatever a small sample says.
const SIGNS: [i8; FEATURES.len()] = [
    0, 1, 1, 1, 1, 1, -1, 1, -1, 1, -1, 1, -1, 1, 0, -1, 1, 0, 0, -1, -1, 1, -1,
];

/// The fitted regression.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// One weight for each feature.
    pub weights: Features,
}

/// `data/link.toml`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    weights: BTreeMap<String, f64>,
}

static EMBEDDED: LazyLock<Scale> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../data/link.toml")).expect("a test reads the file");
    let weight = |name: &&str| file.weights.get(*name).copied().unwrap_or(0.0);
    let mut weights = [0.0; FEATURES.len()];
    for (to, name) in weights.iter_mut().zip(FEATURES.iter()) {
        *to = weight(name);
    }
    Scale { weights }
});

impl Scale {
    /// The one that sayso comes with.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// Log-odds that the claims are one.
    pub fn odds(&self, features: &Features) -> f64 {
        self.weights.iter().zip(features).map(|(w, x)| w * x).sum()
    }

    /// Fits to pairs that are one or not: gradient ascent with a small penalty.
    pub fn fit(seen: &[(Features, bool, f64)]) -> Self {
        let mut scale = Self {
            weights: [0.0; FEATURES.len()],
        };
        let n = FEATURES.len();
        let (mut mean, mut square) = ([0.0; FEATURES.len()], [0.0; FEATURES.len()]);
        let total: f64 = seen.iter().map(|(.., w)| w).sum();
        for step in 1..=800 {
            let mut slope = [0.0; FEATURES.len()];
            for (x, right, weight) in seen {
                let p = 1.0 / (1.0 + (-scale.odds(x)).exp());
                let rest = weight * (f64::from(u8::from(*right)) - p);
                for i in 0..n {
                    slope[i] += rest * x[i];
                }
            }
            for i in 0..n {
                let g = slope[i] / total.max(1e-9) - 0.0005 * scale.weights[i];
                mean[i] = 0.9 * mean[i] + 0.1 * g;
                square[i] = 0.999 * square[i] + 0.001 * g * g;
                let m = mean[i] / (1.0 - 0.9_f64.powi(step));
                let v = square[i] / (1.0 - 0.999_f64.powi(step));
                let weight = scale.weights[i] + 0.05 * m / (v.sqrt() + 1e-8);
                scale.weights[i] = match SIGNS[i] {
                    1 => weight.max(0.0),
                    -1 => weight.min(-0.1),
                    _ => weight,
                };
            }
        }
        scale
    }

    /// As it stands in its file.
    pub fn to_toml(&self) -> String {
        let lines = FEATURES
            .iter()
            .zip(self.weights)
            .map(|(name, weight)| format!("{name} = {weight:.4}\n"));
        let lines: String = lines.collect();
        format!(
            "# Written by `cargo xtask generate links`: see `src/link/features.rs`.\n\n[weights]\n{lines}"
        )
    }
}
