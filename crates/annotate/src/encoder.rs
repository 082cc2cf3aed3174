//! The encoder: word pieces of some windows to the states of their words, one for each mix of layers. The
//! network of events goes on from its lower layers; the network of relations has layers of its own.

use crate::attention::{self, Buffers, HIDDEN};
use crate::linear::{Linear, Multiplier, ROWS};
use crate::math::{self, Activation};
use crate::pieces::{BEGIN, END, Shape};
use crate::weights::{Weights, WeightsError};
use crate::windows::{Edge, Window, WindowWord};
use std::ops::Range;

/// Layers of the annotator's encoder.
const LAYERS: usize = 6;
const INNER: usize = 1536;
const WORDS: usize = 30522;
/// The network knows no more places than these.
pub(crate) const POSITIONS: usize = 512;

/// Which heads read a mix of layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mix {
    Syntax,
    Names,
    Attribution,
    Coreference,
    Factuality,
}

const MIXES: usize = 5;

#[derive(Debug)]
struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl Norm {
    fn new(weights: &Weights, name: &str) -> Result<Self, WeightsError> {
        let part = |part: &str| weights.f32(&format!("{name}.{part}"), &[HIDDEN]);
        Ok(Self {
            weight: part("weight")?,
            bias: part("bias")?,
        })
    }

    fn apply(&self, x: &mut [f32], more: &[f32]) {
        math::add_and_norm(x, more, &self.weight, &self.bias);
    }
}

struct Layer {
    qkv: Linear,
    out: Linear,
    up: Linear,
    down: Linear,
    norm1: Norm,
    norm2: Norm,
}

/// The layers of an encoder.
pub(crate) struct Layers(Vec<Layer>);

impl Layers {
    pub(crate) fn new(weights: &Weights, count: usize) -> Result<Self, WeightsError> {
        let layer = |i: usize| {
            let linear =
                |name: &str, inputs, outputs| weights.linear(&format!("layers.{i}.{name}"), inputs, outputs);
            Ok(Layer {
                qkv: linear("qkv", HIDDEN, 3 * HIDDEN)?,
                out: linear("out", HIDDEN, HIDDEN)?,
                up: linear("up", HIDDEN, INNER)?,
                down: linear("down", INNER, HIDDEN)?,
                norm1: Norm::new(weights, &format!("layers.{i}.norm1"))?,
                norm2: Norm::new(weights, &format!("layers.{i}.norm2"))?,
            })
        };
        Ok(Self((0..count).map(layer).collect::<Result<_, WeightsError>>()?))
    }

    /// How many these are.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// Takes the rows of some texts, of these lengths, through some of the layers; `after` sees them after each. No text sees another.
    pub(crate) fn apply(
        &self,
        which: Range<usize>,
        x: &mut [f32],
        lengths: &[usize],
        with: &mut Multiplier,
        mut after: impl FnMut(usize, &[f32]),
    ) {
        let rows = x.len() / HIDDEN;
        let mut buffers = Buffers::default();
        let mut qkv = vec![0.0; rows * 3 * HIDDEN];
        let mut context = vec![0.0; rows * HIDDEN];
        let (mut y, mut inner) = (vec![0.0; ROWS * HIDDEN], vec![0.0; ROWS * INNER]);
        for number in which {
            let layer = &self.0[number];
            layer.qkv.apply(with, x, Activation::None, &mut qkv);
            let mut at = 0;
            for length in lengths {
                let (from, to) = (at, at + length);
                let text = &qkv[from * 3 * HIDDEN..to * 3 * HIDDEN];
                attention::attend(text, &mut buffers, &mut context[from * HIDDEN..to * HIDDEN]);
                at = to;
            }
            for (x, context) in x.chunks_mut(ROWS * HIDDEN).zip(context.chunks(ROWS * HIDDEN)) {
                let y = &mut y[..x.len()];
                let inner = &mut inner[..x.len() / HIDDEN * INNER];
                layer.out.apply(with, context, Activation::None, y);
                layer.norm1.apply(x, y);
                layer.up.apply(with, x, Activation::Gelu, inner);
                layer.down.apply(with, inner, Activation::None, y);
                layer.norm2.apply(x, y);
            }
            after(number, x);
        }
    }
}

/// What pieces are to an encoder before its layers.
pub(crate) struct Embeddings {
    words: &'static [u8],
    word_scale: Vec<f32>,
    position: Vec<f32>,
    shape: Vec<f32>,
    edge: Vec<f32>,
    norm: Norm,
}

impl Embeddings {
    /// Word pieces from one file, everything else from another, which may be the same.
    pub(crate) fn new(words: &Weights, weights: &Weights, positions: usize) -> Result<Self, WeightsError> {
        Ok(Self {
            words: words.i8("word.weight", &[WORDS, HIDDEN])?,
            word_scale: words.f32("word.scale", &[WORDS])?,
            position: weights.f32("position", &[positions, HIDDEN])?,
            shape: weights.f32("shape", &[8, HIDDEN])?,
            edge: weights.f32("edge", &[3, HIDDEN])?,
            norm: Norm::new(weights, "norm")?,
        })
    }

