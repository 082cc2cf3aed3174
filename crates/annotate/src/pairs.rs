//! What one word of a sentence is to another: a small network over the states of both and over how they hang together in the syntax. Its signs are numbers of
//! what holds of a pair. `sides.rs` and `parties.rs` say which pairs and what the classes are.

use crate::attention::HIDDEN;
use crate::linear::{Linear, Multiplier};
use crate::math::{self, Activation};
use crate::weights::{Weights, WeightsError};
use sayso_model::{Token, TokenIx};
use std::ops::Range;

/// From which likelihood on a word is a cue.
pub(crate) const CUE: f32 = 0.5;

/// Relations of Universal Dependencies; another one counts as its part before the colon, or as the last.
const RELATIONS: [&str; 39] = [
    "root",
    "nsubj",
    "nsubj:pass",
    "obj",
    "iobj",
    "ccomp",
    "xcomp",
    "obl",
    "obl:agent",
    "advcl",
    "acl",
    "acl:relcl",
    "nmod",
    "nmod:poss",
    "amod",
    "advmod",
    "aux",
    "aux:pass",
    "cop",
    "mark",
    "det",
    "case",
    "conj",
    "cc",
    "parataxis",
    "appos",
    "punct",
    "compound",
    "compound:prt",
    "csubj",
    "expl",
    "nummod",
    "fixed",
    "flat",
    "discourse",
    "vocative",
    "orphan",
    "obl:unmarked",
    "dep",
];
const PARTS: [&str; 17] = [
    "VERB", "NOUN", "PROPN", "PRON", "ADJ", "ADV", "AUX", "ADP", "DET", "NUM", "PART", "SCONJ", "CCONJ",
    "PUNCT", "INTJ", "SYM", "X",
];
/// Distances in words at which the next class begins.
const DISTANCES: [isize; 13] = [-15, -8, -5, -3, -2, -1, 0, 1, 2, 3, 5, 8, 15];
/// Steps in the tree that are told apart.
const STEPS: usize = 6;
const FLAGS: usize = 11;
const SIZES: [usize; 11] = [
    STEPS,
    STEPS,
    DISTANCES.len() + 1,
    RELATIONS.len() + 1,
    RELATIONS.len() + 1,
    RELATIONS.len() + 1,
    RELATIONS.len(),
    RELATIONS.len(),
    PARTS.len(),
    PARTS.len(),
    FLAGS,
];

/// How many signs there are.
pub const SIGNS: usize = {
    let (mut sum, mut at) = (0, 0);
    while at < SIZES.len() {
        sum += SIZES[at];
        at += 1;
    }
    sum
};

fn relation(token: &Token) -> usize {
    let place = |name: &str| RELATIONS.iter().position(|r| *r == name);
    let general = token.deprel.split(':').next().unwrap_or_default();
    place(token.deprel)
        .or_else(|| place(general))
        .unwrap_or(RELATIONS.len() - 1)
}

fn part(token: &Token) -> usize {
    let place = PARTS.iter().position(|p| *p == token.upos);
    place.unwrap_or(PARTS.len() - 1)
}

/// A word and those above it, within its sentence.
pub(crate) fn upward(tokens: &[Token], word: usize) -> Vec<usize> {
    const MOST: usize = 12;
    let above = |at: &usize| tokens[*at].head.map(TokenIx::at);
    std::iter::successors(Some(word), above).take(MOST).collect()
}

/// What a sentence has for all of its words.
pub(crate) struct Frame<'a> {
    pub(crate) tokens: &'a [Token],
    pub(crate) sentence: Range<usize>,
    /// Of each word: whether it stands between marks of quotation; how many commas and dashes, and how many likely cues, stand before it.
    quoted: Vec<bool>,
    marks: Vec<usize>,
    cues: Vec<usize>,
}

impl<'a> Frame<'a> {
    pub(crate) fn new(tokens: &'a [Token], sentence: Range<usize>) -> Self {
        let (mut open, mut marks, mut cues) = (false, 0, 0);
        let mut frame = Self {
            tokens,
            sentence: sentence.clone(),
            quoted: Vec::with_capacity(sentence.len()),
            marks: Vec::with_capacity(sentence.len()),
            cues: Vec::with_capacity(sentence.len()),
        };
        for token in &tokens[sentence] {
            match token.lemma.as_str() {
                "\"" => open = !open,
                "“" => open = true,
                "”" => open = false,
                _ => {}
            }
            frame.quoted.push(open);
            frame.marks.push(marks);
            frame.cues.push(cues);
            marks += usize::from(matches!(token.lemma.as_str(), "," | "-" | "–" | "—"));
            cues += usize::from(token.cue >= CUE);
        }
        frame
    }

