//! Scores coreference: which mentions speak of the same thing (GUM's documents, and our own news passages).
//!
//! The text alone is given. Mentions are the whole phrases around the heads of the mentions of entities, compared by their exact
//! characters, a possessive mark at the end left out on both sides. The numbers, in the order of the table:
//! - `conll`: mean of the F1 of MUC, B³ and CEAF-e (CoNLL-2012: Pradhan et al. 2012), things mentioned once left out on both sides;
//!   `muc`, `b3`, `ceafe` are its parts;
//! - `conll_all`: the same with things mentioned once: each phrase that the annotator finds and puts into no entity counts as one;
//! - `pronouns`: share of the gold's pronouns that are not the first mention of their thing, where the nearest mention before it of
//!   the entity that the program puts it into is a mention of the same thing;
//! - `mentions`: recall of the gold's mentions of things mentioned more than once, however they are joined.

use crate::eval::Numbers;
use pathfinding::matrix::Matrix;
use pathfinding::prelude::kuhn_munkres;
use sayso::model::CodePoints;
use sayso::{Document, Given, Sayso, plain};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;

/// Code points `[start, end)`.
type Mention = (usize, usize);
type Chain = BTreeSet<Mention>;

#[derive(Deserialize)]
struct Gold {
    text: String,
    /// Our own sets: the mentions of each thing.
    #[serde(default)]
    chains: Vec<Vec<Mention>>,
    /// GUM: each mention with the thing it speaks of.
    #[serde(default)]
    mentions: Vec<GumMention>,
}

#[derive(Deserialize)]
struct GumMention {
    start: usize,
    end: usize,
    group: String,
}

/// A sum of parts and of wholes: a precision or a recall.
#[derive(Clone, Copy, Default)]
struct Share(f64, f64);

impl Share {
    fn add(&mut self, part: f64, whole: f64) {
        self.0 += part;
        self.1 += whole;
    }

    fn value(self) -> f64 {
        if self.1 == 0.0 { 0.0 } else { self.0 / self.1 }
    }
}

/// Precision and recall of the three measures.
#[derive(Default)]
struct Conll {
    muc: [Share; 2],
    b3: [Share; 2],
    ceafe: [Share; 2],
}

impl Conll {
    fn add(&mut self, keys: &[Chain], responses: &[Chain]) {
        for (side, (of, by)) in [(responses, keys), (keys, responses)].into_iter().enumerate() {
            let owner = owners(by);
            for chain in of {
                let parts: BTreeSet<Option<usize>> = chain
                    .iter()
                    .map(|m| owner.get(m).copied())
                    .filter(Option::is_some)
                    .collect();
                let lost = chain.iter().filter(|m| !owner.contains_key(m)).count();
                let size = chain.len() as f64;
                self.muc[side].add(size - (parts.len() + lost) as f64, size - 1.0);
                let right = chain.iter().map(|m| {
                    let other = owner.get(m).map(|at| &by[*at]);
                    other.map_or(0.0, |other| other.intersection(chain).count() as f64 / size)
                });
                self.b3[side].add(right.sum(), size);
            }
        }
        let matched = aligned(keys, responses);
        self.ceafe[0].add(matched, responses.len() as f64);
        self.ceafe[1].add(matched, keys.len() as f64);
    }

    fn f1(sides: [Share; 2]) -> f64 {
        let (p, r) = (sides[0].value(), sides[1].value());
        if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
    }

    fn mean(&self) -> f64 {
        [self.muc, self.b3, self.ceafe].map(Self::f1).iter().sum::<f64>() / 3.0
    }
}

fn owners(chains: &[Chain]) -> HashMap<Mention, usize> {
    let each = chains.iter().enumerate();
    each.flat_map(|(at, chain)| chain.iter().map(move |m| (*m, at)))
        .collect()
}

/// The best sum of the Dice coefficients of chains paired one to one (φ4 of CEAF).
fn aligned(keys: &[Chain], responses: &[Chain]) -> f64 {
    let (few, many) = if keys.len() <= responses.len() {
        (keys, responses)
    } else {
        (responses, keys)
    };
    if few.is_empty() {
        return 0.0;
    }
    const SCALE: f64 = 1e9;
    let dice = |a: &Chain, b: &Chain| 2.0 * a.intersection(b).count() as f64 / (a.len() + b.len()) as f64;
    let weights = Matrix::from_fn(few.len(), many.len(), |(a, b)| {
        (dice(&few[a], &many[b]) * SCALE) as i64
    });
    kuhn_munkres(&weights).0 as f64 / SCALE
}

/// Forms that are scored as pronouns.
pub const PRONOUNS: [&str; 32] = [
    "i",
    "me",
    "my",
    "mine",
    "myself",
    "we",
    "us",
    "our",
    "ours",
    "ourselves",
    "you",
    "your",
    "yours",
    "yourself",
    "he",
    "him",
    "his",
    "himself",
    "she",
    "her",
    "hers",
    "herself",
    "it",
    "its",
    "itself",
    "they",
    "them",
    "their",
    "theirs",
    "themselves",
    "this",
    "that",
];