    /// Appends the row of a piece.
    fn add(&self, id: u16, position: usize, shape: Shape, edge: Edge, x: &mut Vec<f32>) {
        let row = |table: &[f32], at: usize| -> [f32; HIDDEN] {
            *table[at * HIDDEN..].first_chunk().expect("tables are whole")
        };
        let word = &self.words[usize::from(id) * HIDDEN..][..HIDDEN];
        let scale = self.word_scale[usize::from(id)];
        let (place, shape) = (row(&self.position, position), row(&self.shape, shape as usize));
        let edge = row(&self.edge, edge as usize);
        x.extend((0..HIDDEN).map(|i| f32::from(word[i] as i8) * scale + place[i] + shape[i] + edge[i]));
    }

    /// Appends a row for each piece of some words, and for their begin and their end; returns how many.
    pub(crate) fn add_words(&self, words: &[WindowWord], pieces: &[u16], x: &mut Vec<f32>) -> usize {
        self.add(BEGIN, 0, Shape::Other, Edge::Blank, x);
        let mut at = 0;
        for word in words {
            for id in &pieces[at..word.end] {
                at += 1;
                self.add(*id, at, word.shape, word.edge, x);
            }
        }
        self.add(END, at + 1, Shape::Other, Edge::Blank, x);
        at + 2
    }

    /// Brings rows to what the layers expect.
    pub(crate) fn norm(&self, x: &mut [f32]) {
        self.norm.apply(x, &vec![0.0; x.len()]);
    }
}

/// The annotator's network below the heads.
pub(crate) struct Encoder {
    embeddings: Embeddings,
    layers: Layers,
    mix: Vec<f32>,
}

/// The states of one window.
#[derive(Debug)]
pub(crate) struct States {
    mixes: [Vec<f32>; MIXES],
    /// After the lower layers: rows of [`HIDDEN`] numbers for its begin, each of its pieces, and its end.
    pub(crate) lower: Vec<f32>,
}

impl States {
    /// Rows of [`HIDDEN`] numbers, one for each word.
    pub(crate) fn of(&self, mix: Mix) -> &[f32] {
        &self.mixes[mix as usize]
    }
}

impl Encoder {
    pub(crate) fn new(weights: &Weights) -> Result<Self, WeightsError> {
        Ok(Self {
            embeddings: Embeddings::new(weights, weights, POSITIONS)?,
            layers: Layers::new(weights, LAYERS)?,
            mix: [
                weights.f32("mix", &[MIXES - 1, LAYERS + 1])?,
                weights.f32("factuality.mix", &[1, LAYERS + 1])?,
            ]
            .concat(),
        })
    }

    /// The states of some windows; `lower` layers are the lower ones. Each window's are the same whatever windows it is read with.
    pub(crate) fn read(&self, windows: &[Window], lower: usize, with: &mut Multiplier) -> Vec<States> {
        let mut x = Vec::new();
        let lengths: Vec<usize> = windows
            .iter()
            .map(|w| self.embeddings.add_words(&w.words, &w.pieces, &mut x))
            .collect();
        self.embeddings.norm(&mut x);
        let mut mixed: [Vec<f32>; MIXES] = std::array::from_fn(|_| vec![0.0; x.len()]);
        self.mix(0, &x, &mut mixed);
        let mut below = Vec::new();
        self.layers.apply(0..LAYERS, &mut x, &lengths, with, |number, x| {
            self.mix(number + 1, x, &mut mixed);
            if number + 1 == lower {
                below = x.to_vec();
            }
        });
        let mut at = 0;
        let states = windows.iter().zip(&lengths).map(|(window, length)| {
            let rows = at * HIDDEN..(at + length) * HIDDEN;
            at += length;
            States {
                mixes: std::array::from_fn(|mix| pool(window, &mixed[mix][rows.clone()])),
                lower: below[rows].to_vec(),
            }
        });
        states.collect()
    }

    fn mix(&self, layer: usize, x: &[f32], mixed: &mut [Vec<f32>; MIXES]) {
        for (mix, sum) in mixed.iter_mut().enumerate() {
            math::add_scaled(sum, self.mix[mix * (LAYERS + 1) + layer], x);
        }
    }
}

/// The means of the rows of the pieces of each word.
fn pool(window: &Window, rows: &[f32]) -> Vec<f32> {
    let mut pooled = vec![0.0; window.words.len() * HIDDEN];
    let mut at = 0;
    for (word, pooled) in window.words.iter().zip(pooled.chunks_exact_mut(HIDDEN)) {
        let share = 1.0 / (word.end - at) as f32;
        for row in rows[(at + 1) * HIDDEN..(word.end + 1) * HIDDEN].chunks_exact(HIDDEN) {
            math::add_scaled(pooled, share, row);
        }
        at = word.end;
    }
    pooled
}
