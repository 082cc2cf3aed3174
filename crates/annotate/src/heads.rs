//! The heads: from the states of words to scores of tags, of syntax and of links.

use crate::attention::HIDDEN;
use crate::encoder::{Mix, States};
use crate::linear::{Linear, Multiplier};
use crate::math::{self, Activation};
use crate::weights::{Weights, WeightsError};
use std::ops::Range;

const ARC: usize = 256;
const REL: usize = 96;
const LINK: usize = 96;
/// Numbers of a side of what is the same as what.
pub(crate) const SAME: usize = 96;
/// Source, cue, content.
pub(crate) const ROLES: usize = 3;
/// Outside, begin, inside.
pub(crate) const BIO: usize = 3;

/// The names of what the heads tell apart.
#[derive(Debug)]
pub(crate) struct Labels {
    pub(crate) upos: Vec<&'static str>,
    pub(crate) xpos: Vec<&'static str>,
    pub(crate) lemma: Vec<&'static str>,
    pub(crate) deprel: Vec<&'static str>,
    pub(crate) ner: Vec<&'static str>,
}

/// Scores pairs of vectors with one constant added to each: a linear layer over the first gives, for each label, what the
/// second is multiplied by.
struct Biaffine {
    weight: Linear,
    dim: usize,
    labels: usize,
}

impl Biaffine {
    fn new(weights: &Weights, name: &str, dim: usize, labels: usize) -> Result<Self, WeightsError> {
        Ok(Self {
            weight: weights.linear(name, dim, labels * (dim + 1))?,
            dim,
            labels,
        })
    }

    /// What the second sides are multiplied by, for rows of first sides.
    fn apply(&self, with: &mut Multiplier, first: &[f32]) -> Vec<f32> {
        let mut out = vec![0.0; first.len() / self.dim * self.weight.outputs()];
        self.weight.apply(with, first, Activation::None, &mut out);
        out
    }

    /// The score of each label for one row of [`Biaffine::apply`] and one second side.
    fn score(&self, row: &[f32], second: &[f32], out: &mut [f32]) {
        let (products, constants) = row.split_at(self.labels * self.dim);
        math::dots(second, products, out);
        for (out, constant) in out.iter_mut().zip(constants) {
            *out += constant;
        }
    }
}

/// All heads.
pub(crate) struct Heads {
    pub(crate) labels: Labels,
    syntax: Linear,
    names: Linear,
    attribution: Linear,
    coreference: Linear,
    factuality: Linear,
    arc: Biaffine,
    arc_root: Vec<f32>,
    rel: Biaffine,
    rel_root: Vec<f32>,
    link_source: Biaffine,
    link_content: Biaffine,
    same: Biaffine,
}

/// Consecutive columns of a joined layer.
#[derive(Debug, Default)]
struct Columns(usize);

impl Columns {
    fn next(&mut self, width: usize) -> Range<usize> {
        self.0 += width;
        self.0 - width..self.0
    }
}

/// A matrix of numbers with a row for each word.
#[derive(Debug)]
pub(crate) struct Rows {
    width: usize,
    numbers: Vec<f32>,
}

impl Rows {
    /// The numbers of a word.
    pub(crate) fn of(&self, word: usize) -> &[f32] {
        &self.numbers[word * self.width..][..self.width]
    }

    /// The numbers of all words.
    pub(crate) fn all(&self) -> &[f32] {
        &self.numbers
    }

    fn range(&self, words: Range<usize>) -> &[f32] {
        &self.numbers[words.start * self.width..words.end * self.width]
    }

    fn leaky(mut self) -> Self {
        for x in &mut self.numbers {
            *x = if *x < 0.0 { *x * 0.1 } else { *x };
        }
        self
    }

    fn each_softmax(mut self, group: usize) -> Self {
        self.numbers.chunks_exact_mut(group).for_each(math::softmax);
        self
    }

