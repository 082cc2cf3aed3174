//! Fits networks that tell what one word of a sentence is to another (`crates/annotate/src/pairs.rs`).

use crate::perceptron::{Adam, Chance, Tensor, add_scaled, dot, in_steps, numbers, text, write_file};
use sayso::annotate::Seen;
use std::error::Error;
use std::ops::Range;

/// Units of a network.
const UNITS: usize = 192;
const ROUNDS: usize = 12;
/// First words of a step, the first step's size, and the share of the units that a word does without while fitting.
const TOGETHER: usize = 20;
const RATE: f32 = 1e-3;
const LESS: f32 = 0.4;

/// The classes that a word may have; where there are none, nothing is learned of it.
pub type May = &'static [usize];

/// A first word with the words of its sentence.
pub struct Example {
    /// Which sentence, and which of its words the first is.
    pub sentence: usize,
    pub first: usize,
    /// Of each word how it hangs together with the first, and what it is to it.
    pub words: Vec<(Vec<u16>, May)>,
}

/// All labels: the states of sentences, a row for each word, and the first words in them.
#[derive(Default)]
pub struct Examples {
    pub sentences: Vec<Vec<f32>>,
    pub firsts: Vec<Example>,
    /// Numbers of a state.
    pub inputs: usize,
}

impl Examples {
    /// Brings them into another order, always the same.
    pub fn shuffle(&mut self) {
        Chance(5).shuffle(&mut self.firsts);
    }

    /// Keeps the states of a sentence; whether all of its words have one.
    pub fn keep(&mut self, seen: &Seen, words: Range<usize>) -> bool {
        let states: Option<Vec<&[f32]>> = words.map(|at| seen.states[at].as_deref()).collect();
        let Some(states) = states else { return false };
        self.inputs = states[0].len();
        self.sentences.push(states.concat());
        true
    }

    fn state(&self, sentence: usize, word: usize) -> &[f32] {
        &self.sentences[sentence][word * self.inputs..][..self.inputs]
    }

    /// Brings the states to the same mean and spread; gives those they had.
    pub fn even(&mut self) -> (Vec<f32>, Vec<f32>) {
        let rows = || self.sentences.iter().flat_map(|s| s.chunks_exact(self.inputs));
        let count = rows().count().max(1) as f32;
        let (mut mean, mut spread) = (vec![0.0; self.inputs], vec![0.0; self.inputs]);
        for row in rows() {
            mean.iter_mut().zip(row).for_each(|(sum, x)| *sum += x / count);
        }
        for row in rows() {
            let both = spread.iter_mut().zip(row.iter().zip(&mean));
            both.for_each(|(sum, (x, mean))| *sum += (x - mean).powi(2) / count);
        }
        spread.iter_mut().for_each(|x| *x = x.sqrt() + 1e-6);
        for row in self
            .sentences
            .iter_mut()
            .flat_map(|s| s.chunks_exact_mut(mean.len()))
        {
            let both = row.iter_mut().zip(mean.iter().zip(&spread));
            both.for_each(|(x, (mean, spread))| *x = (*x - mean) / spread);
        }
        (mean, spread)
    }
}

/// Weights, or the slopes of them.
pub struct Network<const CLASSES: usize> {
    /// A row for each unit.
    first: Vec<f32>,
    first_bias: Vec<f32>,
    word: Vec<f32>,
    /// A row for each sign.
    signs: Vec<f32>,
    /// A row for each unit.
    outer: Vec<f32>,
    bias: Vec<f32>,
    inputs: usize,
}

impl<const CLASSES: usize> Network<CLASSES> {
    fn nothing(inputs: usize, signs: usize) -> Self {
        Self {
            first: vec![0.0; inputs * UNITS],
            first_bias: vec![0.0; UNITS],
            word: vec![0.0; inputs * UNITS],
            signs: vec![0.0; signs * UNITS],
            outer: vec![0.0; UNITS * CLASSES],
            bias: vec![0.0; CLASSES],
            inputs,
        }
    }

    fn begin(inputs: usize, signs: usize) -> Self {
        let mut chance = Chance(11);
        let mut network = Self::nothing(inputs, signs);
        let mut fill =
            |weights: &mut [f32], size: f32| weights.iter_mut().for_each(|w| *w = chance.share() * size);
        let size = 1.0 / (inputs as f32).sqrt();
        fill(&mut network.first, size);
        fill(&mut network.word, size);
        fill(&mut network.signs, 0.06);
        fill(&mut network.outer, 1.0 / (UNITS as f32).sqrt());
        network
    }

    fn parts(&mut self) -> [&mut Vec<f32>; 6] {
        [
            &mut self.first,
            &mut self.first_bias,
            &mut self.word,
            &mut self.signs,
            &mut self.outer,
            &mut self.bias,
        ]
    }

    pub fn fit(all: &Examples, firsts: &[Example], signs: usize) -> Self {
        let mut network = Self::begin(all.inputs, signs);
        let mut by: Vec<Adam> = network.parts().iter().map(|part| Adam::new(part.len())).collect();
        let mut order: Vec<usize> = (0..firsts.len()).collect();
        let mut chance = Chance(13);
        let steps = ROUNDS * firsts.len().div_ceil(TOGETHER);
        let mut step = 0;
        for _ in 0..ROUNDS {
            chance.shuffle(&mut order);
            for batch in order.chunks(TOGETHER) {
                let rate = RATE * (1.0 - step as f32 / steps as f32);
                step += 1;
                let mut slope = Self::nothing(all.inputs, signs);
                let words: usize = batch.iter().map(|at| firsts[*at].words.len()).sum();
                for at in batch {
                    network.add_slope(all, &firsts[*at], words as f32, &mut chance, &mut slope);
                }
                let slopes = slope.parts();
                for ((by, part), slope) in by.iter_mut().zip(network.parts()).zip(slopes) {
                    by.step(part, slope, rate, step);
                }
            }
        }
        network
    }

