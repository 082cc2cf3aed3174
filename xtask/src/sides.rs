//! `cargo xtask generate sides`: fits the network that tells the source and the content of a cue (`crates/annotate/src/sides.rs`) on our own labels
//! (`training/labels/cues.jsonl`).

use crate::cues::{Labelled, main};
use crate::perceptron::{Adam, Chance, Tensor, add_scaled, dot, in_steps, numbers, text, write_file};
use crate::{Done, root};
use sayso::annotate::{CLASSES, CONTENT, SIGNS, SOURCE, Seen, WHOM};
use sayso::model::{Span, TokenIx};
use sayso::{Given, Sayso, plain};
use std::error::Error;
use std::fs;

const FILE: &str = "crates/annotate/data/sides.bin";
const UNITS: usize = 192;
const ROUNDS: usize = 12;
/// Cues of a step, the first step's size, and the share of the units that a word does without while fitting.
const TOGETHER: usize = 20;
const RATE: f32 = 1e-3;
const LESS: f32 = 0.4;

/// The classes that a word may have: none for the words of a source beside its head, of which nothing is learned.
type May = &'static [usize];

/// A cue with the words of its sentence.
struct Example {
    /// Which sentence, and which of its words the cue is.
    sentence: usize,
    cue: usize,
    /// Of each word how it hangs together with the cue, and what it is to it.
    words: Vec<(Vec<u16>, May)>,
}

/// All labels: the states of sentences, a row for each word, and the cues in them.
struct Examples {
    sentences: Vec<Vec<f32>>,
    cues: Vec<Example>,
    /// Numbers of a state.
    inputs: usize,
}

/// Fits, and writes the file.
///
/// # Errors
/// When the labels cannot be read.
pub fn run() -> Done {
    let mut all = read()?;
    let (mean, spread) = all.even();
    let held = all.cues.len() / 5;
    let part = Network::fit(&all, &all.cues[held..]);
    part.judge(&all, &all.cues[..held]);
    let whole = Network::fit(&all, &all.cues);
    fs::write(root().join(FILE), whole.to_file(&mean, &spread)?)?;
    println!("wrote {FILE}");
    Ok(())
}

fn read() -> Result<Examples, Box<dyn Error>> {
    let labels = fs::read_to_string(root().join("training/labels/cues.jsonl"))?;
    let labelled: Vec<Labelled> = labels
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    let sayso = Sayso::embedded()?;
    let mut all = Examples {
        sentences: Vec::new(),
        cues: Vec::new(),
        inputs: 0,
    };
    for part in labelled.chunks(64) {
        let articles = part
            .iter()
            .map(|l| plain(l.text.clone(), "passage", &Given::default()));
        for (label, seen) in part.iter().zip(sayso.annotator().seen(articles.collect())) {
            all.add(label, &seen);
        }
    }
    let mut chance = Chance(5);
    chance.shuffle(&mut all.cues);
    Ok(all)
}

impl Examples {
    fn add(&mut self, label: &Labelled, seen: &Seen) {
        let doc = &seen.doc;
        let touches = |at: usize, spans: &[Span]| spans.iter().any(|s| doc.tokens[at].span.overlaps(*s));
        for attribution in &label.attributions {
            let cue = label.spans(&attribution.cue);
            let mut mains: Vec<usize> = cue.iter().filter_map(|part| main(doc, &[*part])).collect();
            mains.dedup();
            for word in mains {
                let sentence = doc.sentences[doc.sentence_of(TokenIx::new(word))].tokens.clone();
                let states: Option<Vec<&[f32]>> =
                    sentence.clone().map(|at| seen.states[at].as_deref()).collect();
                let Some(states) = states else { continue };
                self.inputs = states[0].len();
                self.sentences.push(states.concat());
                let (source, content) = (
                    label.spans(&attribution.source),
                    label.spans(&attribution.content),
                );
                let whom = attribution.whom.as_ref().map(|w| label.spans(w));
                let within = |at: usize, spans: &[Span]| {
                    let head = doc.tokens[at].head;
                    head.is_some_and(|head| touches(head.at(), spans))
                };
                let class = |at: usize| -> May {
                    match &whom {
                        _ if touches(at, &source) && within(at, &source) => &[],
                        _ if touches(at, &source) => &[SOURCE],
                        _ if touches(at, &content) && !touches(at, &cue) => &[CONTENT],
                        Some(whom) if touches(at, whom) && within(at, whom) => &[],
                        Some(whom) if touches(at, whom) => &[WHOM],
                        Some(_) => &[0],
                        None => &[0, WHOM],
                    }
                };
                self.cues.push(Example {
                    sentence: self.sentences.len() - 1,
                    cue: word - sentence.start,
                    words: seen.signs(word).into_iter().zip(sentence.map(class)).collect(),
                });
            }
        }
    }

