//! The countries of those who take part in events.
//!
//! `parties.jsonl`: sentences with their events, each with PLOVER's type and the countries of who does it and to whom (all parties of a mutual event do
//! it). `found` is the share of the gold events for which some event statement of the sentence has the type; of those found with somebody who does
//! it, `actor` has one of his countries among the actors of such a statement, `recipient` the same of whom it befalls (among the actors, where the
//! statement has no recipients), `both` all that the gold has. Types are compared as `score/events.py` does: CONCEDE and RETREAT are one.
//!
//! `coded` measures the same on PLOVER gold records and on CAMEO records of UniversalPetrarch, whose codes get their types from the table that lies
//! beside the former.

use super::{Scored, lines, share};
use sayso::model::statement::{Claim, Participant};
use sayso::{Document, Given, Sayso, plain};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

/// What happens, by whom and to whom, as codes of countries.
#[derive(Deserialize)]
struct Event {
    r#type: String,
    actors: Vec<String>,
    recipients: Vec<String>,
}

/// A sentence with its events, in the form of our own sets.
#[derive(Deserialize)]
struct Gold {
    text: String,
    published: Option<String>,
    events: Vec<Event>,
}

pub(super) fn own(gold: &str, _: &str) -> Scored {
    measured(lines(gold)?)
}

/// A record of PLOVER's gold standard, or of CAMEO's.
#[derive(Deserialize)]
struct Record {
    text: String,
    date: Option<String>,
    event: Option<String>,
    #[serde(default)]
    source: Vec<Party>,
    #[serde(default)]
    target: Vec<Party>,
    #[serde(default)]
    events: Vec<Cameo>,
}

#[derive(Deserialize)]
struct Party {
    code: Option<String>,
}

#[derive(Deserialize)]
struct Cameo {
    code: String,
    source: String,
    target: String,
}

pub(super) fn coded(plover: &str, folder: &str) -> Scored {
    let file = |path: &str| fs::read_to_string(Path::new(folder).join(path));
    let table = types(&file("plover_gsr/CAMEO2PLOVER-2021.txt")?);
    let cameo = file("cameo_petrarch/upetrarch_gsr_validation_half.jsonl")?;
    let sample = file("cameo_petrarch/upetrarch_english_sample_half.jsonl")?;
    let mut by_text: BTreeMap<String, Gold> = BTreeMap::new();
    for text in [plover, &cameo, &sample] {
        for record in lines::<Record>(text)? {
            let plain = record.text.replace(['{', '}'], " ");
            let countries =
                |parties: Vec<Party>| parties.into_iter().filter_map(|p| country(&p.code?)).collect();
            let first = record.event.map(|r#type| Event {
                r#type,
                actors: countries(record.source),
                recipients: countries(record.target),
            });
            let more = record.events.into_iter().filter_map(|e| {
                Some(Event {
                    r#type: of_cameo(&e.code, &table)?,
                    actors: country(&e.source).into_iter().collect(),
                    recipients: country(&e.target).into_iter().collect(),
                })
            });
            let gold = by_text.entry(plain.clone()).or_insert(Gold {
                text: plain,
                published: record.date.as_deref().and_then(day),
                events: Vec::new(),
            });
            gold.events.extend(first.into_iter().chain(more));
        }
    }
    measured(by_text.into_values().collect())
}

/// The types of CAMEO codes, from lines `code: TYPE, …`.
fn types(table: &str) -> BTreeMap<String, String> {
    let line = |line: &str| {
        let (code, rest) = line.split_once(':')?;
        let kind: String = rest.trim().chars().take_while(char::is_ascii_uppercase).collect();
        (!kind.is_empty() && code.chars().all(|c| c.is_ascii_digit())).then(|| (code.to_owned(), kind))
    };
    // Of two lines with one root, the first counts.
    table.lines().rev().filter_map(line).collect()
}

/// The type of a code, or of its longest beginning of three digits or more.
fn of_cameo(code: &str, table: &BTreeMap<String, String>) -> Option<String> {
    let lengths = (3..=code.len()).rev().chain((code.len() == 2).then_some(2));
    lengths
        .filter_map(|length| table.get(code.get(..length)?))
        .next()
        .cloned()
}