    /// How two words hang together: the numbers of the signs that are there.
    pub(crate) fn signs(&self, first: usize, word: usize) -> Vec<u16> {
        let tokens = self.tokens;
        let up = upward(tokens, first);
        let mut down = upward(tokens, word);
        let meet = down.iter().position(|at| up.contains(at));
        if let Some(meet) = meet {
            down.truncate(meet + 1);
        }
        let meets = meet.and_then(|at| down.get(at)).copied();
        let rise = meets.and_then(|m| up.iter().position(|at| *at == m));
        let fall = meet;
        let step = |steps: Option<usize>| steps.map_or(STEPS - 1, |s| s.min(STEPS - 1));
        // The relation of the last word before the two ways meet, and the one before that.
        let at_meeting = |way: &[usize], steps: Option<usize>, back: usize| {
            let before = steps.and_then(|s| s.checked_sub(back)).map(|at| way[at]);
            before.map_or(RELATIONS.len(), |at| relation(&tokens[at]))
        };
        let distance = word.cast_signed() - first.cast_signed();
        let (f, w) = (first - self.sentence.start, word - self.sentence.start);
        let (left, right) = (f.min(w), f.max(w));
        let through = down[1..]
            .iter()
            .filter(|at| Some(**at) != meets && **at != first && tokens[**at].cue >= CUE);
        let through = through.count();
        let between = |counts: &[usize], from: usize| right > from && counts[right] > counts[from];
        let flags = [
            through > 0,
            through > 1,
            self.quoted[f] != self.quoted[w],
            self.quoted[w],
            self.quoted[f],
            between(&self.marks, left),
            tokens[word].cue >= CUE,
            tokens[word].cue >= 0.1,
            meets == Some(word),
            meets == Some(first),
            between(&self.cues, left + 1),
        ];
        let chosen = [
            step(rise),
            step(fall),
            DISTANCES.partition_point(|d| *d < distance),
            at_meeting(&up, rise, 1),
            at_meeting(&down, fall, 1),
            at_meeting(&down, fall, 2),
            relation(&tokens[word]),
            relation(&tokens[first]),
            part(&tokens[word]),
            part(&tokens[first]),
        ];
        let mut signs = Vec::with_capacity(chosen.len() + FLAGS);
        let mut offset = 0;
        for (size, chosen) in SIZES.iter().zip(chosen) {
            signs.push((offset + chosen) as u16);
            offset += size;
        }
        let set = flags.iter().enumerate().filter(|(_, set)| **set);
        signs.extend(set.map(|(at, _)| (offset + at) as u16));
        signs
    }
}

/// The network.
pub(crate) struct Network<const CLASSES: usize> {
    /// What the first word, and what the second, gives to each unit.
    first: Linear,
    second: Linear,
    /// What each sign gives to each unit.
    signs: Vec<f32>,
    /// What each unit says for each class, and what speaks for it without any.
    outer: Vec<f32>,
    bias: Vec<f32>,
    units: usize,
}

impl<const CLASSES: usize> Network<CLASSES> {
    /// The network that calls its first words so and knows so many signs.
    pub(crate) fn new(weights: &Weights, first: &str, signs: usize) -> Result<Self, WeightsError> {
        let units = crate::events::count(weights, "units")?;
        Ok(Self {
            first: weights.linear(first, HIDDEN, units)?,
            second: weights.linear("word", HIDDEN, units)?,
            signs: weights.f32("signs", &[signs, units])?,
            outer: weights.f32("outer", &[units, CLASSES])?,
            bias: weights.f32("bias", &[CLASSES])?,
            units,
        })
    }

    /// The shares of the classes for each of the first words and each word of a sentence that counts; `states` are those of its words. Nothing of the
    /// other words.
    pub(crate) fn read(
        &self,
        sentence: &Range<usize>,
        firsts: &[usize],
        states: &[f32],
        counts: impl Fn(usize) -> bool,
        signs: impl Fn(usize, usize) -> Vec<u16>,
        with: &mut Multiplier,
    ) -> Vec<Vec<Option<[f32; CLASSES]>>> {
        let state = |at: usize| &states[(at - sentence.start) * HIDDEN..][..HIDDEN];
        let rows: Vec<f32> = firsts.iter().flat_map(|at| state(*at)).copied().collect();
        let mut of_firsts = vec![0.0; firsts.len() * self.units];
        self.first.apply(with, &rows, Activation::None, &mut of_firsts);
        let mut of_words = vec![0.0; sentence.len() * self.units];
        self.second.apply(with, states, Activation::None, &mut of_words);
        let each = firsts.iter().zip(of_firsts.chunks_exact(self.units));
        let each = each.map(|(first, of_first)| {
            let words = sentence.clone().zip(of_words.chunks_exact(self.units));
            words
                .map(|(word, of_word)| {
                    counts(word).then(|| self.shares(of_first, of_word, &signs(*first, word)))
                })
                .collect()
        });
        each.collect()
    }

    fn shares(&self, of_first: &[f32], of_word: &[f32], signs: &[u16]) -> [f32; CLASSES] {
        let mut units: Vec<f32> = of_first.iter().zip(of_word).map(|(f, w)| f + w).collect();
        for sign in signs {
            math::add_scaled(
                &mut units,
                1.0,
                &self.signs[usize::from(*sign) * self.units..][..self.units],
            );
        }
        let mut shares = [0.0; CLASSES];
        shares.copy_from_slice(&self.bias);
        for (unit, of_unit) in units.iter().zip(self.outer.chunks_exact(CLASSES)) {
            math::add_scaled(&mut shares, unit.max(0.0), of_unit);
        }
        math::softmax(&mut shares);
        shares
    }
}