    fn take(from: &[f32], width: usize, columns: Range<usize>) -> Self {
        let rows = from.chunks_exact(width);
        let numbers = rows.flat_map(|row| &row[columns.clone()]).copied().collect();
        Self {
            width: columns.len(),
            numbers,
        }
    }
}

/// The two sides of links between words, for each word.
#[derive(Debug)]
pub(crate) struct Projections {
    pub(crate) left: Rows,
    pub(crate) right: Rows,
}

/// What the heads say of the words of a window.
#[derive(Debug)]
pub(crate) struct Scores {
    /// Probabilities that no sentence begins here, and that one does.
    pub(crate) starts: Rows,
    /// Scores.
    pub(crate) upos: Rows,
    /// Scores.
    pub(crate) xpos: Rows,
    /// Scores.
    pub(crate) lemma: Rows,
    /// Probabilities.
    pub(crate) ner: Rows,
    /// Probabilities, [`BIO`] for each of [`ROLES`].
    pub(crate) roles: Rows,
    arc: Projections,
    rel: Projections,
    source: Projections,
    content: Projections,
    pub(crate) same: Projections,
    /// How sure a reader is that what each word says happened, if it says anything, -1.5 to 1.5 (UDS).
    pub(crate) happened: Vec<f32>,
}

impl Heads {
    pub(crate) fn new(weights: &Weights) -> Result<Self, WeightsError> {
        let lines = |name: &str| weights.lines(&format!("labels.{name}"));
        let labels = Labels {
            upos: lines("upos")?,
            xpos: lines("xpos")?,
            lemma: lines("lemma")?,
            deprel: lines("deprel")?,
            ner: lines("ner")?,
        };
        let tags = 2 + labels.upos.len() + labels.xpos.len() + labels.lemma.len();
        Ok(Self {
            syntax: weights.linear("syntax", HIDDEN, tags + 2 * ARC + 2 * REL)?,
            names: weights.linear("names", HIDDEN, labels.ner.len())?,
            attribution: weights.linear("attribution", HIDDEN, ROLES * BIO + 4 * LINK)?,
            coreference: weights.linear("coreference", HIDDEN, 2 * SAME)?,
            factuality: weights.linear("factuality", HIDDEN, 1)?,
            arc: Biaffine::new(weights, "arc", ARC, 1)?,
            arc_root: weights.f32("arc.root", &[ARC])?,
            rel: Biaffine::new(weights, "rel", REL, labels.deprel.len())?,
            rel_root: weights.f32("rel.root", &[REL])?,
            link_source: Biaffine::new(weights, "link_source", LINK, 1)?,
            link_content: Biaffine::new(weights, "link_content", LINK, 1)?,
            same: Biaffine::new(weights, "same", SAME, 1)?,
            labels,
        })
    }

    /// Applies the heads that look at single words.
    pub(crate) fn read(&self, states: &States, with: &mut Multiplier) -> Scores {
        let mut apply = |layer: &Linear, mix: Mix| {
            let input = states.of(mix);
            let mut output = vec![0.0; input.len() / HIDDEN * layer.outputs()];
            layer.apply(with, input, Activation::None, &mut output);
            output
        };
        let syntax = apply(&self.syntax, Mix::Syntax);
        let names = apply(&self.names, Mix::Names);
        let attribution = apply(&self.attribution, Mix::Attribution);
        let mut columns = Columns::default();
        let mut tags = |width| Rows::take(&syntax, self.syntax.outputs(), columns.next(width));
        let starts = tags(2).each_softmax(2);
        let [upos, xpos, lemma] =
            [&self.labels.upos, &self.labels.xpos, &self.labels.lemma].map(|l| tags(l.len()));
        let mut sides = |width| Projections {
            left: tags(width).leaky(),
            right: tags(width).leaky(),
        };
        let (arc, rel) = (sides(ARC), sides(REL));
        let mut columns = Columns::default();
        let mut tags = |width| Rows::take(&attribution, self.attribution.outputs(), columns.next(width));
        let roles = tags(ROLES * BIO).each_softmax(BIO);
        let mut sides = || Projections {
            left: tags(LINK).leaky(),
            right: tags(LINK).leaky(),
        };
        let (source, content) = (sides(), sides());
        let coreference = apply(&self.coreference, Mix::Coreference);
        let same = |columns| Rows::take(&coreference, 2 * SAME, columns).leaky();
        let same = Projections {
            left: same(0..SAME),
            right: same(SAME..2 * SAME),
        };
        let width = self.labels.ner.len();
        let ner = Rows {
            width,
            numbers: names,
        }
        .each_softmax(width);
        Scores {
            starts,
            upos,
            xpos,
            lemma,
            ner,
            roles,
            arc,
            rel,
            source,
            content,
            same,
            happened: apply(&self.factuality, Mix::Factuality),
        }
    }