/// The country of a code; `---` stands for nobody.
fn country(code: &str) -> Option<String> {
    let code = code.get(..3)?;
    code.chars()
        .all(|c| c.is_ascii_uppercase())
        .then(|| code.to_owned())
}

/// `YYYYMMDD` with hyphens.
fn day(date: &str) -> Option<String> {
    match date.len() {
        8 => Some(format!(
            "{}-{}-{}",
            date.get(..4)?,
            date.get(4..6)?,
            date.get(6..)?
        )),
        _ => Some(date.to_owned()),
    }
}

/// The type as it is compared here.
fn root(kind: &str) -> &str {
    match kind {
        "DEMAND" => "REQUEST",
        "DISAPPROVE" | "INVESTIGATE" => "ACCUSE",
        "FIGHT" => "ASSAULT",
        "CONCEDE" | "RETREAT" => "YIELD",
        kind => kind,
    }
}

/// What a statement tells: type, and the countries of both sides.
struct Told {
    root: String,
    actors: Vec<String>,
    recipients: Vec<String>,
    one_sided: bool,
}

fn told(document: &Document) -> Vec<Told> {
    let countries = |parties: &[Participant]| {
        let actors = parties.iter().filter_map(|p| p.actor.as_ref());
        actors
            .filter_map(|a| a.country.clone().or_else(|| country(&a.code)))
            .collect()
    };
    let statements = document.reading.statements.iter();
    let event = |claim: &Claim| match claim {
        Claim::Event {
            event,
            actors,
            recipients,
            ..
        } => Some(Told {
            root: root(event.name()).to_owned(),
            actors: countries(actors),
            recipients: countries(recipients),
            one_sided: recipients.is_empty(),
        }),
        Claim::Fact { .. } => None,
    };
    statements.filter_map(|s| event(&s.claim)).collect()
}

fn measured(gold: Vec<Gold>) -> Result<crate::eval::Numbers, Box<dyn Error>> {
    let article = |(at, g): (usize, &Gold)| {
        // Some days of the records are none.
        let given = Given {
            date: g.published.as_deref().and_then(|day| day.parse().ok()),
            ..Given::default()
        };
        plain(g.text.clone(), &at.to_string(), &given)
    };
    let articles = gold.iter().enumerate().map(article).collect();
    let documents = Sayso::embedded()?.read(articles);
    let (mut events, mut found, mut whole, mut coded) = (0, 0, 0, 0);
    let [mut actor, mut recipient] = [(0, 0); 2];
    for (document, g) in documents.iter().zip(&gold) {
        let told = told(document);
        for event in g
            .events
            .iter()
            .filter(|e| !(e.actors.is_empty() && e.recipients.is_empty()))
        {
            events += 1;
            let same: Vec<&Told> = told.iter().filter(|t| t.root == root(&event.r#type)).collect();
            if same.is_empty() {
                continue;
            }
            found += 1;
            let shared = |wanted: &[String], got: &[String]| wanted.iter().any(|w| got.contains(w));
            let acts = |t: &&&Told| event.actors.is_empty() || shared(&event.actors, &t.actors);
            let befalls = |t: &&&Told| {
                let side = if t.one_sided { &t.actors } else { &t.recipients };
                event.recipients.is_empty() || shared(&event.recipients, side)
            };
            if !event.actors.is_empty() {
                actor.1 += 1;
                actor.0 += usize::from(same.iter().any(|t| acts(&t)));
            }
            if !event.recipients.is_empty() {
                recipient.1 += 1;
                recipient.0 += usize::from(same.iter().any(|t| befalls(&t)));
            }
            let right = same.iter().any(|t| acts(&t) && befalls(&t));
            whole += usize::from(right);
            coded += 1;
            if !right && std::env::var_os("SAYSO_SHOW").is_some() {
                println!(
                    "{} {:?} {:?}: {}",
                    event.r#type, event.actors, event.recipients, g.text
                );
            }
        }
    }
    Ok(vec![
        ("found".into(), share(found, events)),
        ("actor".into(), share(actor.0, actor.1)),
        ("recipient".into(), share(recipient.0, recipient.1)),
        ("both".into(), share(whole, coded)),
        ("events".into(), events.to_string()),
    ])
}
