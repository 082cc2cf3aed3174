//! The network of events: which words of a sentence tell of PLOVER events, how certain these are to their source, and what a
//! marked source does to a marked target. An encoder of its own over the same word embeddings (`training/events.py`).

use crate::attention::HIDDEN;
use crate::encoder::{Embeddings, Layers};
use crate::linear::{Linear, Multiplier};
use crate::math::{self, Activation};
use crate::pieces::{Shape, Vocabulary};
use crate::weights::{Weights, WeightsError};
use crate::windows::{Edge, WindowWord};
use crate::words::Splitter;
use sayso_model::statement::Factuality;
use sayso_model::{EventType, Happening, Span, TokenIx};

/// Pieces of a sentence that are read; the rest of a longer one is not seen.
const MOST: usize = 254;
const POSITIONS: usize = MOST + 2;
/// Pieces that are read at once, about.
const GROUP: usize = 1024;
const TYPES: usize = EventType::ALL.len();
const VALUES: usize = Factuality::ALL.len();
/// Words less likely to tell of an event than this are left out.
const LEAST: f32 = 0.02;

/// A sentence with two marked spans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked<'a> {
    /// The sentence.
    pub text: &'a str,
    /// Who does something.
    pub source: Span,
    /// To whom.
    pub target: Span,
}

/// What a source does to a target.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// The probability of each type, in the order of [`EventType::ALL`]; together 1.
    pub types: [f32; TYPES],
    /// The likeliest mode of the likeliest type.
    pub mode: Option<&'static str>,
    /// How certain it is, in the order of [`Factuality::ALL`]; together 1.
    pub values: [f32; VALUES],
    /// The word that tells most.
    pub evidence: Option<Span>,
}

impl Relation {
    /// The likeliest type and its probability.
    pub fn best(&self) -> (EventType, f32) {
        let best = math::best(&self.types);
        (EventType::ALL[best], self.types[best])
    }
}

/// The network.
pub(crate) struct Network {
    embeddings: Embeddings,
    mark: Vec<f32>,
    layers: Layers,
    /// The order of the types in the file.
    types: Vec<EventType>,
    modes: Vec<(EventType, &'static str)>,
    tags: Linear,
    ask: Linear,
    hidden: Linear,
    relation: Linear,
}

/// A sentence as pieces.
#[derive(Default)]
struct Row {
    words: Vec<WindowWord>,
    pieces: Vec<u16>,
    /// What each piece is marked with: 1 source, 2 target.
    marks: Vec<u8>,
}

impl Row {
    fn push(&mut self, vocabulary: &Vocabulary, form: &str, edge: Edge, mark: u8) {
        if self.pieces.len() >= MOST {
            return;
        }
        vocabulary.spell(form, &mut self.pieces);
        self.pieces.truncate(MOST);
        self.marks.resize(self.pieces.len(), mark);
        self.words.push(WindowWord {
            end: self.pieces.len(),
            shape: Shape::of(form),
            edge,
            begins: None,
        });
    }
}

impl Network {
    /// The word embeddings are those of `annotator`.
    pub(crate) fn new(annotator: &Weights) -> Result<Self, WeightsError> {
        let weights = &Weights::events()?;
        let wrong = |name: &str| WeightsError::Tensor {
            name: name.to_owned(),
        };
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
            return Err(wrong("labels"));
        }
        let layers = weights.lines("layers")?[0].parse().map_err(|_| wrong("layers"))?;
        let outputs = VALUES + modes.len();
        Ok(Self {
            embeddings: Embeddings::new(annotator, weights, POSITIONS)?,
            mark: weights.f32("mark", &[3, HIDDEN])?,
            layers: Layers::new(weights, layers)?,
            tags: weights.linear("tags", HIDDEN, 1 + TYPES + outputs)?,
            ask: weights.linear("ask", HIDDEN, 1)?,
            hidden: weights.linear("hidden", 4 * HIDDEN, HIDDEN)?,
            relation: weights.linear("relation", HIDDEN, TYPES + outputs)?,
            types,
            modes,
        })
    }

    /// The states of the pieces of some sentences, one after another, each with a begin and an end.
    fn states(&self, rows: &[Row], with: &mut Multiplier) -> Vec<f32> {
        let mut x = Vec::new();
        let mut lengths = Vec::with_capacity(rows.len());
        for row in rows {
            let start = x.len() + HIDDEN;
            lengths.push(self.embeddings.add_words(&row.words, &row.pieces, &mut x));
            for (piece, mark) in x[start..].chunks_exact_mut(HIDDEN).zip(&row.marks) {
                let mark = &self.mark[usize::from(*mark) * HIDDEN..][..HIDDEN];
                math::add_scaled(piece, 1.0, mark);
            }
        }
        self.embeddings.norm(&mut x);
        self.layers.apply(&mut x, &lengths, with, |_, _| {});
        x
    }

    /// Scores of types, values and modes, brought to probabilities; modes only those of the likeliest type.
    fn read(&self, scores: &[f32]) -> ([f32; TYPES], [f32; VALUES], Option<&'static str>) {
        let (kinds, rest) = scores.split_at(TYPES);
        let (values, modes) = rest.split_at(VALUES);
        let mut shares: Vec<f32> = kinds.to_vec();
        math::softmax(&mut shares);
        let best = self.types[math::best(&shares)];
        let mut types = [0.0; TYPES];
        for (share, event) in shares.iter().zip(&self.types) {
            types[*event as usize] = *share;
        }
        let mut value = [0.0; VALUES];
        value.copy_from_slice(values);
        math::softmax(&mut value);
        let own = modes
            .iter()
            .zip(&self.modes)
            .filter(|(_, (event, _))| *event == best);
        let mode = own.max_by(|a, b| a.0.total_cmp(b.0)).map(|(_, (_, mode))| *mode);
        (types, value, mode)
    }

