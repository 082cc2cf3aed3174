//! Events in the words of others: real news, sentences where nothing political happens, reports about the police.
//!
//! `events.jsonl`: sentences of the shared data, by file, document and span, each with its events: type, the word that tells, who does it to
//! whom (a language model read them by `training/labels/README.md`; the network of events has not seen them). Each sentence is read alone. `words_*`: precision
//! and recall of the words that tell; `typed_*` where the type is right too; `actors` and `recipients` the share of the gold's phrases that
//! one of the statement's touches, and `values` the share whose factuality is right, where word and type are right; `brier` and `calibration` how far the scores are from what turned out:
//! mean square, and mean distance in ten bins (expected calibration error). `bins` is the reliability diagram: for the scores of each tenth, how many
//! statements, and the share that is right.
//!
//! `quiet.jsonl`: sentences of sport, business, travel and reviews, likewise; `events` counts the event statements in all of them.
//!
//! India Police Events (Halterman et al. 2021): F1 of sentences in which the police kill, arrest, fail to act, use force, or do any of it; an arrest by whom nobody says
//! counts as theirs.

use super::{Scored, lines, share};
use sayso::model::statement::{Claim, Factuality, Participant, Statement};
use sayso::model::{CodePoints, EventType, Span};
use sayso::{Article, Document, Given, Sayso, plain};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::fs;
use std::path::Path;

/// A sentence of the shared data.
#[derive(Deserialize)]
struct Place {
    file: String,
    document: String,
    /// In code points of the document.
    span: (usize, usize),
    #[serde(default)]
    events: Vec<Gold>,
}

/// Spans in code points of the sentence.
#[derive(Deserialize)]
struct Gold {
    r#type: String,
    trigger: (usize, usize),
    #[serde(default)]
    factuality: String,
    source: Vec<(usize, usize)>,
    target: Vec<(usize, usize)>,
}

#[derive(Deserialize)]
struct Text {
    id: Option<String>,
    text: Option<String>,
}

/// The sentences of labelled places, in order, each read alone.
///
/// # Errors
/// When the labels or their texts cannot be read.
pub fn sentences(labels: &str, folder: &str) -> Result<Vec<Article>, Box<dyn Error>> {
    articles(&lines::<Place>(labels)?, folder)
}

/// What the score of an event is made of, and whether it is right.
pub type Seen = (Vec<f64>, bool);

/// What the score of each event that is read out of labelled sentences is made of, and whether its word and type are right.
///
/// # Errors
/// When the labels or their texts cannot be read.
pub fn seen(labels: &str, folder: &str) -> Result<Vec<Seen>, Box<dyn Error>> {
    let places: Vec<Place> = lines(labels)?;
    let mut sayso = Sayso::embedded()?;
    sayso.set_least(0.0);
    let mut seen = Vec::new();
    for (document, place) in sayso.read(articles(&places, folder)?).iter().zip(&places) {
        let text = &document.annotated.article.text;
        let points = CodePoints::new(text);
        for (s, event, ..) in events(document) {
            let (start, end) = points.span(text, s.trigger_span);
            let fits = |g: &Gold| start < g.trigger.1 && g.trigger.0 < end && g.r#type == event.name();
            seen.push((s.why.features.clone(), place.events.iter().any(fits)));
        }
    }
    Ok(seen)
}

/// The sentences of places, each read alone. `folder` is the shared data.
fn read(places: &[Place], folder: &str) -> Result<Vec<Document>, Box<dyn Error>> {
    Ok(Sayso::embedded()?.read(articles(places, folder)?))
}

