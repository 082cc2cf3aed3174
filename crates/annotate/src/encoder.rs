//! The encoder: word pieces of some windows to the states of their words, one for each mix of layers.

use crate::attention::{self, Buffers, HIDDEN};
use crate::linear::{Linear, Multiplier, ROWS};
use crate::math::{self, Activation};
use crate::pieces::{BEGIN, END, Shape};
use crate::weights::{Weights, WeightsError};
use crate::windows::{Edge, Window};

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
}

const MIXES: usize = 4;

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

/// The network below the heads.
pub(crate) struct Encoder {
    words: &'static [u8],
    word_scale: Vec<f32>,
    position: Vec<f32>,
    shape: Vec<f32>,
    edge: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    mix: Vec<f32>,
}

/// The states of the words of one window.
#[derive(Debug)]
pub(crate) struct States {
    mixes: [Vec<f32>; MIXES],
}

impl States {
    /// Rows of [`HIDDEN`] numbers, one for each word.
    pub(crate) fn of(&self, mix: Mix) -> &[f32] {
        &self.mixes[mix as usize]
    }
}

impl Encoder {
    pub(crate) fn new(weights: &Weights) -> Result<Self, WeightsError> {
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
        Ok(Self {
            words: weights.i8("word.weight", &[WORDS, HIDDEN])?,
            word_scale: weights.f32("word.scale", &[WORDS])?,
            position: weights.f32("position", &[POSITIONS, HIDDEN])?,
            shape: weights.f32("shape", &[8, HIDDEN])?,
            edge: weights.f32("edge", &[3, HIDDEN])?,
            norm: Norm::new(weights, "norm")?,
            layers: (0..LAYERS).map(layer).collect::<Result<_, WeightsError>>()?,
            mix: weights.f32("mix", &[MIXES, LAYERS + 1])?,
        })
    }

    /// The states of the words of some windows. Each window's are the same whatever windows it is read with.
    pub(crate) fn read(&self, windows: &[Window], with: &mut Multiplier) -> Vec<States> {
        let lengths: Vec<usize> = windows.iter().map(|w| w.pieces.len() + 2).collect();
        let rows: usize = lengths.iter().sum();
        let mut x = Vec::with_capacity(rows * HIDDEN);
        for window in windows {
            self.embed(window, &mut x);
        }
        let mut mixed: [Vec<f32>; MIXES] = std::array::from_fn(|_| vec![0.0; rows * HIDDEN]);
        self.norm.apply(&mut x, &vec![0.0; rows * HIDDEN]);
        self.mix(0, &x, &mut mixed);
        let mut buffers = Buffers::default();
        let mut qkv = vec![0.0; rows * 3 * HIDDEN];
        let mut context = vec![0.0; rows * HIDDEN];
        let (mut y, mut inner) = (vec![0.0; ROWS * HIDDEN], vec![0.0; ROWS * INNER]);
        for (number, layer) in self.layers.iter().enumerate() {
            layer.qkv.apply(with, &x, Activation::None, &mut qkv);
            let mut at = 0;
            for length in &lengths {
                let (from, to) = (at, at + length);
                let window = &qkv[from * 3 * HIDDEN..to * 3 * HIDDEN];
                attention::attend(window, &mut buffers, &mut context[from * HIDDEN..to * HIDDEN]);
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
            self.mix(number + 1, &x, &mut mixed);
        }
        let mut at = 0;
        let states = windows.iter().zip(&lengths).map(|(window, length)| {
            let rows = at * HIDDEN..(at + length) * HIDDEN;
            at += length;
            States {
                mixes: std::array::from_fn(|mix| pool(window, &mixed[mix][rows.clone()])),
            }
        });
        states.collect()
    }

    fn mix(&self, layer: usize, x: &[f32], mixed: &mut [Vec<f32>; MIXES]) {
        for (mix, sum) in mixed.iter_mut().enumerate() {
            math::add_scaled(sum, self.mix[mix * (LAYERS + 1) + layer], x);
        }
    }

    /// Appends a row for each piece of a window, and for its begin and its end.
    fn embed(&self, window: &Window, x: &mut Vec<f32>) {
        let mut position = 0;
        let mut piece = |id: u16, shape: Shape, edge: Edge| {
            let row = |table: &[f32], at: usize| -> [f32; HIDDEN] {
                *table[at * HIDDEN..].first_chunk().expect("tables are whole")
            };
            let word = &self.words[usize::from(id) * HIDDEN..][..HIDDEN];
            let scale = self.word_scale[usize::from(id)];
            let (place, shape) = (row(&self.position, position), row(&self.shape, shape as usize));
            let edge = row(&self.edge, edge as usize);
            x.extend((0..HIDDEN).map(|i| f32::from(word[i] as i8) * scale + place[i] + shape[i] + edge[i]));
            position += 1;
        };
        piece(BEGIN, Shape::Other, Edge::Blank);
        let mut at = 0;
        for word in &window.words {
            for id in &window.pieces[at..word.end] {
                piece(*id, word.shape, word.edge);
            }
            at = word.end;
        }
        piece(END, Shape::Other, Edge::Blank);
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
