//! From tags of words to runs of words: names, and fragments of attributions.

use crate::heads::{BIO, Heads, ROLES, Rows, Scores};
use crate::linear::Multiplier;
use sayso_model::statement::EntityType;
use sayso_model::{Fragment, Name, Role};
use std::ops::Range;

const ROLE: [Role; ROLES] = [Role::Source, Role::Cue, Role::Content];
/// How sure the network must be that a word has each role (chosen on PolNeAR dev; of the sources that no cue claims nothing is kept, so more may be tagged).
const LIKELY: [f32; ROLES] = [0.4, 0.4, 0.5];

/// What a tag says of its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tag {
    Outside,
    Begin(EntityType),
    Inside(EntityType),
}

/// The network's labels of names.
#[derive(Debug)]
pub(crate) struct NameTags(Vec<Tag>);

impl NameTags {
    /// From `O`, `B-PER`, `I-PER`, …
    pub(crate) fn new(labels: &[&str]) -> Self {
        let tag = |label: &&str| {
            let kind = match label.get(2..) {
                Some("PER") => EntityType::Person,
                Some("ORG") => EntityType::Organisation,
                Some("GPE") => EntityType::GeoPolitical,
                Some("LOC") => EntityType::Location,
                Some("FAC") => EntityType::Facility,
                Some("NORP") => EntityType::Nationality,
                Some("EVENT") => EntityType::Event,
                Some("WEAPON") => EntityType::Weapon,
                _ => EntityType::Other,
            };
            match label.as_bytes().first() {
                Some(b'B') => Tag::Begin(kind),
                Some(b'I') => Tag::Inside(kind),
                _ => Tag::Outside,
            }
        };
        Self(labels.iter().map(tag).collect())
    }

    /// Whether one tag may stand before another.
    fn follow(&self, before: usize, tag: usize) -> bool {
        match self.0[tag] {
            Tag::Inside(kind) => matches!(self.0[before], Tag::Begin(k) | Tag::Inside(k) if k == kind),
            Tag::Outside | Tag::Begin(_) => true,
        }
    }

    /// The best row of tags for some words.
    fn best(&self, probabilities: &Rows, words: Range<usize>) -> Vec<usize> {
        let tags = self.0.len();
        let mut from: Vec<Vec<usize>> = Vec::with_capacity(words.len());
        let mut scores: Vec<f32> = Vec::new();
        for word in words.clone() {
            let row = probabilities.of(word);
            let step = |tag: usize| {
                let own = (row[tag] + 1e-9).ln();
                if word == words.start {
                    return (
                        0,
                        if matches!(self.0[tag], Tag::Inside(_)) {
                            f32::NEG_INFINITY
                        } else {
                            own
                        },
                    );
                }
                let before = (0..tags).filter(|before| self.follow(*before, tag));
                let before = before
                    .reduce(|a, b| if scores[b] > scores[a] { b } else { a })
                    .unwrap_or(0);
                (before, scores[before] + own)
            };
            let steps: Vec<(usize, f32)> = (0..tags).map(step).collect();
            from.push(steps.iter().map(|step| step.0).collect());
            scores = steps.into_iter().map(|step| step.1).collect();
        }
        let mut tag = crate::math::best(&scores);
        let mut path = vec![0; words.len()];
        for at in (0..words.len()).rev() {
            path[at] = tag;
            tag = from[at][tag];
        }
        path
    }

    /// The names of a sentence, its words counted in the window.
    pub(crate) fn names(&self, probabilities: &Rows, sentence: Range<usize>) -> Vec<Name> {
        let mut names: Vec<Name> = Vec::new();
        for (word, tag) in sentence.clone().zip(self.best(probabilities, sentence)) {
            let (kind, begins) = match self.0[tag] {
                Tag::Outside => continue,
                Tag::Begin(kind) => (kind, true),
                Tag::Inside(kind) => (kind, false),
            };
            let of_kind = |tag: &Tag| matches!(tag, Tag::Begin(k) | Tag::Inside(k) if *k == kind);
            let row = self.0.iter().zip(probabilities.of(word));
            let probability: f32 = row.filter(|(tag, _)| of_kind(tag)).map(|(_, p)| *p).sum();
            match names.last_mut() {
                Some(name) if !begins => {
                    name.tokens.end = word + 1;
                    name.score += probability;
                }
                _ => names.push(Name {
                    tokens: word..word + 1,
                    kind,
                    score: probability,
                }),
            }
        }
        for name in &mut names {
            name.score /= name.tokens.len() as f32;
        }
        names
    }
}

/// The fragments of a window with their links, its words counted in the window.
pub(crate) fn fragments(
    heads: &Heads,
    scores: &Scores,
    words: usize,
    with: &mut Multiplier,
) -> Vec<Fragment> {
    let mut found: Vec<Fragment> = Vec::new();
    for (number, role) in ROLE.into_iter().enumerate() {
        let mut open: Option<Fragment> = None;
        for word in 0..words {
            let [_, begin, inside] = std::array::from_fn(|i| scores.roles.of(word)[number * BIO + i]);
            if begin + inside < LIKELY[number] {
                found.extend(open.take());
                continue;
            }
            let score = begin + inside;
            match &mut open {
                Some(fragment) if inside >= begin => {
                    fragment.tokens.end = word + 1;
                    fragment.score += score;
                }
                _ => found.extend(open.replace(Fragment {
                    tokens: word..word + 1,
                    role,
                    link: None,
                    score,
                })),
            }
        }
        found.extend(open);
    }
    found.sort_by_key(|fragment| (fragment.tokens.start, fragment.role));
    let firsts = |role: Role| -> (Vec<usize>, Vec<usize>) {
        let of_role = found
            .iter()
            .enumerate()
            .filter(|(_, fragment)| fragment.role == role);
        of_role.map(|(at, fragment)| (at, fragment.tokens.start)).unzip()
    };
    let (sources, source_words) = firsts(Role::Source);
    let (cues, cue_words) = firsts(Role::Cue);
    for fragment in &mut found {
        fragment.score /= fragment.tokens.len() as f32;
        let first = fragment.tokens.start;
        fragment.link = match fragment.role {
            Role::Source => None,
            Role::Cue => heads
                .source_of(scores, first, &source_words, with)
                .map(|at| sources[at]),
            Role::Content => heads.cue_of(scores, first, &cue_words, with).map(|at| cues[at]),
        };
    }
    found
}
