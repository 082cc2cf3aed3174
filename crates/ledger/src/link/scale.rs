//! How likely it is that two claims speak of the same happening: a small network over the numbers of [`super::features`], one hidden layer.
//! `cargo xtask generate links` fits it. What is the same never makes it less likely and what differs never more, whatever else is so: the units of one
//! half add, those of the other take away, and the weights of each number have the sign that fits.

use super::features::{FEATURES, Features};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

const INPUTS: usize = FEATURES.len();
/// Which way each number speaks: for one happening, against it, or either way.
const SIGNS: [f64; INPUTS] = [
    0.0, 1.0, 1.0, 1.0, 1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0, 0.0, -1.0, 1.0, 0.0, 1.0, -1.0,
    -1.0, 1.0, -1.0, 1.0, 1.0, -1.0, 1.0, 1.0, -1.0, 1.0, 1.0, 1.0, 1.0, 1.0, -1.0, 1.0, 1.0, -1.0,
];
/// Networks that are fitted from different beginnings and averaged, and the units of each.
const NETWORKS: usize = 3;
const UNITS: usize = 16;
/// Steps of fitting, the first step's size, and what weights lose in each, by that size.
const STEPS: usize = 600;
const RATE: f64 = 0.005;
const DECAY: f64 = 0.03;

/// The units of all networks.
const ALL: usize = NETWORKS * UNITS;

/// The fitted network: a constant, and what each unit adds where it is above nought.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    constant: f64,
    /// Of each number, its weight in each unit: so laid, a number that is nought costs nothing, and the others are added to many units at once.
    inward: [[f64; ALL]; INPUTS],
    out: [f64; ALL],
}

/// `data/link.toml`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    features: Vec<String>,
    constant: f64,
    out: Vec<f64>,
    weights: Vec<Vec<f64>>,
}

static EMBEDDED: LazyLock<Scale> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../data/link.toml")).expect("a test reads the file");
    let mut inward = [[0.0; ALL]; INPUTS];
    for (to, name) in inward.iter_mut().zip(FEATURES) {
        let place = file.features.iter().position(|known| known == name);
        for (weight, unit) in to.iter_mut().zip(&file.weights) {
            *weight = place.and_then(|at| unit.get(at)).copied().unwrap_or(0.0);
        }
    }
    Scale {
        constant: file.constant,
        inward,
        out: file.out.try_into().expect("a test reads the file"),
    }
});