fn articles(places: &[Place], folder: &str) -> Result<Vec<Article>, Box<dyn Error>> {
    let mut files: BTreeMap<&str, HashMap<String, String>> = BTreeMap::new();
    for place in places {
        if !files.contains_key(place.file.as_str()) {
            let texts: Vec<Text> = lines(&fs::read_to_string(Path::new(folder).join(&place.file))?)?;
            let texts = texts.into_iter().filter_map(|t| Some((t.id?, t.text?)));
            files.insert(&place.file, texts.collect());
        }
    }
    let article = |place: &Place| {
        let text = files[place.file.as_str()].get(&place.document);
        let text = text.ok_or_else(|| format!("{} has no {}", place.file, place.document))?;
        let sentence = text.chars().skip(place.span.0).take(place.span.1 - place.span.0);
        Ok(plain(sentence.collect(), "sentence", &Given::default()))
    };
    let articles: Result<Vec<_>, String> = places.iter().map(article).collect();
    Ok(articles?)
}

fn events(
    document: &Document,
) -> impl Iterator<Item = (&Statement, EventType, &[Participant], &[Participant])> {
    document.reading.statements.iter().filter_map(|s| match &s.claim {
        Claim::Event {
            event,
            actors,
            recipients,
            ..
        } => Some((s, *event, actors.as_slice(), recipients.as_slice())),
        Claim::Fact { .. } => None,
    })
}