/// Reads the texts of a set and scores what is read out of them.
///
/// # Errors
/// When the set cannot be read.
pub fn score(gold: &str) -> Result<Numbers, Box<dyn Error>> {
    let gold: Vec<Gold> = gold
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    let articles = gold
        .iter()
        .map(|g| plain(g.text.clone(), "text", &Given::default()));
    let documents = Sayso::embedded()?.read(articles.collect());
    let (mut several, mut all) = (Conll::default(), Conll::default());
    let (mut pronouns, mut mentions) = (Share::default(), Share::default());
    for (gold, document) in gold.iter().zip(&documents) {
        let text = Text::new(&gold.text);
        let keys = gold_chains(gold, &text);
        let responses = chains(document, &text);
        let more =
            |chains: &[Chain]| -> Vec<Chain> { chains.iter().filter(|c| c.len() > 1).cloned().collect() };
        several.add(&more(&keys), &more(&responses));
        all.add(&keys, &with_single(document, &text, responses.clone()));
        let found: Chain = phrases(document, &text).collect();
        let (of_key, of_response) = (owners(&keys), owners(&responses));
        for chain in more(&keys) {
            mentions.add(
                chain.iter().filter(|m| found.contains(m)).count() as f64,
                chain.len() as f64,
            );
            let later = chain.iter().skip(1);
            for m in later.filter(|m| PRONOUNS.contains(&text.of(**m).to_lowercase().as_str())) {
                let said = of_response.get(m).map(|at| &responses[*at]);
                let before = said.and_then(|said| said.range(..*m).next_back());
                let right = before.is_some_and(|b| of_key.get(b) == of_key.get(m));
                pronouns.add(f64::from(u8::from(right)), 1.0);
            }
        }
    }
    let numbers = [
        ("conll", several.mean()),
        ("muc", Conll::f1(several.muc)),
        ("b3", Conll::f1(several.b3)),
        ("ceafe", Conll::f1(several.ceafe)),
        ("conll_all", all.mean()),
        ("pronouns", pronouns.value()),
        ("mentions", mentions.value()),
    ];
    Ok(numbers
        .map(|(name, value)| (name.to_owned(), format!("{value:.4}")))
        .to_vec())
}

/// A text whose code points can be sliced.
struct Text {
    chars: Vec<char>,
}

impl Text {
    fn new(text: &str) -> Self {
        Self {
            chars: text.chars().collect(),
        }
    }

    fn of(&self, (start, end): Mention) -> String {
        self.chars[start..end].iter().collect()
    }

    /// Without a possessive mark at the end.
    fn bare(&self, (start, end): Mention) -> Mention {
        let cut = match self.chars[start..end] {
            [.., '\'' | '’', 's'] => 2,
            [.., 's', '\'' | '’'] => 1,
            _ => 0,
        };
        (start, end - cut)
    }
}

fn gold_chains(gold: &Gold, text: &Text) -> Vec<Chain> {
    let mut groups: BTreeMap<&str, Chain> = BTreeMap::new();
    for m in &gold.mentions {
        groups
            .entry(&m.group)
            .or_default()
            .insert(text.bare((m.start, m.end)));
    }
    let own = gold
        .chains
        .iter()
        .map(|chain| chain.iter().map(|m| text.bare(*m)).collect());
    groups.into_values().chain(own).collect()
}

fn phrases(document: &Document, text: &Text) -> impl Iterator<Item = Mention> {
    let doc = &document.annotated;
    let points = CodePoints::new(&doc.article.text);
    let span = move |tokens| text.bare(points.span(&doc.article.text, doc.span(tokens)));
    doc.phrases.iter().map(move |phrase| span(&phrase.tokens))
}

/// The mentions of each entity, as the whole phrases around their heads; one mention has one entity.
fn chains(document: &Document, text: &Text) -> Vec<Chain> {
    let doc = &document.annotated;
    let points = CodePoints::new(&doc.article.text);
    let of_head: HashMap<_, _> = doc
        .phrases
        .iter()
        .map(|p| (p.head, doc.span(&p.tokens)))
        .collect();
    let mut taken = Chain::new();
    let entities = document.reading.entities.iter().map(|entity| {
        let spans = entity
            .mentions
            .iter()
            .map(|m| of_head.get(&m.head).copied().unwrap_or(m.span));
        let spans: Vec<Mention> = spans
            .map(|span| text.bare(points.span(&doc.article.text, span)))
            .collect();
        spans.into_iter().filter(|m| taken.insert(*m)).collect::<Chain>()
    });
    entities.filter(|chain| !chain.is_empty()).collect()
}

/// With each phrase that is in no chain as one of its own.
fn with_single(document: &Document, text: &Text, mut chains: Vec<Chain>) -> Vec<Chain> {
    let taken: Chain = chains.iter().flatten().copied().collect();
    chains.extend(
        phrases(document, text)
            .collect::<Chain>()
            .difference(&taken)
            .map(|m| Chain::from([*m])),
    );
    chains
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(keys: &[&[usize]], responses: &[&[usize]]) -> [f64; 6] {
        let chains = |lists: &[&[usize]]| -> Vec<Chain> {
            lists
                .iter()
                .map(|list| list.iter().map(|at| (*at, at + 1)).collect())
                .collect()
        };
        let mut conll = Conll::default();
        conll.add(&chains(keys), &chains(responses));
        let [muc, b3, ceafe] = [conll.muc, conll.b3, conll.ceafe];
        [muc[0], muc[1], b3[0], b3[1], ceafe[0], ceafe[1]].map(Share::value)
    }

    #[track_caller]
    fn check(keys: &[&[usize]], responses: &[&[usize]], expected: [f64; 6]) {
        let found = scored(keys, responses);
        let near = found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-3);
        assert!(near, "{found:?} is not {expected:?}");
    }

    #[test]
    fn measures() {
        check(&[&[1, 2], &[3, 4]], &[&[1, 2], &[3, 4]], [1.0; 6]);
        // {a b c} {d e f g} against {a b} {c d} {f g h i}: worked out by hand (Luo 2005, Pradhan et al. 2014).
        let expected = [0.4, 0.4, 0.5, 0.416_7, 0.433_3, 0.65];
        check(
            &[&[1, 2, 3], &[4, 5, 6, 7]],
            &[&[1, 2], &[3, 4], &[6, 7, 8, 9]],
            expected,
        );
        check(&[&[1, 2]], &[], [0.0; 6]);
    }
}