    /// For left sides of words, what the right sides of others are multiplied by, and a constant: together the score that
    /// both words speak of the same thing.
    pub(crate) fn same(&self, lefts: &[f32], with: &mut Multiplier) -> Vec<f32> {
        self.same.apply(with, lefts)
    }

    /// How well each word of a sentence depends on the root, then on each of its words.
    pub(crate) fn arcs(
        &self,
        scores: &Scores,
        sentence: Range<usize>,
        with: &mut Multiplier,
    ) -> Vec<Vec<f32>> {
        let dependents = self.arc.apply(with, scores.arc.right.range(sentence.clone()));
        let heads = [&self.arc_root[..], scores.arc.left.range(sentence)].concat();
        let rows = dependents.chunks_exact(ARC + 1);
        let score = |row: &[f32]| {
            let mut out = vec![0.0; heads.len() / ARC];
            math::dots(&row[..ARC], &heads, &mut out);
            out.iter_mut().for_each(|x| *x += row[ARC]);
            out
        };
        rows.map(score).collect()
    }

    /// The best relation of each word of a sentence to its head, counted in the sentence, `None` for the root.
    pub(crate) fn relations(
        &self,
        scores: &Scores,
        sentence: Range<usize>,
        heads: &[Option<usize>],
        with: &mut Multiplier,
    ) -> Vec<&'static str> {
        let dependents = self.rel.apply(with, scores.rel.right.range(sentence.clone()));
        let root = self.labels.deprel.iter().position(|label| *label == "root");
        let mut out = vec![0.0; self.labels.deprel.len()];
        let rows = dependents.chunks_exact(self.rel.weight.outputs()).zip(heads);
        let best = rows.map(|(row, head)| match (head, root) {
            (None, Some(_)) => "root",
            _ => {
                let head = head.map_or(&self.rel_root[..], |head| {
                    scores.rel.left.of(sentence.start + head)
                });
                self.rel.score(row, head, &mut out);
                if let Some(root) = root {
                    out[root] = f32::NEG_INFINITY;
                }
                self.labels.deprel[math::best(&out)]
            }
        });
        best.collect()
    }

    /// The best of some words that begin a source for the word that begins a cue, if one is better than none.
    pub(crate) fn source_of(
        &self,
        scores: &Scores,
        cue: usize,
        sources: &[usize],
        with: &mut Multiplier,
    ) -> Option<usize> {
        link(&self.link_source, &scores.source, cue, sources, with)
    }

    /// The best of some words that begin a cue for the word that begins a content, if one is better than none.
    pub(crate) fn cue_of(
        &self,
        scores: &Scores,
        content: usize,
        cues: &[usize],
        with: &mut Multiplier,
    ) -> Option<usize> {
        link(&self.link_content, &scores.content, content, cues, with)
    }
}

/// The place in `rights` of the best partner of `left`.
fn link(
    by: &Biaffine,
    sides: &Projections,
    left: usize,
    rights: &[usize],
    with: &mut Multiplier,
) -> Option<usize> {
    let row = by.apply(with, sides.left.of(left));
    let mut scores = vec![0.0];
    for right in rights {
        let mut score = [0.0];
        by.score(&row, sides.right.of(*right), &mut score);
        scores.push(score[0]);
    }
    math::best(&scores).checked_sub(1)
}