impl Scale {
    /// The one that sayso comes with.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// Log-odds that the claims are one.
    pub fn odds(&self, features: &Features) -> f64 {
        let mut sums = [0.0; ALL];
        for (x, weights) in features.iter().zip(&self.inward).filter(|(x, _)| **x != 0.0) {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += weight * x;
            }
        }
        let units = sums.iter().zip(&self.out);
        units.fold(self.constant, |odds, (sum, out)| odds + out * sum.max(0.0))
    }

    /// The same with something added to the log-odds of all.
    pub fn leaning(mut self, lean: f64) -> Self {
        self.constant += lean;
        self
    }

    /// Fits to pairs that are one or not, each with what it counts for.
    pub fn fit(seen: &[(Features, bool, f64)]) -> Self {
        let total: f64 = seen.iter().map(|(.., w)| w).sum::<f64>().max(1e-9);
        let (mut mean, mut spread) = ([0.0; INPUTS], [0.0; INPUTS]);
        for (x, ..) in seen {
            for i in 0..INPUTS {
                mean[i] += x[i] / seen.len() as f64;
            }
        }
        for (x, ..) in seen {
            for i in 0..INPUTS {
                spread[i] += (x[i] - mean[i]).powi(2) / seen.len() as f64;
            }
        }
        let even: Vec<(Features, f64, f64)> = seen
            .iter()
            .map(|(x, one, weight)| {
                let mut even = [0.0; INPUTS];
                for i in 0..INPUTS {
                    even[i] = (x[i] - mean[i]) / (spread[i].sqrt() + 1e-6);
                }
                // The first number is the same for all.
                even[0] = 1.0;
                (even, f64::from(u8::from(*one)), weight / total)
            })
            .collect();
        let fitted: Vec<Network> = (1..=NETWORKS as u64)
            .into_par_iter()
            .map(|seed| Network::fit(&even, seed))
            .collect();
        let mut scale = Self {
            constant: 0.0,
            inward: [[0.0; ALL]; INPUTS],
            out: [0.0; ALL],
        };
        for (network, fitted) in fitted.into_iter().enumerate() {
            scale.constant += fitted.constant / NETWORKS as f64;
            for (unit, (mut weights, out)) in fitted.weights.into_iter().zip(fitted.out).enumerate() {
                for i in 1..INPUTS {
                    weights[i] /= spread[i].sqrt() + 1e-6;
                    weights[0] -= weights[i] * mean[i];
                }
                let at = network * UNITS + unit;
                for (of, weight) in scale.inward.iter_mut().zip(weights) {
                    of[at] = weight;
                }
                scale.out[at] = out / NETWORKS as f64;
            }
        }
        scale
    }

    /// As it stands in its file.
    pub fn to_toml(&self) -> String {
        let row = |numbers: &[f64]| {
            let numbers: Vec<String> = numbers.iter().map(|n| format!("{n:.4}")).collect();
            numbers.join(", ")
        };
        let names: Vec<String> = FEATURES.iter().map(|name| format!("    \"{name}\",\n")).collect();
        let unit = |at: usize| self.inward.iter().map(|of| of[at]).collect::<Vec<f64>>();
        let weights: Vec<String> = (0..ALL)
            .map(|at| format!("    [{}],\n", row(&unit(at))))
            .collect();
        format!(
            "# Written by `cargo xtask generate links`: see `src/link/scale.rs` and `src/link/features.rs`.\n\n\
             features = [\n{}]\nconstant = {:.4}\nout = [{}]\nweights = [\n{}]\n",
            names.concat(),
            self.constant,
            row(&self.out),
            weights.concat()
        )
    }
}

/// Whether a unit adds or takes away.
fn adds(unit: usize) -> f64 {
    if unit < UNITS / 2 { 1.0 } else { -1.0 }
}

/// A network that is being fitted.
struct Network {
    weights: Vec<Features>,
    out: Vec<f64>,
    constant: f64,
}

impl Network {
    fn fit(seen: &[(Features, f64, f64)], seed: u64) -> Self {
        let mut state = crate::copies::mix(seed);
        let mut begin = |size: f64| {
            state = crate::copies::mix(state);
            ((state >> 11) as f64 / (1_u64 << 53) as f64 * 2.0 - 1.0) * size
        };
        let inward = 1.0 / (INPUTS as f64).sqrt();
        let outward = 1.0 / (UNITS as f64).sqrt();
        let mut network = Self {
            weights: (0..UNITS)
                .map(|_| std::array::from_fn(|_| begin(inward)))
                .collect(),
            out: (0..UNITS).map(|_| begin(outward)).collect(),
            constant: 0.0,
        };
        for (unit, weights) in network.weights.iter_mut().enumerate() {
            let adds = adds(unit);
            network.out[unit] = network.out[unit].abs() * adds;
            for (weight, sign) in weights.iter_mut().zip(SIGNS).filter(|(_, sign)| *sign != 0.0) {
                *weight = weight.abs() * adds * sign;
            }
        }
        // Adam with weight decay; all weights in one row.
        let count = UNITS * (INPUTS + 1) + 1;
        let (mut mean, mut square) = (vec![0.0; count], vec![0.0; count]);
        for step in 0..STEPS {
            let slope = network.slope(seen);
            let rate = RATE * (1.0 - step as f64 / STEPS as f64);
            let (first, second) = (
                1.0 - 0.9_f64.powi(step as i32 + 1),
                1.0 - 0.999_f64.powi(step as i32 + 1),
            );
            for (at, weight) in network.all().enumerate() {
                mean[at] = 0.9 * mean[at] + 0.1 * slope[at];
                square[at] = 0.999 * square[at] + 0.001 * slope[at] * slope[at];
                *weight -=
                    rate * (mean[at] / first / ((square[at] / second).sqrt() + 1e-8) + DECAY * *weight);
            }
            network.keep_signs();
        }
        network
    }