    fn state(&self, sentence: usize, word: usize) -> &[f32] {
        &self.sentences[sentence][word * self.inputs..][..self.inputs]
    }

    /// Brings the states to the same mean and spread; gives those they had.
    fn even(&mut self) -> (Vec<f32>, Vec<f32>) {
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
struct Network {
    /// A row for each unit.
    cue: Vec<f32>,
    cue_bias: Vec<f32>,
    word: Vec<f32>,
    /// A row for each sign.
    signs: Vec<f32>,
    /// A row for each unit.
    outer: Vec<f32>,
    bias: Vec<f32>,
    inputs: usize,
}

impl Network {
    fn nothing(inputs: usize) -> Self {
        Self {
            cue: vec![0.0; inputs * UNITS],
            cue_bias: vec![0.0; UNITS],
            word: vec![0.0; inputs * UNITS],
            signs: vec![0.0; SIGNS * UNITS],
            outer: vec![0.0; UNITS * CLASSES],
            bias: vec![0.0; CLASSES],
            inputs,
        }
    }

    fn begin(inputs: usize) -> Self {
        let mut chance = Chance(11);
        let mut network = Self::nothing(inputs);
        let mut fill =
            |weights: &mut [f32], size: f32| weights.iter_mut().for_each(|w| *w = chance.share() * size);
        let size = 1.0 / (inputs as f32).sqrt();
        fill(&mut network.cue, size);
        fill(&mut network.word, size);
        fill(&mut network.signs, 0.06);
        fill(&mut network.outer, 1.0 / (UNITS as f32).sqrt());
        network
    }

    fn parts(&mut self) -> [&mut Vec<f32>; 6] {
        [
            &mut self.cue,
            &mut self.cue_bias,
            &mut self.word,
            &mut self.signs,
            &mut self.outer,
            &mut self.bias,
        ]
    }

    fn fit(all: &Examples, cues: &[Example]) -> Self {
        let mut network = Self::begin(all.inputs);
        let mut by: Vec<Adam> = network.parts().iter().map(|part| Adam::new(part.len())).collect();
        let mut order: Vec<usize> = (0..cues.len()).collect();
        let mut chance = Chance(13);
        let steps = ROUNDS * cues.len().div_ceil(TOGETHER);
        let mut step = 0;
        for _ in 0..ROUNDS {
            chance.shuffle(&mut order);
            for batch in order.chunks(TOGETHER) {
                let rate = RATE * (1.0 - step as f32 / steps as f32);
                step += 1;
                let mut slope = Self::nothing(all.inputs);
                let words: usize = batch.iter().map(|at| cues[*at].words.len()).sum();
                for at in batch {
                    network.add_slope(all, &cues[*at], words as f32, &mut chance, &mut slope);
                }
                let slopes = slope.parts();
                for ((by, part), slope) in by.iter_mut().zip(network.parts()).zip(slopes) {
                    by.step(part, slope, rate, step);
                }
            }
        }
        network
    }

    /// What the units give for a cue alone.
    fn of_cue(&self, state: &[f32]) -> Vec<f32> {
        let rows = self.cue.chunks_exact(self.inputs).zip(&self.cue_bias);
        rows.map(|(row, bias)| dot(row, state) + bias).collect()
    }

    /// What a unit gives for a cue and a word.
    fn unit(&self, unit: usize, of_cue: &[f32], state: &[f32], signs: &[u16]) -> f32 {
        let of_signs = signs
            .iter()
            .map(|sign| self.signs[usize::from(*sign) * UNITS + unit]);
        of_cue[unit] + dot(&self.word[unit * self.inputs..][..self.inputs], state) + of_signs.sum::<f32>()
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

    /// Adds the slope of the loss of a cue's words, each of which does without some units.
    fn add_slope(&self, all: &Examples, cue: &Example, count: f32, chance: &mut Chance, slope: &mut Self) {
        let of_cue = self.of_cue(all.state(cue.sentence, cue.cue));
        let mut through_cue = vec![0.0; UNITS];
        for (word, (signs, may)) in cue.words.iter().enumerate() {
            if may.is_empty() {
                continue;
            }
            let state = all.state(cue.sentence, word);
            let mut units = Vec::with_capacity(UNITS);
            for unit in 0..UNITS {
                if chance.share() < 2.0 * LESS - 1.0 {
                    continue;
                }
                let gives = self.unit(unit, &of_cue, state, signs);
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
                through_cue[unit] += through;
                for sign in signs {
                    slope.signs[usize::from(*sign) * UNITS + unit] += through;
                }
                let row = &mut slope.word[unit * self.inputs..][..self.inputs];
                add_scaled(row, through, state);
            }
        }
        let state = all.state(cue.sentence, cue.cue);
        let rows = slope.cue.chunks_exact_mut(self.inputs).zip(&mut slope.cue_bias);
        for ((row, bias), through) in rows.zip(&through_cue) {
            *bias += through;
            add_scaled(row, *through, state);
        }
    }

    /// Prints how much is right.
    fn judge(&self, all: &Examples, cues: &[Example]) {
        let (mut sources, mut right) = (0, 0);
        let (mut said, mut wanted, mut hit) = (0, 0, 0);
        for cue in cues {
            let of_cue = self.of_cue(all.state(cue.sentence, cue.cue));
            let shares = cue.words.iter().enumerate().map(|(word, (signs, _))| {
                let state = all.state(cue.sentence, word);
                let units = (0..UNITS).map(|unit| (unit, self.unit(unit, &of_cue, state, signs)));
                self.shares(&units.filter(|(_, gives)| *gives > 0.0).collect::<Vec<_>>())
            });
            let shares: Vec<[f32; CLASSES]> = shares.collect();
            if cue.words.iter().any(|(_, may)| may.contains(&SOURCE)) {
                let best = (0..shares.len()).max_by(|a, b| shares[*a][SOURCE].total_cmp(&shares[*b][SOURCE]));
                sources += 1;
                right += usize::from(best.is_some_and(|at| matches!(cue.words[at].1, [] | [SOURCE])));
            }
            for ((_, may), shares) in cue.words.iter().zip(&shares) {
                let (found, is) = (shares[CONTENT] >= 0.5, may.contains(&CONTENT));
                said += usize::from(found);
                wanted += usize::from(is);
                hit += usize::from(found && is);
            }
        }
        let share = |a: usize, b: usize| a as f64 / b.max(1) as f64;
        println!(
            "{} cues; fitted on four fifths, of the rest {:.3} of the sources right, words of contents precision {:.3}, recall {:.3}",
            all.cues.len(),
            share(right, sources),
            share(hit, said),
            share(hit, wanted)
        );
    }

    /// As the annotator reads it: for states as they are.
    fn to_file(&self, mean: &[f32], spread: &[f32]) -> Result<Vec<u8>, Box<dyn Error>> {
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
        tensors.extend(layer(
            ["cue.weight", "cue.scale", "cue.bias"],
            &self.cue,
            &self.cue_bias,
        ));
        tensors.extend(layer(
            ["word.weight", "word.scale", "word.bias"],
            &self.word,
            &[0.0; UNITS],
        ));
        tensors.push(numbers("signs", &self.signs, vec![SIGNS, UNITS]));
        tensors.push(numbers("outer", &self.outer, vec![UNITS, CLASSES]));
        tensors.push(numbers("bias", &self.bias, vec![CLASSES]));
        write_file(tensors)
    }
}
