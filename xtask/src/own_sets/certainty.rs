//! How certain what is told is: our own sentences, UDS factuality, the CommitmentBank.
//!
//! `factuality.jsonl`: sentences with a trigger and the FactBank value of what it tells. `found` is the share of triggers
//! that a statement has, `accuracy` the share of all whose statement has the value, `accuracy_found` the same of those
//! found, `macro_f1` the mean over the seven values of F1, where a trigger that is not found is missing for its value.
//!
//!
//! UDS (Rudinger, White and Van Durme 2018): Pearson's r and the mean absolute error of `Token::happened` against the score of each predicate,
//! both on the paper's scale, -3 to 3.
//!
//! CommitmentBank (de Marneffe, Simons and Tonhauser 2019): the same against the mean of the judgements, -3 to 3, of how far the author is
//! committed to a clause under a verb that may or may not commit to it. The word that is asked for is the one in the target with
//! the lemma of the root of the clause. Items that the network was fitted on are left out ([`is_fitted_on`]).

use super::{Scored, lines, read, share};
use crate::happened::is_fitted_on;
use sayso::model::{Annotated, CodePoints, Span, Token, TokenIx};
use sayso::{Document, Given, Sayso, plain};
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Deserialize)]
struct FactualityGold {
    /// In code points.
    trigger: (usize, usize),
    factuality: String,
}

/// A sentence of UDS with its predicates, in code points, and their scores, -1.5 to 1.5.
#[derive(Deserialize)]
pub struct UdsGold {
    pub text: String,
    pub predicates: Vec<Predicate>,
}

#[derive(Deserialize)]
pub struct Predicate {
    pub start: usize,
    pub end: usize,
    pub score: f64,
}

/// An item of the CommitmentBank: the target has the clause of the prompt under another verb.
#[derive(Deserialize)]
pub struct CommitmentGold {
    pub id: String,
    context: String,
    target: String,
    prompt: String,
    /// Of the judgements, -3 to 3.
    pub mean: f64,
}

impl CommitmentGold {
    /// The context and the target as one text.
    pub fn text(&self) -> String {
        format!("{} {}", self.context, self.target)
    }

    /// The words of the prompt.
    pub fn prompt(&self) -> &str {
        &self.prompt
    }

    /// The word that is asked for: the last one in the target with the lemma of the root of the prompt.
    pub fn word(&self, text: &Annotated, prompt: &Annotated) -> Option<usize> {
        let root = prompt.tokens.iter().find(|t| t.head.is_none())?;
        let asked = |t: &Token| t.span.start() > self.context.len() && t.lemma == root.lemma;
        text.tokens.iter().rposition(asked)
    }
}

pub(super) fn factuality(gold: &str, _: &str) -> Scored {
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

pub(super) fn uds(gold: &str, _: &str) -> Scored {
    let gold: Vec<UdsGold> = lines(gold)?;
    let articles = gold
        .iter()
        .map(|g| plain(g.text.clone(), "sentence", &Given::default()));
    let documents = Sayso::embedded()?.read(articles.collect());
    let mut pairs = Vec::new();
    for (document, g) in documents.iter().zip(&gold) {
        for predicate in &g.predicates {
            if let Some(word) = word_at(document, (predicate.start, predicate.end)) {
                pairs.push((2.0 * happened(document, word), 2.0 * predicate.score));
            }
        }
    }
    Ok(agreement(&pairs))
}

pub(super) fn commitment(gold: &str, _: &str) -> Scored {
    let gold: Vec<CommitmentGold> = lines(gold)?;
    let gold: Vec<CommitmentGold> = gold.into_iter().filter(|g| !is_fitted_on(&g.id)).collect();
    let sayso = Sayso::embedded()?;
    let article = |text: String| plain(text, "passage", &Given::default());
    let texts = gold.iter().map(|g| article(g.text()));
    let prompts = gold.iter().map(|g| article(g.prompt().to_owned()));
    let documents = sayso.read(texts.collect());
    let prompts = sayso.read(prompts.collect());
    let mut pairs = Vec::new();
    for ((document, prompt), g) in documents.iter().zip(&prompts).zip(&gold) {
        let word = g.word(&document.annotated, &prompt.annotated);
        let value = word.map_or(0.0, |word| happened(document, TokenIx::new(word)));
        pairs.push((2.0 * value, g.mean));
    }
    Ok(agreement(&pairs))
}

fn happened(document: &Document, word: TokenIx) -> f64 {
    f64::from(document.annotated.tokens[word.at()].happened)
}

/// The first word that touches these code points.
fn word_at(document: &Document, (start, end): (usize, usize)) -> Option<TokenIx> {
    let text = &document.annotated.article.text;
    let points = CodePoints::new(text);
    let touches = |span: Span| {
        let (s, e) = points.span(text, span);
        s < end && start < e
    };
    document
        .annotated
        .tokens
        .iter()
        .position(|t| touches(t.span))
        .map(TokenIx::new)
}

/// Pearson's r and the mean absolute error of pairs of what was said and what is right.
fn agreement(pairs: &[(f64, f64)]) -> crate::eval::Numbers {
    let size = pairs.len().max(1) as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / size;
    let (x, y) = (mean(|p| p.0), mean(|p| p.1));
    let sum = |of: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>();
    let (xx, yy) = (sum(&|p| (p.0 - x).powi(2)), sum(&|p| (p.1 - y).powi(2)));
    let r = sum(&|p| (p.0 - x) * (p.1 - y)) / (xx * yy).sqrt().max(f64::MIN_POSITIVE);
    let mae = sum(&|p| (p.0 - p.1).abs()) / size;
    vec![
        ("pearson_r".into(), format!("{r:.4}")),
        ("mae".into(), format!("{mae:.4}")),
        ("judged".into(), pairs.len().to_string()),
    ]
}
