//! `GET /api/actors` and `/api/actors/{key}`

use crate::answer::{Failure, text};
use crate::api::{Named, name, page};
use crate::cache::answer;
use crate::params::{Asked, DEPTH, NAMED, PAGE};
use crate::shapes::{ActorAnswer, EndRecord, FactRecord, FactStatement, PairRecord, key_of, party_of};
use crate::state::{self, App};
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use sayso::ledger::ask::{ActorRow, Match, PairRow};
use sayso::ledger::records::{AmountRecord, DaysRecord, PartyRecord};
use sayso::ledger::report::{End, What};
use sayso::ledger::{Found, Ledger};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;

/// Whom an actor has to do with, and names, in a list, at most.
const PAIRS: usize = 20;
const NAMES: usize = 30;

/// Actors by name.
pub async fn actors(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let asked = Asked::read(query.as_deref(), &[NAMED, PAGE])?;
    let key = asked.key("/api/actors");
    let make = || async {
        let all = state::actors(&app).await?;
        let (words, code) = wanted(asked.text("text"));
        let fits = |a: &&ActorRow| a.answers(&words, code.as_deref());
        list(&asked, "/api/actors", all.iter().filter(fits))
    };
    Ok(answer(&app, &headers, &key, make).await)
}

/// Beginnings of words, each with a blank before it; and a code where it may be one.
pub fn wanted(text: Option<&str>) -> (Vec<String>, Option<String>) {
    let text = text.unwrap_or_default();
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty());
    let mut words: Vec<String> = words.map(|w| format!(" {}", w.to_lowercase())).collect();
    // The longest is the rarest, most likely, so that most names need one look.
    words.sort_by_key(|w| std::cmp::Reverse(w.len()));
    let code = text.len() >= 3 && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    (words, code.then(|| text.to_owned()))
}

/// A part of a table.
///
/// # Errors
/// Never for the types of this crate.
pub fn list<'a, T: serde::Serialize + 'a>(
    asked: &Asked,
    path: &str,
    fits: impl Iterator<Item = &'a T>,
) -> Result<String, Failure> {
    let (limit, offset) = asked.page();
    let mut total = 0;
    let mut items = Vec::new();
    for row in fits {
        if total >= offset && (items.len() as u64) < limit {
            items.push(text(row)?);
        }
        total += 1;
    }
    Ok(page(asked, path, &items, total, u64::MAX))
}

/// One actor.
pub async fn actor(
    State(app): State<App>,
    path: Named,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let asked = Asked::read(query.as_deref(), &[DEPTH])?;
    let wanted = name(path)?;
    let key = asked.key(&format!("/api/actors/{wanted}"));
    let depth = asked.number("depth").unwrap_or(2) as u8;
    let make = || async {
        let all = state::actors(&app).await?;
        let ask = move |ledger: &mut Ledger| text(&detail(ledger, &all, &wanted, depth)?);
        app.pool.ask(ask).await
    };
    Ok(answer(&app, &headers, &key, make).await)
}

fn detail(
    ledger: &mut Ledger,
    all: &Arc<Vec<ActorRow>>,
    wanted: &str,
    depth: u8,
) -> Result<ActorAnswer, Failure> {
    let missing = || Failure::Missing(format!("nobody is called `{wanted}`: see /api/actors?text=…"));
    let (how, rows) = Match::of(all, wanted).ok_or_else(missing)?;
    let parties: Vec<i64> = rows.iter().flat_map(|r| r.parties.iter().copied()).collect();
    let found = ledger.actor_detail(&parties)?;
    let facts = facts(ledger.facts_around(&parties, depth)?);
    let sum = |count: fn(&ActorRow) -> u64| rows.iter().map(|r| count(r)).sum();
    let mut names: Vec<String> = Vec::new();
    for row in &rows {
        if names.len() < NAMES && !names.contains(&row.name) {
            names.push(row.name.clone());
        }
    }
    let first = rows.first().copied().ok_or_else(missing)?;
    let mut party = party_of(first);
    match how {
        Match::Id | Match::Name => {}
        // Several actors have one code: none of their keys is that of all.
        Match::Code => party.id = None,
        Match::Country => {
            party = PartyRecord {
                name: wanted.to_owned(),
                code: Some(wanted.to_owned()),
                country: Some(wanted.to_owned()),
                sector: Vec::new(),
                id: None,
            };
        }
    }
    Ok(ActorAnswer {
        key: wanted.to_owned(),
        r#match: how.name(),
        party,
        names,
        as_actor: sum(|r| r.as_actor),
        as_recipient: sum(|r| r.as_recipient),
        as_source: sum(|r| r.as_source),
        occurrences: found.occurrences,
        facts,
        pairs: pairs(all, &found.pairs),
        types: found.types,
        said: found.said,
        months: found.months,
    })
}