    /// What the words of some sentences tell: for each sentence, by the number of the word.
    pub(crate) fn happenings(
        &self,
        vocabulary: &Vocabulary,
        sentences: &[Vec<(&str, Edge)>],
        with: &mut Multiplier,
    ) -> Vec<Vec<Happening>> {
        let row = |sentence: &Vec<(&str, Edge)>| {
            let mut row = Row::default();
            for (form, edge) in sentence {
                row.push(vocabulary, form, *edge, 0);
            }
            row
        };
        let rows: Vec<Row> = sentences.iter().map(row).collect();
        let width = self.tags.outputs();
        let mut out = Vec::with_capacity(rows.len());
        for group in groups(&rows) {
            let x = self.states(group, with);
            let mut at = 0;
            for row in group {
                let mut firsts = Vec::with_capacity(row.words.len() * HIDDEN);
                let mut start = 0;
                for word in &row.words {
                    firsts.extend_from_slice(&x[(at + 1 + start) * HIDDEN..][..HIDDEN]);
                    start = word.end;
                }
                at += row.pieces.len() + 2;
                let mut scores = vec![0.0; row.words.len() * width];
                self.tags.apply(with, &firsts, Activation::None, &mut scores);
                let found = scores
                    .chunks_exact(width)
                    .enumerate()
                    .filter_map(|(word, scores)| {
                        let mut any = scores[..=TYPES].to_vec();
                        math::softmax(&mut any);
                        let probability = 1.0 - any[0];
                        let (types, values, mode) = self.read(&scores[1..]);
                        (probability >= LEAST).then_some(Happening {
                            token: TokenIx::new(word),
                            probability,
                            types,
                            values,
                            mode,
                        })
                    });
                out.push(found.collect());
            }
        }
        out
    }

    /// What the source does to the target in each of some sentences.
    pub(crate) fn relate(
        &self,
        vocabulary: &Vocabulary,
        splitter: &Splitter,
        sentences: &[Marked],
        with: &mut Multiplier,
    ) -> Vec<Relation> {
        let spans: Vec<Vec<Span>> = sentences
            .iter()
            .map(|s| {
                let words = splitter.split(s.text).into_iter();
                words.map(|w| Span::new(w.start, w.end)).collect()
            })
            .collect();
        let row = |(marked, words): (&Marked, &Vec<Span>)| {
            let mut row = Row::default();
            let mut before: Option<Span> = None;
            for span in words {
                let edge = match before {
                    None => Edge::Paragraph,
                    Some(b) if b.end() < span.start() => Edge::Blank,
                    Some(_) => Edge::Glued,
                };
                before = Some(*span);
                let mark = match () {
                    () if marked.source.overlaps(*span) => 1,
                    () if marked.target.overlaps(*span) => 2,
                    () => 0,
                };
                row.push(vocabulary, span.of(marked.text), edge, mark);
            }
            row
        };
        let rows: Vec<Row> = sentences.iter().zip(&spans).map(row).collect();
        let mut out = Vec::with_capacity(rows.len());
        let mut words = spans.iter();
        for group in groups(&rows) {
            let x = self.states(group, with);
            let mut asked = vec![0.0; x.len() / HIDDEN];
            self.ask.apply(with, &x, Activation::None, &mut asked);
            let mut features = vec![0.0; group.len() * 4 * HIDDEN];
            let mut at = 0;
            let mut evidence = Vec::with_capacity(group.len());
            for (row, features) in group.iter().zip(features.chunks_exact_mut(4 * HIDDEN)) {
                let length = row.pieces.len() + 2;
                let x = &x[at * HIDDEN..(at + length) * HIDDEN];
                let mut shares = asked[at..at + length].to_vec();
                math::softmax(&mut shares);
                at += length;
                features[..HIDDEN].copy_from_slice(&x[..HIDDEN]);
                for (side, feature) in features[HIDDEN..3 * HIDDEN].chunks_exact_mut(HIDDEN).enumerate() {
                    let marked = row.marks.iter().filter(|m| usize::from(**m) == side + 1).count();
                    for (piece, mark) in x[HIDDEN..].chunks_exact(HIDDEN).zip(&row.marks) {
                        if usize::from(*mark) == side + 1 {
                            math::add_scaled(feature, 1.0 / marked as f32, piece);
                        }
                    }
                }
                for (piece, share) in x.chunks_exact(HIDDEN).zip(&shares) {
                    math::add_scaled(&mut features[3 * HIDDEN..], *share, piece);
                }
                let best = math::best(&shares[1..length - 1]);
                let word = row.words.partition_point(|w| w.end <= best);
                let spans = words.next().map(Vec::as_slice).unwrap_or_default();
                evidence.push(spans.get(word).copied());
            }
            let mut hidden = vec![0.0; group.len() * HIDDEN];
            self.hidden.apply(with, &features, Activation::Gelu, &mut hidden);
            let mut scores = vec![0.0; group.len() * self.relation.outputs()];
            self.relation.apply(with, &hidden, Activation::None, &mut scores);
            let found = scores.chunks_exact(self.relation.outputs()).zip(evidence);
            out.extend(found.map(|(scores, evidence)| {
                let (types, values, mode) = self.read(scores);
                Relation {
                    types,
                    mode,
                    values,
                    evidence,
                }
            }));
        }
        out
    }
}

/// Runs of sentences that together have about [`GROUP`] pieces.
fn groups(rows: &[Row]) -> impl Iterator<Item = &[Row]> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        let mut pieces = 0;
        while at < rows.len() && pieces < GROUP {
            pieces += rows[at].pieces.len() + 2;
            at += 1;
        }
        (start < at).then(|| &rows[start..at])
    })
}
