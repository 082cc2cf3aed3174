//! Fits the small networks of the annotator (`crates/annotate/src/perceptron.rs`).

use multiversion::multiversion;
use serde_json::{Map, json};
use std::error::Error;
use std::thread;

/// Examples of a step, the first step's size, and what holds weights back (the square of each, by a half of this, for a step).
const TOGETHER: usize = 200;
const RATE: f32 = 1e-3;
const BACK: f32 = 3.0;

/// What a network sees, and the shares that the classes have of it.
pub type Example = (Vec<f32>, Vec<f32>);

/// The shares where one class has all of it.
pub fn only(class: usize, classes: usize) -> Vec<f32> {
    (0..classes)
        .map(|at| if at == class { 1.0 } else { 0.0 })
        .collect()
}

/// The class with the greatest share.
fn best(shares: &[f32]) -> usize {
    (0..shares.len()).fold(0, |best, at| if shares[at] > shares[best] { at } else { best })
}

/// How many networks of how many units are fitted, and for how many rounds.
#[derive(Clone, Copy)]
pub struct Size {
    pub units: usize,
    pub networks: u64,
    pub rounds: usize,
}

/// Fits on four fifths and says how much of the rest is right, then on all; gives the file.
///
/// # Errors
/// When there is nothing to fit on.
pub fn make(mut examples: Vec<Example>, classes: &[&str], size: Size) -> Result<Vec<u8>, Box<dyn Error>> {
    if examples.len() < 5 {
        return Err("too few examples".into());
    }
    // By chance, always the same.
    let mut chance = Chance(7);
    chance.shuffle(&mut examples);
    let held = examples.len() / 5;
    let part = fit(&examples[held..], classes.len(), size);
    let mut right = 0;
    let (mut said, mut wanted, mut hit) = (0, 0, 0);
    for (x, shares) in &examples[..held] {
        let (found, class) = (best(&part.shares(x)), best(shares));
        right += usize::from(found == class);
        said += usize::from(found > 0);
        wanted += usize::from(class > 0);
        hit += usize::from(found > 0 && found == class);
    }
    let share = |a: usize, b: usize| a as f64 / b.max(1) as f64;
    println!(
        "{} examples; fitted on four fifths, of the rest {:.3} right; of what is not {}, precision {:.3}, recall {:.3}",
        examples.len(),
        share(right, held),
        classes[0],
        share(hit, said),
        share(hit, wanted)
    );
    fit(&examples, classes.len(), size).to_file(classes)
}

/// Numbers by chance.
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    /// Less than an end.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// Another order, each as likely.
    pub fn shuffle<T>(&mut self, all: &mut [T]) {
        for at in (1..all.len()).rev() {
            all.swap(at, self.below(at + 1));
        }
    }

    /// From -1 to 1.
    pub fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u64 << 23) as f32 - 1.0
    }
}

/// One layer of units that count where they are above nought, then the classes.
pub struct Network {
    /// A row for each unit.
    inner: Vec<f32>,
    inner_bias: Vec<f32>,
    /// A row for each unit.
    outer: Vec<f32>,
    bias: Vec<f32>,
}

/// Several networks from different beginnings as one.
pub fn fit(examples: &[Example], classes: usize, size: Size) -> Network {
    let inputs = examples[0].0.len();
    let count = examples.len() as f32;
    let mut mean = vec![0.0; inputs];
    let mut spread = vec![0.0; inputs];
    for (x, _) in examples {
        mean.iter_mut().zip(x).for_each(|(sum, x)| *sum += x / count);
    }
    for (x, _) in examples {
        let both = spread.iter_mut().zip(x.iter().zip(&mean));
        both.for_each(|(sum, (x, mean))| *sum += (x - mean).powi(2) / count);
    }
    spread.iter_mut().for_each(|x| *x = x.sqrt() + 1e-6);
    let even: Vec<Example> = examples
        .iter()
        .map(|(x, shares)| {
            let even = x
                .iter()
                .zip(mean.iter().zip(&spread))
                .map(|(x, (mean, spread))| (x - mean) / spread);
            (even.collect(), shares.clone())
        })
        .collect();
    let fitted: Vec<Network> = thread::scope(|scope| {
        let all: Vec<_> = (1..=size.networks)
            .map(|seed| {
                let even = &even;
                scope.spawn(move || Network::fit(even, classes, size, seed))
            })
            .collect();
        all.into_iter().map(|t| t.join().expect("no panic")).collect()
    });
    let mut one = Network {
        inner: Vec::new(),
        inner_bias: Vec::new(),
        outer: Vec::new(),
        bias: vec![0.0; classes],
    };
    for network in fitted {
        for (unit, bias) in network.inner.chunks_exact(inputs).zip(&network.inner_bias) {
            let weights: Vec<f32> = unit.iter().zip(&spread).map(|(w, spread)| w / spread).collect();
            let moved: f32 = weights.iter().zip(&mean).map(|(w, mean)| w * mean).sum();
            one.inner.extend(weights);
            one.inner_bias.push(bias - moved);
        }
        one.outer
            .extend(network.outer.iter().map(|w| w / size.networks as f32));
        let both = one.bias.iter_mut().zip(&network.bias);
        both.for_each(|(sum, bias)| *sum += bias / size.networks as f32);
    }
    one
}

