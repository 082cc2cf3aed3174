//! The network of events: which words of a sentence tell of PLOVER events, and how certain these are to their source. Layers of its own
//! over the lower layers of the annotator (`training/events.py`).

use crate::attention::HIDDEN;
use crate::encoder::Layers;
use crate::linear::{Linear, Multiplier};
use crate::math::{self, Activation};
use crate::weights::{Weights, WeightsError};
use crate::windows::Window;
use sayso_model::statement::Factuality;
use sayso_model::{EventType, Happening, TokenIx};
use std::ops::Range;

pub(crate) const TYPES: usize = EventType::ALL.len();
pub(crate) const VALUES: usize = Factuality::ALL.len();
/// Words less likely to tell of an event than this are left out.
const LEAST: f32 = 0.02;

/// The network.
pub(crate) struct Network {
    /// Layers of the annotator that it reads through.
    lower: usize,
    layers: Layers,
    labels: Labels,
    tags: Linear,
}

/// The states of some words after all layers.
pub(crate) struct States {
    words: Vec<usize>,
    /// A row of [`HIDDEN`] numbers for each, of its first piece.
    rows: Vec<f32>,
}

impl States {
    /// The rows of the words of a sentence, if they are here.
    pub(crate) fn of(&self, sentence: &Range<usize>) -> Option<&[f32]> {
        let first = self.words.binary_search(&sentence.start).ok()?;
        self.rows.get(first * HIDDEN..(first + sentence.len()) * HIDDEN)
    }
}

/// What the scores of a network stand for.
pub(crate) struct Labels {
    /// The order of the types in the file.
    types: Vec<EventType>,
    modes: Vec<(EventType, &'static str)>,
}

impl Labels {
    pub(crate) fn new(weights: &Weights) -> Result<Self, WeightsError> {
        let types: Vec<EventType> = weights
            .lines("labels.types")?
            .into_iter()
            .filter_map(EventType::from_name)
            .collect();
        let mode = |line: &'static str| {
            let (event, mode) = line.split_once(' ')?;
            Some((EventType::from_name(event)?, mode))
        };
        let modes: Vec<_> = weights
            .lines("labels.modes")?
            .into_iter()
            .filter_map(mode)
            .collect();
        let values: Vec<_> = weights.lines("labels.values")?;
        let same = values
            .iter()
            .copied()
            .eq(Factuality::ALL.into_iter().map(Factuality::name));
        if types.len() != TYPES || !same {
            return Err(WeightsError::Tensor {
                name: "labels".to_owned(),
            });
        }
        Ok(Self { types, modes })
    }

    /// Scores of values and modes.
    pub(crate) fn rest(&self) -> usize {
        VALUES + self.modes.len()
    }

    /// Scores of types, values and modes, brought to probabilities; modes only those of the type that is chosen by these.
    pub(crate) fn read(&self, scores: &[f32], choose: impl FnOnce(&[f32; TYPES]) -> EventType) -> Read {
        let (kinds, rest) = scores.split_at(TYPES);
        let (certainty, modes) = rest.split_at(VALUES);
        let mut shares: Vec<f32> = kinds.to_vec();
        math::softmax(&mut shares);
        let mut types = [0.0; TYPES];
        for (share, event) in shares.iter().zip(&self.types) {
            types[*event as usize] = *share;
        }
        let event = choose(&types);
        let mut values = [0.0; VALUES];
        values.copy_from_slice(certainty);
        math::softmax(&mut values);
        let own = modes.iter().zip(&self.modes).filter(|(_, (of, _))| *of == event);
        let mode = own.max_by(|a, b| a.0.total_cmp(b.0)).map(|(_, (_, mode))| *mode);
        Read {
            types,
            event,
            mode,
            values,
        }
    }
}

/// What scores of a network say.
pub(crate) struct Read {
    /// The probability of each type, in the order of [`EventType::ALL`].
    pub(crate) types: [f32; TYPES],
    /// The type that was chosen, and its likeliest mode.
    pub(crate) event: EventType,
    pub(crate) mode: Option<&'static str>,
    /// The probability of each value, in the order of [`Factuality::ALL`].
    pub(crate) values: [f32; VALUES],
}

/// The likeliest type.
fn likeliest(types: &[f32; TYPES]) -> EventType {
    EventType::ALL[math::best(types)]
}

/// A number that stands in the file as text.
pub(crate) fn count(weights: &Weights, name: &str) -> Result<usize, WeightsError> {
    let wrong = || WeightsError::Tensor {
        name: name.to_owned(),
    };
    weights.lines(name)?[0].parse().map_err(|_| wrong())
}

impl Network {
    pub(crate) fn new() -> Result<Self, WeightsError> {
        let weights = &Weights::events()?;
        let labels = Labels::new(weights)?;
        Ok(Self {
            lower: count(weights, "lower")?,
            layers: Layers::new(weights, count(weights, "layers")?)?,
            tags: weights.linear("tags", HIDDEN, 1 + TYPES + labels.rest())?,
            labels,
        })
    }

    /// Layers of the annotator that it reads through.
    pub(crate) fn lower(&self) -> usize {
        self.lower
    }

    /// The states of the words of some sentences of a window; `lower` are the window's states after the lower layers. Sentences and words
    /// are numbered from the window's first word.
    pub(crate) fn states(
        &self,
        window: &Window,
        lower: &[f32],
        sentences: &[Range<usize>],
        with: &mut Multiplier,
    ) -> States {
        // The row of the first piece of a word; the window's begin has the first.
        let first = |word: usize| 1 + word.checked_sub(1).map_or(0, |before| window.words[before].end);
        let row = |at: usize| &lower[at * HIDDEN..][..HIDDEN];
        let last = window.pieces.len() + 1;
        let (mut x, mut lengths, mut rows, mut words) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for sentence in sentences {
            let begin = x.len() / HIDDEN;
            let pieces = first(sentence.start)..first(sentence.end);
            words.extend(sentence.clone());
            rows.extend(sentence.clone().map(|w| begin + 1 + first(w) - pieces.start));
            x.extend_from_slice(row(0));
            x.extend_from_slice(&lower[pieces.start * HIDDEN..pieces.end * HIDDEN]);
            x.extend_from_slice(row(last));
            lengths.push(pieces.len() + 2);
        }
        self.layers
            .apply(0..self.layers.count(), &mut x, &lengths, with, |_, _| {});
        let firsts = rows.iter().flat_map(|at| &x[at * HIDDEN..][..HIDDEN]);
        States {
            rows: firsts.copied().collect(),
            words,
        }
    }

    /// What words tell.
    pub(crate) fn happenings(&self, states: &States, with: &mut Multiplier) -> Vec<Happening> {
        let width = self.tags.outputs();
        let mut scores = vec![0.0; states.words.len() * width];
        self.tags.apply(with, &states.rows, Activation::None, &mut scores);
        let found = states.words.iter().zip(scores.chunks_exact(width));
        let found = found.filter_map(|(word, scores)| {
            let mut any = scores[..=TYPES].to_vec();
            math::softmax(&mut any);
            let probability = 1.0 - any[0];
            let said = self.labels.read(&scores[1..], likeliest);
            (probability >= LEAST).then_some(Happening {
                token: TokenIx::new(*word),
                probability,
                types: said.types,
                values: said.values,
                mode: said.mode,
            })
        });
        found.collect()
    }
}
