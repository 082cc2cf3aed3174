//! Our own evaluation sets in `eval/`, and how they are scored.
//!
//! `factuality.jsonl`: sentences with a trigger and the FactBank value of what it tells. `found` is the share of triggers
//! that a statement has, `accuracy` the share of all whose statement has the value, `accuracy_found` the same of those
//! found, `macro_f1` the mean over the seven values of F1, where a trigger that is not found is missing for its value.
//!
//! `nested.jsonl`: sentences with a chain of sources, outermost first, and the innermost content. An attribution that
//! touches the content is compared by its chain of parents: `chain` is the share of sentences where one has the whole chain,
//! source and cue of each link touching those of the gold; `depth` where one has as many links; `sources` of all gold links,
//! the share whose source and cue some attribution has.
//!
//! `coreference.jsonl`: see [`crate::coreference`], which also measures GUM.

use crate::coreference;
use crate::eval::Numbers;
use crate::root;
use sayso::model::statement::{Attribution, Reading};
use sayso::model::{CodePoints, Span};
use sayso::{Document, Given, Sayso, plain};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;

/// The numbers, unless the set cannot be read.
type Scored = Result<Numbers, Box<dyn Error>>;

/// One of our own sets.
pub struct OwnSet {
    /// What the table calls it.
    pub name: &'static str,
    /// Its file, from the root of the repository or, where `shared` says so, from the shared folder.
    pub gold: &'static str,
    /// Whether the file lies in the shared folder.
    pub shared: bool,
    /// What is aimed at.
    pub bar: &'static str,
    score: fn(&str) -> Scored,
}

/// All of them.
pub const SETS: &[OwnSet] = &[
    OwnSet {
        name: "factuality",
        gold: "eval/factuality.jsonl",
        shared: false,
        bar: "macro F1 ≥ 0.80",
        score: factuality,
    },
    OwnSet {
        name: "nested",
        gold: "eval/nested.jsonl",
        shared: false,
        bar: "chain ≥ 0.80",
        score: nested,
    },
    OwnSet {
        name: "coreference-gum",
        gold: "data/gum_coref/test.jsonl",
        shared: true,
        bar: "CoNLL F1 ≥ 0.55, pronouns ≥ 0.70",
        score: coreference::score,
    },
    OwnSet {
        name: "coreference-news",
        gold: "eval/coreference.jsonl",
        shared: false,
        bar: "",
        score: coreference::score,
    },
];

/// The sentence that every record has.
#[derive(Deserialize)]
struct Sentence {
    sentence: String,
}

#[derive(Deserialize)]
struct FactualityGold {
    /// In code points.
    trigger: (usize, usize),
    factuality: String,
}

#[derive(Deserialize)]
struct NestedGold {
    sentence: String,
    chain: Vec<LinkGold>,
    content: String,
}

#[derive(Deserialize)]
struct LinkGold {
    source: String,
    cue: String,
}

/// Reads the texts of a set and scores what is read out of them.
///
/// # Errors
/// When the set cannot be read.
pub fn score(set: &OwnSet, shared: Option<&Path>) -> Scored {
    let folder = match (set.shared, shared) {
        (false, _) => root(),
        (true, Some(shared)) => shared,
        (true, None) => return Err("not measured: it lies in the shared folder".into()),
    };
    (set.score)(&fs::read_to_string(folder.join(set.gold))?)
}

/// Reads the sentences of a set.
fn read(gold: &str) -> Result<Vec<Document>, Box<dyn Error>> {
    let article = |s: Sentence| plain(s.sentence, "sentence", &Given::default());
    let articles = lines::<Sentence>(gold)?.into_iter().map(article).collect();
    Ok(Sayso::embedded()?.read(articles))
}

fn lines<T: DeserializeOwned>(text: &str) -> Result<Vec<T>, serde_json::Error> {
    text.lines()
        .filter(|l| !l.trim().is_empty())
        .map(serde_json::from_str)
        .collect()
}