/// Steps of Kingma and Ba (2015): the running means of the slopes and of their squares.
pub struct Adam {
    mean: Vec<f32>,
    square: Vec<f32>,
}

impl Adam {
    pub fn new(count: usize) -> Self {
        Self {
            mean: vec![0.0; count],
            square: vec![0.0; count],
        }
    }

    /// `step` counts from one.
    pub fn step(&mut self, weights: &mut [f32], slope: &[f32], rate: f32, step: i32) {
        let (first, second) = (1.0 - 0.9_f32.powi(step), 1.0 - 0.999_f32.powi(step));
        let rate = rate * second.sqrt() / first;
        let moments = self.mean.iter_mut().zip(&mut self.square);
        for ((weight, slope), (mean, square)) in weights.iter_mut().zip(slope).zip(moments) {
            *mean = 0.9 * *mean + 0.1 * slope;
            *square = 0.999 * *square + 0.001 * slope * slope;
            *weight -= rate * *mean / (square.sqrt() + 1e-8);
        }
    }
}

impl Network {
    fn begin(inputs: usize, units: usize, classes: usize, seed: u64) -> Self {
        let mut chance = Chance(seed);
        let mut layer = |from: usize, to: usize| -> Vec<f32> {
            let size = (6.0 / (from + to) as f32).sqrt();
            (0..from * to).map(|_| chance.share() * size).collect()
        };
        Self {
            inner: layer(inputs, units),
            inner_bias: vec![0.0; units],
            outer: layer(units, classes),
            bias: vec![0.0; classes],
        }
    }

    fn fit(examples: &[Example], classes: usize, size: Size, seed: u64) -> Self {
        let mut network = Self::begin(examples[0].0.len(), size.units, classes, seed);
        let mut by = [
            network.inner.len(),
            network.inner_bias.len(),
            network.outer.len(),
            network.bias.len(),
        ]
        .map(Adam::new);
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let mut chance = Chance(seed ^ 0xa5a5);
        let mut step = 0;
        for _ in 0..size.rounds {
            chance.shuffle(&mut order);
            for batch in order.chunks(TOGETHER) {
                step += 1;
                let slope = network.slope(batch.iter().map(|at| &examples[*at]), batch.len() as f32);
                by[0].step(&mut network.inner, &slope.inner, RATE, step);
                by[1].step(&mut network.inner_bias, &slope.inner_bias, RATE, step);
                by[2].step(&mut network.outer, &slope.outer, RATE, step);
                by[3].step(&mut network.bias, &slope.bias, RATE, step);
            }
        }
        network
    }

    /// What the units give, above nought.
    fn units(&self, x: &[f32]) -> Vec<f32> {
        let rows = self.inner.chunks_exact(x.len()).zip(&self.inner_bias);
        rows.map(|(row, bias)| (dot(row, x) + bias).max(0.0)).collect()
    }

    fn scores(&self, units: &[f32]) -> Vec<f32> {
        let mut scores = self.bias.clone();
        for (unit, row) in units.iter().zip(self.outer.chunks_exact(self.bias.len())) {
            scores.iter_mut().zip(row).for_each(|(sum, w)| *sum += unit * w);
        }
        scores
    }

    /// The shares of the classes.
    pub fn shares(&self, x: &[f32]) -> Vec<f32> {
        let mut scores = self.scores(&self.units(x));
        softmax(&mut scores);
        scores
    }

