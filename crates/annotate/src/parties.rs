//! Who takes part in what a word tells: who does it and whom it befalls, wherever in the sentence they stand ("three died in **police** firing"). A small network over the
//! states that the word and another one of its sentence have for the heads of attribution, and over how the two hang together in the syntax. `cargo xtask
//! generate parties` fits it.

use crate::linear::Multiplier;
use crate::pairs::{self, Frame, SIGNS};
use crate::weights::{Weights, WeightsError};
use sayso_model::{Parties, Token, TokenIx};
use std::ops::Range;

/// What a word can be to an event: nothing, who does it, whom it befalls.
pub const ROLES: usize = 3;
/// The class of who does it.
pub const DOES: usize = 1;
/// The class of whom it befalls.
pub const BEFALLS: usize = 2;
/// From which likelihood on a word tells of an event whose parties are looked for, and from which on parties are kept.
const EVENT: f32 = 0.05;
const LEAST: f32 = 0.02;

/// Prepositions that are told apart; another one counts as the last but one, none as the last.
const PREPOSITIONS: [&str; 22] = [
    "of", "in", "by", "to", "for", "with", "on", "at", "from", "against", "between", "after", "into", "over",
    "during", "about", "near", "among", "through", "toward", "towards", "under",
];
const KINDS: usize = PREPOSITIONS.len() + 2;
/// How many signs there are.
pub const PARTY_SIGNS: usize = SIGNS + 2 * KINDS;

/// Whether a word can stand for somebody.
pub(crate) fn may_take_part(token: &Token) -> bool {
    matches!(token.upos, "NOUN" | "PROPN" | "PRON" | "ADJ" | "NUM" | "DET")
}

/// How an event and a word hang together.
pub(crate) fn signs(frame: &Frame, event: usize, word: usize) -> Vec<u16> {
    let tokens = frame.tokens;
    let mut signs = frame.signs(event, word);
    let above = tokens[word].head.map(TokenIx::at).filter(|at| *at != event);
    let kind = |at: Option<usize>| at.map_or(KINDS - 1, |at| preposition(frame, at));
    signs.push((SIGNS + kind(Some(word))) as u16);
    signs.push((SIGNS + KINDS + kind(above)) as u16);
    signs
}

fn preposition(frame: &Frame, word: usize) -> usize {
    let hangs = |at: &usize| {
        let token = &frame.tokens[*at];
        token.deprel == "case" && token.head.is_some_and(|head| head.at() == word)
    };
    let found = frame.sentence.clone().find(hangs);
    found.map_or(KINDS - 1, |at| {
        let lemma = &frame.tokens[at].lemma;
        let place = PREPOSITIONS.iter().position(|p| p == lemma);
        place.unwrap_or(KINDS - 2)
    })
}

/// The network.
pub(crate) struct Network(pairs::Network<ROLES>);

impl Network {
    pub(crate) fn new() -> Result<Self, WeightsError> {
        Ok(Self(pairs::Network::new(
            &Weights::parties()?,
            "event",
            PARTY_SIGNS,
        )?))
    }

    /// The parties of the words of a sentence that may tell of events, each with its likelihood; `states` are those of the sentence's words.
    pub(crate) fn find(
        &self,
        tokens: &[Token],
        sentence: &Range<usize>,
        events: impl Iterator<Item = (usize, f32)>,
        states: &[f32],
        with: &mut Multiplier,
    ) -> Vec<Parties> {
        let events: Vec<usize> = events
            .filter(|(_, likely)| *likely >= EVENT)
            .map(|(at, _)| at)
            .collect();
        if events.is_empty() {
            return Vec::new();
        }
        let frame = Frame::new(tokens, sentence.clone());
        let counts = |word: usize| may_take_part(&tokens[word]);
        let signs = |event, word| signs(&frame, event, word);
        let found = self.0.read(sentence, &events, states, counts, signs, with);
        let found = events.iter().zip(found).map(|(event, shares)| {
            let of = |role: usize| {
                let words = sentence.clone().zip(&shares);
                let likely = words.filter_map(|(at, s)| Some((TokenIx::new(at), s.as_ref()?[role])));
                likely.filter(|(_, share)| *share >= LEAST).collect()
            };
            Parties {
                event: TokenIx::new(*event),
                actors: of(DOES),
                recipients: of(BEFALLS),
            }
        });
        found.collect()
    }
}