fn share(part: usize, whole: usize) -> String {
    format!("{:.4}", part as f64 / whole.max(1) as f64)
}

fn factuality(gold: &str) -> Scored {
    let documents = read(gold)?;
    let gold: Vec<FactualityGold> = lines(gold)?;
    let said: Vec<Option<&str>> = documents
        .iter()
        .zip(&gold)
        .map(|(d, g)| value_at(d, g.trigger))
        .collect();
    let found = said.iter().flatten().count();
    let pairs = || {
        said.iter()
            .zip(&gold)
            .map(|(said, g)| (*said, g.factuality.as_str()))
    };
    let right = pairs().filter(|(said, g)| *said == Some(g)).count();
    let values: BTreeSet<&str> = gold.iter().map(|g| g.factuality.as_str()).collect();
    let f1 = |value: &str| {
        let both = pairs()
            .filter(|(said, g)| *g == value && *said == Some(value))
            .count();
        let either =
            pairs().filter(|(_, g)| *g == value).count() + pairs().filter(|(s, _)| *s == Some(value)).count();
        2.0 * both as f64 / either.max(1) as f64
    };
    let macro_f1 = values.iter().map(|v| f1(v)).sum::<f64>() / values.len().max(1) as f64;
    Ok(vec![
        ("macro_f1".into(), format!("{macro_f1:.4}")),
        ("accuracy".into(), share(right, gold.len())),
        ("found".into(), share(found, gold.len())),
        ("accuracy_found".into(), share(right, found)),
    ])
}

/// The factuality of the first statement whose trigger touches these code points.
fn value_at(document: &Document, trigger: (usize, usize)) -> Option<&'static str> {
    let text = &document.annotated.article.text;
    let points = CodePoints::new(text);
    let touches = |span: Span| {
        let (start, end) = points.span(text, span);
        start < trigger.1 && trigger.0 < end
    };
    document
        .reading
        .statements
        .iter()
        .find(|s| touches(s.trigger_span))
        .map(|s| s.factuality.name())
}

fn nested(gold: &str) -> Scored {
    let documents = read(gold)?;
    let gold: Vec<NestedGold> = lines(gold)?;
    let (mut whole, mut deep, mut links, mut linked) = (0, 0, 0, 0);
    for (document, g) in documents.iter().zip(&gold) {
        let all = &document.reading.attributions;
        let has = |a: &Attribution, l: &LinkGold| {
            touches(&a.source, &g.sentence, &l.source) && touches(&a.cue, &g.sentence, &l.cue)
        };
        let chains: Vec<Vec<&Attribution>> = all
            .iter()
            .filter(|a| touches(&a.content, &g.sentence, &g.content))
            .map(|a| chain(a, &document.reading))
            .collect();
        let fits = |chain: &Vec<&Attribution>| {
            chain.len() == g.chain.len() && chain.iter().zip(&g.chain).all(|(a, l)| has(a, l))
        };
        whole += usize::from(chains.iter().any(fits));
        deep += usize::from(chains.iter().any(|c| c.len() == g.chain.len()));
        links += g.chain.len();
        linked += g.chain.iter().filter(|l| all.iter().any(|a| has(a, l))).count();
    }
    Ok(vec![
        ("chain".into(), share(whole, gold.len())),
        ("depth".into(), share(deep, gold.len())),
        ("sources".into(), share(linked, links)),
    ])
}

/// An attribution with those that it lies in, outermost first.
fn chain<'a>(innermost: &'a Attribution, reading: &'a Reading) -> Vec<&'a Attribution> {
    let mut out = vec![innermost];
    while let Some(parent) = out.last().and_then(|a| a.parent) {
        out.push(&reading.attributions[parent.0 as usize]);
    }
    out.reverse();
    out
}

/// Whether a span touches the words at any of the places where they stand.
fn touches(spans: &[Span], sentence: &str, words: &str) -> bool {
    let places = sentence.match_indices(words);
    places
        .into_iter()
        .any(|(at, _)| spans.iter().any(|s| s.start() < at + words.len() && at < s.end()))
}