    /// What the units give for a first word alone.
    fn of_first(&self, state: &[f32]) -> Vec<f32> {
        let rows = self.first.chunks_exact(self.inputs).zip(&self.first_bias);
        rows.map(|(row, bias)| dot(row, state) + bias).collect()
    }

    /// What a unit gives for a first word and another.
    fn unit(&self, unit: usize, of_first: &[f32], state: &[f32], signs: &[u16]) -> f32 {
        let of_signs = signs
            .iter()
            .map(|sign| self.signs[usize::from(*sign) * UNITS + unit]);
        of_first[unit] + dot(&self.word[unit * self.inputs..][..self.inputs], state) + of_signs.sum::<f32>()
    }

    /// The shares of the classes, from the units above nought.
    fn shares(&self, units: &[(usize, f32)]) -> [f32; CLASSES] {
        let mut scores = [0.0; CLASSES];
        scores.copy_from_slice(&self.bias);
        for (unit, gives) in units {
            let row = &self.outer[unit * CLASSES..][..CLASSES];
            scores.iter_mut().zip(row).for_each(|(sum, w)| *sum += gives * w);
        }
        let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let sum: f32 = scores.iter().map(|s| (s - most).exp()).sum();
        scores.map(|s| (s - most).exp() / sum)
    }

    /// Adds the slope of the loss of an example's words, each of which does without some units.
    fn add_slope(
        &self,
        all: &Examples,
        example: &Example,
        count: f32,
        chance: &mut Chance,
        slope: &mut Self,
    ) {
        let of_first = self.of_first(all.state(example.sentence, example.first));
        let mut through_first = vec![0.0; UNITS];
        for (word, (signs, may)) in example.words.iter().enumerate() {
            if may.is_empty() {
                continue;
            }
            let state = all.state(example.sentence, word);
            let mut units = Vec::with_capacity(UNITS);
            for unit in 0..UNITS {
                if chance.share() < 2.0 * LESS - 1.0 {
                    continue;
                }
                let gives = self.unit(unit, &of_first, state, signs);
                if gives > 0.0 {
                    units.push((unit, gives / (1.0 - LESS)));
                }
            }
            let shares = self.shares(&units);
            let right: f32 = may.iter().map(|class| shares[*class]).sum();
            let mut off = shares.map(|share| share / count);
            for class in *may {
                off[*class] -= shares[*class] / right.max(1e-9) / count;
            }
            slope.bias.iter_mut().zip(off).for_each(|(sum, off)| *sum += off);
            for (unit, gives) in units {
                let out = &mut slope.outer[unit * CLASSES..][..CLASSES];
                out.iter_mut().zip(off).for_each(|(sum, off)| *sum += gives * off);
                let through = dot(&self.outer[unit * CLASSES..][..CLASSES], &off) / (1.0 - LESS);
                through_first[unit] += through;
                for sign in signs {
                    slope.signs[usize::from(*sign) * UNITS + unit] += through;
                }
                let row = &mut slope.word[unit * self.inputs..][..self.inputs];
                add_scaled(row, through, state);
            }
        }
        let state = all.state(example.sentence, example.first);
        let rows = slope
            .first
            .chunks_exact_mut(self.inputs)
            .zip(&mut slope.first_bias);
        for ((row, bias), through) in rows.zip(&through_first) {
            *bias += through;
            add_scaled(row, *through, state);
        }
    }

    /// The shares of the classes of each word, as they stand to a first one.
    pub fn read(&self, all: &Examples, example: &Example) -> Vec<[f32; CLASSES]> {
        let of_first = self.of_first(all.state(example.sentence, example.first));
        let shares = example.words.iter().enumerate().map(|(word, (signs, _))| {
            let state = all.state(example.sentence, word);
            let units = (0..UNITS).map(|unit| (unit, self.unit(unit, &of_first, state, signs)));
            self.shares(&units.filter(|(_, gives)| *gives > 0.0).collect::<Vec<_>>())
        });
        shares.collect()
    }

    /// As the annotator reads it: for states as they are.
    pub fn to_file(
        &self,
        first: [&'static str; 3],
        mean: &[f32],
        spread: &[f32],
    ) -> Result<Vec<u8>, Box<dyn Error>> {
        let layer = |names: [&'static str; 3], rows: &[f32], bias: &[f32]| -> Vec<Tensor> {
            let (mut plain, mut moved) = (Vec::new(), Vec::new());
            for (row, bias) in rows.chunks_exact(self.inputs).zip(bias) {
                let row: Vec<f32> = row.iter().zip(spread).map(|(w, spread)| w / spread).collect();
                moved.push(bias - dot(&row, mean));
                plain.extend(row);
            }
            let (steps, scales) = in_steps(&plain, self.inputs);
            vec![
                (names[0], steps, vec![self.inputs, UNITS], "i8"),
                numbers(names[1], &scales, vec![UNITS]),
                numbers(names[2], &moved, vec![UNITS]),
            ]
        };
        let mut tensors = vec![text("units", &UNITS.to_string())];
        tensors.extend(layer(first, &self.first, &self.first_bias));
        tensors.extend(layer(
            ["word.weight", "word.scale", "word.bias"],
            &self.word,
            &[0.0; UNITS],
        ));
        tensors.push(numbers(
            "signs",
            &self.signs,
            vec![self.signs.len() / UNITS, UNITS],
        ));
        tensors.push(numbers("outer", &self.outer, vec![UNITS, CLASSES]));
        tensors.push(numbers("bias", &self.bias, vec![CLASSES]));
        write_file(tensors)
    }
}