/// Pairs of rows to pairs of actors.
fn pairs(all: &[ActorRow], rows: &[PairRow]) -> Vec<PairRecord> {
    let wanted: HashMap<i64, &PairRow> = rows.iter().map(|r| (r.party, r)).collect();
    let mut pairs: Vec<PairRecord> = Vec::new();
    for actor in all {
        if !actor.parties.iter().any(|party| wanted.contains_key(party)) {
            continue;
        }
        let mut pair = PairRecord {
            party: party_of(actor),
            key: actor.key.clone(),
            does: 0,
            undergoes: 0,
            quads: [0; 4],
        };
        for row in actor.parties.iter().filter_map(|party| wanted.get(party)) {
            pair.does += row.does;
            pair.undergoes += row.undergoes;
            for (to, from) in pair.quads.iter_mut().zip(row.quads) {
                *to += from;
            }
        }
        if pair.does + pair.undergoes > 0 {
            pairs.push(pair);
        }
    }
    pairs.sort_by_key(|p| std::cmp::Reverse(p.does + p.undergoes));
    pairs.truncate(PAIRS);
    pairs
}

/// What of a record is needed here.
#[derive(Deserialize)]
struct Valid {
    valid: Option<DaysRecord>,
}

/// Statements of facts, those that say the same put together, in the order of the relations and names.
fn facts(found: Vec<(u8, Found)>) -> Vec<FactRecord> {
    let mut all: Vec<FactRecord> = Vec::new();
    for (depth, f) in &found {
        let What::Fact {
            relation,
            subject,
            object,
        } = &f.claim.what
        else {
            continue;
        };
        let valid: Option<Valid> = serde_json::from_str(f.record.get()).ok();
        let open = DaysRecord {
            start: None,
            end: None,
        };
        let fact = FactRecord {
            relation: relation.name().to_owned(),
            subject: end(subject),
            object: end(object),
            valid: valid.and_then(|v| v.valid).unwrap_or(open),
            depth: *depth,
            factuality: vec![f.claim.factuality.name()],
            statements: vec![statement(f)],
        };
        let known = all.iter_mut().find(|k| {
            k.relation == fact.relation
                && k.valid == fact.valid
                && same(&k.subject, &fact.subject)
                && same(&k.object, &fact.object)
        });
        match known {
            Some(known) => {
                known.statements.extend(fact.statements);
                known.factuality.extend(fact.factuality);
                known.factuality.dedup();
            }
            None => all.push(fact),
        }
    }
    all.sort_by(|a, b| {
        let order = |f: &FactRecord| (f.depth, f.relation.clone(), shown(&f.subject), shown(&f.object));
        order(a).cmp(&order(b))
    });
    all
}

fn shown(end: &EndRecord) -> String {
    end.party.as_ref().map_or(&end.text, |p| &p.name).clone()
}

fn same(a: &EndRecord, b: &EndRecord) -> bool {
    match (&a.party, &b.party) {
        (Some(a), Some(b)) if a.id.is_some() => a.id == b.id,
        (Some(a), Some(b)) => a.name == b.name && a.code == b.code,
        (None, None) => a.text == b.text,
        _ => false,
    }
}

fn end(e: &End) -> EndRecord {
    EndRecord {
        text: e.text.clone(),
        party: e.actor.as_ref().map(PartyRecord::from),
        key: e.actor.as_ref().map(key_of),
        quantity: e.quantity.as_ref().map(AmountRecord::from),
        time: e.time.map(|t| DaysRecord {
            start: t.start.map(|d| d.to_string()),
            end: t.end.map(|d| d.to_string()),
        }),
    }
}

fn statement(f: &Found) -> FactStatement {
    FactStatement {
        id: f.claim.id.clone(),
        document: f.header.name.to_string(),
        title: f.header.title.clone(),
        published: f.header.published.map(|d| d.to_string()),
        publisher: f.header.publisher.clone(),
        text: f.sentence.clone(),
        sources: f.claim.chain.iter().map(|l| l.name.clone()).collect(),
        factuality: f.claim.factuality.name(),
    }
}
