//! What a marked source does to a marked target in a sentence: a network of its own over the annotator's word embeddings
//! (`training/events.py --shared 0 --layers 6`). The annotator's lower layers do not serve it: on them, two of five folds of PLV_train gave
//! a root accuracy of 0.82 instead of 0.87.

use crate::attention::HIDDEN;
use crate::encoder::{Embeddings, Layers};
use crate::events::{Labels, TYPES, VALUES, count};
use crate::linear::{Linear, Multiplier};
use crate::math::{self, Activation};
use crate::pieces::{Shape, Vocabulary};
use crate::weights::{Weights, WeightsError};
use crate::windows::{Edge, WindowWord};
use crate::words::Splitter;
use sayso_model::{EventType, Ontology, Span};

/// Pieces of a sentence that are read; the rest of a longer one is not seen.
const MOST: usize = 254;
/// Pieces that are read at once, about.
const GROUP: usize = 1024;

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
    /// The likeliest type of the likelier side, cooperation or conflict: REQUEST and ACCUSE together may outweigh CONSULT.
    pub event: EventType,
    /// The probability of each type, in the order of [`EventType::ALL`]; together 1.
    pub types: [f32; TYPES],
    /// The likeliest mode of `event`.
    pub mode: Option<&'static str>,
    /// How certain it is, in the order of [`Factuality::ALL`]; together 1.
    pub values: [f32; VALUES],
    /// The word that tells most.
    pub evidence: Option<Span>,
}

/// Reads what sources do to targets. It is cheap to share among threads, and works on the thread that calls it.
pub struct Relater {
    splitter: Splitter,
    vocabulary: Vocabulary,
    embeddings: Embeddings,
    mark: Vec<f32>,
    layers: Layers,
    labels: Labels,
    /// Which types are of conflict, in the order of [`EventType::ALL`].
    conflict: [bool; TYPES],
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

impl Relater {
    /// With the weights that are part of the program.
    ///
    /// # Errors
    /// When these are damaged or of another version.
    pub fn embedded() -> Result<Self, WeightsError> {
        let (annotator, weights) = (&Weights::embedded()?, &Weights::relations()?);
        let no_vocabulary = || WeightsError::Tensor {
            name: "vocabulary".to_owned(),
        };
        let labels = Labels::new(weights)?;
        let ontology = Ontology::plover();
        Ok(Self {
            splitter: Splitter::new(),
            vocabulary: Vocabulary::new(&annotator.lines("vocabulary")?).ok_or_else(no_vocabulary)?,
            embeddings: Embeddings::new(annotator, weights, MOST + 2)?,
            mark: weights.f32("mark", &[3, HIDDEN])?,
            layers: Layers::new(weights, count(weights, "layers")?)?,
            ask: weights.linear("ask", HIDDEN, 1)?,
            hidden: weights.linear("hidden", 4 * HIDDEN, HIDDEN)?,
            relation: weights.linear("relation", HIDDEN, TYPES + labels.rest())?,
            labels,
            conflict: EventType::ALL.map(|event| ontology.quad(event).number() > 2),
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
        self.layers
            .apply(0..self.layers.count(), &mut x, &lengths, with, |_, _| {});
        x
    }

    /// What the source does to the target in each of some sentences.
    pub fn relate(&self, sentences: &[Marked]) -> Vec<Relation> {
        let with = &mut Multiplier::new();
        let spans: Vec<Vec<Span>> = sentences
            .iter()
            .map(|s| {
                let words = self.splitter.split(s.text).into_iter();
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
                row.push(&self.vocabulary, span.of(marked.text), edge, mark);
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
                let said = self
                    .labels
                    .read(scores, |types| likeliest_by_side(types, &self.conflict));
                Relation {
                    event: said.event,
                    types: said.types,
                    mode: said.mode,
                    values: said.values,
                    evidence,
                }
            }));
        }
        out
    }
}

/// The likeliest type of the side that has more of the probability.
fn likeliest_by_side(types: &[f32; TYPES], conflict: &[bool; TYPES]) -> EventType {
    let sides = types.iter().zip(conflict);
    let weight: f32 = sides
        .map(|(share, conflict)| if *conflict { *share } else { -share })
        .sum();
    let mut side = *types;
    for (share, of_conflict) in side.iter_mut().zip(conflict) {
        if *of_conflict != (weight > 0.0) {
            *share = 0.0;
        }
    }
    EventType::ALL[math::best(&side)]
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_side_is_chosen_before_the_type() {
        let conflict = [EventType::Request, EventType::Accuse];
        let shares = [
            (EventType::Consult, 0.4),
            (EventType::Request, 0.35),
            (EventType::Accuse, 0.25),
        ];
        let share = |event| shares.iter().find(|(e, _)| *e == event).map_or(0.0, |(_, s)| *s);
        let types = EventType::ALL.map(share);
        let found = likeliest_by_side(&types, &EventType::ALL.map(|e| conflict.contains(&e)));
        assert_eq!(found, EventType::Request);
        let found = likeliest_by_side(&types, &[false; TYPES]);
        assert_eq!(found, EventType::Consult);
    }
}