    /// Sets to nought what has come to speak the wrong way.
    fn keep_signs(&mut self) {
        for (unit, weights) in self.weights.iter_mut().enumerate() {
            let adds = adds(unit);
            if self.out[unit] * adds < 0.0 {
                self.out[unit] = 0.0;
            }
            for (weight, sign) in weights.iter_mut().zip(SIGNS) {
                if *weight * adds * sign < 0.0 {
                    *weight = 0.0;
                }
            }
        }
    }

    fn all(&mut self) -> impl Iterator<Item = &mut f64> {
        let weights = self.weights.iter_mut().flatten();
        weights
            .chain(&mut self.out)
            .chain(std::iter::once(&mut self.constant))
    }

    /// The slope of the mean loss, in the order of [`Network::all`].
    fn slope(&self, seen: &[(Features, f64, f64)]) -> Vec<f64> {
        let mut slope = vec![0.0; UNITS * (INPUTS + 1) + 1];
        let mut active = [0.0; UNITS];
        for (x, one, weight) in seen {
            let mut odds = self.constant;
            for (unit, weights) in self.weights.iter().enumerate() {
                let sum: f64 = weights.iter().zip(x).map(|(w, x)| w * x).sum();
                active[unit] = sum.max(0.0);
                odds += self.out[unit] * active[unit];
            }
            let rest = weight * (1.0 / (1.0 + (-odds).exp()) - one);
            for unit in 0..UNITS {
                if active[unit] > 0.0 {
                    let back = rest * self.out[unit];
                    for i in 0..INPUTS {
                        slope[unit * INPUTS + i] += back * x[i];
                    }
                    slope[UNITS * INPUTS + unit] += rest * active[unit];
                }
            }
            slope[UNITS * (INPUTS + 1)] += rest;
        }
        slope
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs that are one where two things are shared, which no weighted sum tells that one of three gives.
    #[test]
    fn learns_what_a_sum_does_not_tell() {
        let mut seen = Vec::new();
        for at in 0..200 {
            let is = |bit: usize| f64::from(u8::from(at >> bit & 1 == 1));
            let mut x = [0.0; INPUTS];
            (x[0], x[1], x[2], x[3]) = (1.0, is(0), is(1), is(2));
            seen.push((
                x,
                (is(0) > 0.0 && is(1) > 0.0) || (is(1) > 0.0 && is(2) > 0.0),
                1.0,
            ));
        }
        let scale = Scale::fit(&seen);
        for (x, one, _) in &seen {
            assert_eq!(scale.odds(x) > 0.0, *one, "{:?}", &x[..4]);
        }
        let leaning = scale.clone().leaning(2.0);
        assert!((leaning.odds(&seen[0].0) - scale.odds(&seen[0].0) - 2.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_the_same_never_speaks_against() {
        let scale = Scale::embedded();
        for base in [0.0, 0.3, 1.0] {
            for (at, sign) in SIGNS.iter().enumerate() {
                let mut x = [base; INPUTS];
                x[0] = 1.0;
                let before = scale.odds(&x);
                x[at] += 0.5;
                assert!(sign * (scale.odds(&x) - before) >= -1e-3, "{}", FEATURES[at]);
            }
        }
    }

    #[test]
    fn stands_in_its_file_as_it_was_fitted() {
        let file: File = toml::from_str(&Scale::embedded().to_toml()).unwrap();
        assert_eq!(file.features, FEATURES);
        assert_eq!(file.weights.len(), NETWORKS * UNITS);
    }
}