    /// The slope of the mean loss of some examples.
    fn slope<'a>(&self, examples: impl Iterator<Item = &'a Example>, count: f32) -> Self {
        let back = |weights: &[f32]| weights.iter().map(|w| w * BACK / count).collect::<Vec<f32>>();
        let mut slope = Self {
            inner: back(&self.inner),
            inner_bias: vec![0.0; self.inner_bias.len()],
            outer: back(&self.outer),
            bias: vec![0.0; self.bias.len()],
        };
        for (x, shares) in examples {
            let units = self.units(x);
            let mut off = self.scores(&units);
            softmax(&mut off);
            let both = off.iter_mut().zip(shares);
            both.for_each(|(off, share)| *off = (*off - share) / count);
            slope.bias.iter_mut().zip(&off).for_each(|(sum, off)| *sum += off);
            let rows = units.iter().zip(self.outer.chunks_exact(self.bias.len()));
            for (unit, (out, row)) in rows.enumerate().filter(|(_, (out, _))| **out > 0.0) {
                let of_unit = &mut slope.outer[unit * off.len()..][..off.len()];
                of_unit
                    .iter_mut()
                    .zip(&off)
                    .for_each(|(sum, off)| *sum += out * off);
                let through = dot(row, &off);
                slope.inner_bias[unit] += through;
                let inner = &mut slope.inner[unit * x.len()..][..x.len()];
                add_scaled(inner, through, x);
            }
        }
        slope
    }

    /// As the annotator reads it, in the form of `training/export.py`.
    ///
    /// # Errors
    /// When its table of contents cannot be written.
    pub fn to_file(&self, classes: &[&str]) -> Result<Vec<u8>, Box<dyn Error>> {
        let units = self.inner_bias.len();
        let inputs = self.inner.len() / units;
        let (inner, scales) = in_steps(&self.inner, inputs);
        write_file(vec![
            text("labels.classes", &classes.join("\n")),
            text("units", &units.to_string()),
            ("inner.weight", inner, vec![inputs, units], "i8"),
            numbers("inner.scale", &scales, vec![units]),
            numbers("inner.bias", &self.inner_bias, vec![units]),
            numbers("outer", &self.outer, vec![units, classes.len()]),
            numbers("bias", &self.bias, vec![classes.len()]),
        ])
    }
}

/// A tensor: its name, its bytes, its form and the kind of its numbers.
pub type Tensor = (&'static str, Vec<u8>, Vec<usize>, &'static str);

/// Rows of weights, one for each unit, as signed bytes in columns, and the size of a step for each unit.
pub fn in_steps(rows: &[f32], inputs: usize) -> (Vec<u8>, Vec<f32>) {
    let units = rows.len() / inputs;
    let scales: Vec<f32> = rows
        .chunks_exact(inputs)
        .map(|row| row.iter().fold(1e-12_f32, |most, w| most.max(w.abs())) / 127.0)
        .collect();
    let at = |input: usize, unit: usize| {
        let steps = rows[unit * inputs + input] / scales[unit];
        steps.round_ties_even().clamp(-127.0, 127.0) as i8
    };
    let steps = (0..inputs).flat_map(|input| (0..units).map(move |unit| at(input, unit).cast_unsigned()));
    (steps.collect(), scales)
}

/// A tensor of text.
pub fn text(name: &'static str, text: &str) -> Tensor {
    (name, text.as_bytes().to_vec(), vec![text.len()], "u8")
}

/// A tensor of numbers.
pub fn numbers(name: &'static str, numbers: &[f32], form: Vec<usize>) -> Tensor {
    let bytes = numbers.iter().flat_map(|x| x.to_le_bytes()).collect();
    (name, bytes, form, "f32")
}

/// A file of tensors, as the annotator reads it.
///
/// # Errors
/// When its table of contents cannot be written.
pub fn write_file(tensors: Vec<Tensor>) -> Result<Vec<u8>, Box<dyn Error>> {
    const ALIGN: usize = 64;
    let (mut contents, mut parts) = (Map::new(), Vec::new());
    for (name, part, shape, kind) in tensors {
        let entry = json!({ "dtype": kind, "shape": shape, "offset": parts.len() });
        contents.insert(name.to_owned(), entry);
        parts.extend(part);
        parts.resize(parts.len().next_multiple_of(ALIGN), 0);
    }
    let mut contents = serde_json::to_vec(&contents)?;
    let header = b"SAYSOANN".len() + 8;
    contents.resize((contents.len() + header).next_multiple_of(ALIGN) - header, b' ');
    let mut file = b"SAYSOANN".to_vec();
    file.extend(2_u32.to_le_bytes());
    file.extend(u32::try_from(contents.len())?.to_le_bytes());
    file.extend(contents);
    file.extend(parts);
    Ok(file)
}

/// Scores to shares that add up to one.
fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    scores.iter_mut().for_each(|s| *s = (*s - most).exp());
    let sum: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|s| *s /= sum);
}

/// Adds some numbers, each so many times, to others.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+fma", "x86_64+avx2+fma"))]
pub fn add_scaled(sums: &mut [f32], by: f32, numbers: &[f32]) {
    sums.iter_mut().zip(numbers).for_each(|(sum, x)| *sum += by * x);
}

/// Summed in 16 lanes, which the machine adds at once.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+fma", "x86_64+avx2+fma"))]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    const LANES: usize = 16;
    let mut lanes = [0.0; LANES];
    let (whole, rest) = a.as_chunks::<LANES>();
    let (of_b, rest_b) = b.as_chunks::<LANES>();
    for (x, y) in whole.iter().zip(of_b) {
        for i in 0..LANES {
            lanes[i] += x[i] * y[i];
        }
    }
    lanes.iter().sum::<f32>() + rest.iter().zip(rest_b).map(|(x, y)| x * y).sum::<f32>()
}
