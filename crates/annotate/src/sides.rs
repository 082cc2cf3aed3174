//! The two sides of a cue: who the source is and which words are the content ("**the mayor** told the army **to leave**"). A small network over the states
//! that the cue and another word of its sentence have for the heads of attribution, and over how the two hang together in the syntax. `cargo xtask generate sides` fits it.

use crate::attention::HIDDEN;
use crate::linear::{Linear, Multiplier};
use crate::math::{self, Activation};
use crate::weights::{Weights, WeightsError};
use sayso_model::{Sides, Token, TokenIx};
use std::ops::Range;

/// What a word can be to a cue.
pub const CLASSES: usize = 4;
/// The class of a source.
pub const SOURCE: usize = 1;
/// The class of a word of the content.
pub const CONTENT: usize = 2;
/// The class of whom something is told.
pub const WHOM: usize = 3;
/// From which likelihood on a word is a cue (whose sides are looked for), the source, and a part of the content.
const CUE: f32 = 0.5;
const IS_SOURCE: f32 = 0.3;
const IS_CONTENT: f32 = 0.5;

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
fn upward(tokens: &[Token], word: usize) -> Vec<usize> {
    const MOST: usize = 12;
    let above = |at: &usize| tokens[*at].head.map(TokenIx::at);
    std::iter::successors(Some(word), above).take(MOST).collect()
}

/// What a sentence has for all of its words.
pub(crate) struct Frame<'a> {
    tokens: &'a [Token],
    sentence: Range<usize>,
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

    /// How a cue and a word hang together: the numbers of the signs that are there.
    pub(crate) fn signs(&self, cue: usize, word: usize) -> Vec<u16> {
        let tokens = self.tokens;
        let up = upward(tokens, cue);
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
        let distance = word.cast_signed() - cue.cast_signed();
        let (c, w) = (cue - self.sentence.start, word - self.sentence.start);
        let (first, last) = (c.min(w), c.max(w));
        let through = down[1..]
            .iter()
            .filter(|at| Some(**at) != meets && **at != cue && tokens[**at].cue >= CUE);
        let through = through.count();
        let between = |counts: &[usize], from: usize| last > from && counts[last] > counts[from];
        let flags = [
            through > 0,
            through > 1,
            self.quoted[c] != self.quoted[w],
            self.quoted[w],
            self.quoted[c],
            between(&self.marks, first),
            tokens[word].cue >= CUE,
            tokens[word].cue >= 0.1,
            meets == Some(word),
            meets == Some(cue),
            between(&self.cues, first + 1),
        ];
        let chosen = [
            step(rise),
            step(fall),
            DISTANCES.partition_point(|d| *d < distance),
            at_meeting(&up, rise, 1),
            at_meeting(&down, fall, 1),
            at_meeting(&down, fall, 2),
            relation(&tokens[word]),
            relation(&tokens[cue]),
            part(&tokens[word]),
            part(&tokens[cue]),
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
pub(crate) struct Network {
    /// What a cue, and what a word, gives to each unit.
    cue: Linear,
    word: Linear,
    /// What each sign gives to each unit.
    signs: Vec<f32>,
    /// What each unit says for each class, and what speaks for it without any.
    outer: Vec<f32>,
    bias: Vec<f32>,
    units: usize,
}

impl Network {
    pub(crate) fn new() -> Result<Self, WeightsError> {
        let weights = &Weights::sides()?;
        let units = crate::events::count(weights, "units")?;
        Ok(Self {
            cue: weights.linear("cue", HIDDEN, units)?,
            word: weights.linear("word", HIDDEN, units)?,
            signs: weights.f32("signs", &[SIGNS, units])?,
            outer: weights.f32("outer", &[units, CLASSES])?,
            bias: weights.f32("bias", &[CLASSES])?,
            units,
        })
    }

    /// The sides of the likely cues of a sentence; `states` are those of its words.
    pub(crate) fn find(
        &self,
        tokens: &[Token],
        sentence: &Range<usize>,
        states: &[f32],
        with: &mut Multiplier,
    ) -> Vec<Sides> {
        let cues: Vec<usize> = sentence.clone().filter(|at| tokens[*at].cue >= CUE).collect();
        if cues.is_empty() {
            return Vec::new();
        }
        let state = |at: usize| &states[(at - sentence.start) * HIDDEN..][..HIDDEN];
        let rows: Vec<f32> = cues.iter().flat_map(|at| state(*at)).copied().collect();
        let mut of_cues = vec![0.0; cues.len() * self.units];
        self.cue.apply(with, &rows, Activation::None, &mut of_cues);
        let mut of_words = vec![0.0; sentence.len() * self.units];
        self.word.apply(with, states, Activation::None, &mut of_words);
        let frame = Frame::new(tokens, sentence.clone());
        let found = cues.iter().zip(of_cues.chunks_exact(self.units));
        let found = found.map(|(cue, of_cue)| {
            let shares: Vec<[f32; CLASSES]> = sentence
                .clone()
                .zip(of_words.chunks_exact(self.units))
                .map(|(word, of_word)| self.shares(of_cue, of_word, &frame.signs(*cue, word)))
                .collect();
            decide(tokens, sentence, *cue, &shares)
        });
        found.collect()
    }

    fn shares(&self, of_cue: &[f32], of_word: &[f32], signs: &[u16]) -> [f32; CLASSES] {
        let mut units: Vec<f32> = of_cue.iter().zip(of_word).map(|(c, w)| c + w).collect();
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

/// The likeliest source, and the words of the content with those that they hang on.
fn decide(tokens: &[Token], sentence: &Range<usize>, cue: usize, shares: &[[f32; CLASSES]]) -> Sides {
    let share = |at: usize, class: usize| shares[at - sentence.start][class];
    let source = sentence
        .clone()
        .max_by(|a, b| share(*a, SOURCE).total_cmp(&share(*b, SOURCE)))
        .filter(|at| share(*at, SOURCE) >= IS_SOURCE);
    let above = upward(tokens, cue);
    let mut within: Vec<bool> = sentence
        .clone()
        .map(|at| share(at, CONTENT) >= IS_CONTENT)
        .collect();
    for word in sentence.clone().filter(|at| share(*at, CONTENT) >= IS_CONTENT) {
        for at in upward(tokens, word) {
            if above.contains(&at) || Some(at) == source || share(at, SOURCE) >= IS_SOURCE {
                break;
            }
            within[at - sentence.start] = true;
        }
    }
    let mut content: Vec<Range<usize>> = Vec::new();
    for at in sentence.clone().filter(|at| within[at - sentence.start]) {
        match content.last_mut() {
            Some(last) if last.end == at => last.end += 1,
            _ => content.push(at..at + 1),
        }
    }
    Sides {
        cue: TokenIx::new(cue),
        source: source.map(TokenIx::new),
        score: source.map_or(0.0, |at| share(at, SOURCE)),
        content,
    }
}
