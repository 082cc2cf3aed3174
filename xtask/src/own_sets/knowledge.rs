//! Who somebody was, and what is so of bodies and people.
//!
//! `roles.jsonl`: names, names with titles, and functions of countries, each with a day; a line is `right` when `sayso resolve` gives the country and the
//! sector of the gold as its primary one (a leader of a party may be PTY or OPP) and, where the gold has a name, this name. Written from memory without
//! a look at the tables.
//!
//! `facts.jsonl` and `facts-dev.jsonl`: news sentences with the standing facts that they state, a quarter without any. A fact is found when a statement has
//! the relation and both its ends touch those of the gold, or stand for the same entity; the ends of adversaries and allies may change places; what the article does not hold for at least probable is not counted. `valid`
//! is the share, of facts found that the gold dates, with that interval. The second was looked at while rules were written; the first was not.

use super::{Scored, lines, share};
use sayso::knowledge::{Asked, Knowledge};
use sayso::model::Span;
use sayso::model::statement::{Claim, End, EndKind, Factuality, Relation, Statement};
use sayso::{Document, Given, Sayso, plain};
use serde::Deserialize;

#[derive(Deserialize)]
struct Role {
    query: String,
    date: String,
    country: String,
    sector: String,
    name: Option<String>,
}

pub(super) fn roles(gold: &str, _: &str) -> Scored {
    let gold: Vec<Role> = lines(gold)?;
    let knowledge = Knowledge::embedded()?;
    let (mut right, mut countries, mut known) = (0, 0, 0);
    for g in &gold {
        let asked = Asked {
            text: &g.query,
            date: Some(g.date.parse()?),
            country: None,
        };
        let found = knowledge.resolve(asked);
        let country = found.as_ref().and_then(|a| a.country.as_deref()) == Some(&g.country);
        let sector = found
            .as_ref()
            .map(|a| a.sectors.first().map_or("", String::as_str));
        let party = |s: &str| matches!(s, "PTY" | "OPP");
        let sector =
            sector.is_some_and(|s| s == g.sector || party(s) && party(&g.sector) || g.sector.is_empty());
        let named = g.name.as_deref().is_none_or(|name| {
            let id = found.as_ref().and_then(|a| a.id.as_deref());
            let actor = id.and_then(|id| knowledge.actor(id));
            let key = sayso::knowledge::names::key;
            actor.is_some_and(|a| {
                std::iter::once(&*a.name)
                    .chain(a.aliases.iter())
                    .any(|n| key(n) == key(name))
            })
        });
        known += usize::from(found.is_some());
        countries += usize::from(country);
        right += usize::from(country && sector && named);
        if std::env::var_os("SAYSO_SHOW").is_some() && !(country && sector && named) {
            let got = found.map(|a| (a.country, a.sectors, a.name));
            eprintln!(
                "{} {}: wanted {} {} {:?}, got {got:?}",
                g.query, g.date, g.country, g.sector, g.name
            );
        }
    }
    Ok(vec![
        ("right".into(), share(right, gold.len())),
        ("country".into(), share(countries, gold.len())),
        ("known".into(), share(known, gold.len())),
        ("lines".into(), gold.len().to_string()),
    ])
}

#[derive(Deserialize)]
struct Item {
    text: String,
    facts: Vec<FactGold>,
}

#[derive(Deserialize)]
struct FactGold {
    relation: String,
    subject: String,
    object: String,
    valid: Option<Valid>,
}

#[derive(Deserialize)]
struct Valid {
    start: Option<String>,
    end: Option<String>,
}

pub(super) fn facts(gold: &str, _: &str) -> Scored {
    let items: Vec<Item> = lines(gold)?;
    let sayso = Sayso::embedded()?;
    let articles = items
        .iter()
        .enumerate()
        .map(|(at, item)| plain(item.text.clone(), &at.to_string(), &Given::default()));
    let documents = sayso.read(articles.collect());
    let (mut hits, mut wanted, mut said, mut dated, mut right) = (0, 0, 0, 0, 0);
    for (item, document) in items.iter().zip(&documents) {
        let text = &document.annotated.article.text;
        let mut open: Vec<&Statement> = document
            .reading
            .statements
            .iter()
            .filter(|s| matches!(s.claim, Claim::Fact { .. }))
            .filter(|s| matches!(s.factuality, Factuality::Certain | Factuality::Probable))
            .collect();
        said += open.len();
        wanted += item.facts.len();
        let (mut missed, mut off) = (Vec::new(), Vec::new());
        for fact in &item.facts {
            let Some(at) = open.iter().position(|s| fits(document, s, fact)) else {
                missed.push(format!("{} {} → {}", fact.relation, fact.subject, fact.object));
                continue;
            };
            let statement = open.remove(at);
            hits += 1;
            if let Some(valid) = &fact.valid {
                let found = statement.when.interval;
                dated += 1;
                let start = found.start.map(|d| d.to_string());
                let end = found.end.map(|d| d.to_string());
                let same = start == valid.start && end == valid.end;
                right += usize::from(same);
                if !same {
                    off.push(format!("{}: {start:?} to {end:?}", fact.relation));
                }
            }
        }
        if std::env::var_os("SAYSO_SHOW").is_some()
            && !(missed.is_empty() && open.is_empty() && off.is_empty())
        {
            eprintln!("{}\n    missed {missed:?}, dated otherwise {off:?}", item.text);
            for s in open {
                if let Claim::Fact {
                    relation,
                    subject,
                    object,
                } = &s.claim
                {
                    eprintln!(
                        "    false {} {} → {}",
                        relation.name(),
                        subject.span.of(text),
                        object.span.of(text)
                    );
                }
            }
        }
    }
    let ratio = |a: usize, b: usize| a as f64 / b.max(1) as f64;
    let (precision, recall) = (ratio(hits, said), ratio(hits, wanted));
    let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
    Ok(vec![
        ("f1".into(), format!("{f1:.4}")),
        ("precision".into(), format!("{precision:.4}")),
        ("recall".into(), format!("{recall:.4}")),
        ("valid".into(), share(right, dated)),
        ("facts".into(), wanted.to_string()),
    ])
}

fn fits(document: &Document, statement: &Statement, gold: &FactGold) -> bool {
    let Claim::Fact {
        relation,
        subject,
        object,
    } = &statement.claim
    else {
        return false;
    };
    if relation.name() != gold.relation {
        return false;
    }
    let both = |a: &End, b: &End| is(document, a, &gold.subject) && is(document, b, &gold.object);
    let mutual = matches!(relation, Relation::AdversaryOf | Relation::AllyOf);
    both(subject, object) || mutual && both(object, subject)
}

/// Whether an end touches these words, or its entity has a mention that does.
fn is(document: &Document, end: &End, words: &str) -> bool {
    let text = &document.annotated.article.text;
    let places: Vec<Span> = text
        .match_indices(words)
        .map(|(at, found)| Span::new(at, at + found.len()))
        .collect();
    let touches = |span: Span| places.iter().any(|p| p.overlaps(span));
    let entity = match end.what {
        EndKind::Entity(id) => Some(&document.reading.entities[id.0 as usize]),
        _ => None,
    };
    touches(end.span) || entity.is_some_and(|e| e.mentions.iter().any(|m| touches(m.span)))
}