pub(super) fn news(gold: &str, folder: &str) -> Scored {
    let places: Vec<Place> = lines(gold)?;
    let documents = read(&places, folder)?;
    let (mut wanted, mut said, mut words, mut typed, mut values) = (0, 0, 0, 0, 0);
    let (mut words_said, mut typed_said) = (0, 0);
    let [mut actors, mut recipients] = [(0, 0); 2];
    let mut scores = Vec::new();
    for (document, place) in documents.iter().zip(&places) {
        let text = &document.annotated.article.text;
        let points = CodePoints::new(text);
        let touches = |span: Span, gold: (usize, usize)| {
            let (start, end) = points.span(text, span);
            start < gold.1 && gold.0 < end
        };
        let all: Vec<_> = events(document).collect();
        said += all.len();
        wanted += place.events.len();
        for (s, event, _, _) in &all {
            let mut near = place
                .events
                .iter()
                .filter(|g| touches(s.trigger_span, g.trigger))
                .peekable();
            words_said += usize::from(near.peek().is_some());
            let right = near.any(|g| g.r#type == event.name());
            typed_said += usize::from(right);
            scores.push((s.score, right));
        }
        for g in &place.events {
            let mut near = all
                .iter()
                .filter(|(s, ..)| touches(s.trigger_span, g.trigger))
                .peekable();
            words += usize::from(near.peek().is_some());
            let Some((s, _, a, r)) = near.find(|(_, event, ..)| event.name() == g.r#type) else {
                continue;
            };
            typed += 1;
            values += usize::from(s.factuality.name() == g.factuality);
            for (count, gold, found) in [(&mut actors, &g.source, a), (&mut recipients, &g.target, r)] {
                count.1 += gold.len();
                count.0 += gold
                    .iter()
                    .filter(|g| found.iter().any(|p| touches(p.span, **g)))
                    .count();
            }
        }
    }
    let (brier, calibration, bins) = reliability(&scores);
    Ok(vec![
        ("words_p".into(), share(words_said, said)),
        ("words_r".into(), share(words, wanted)),
        ("typed_p".into(), share(typed_said, said)),
        ("typed_r".into(), share(typed, wanted)),
        ("values".into(), share(values, typed)),
        ("actors".into(), share(actors.0, actors.1)),
        ("recipients".into(), share(recipients.0, recipients.1)),
        ("brier".into(), format!("{brier:.4}")),
        ("calibration".into(), format!("{calibration:.4}")),
        ("bins".into(), bins),
    ])
}

/// Brier score, expected calibration error, and the reliability diagram of scores and whether they were right.
fn reliability(scores: &[(f64, bool)]) -> (f64, f64, String) {
    let size = scores.len().max(1) as f64;
    let brier = scores
        .iter()
        .map(|(s, right)| (s - f64::from(u8::from(*right))).powi(2))
        .sum::<f64>()
        / size;
    let mut error = 0.0;
    let mut bins = Vec::new();
    for bin in 0..10 {
        let here: Vec<_> = scores
            .iter()
            .filter(|(s, _)| ((s * 10.0) as usize).min(9) == bin)
            .collect();
        if here.is_empty() {
            continue;
        }
        let count = here.len() as f64;
        let mean = here.iter().map(|(s, _)| s).sum::<f64>() / count;
        let right = here.iter().filter(|(_, right)| *right).count() as f64 / count;
        error += (mean - right).abs() * count / size;
        bins.push(format!("{:.2}→{right:.2} ({})", mean, here.len()));
    }
    (brier, error, bins.join(" "))
}

pub(super) fn quiet(gold: &str, folder: &str) -> Scored {
    let places: Vec<Place> = lines(gold)?;
    let documents = read(&places, folder)?;
    let count: usize = documents.iter().map(|d| events(d).count()).sum();
    Ok(vec![
        ("events".into(), count.to_string()),
        ("sentences".into(), places.len().to_string()),
    ])
}

#[derive(Deserialize)]
struct PoliceDocument {
    sents: Vec<PoliceSentence>,
}

#[derive(Deserialize)]
struct PoliceSentence {
    text: String,
    labels: Vec<String>,
}

/// The classes of India Police Events.
const CLASSES: [&str; 5] = ["KILL", "ARREST", "FAIL", "FORCE", "ANY_ACTION"];

pub(super) fn police(gold: &str, _: &str) -> Scored {
    let documents: Vec<PoliceDocument> = lines(gold)?;
    let sentences: Vec<PoliceSentence> = documents.into_iter().flat_map(|d| d.sents).collect();
    let articles = sentences
        .iter()
        .map(|s| plain(s.text.clone(), "sentence", &Given::default()));
    let read = Sayso::embedded()?.read(articles.collect());
    let mut counts = [(0, 0, 0); CLASSES.len()];
    for (document, sentence) in read.iter().zip(&sentences) {
        let said = police_classes(document);
        for (class, count) in CLASSES.iter().zip(&mut counts) {
            let (gold, found) = (sentence.labels.iter().any(|l| l == class), said.contains(class));
            count.0 += usize::from(gold && found);
            count.1 += usize::from(gold);
            count.2 += usize::from(found);
        }
    }
    let f1 = counts.iter().zip(CLASSES).map(|((both, gold, found), class)| {
        (
            format!("{}_f1", class.to_lowercase()),
            share(2 * both, gold + found),
        )
    });
    Ok(f1.collect())
}

/// Words for killing, and for being killed.
const DEADLY: [&str; 7] = ["dead", "death", "die", "kill", "killing", "shoot", "slay"];

/// What the police do in a document.
fn police_classes(document: &Document) -> Vec<&'static str> {
    let mut classes = Vec::new();
    for (s, event, actors, _) in events(document) {
        let police = |p: &Participant| {
            p.actor
                .as_ref()
                .is_some_and(|a| a.sectors.iter().any(|s| s == "COP"))
        };
        let Claim::Event { mode, .. } = &s.claim else {
            continue;
        };
        let arrest = event == EventType::Coerce && mode.as_deref() == Some("arrest");
        // Who arrests is seldom said.
        let named = actors.iter().any(police);
        if s.factuality.negative() {
            if named {
                classes.push("FAIL");
            }
            continue;
        }
        if !(named || arrest && actors.is_empty()) {
            continue;
        }
        classes.push("ANY_ACTION");
        let lemma = document.annotated.tokens[s.trigger.at()].lemma.to_lowercase();
        if arrest {
            classes.push("ARREST");
        } else if event == EventType::Assault && s.factuality != Factuality::Uncommitted {
            classes.push("FORCE");
            if DEADLY.contains(&lemma.as_str()) {
                classes.push("KILL");
            }
        }
    }
    classes
}
