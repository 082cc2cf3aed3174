//! Phoenix (Open Event Data Alliance): 26 columns with tabs, no header, an occurrence a row.
//!
//! Columns: id, date, year, month, day, source, source_root, source_agent, source_others, target, target_root, target_agent, target_others,
//! code, root_code, quad_class, goldstein, issues, lat, lon, placename, statename, countryname, ids, urls, sources.

use super::{Coded, Exported, cameo, coded, list, or_empty, row};
use crate::records::PartyRecord;
use crate::{Error, Filter, Ledger};
use std::collections::BTreeMap;
use std::io::Write;

/// Sectors that have a column of their own; CAMEO's names.
const AGENTS: [&str; 13] = [
    "GOV", "MIL", "REB", "OPP", "PTY", "COP", "JUD", "SPY", "MED", "EDU", "BUS", "CRM", "CVL",
];

pub fn write(ledger: &mut Ledger, filter: &Filter, to: &mut dyn Write) -> Result<Exported, Error> {
    coded(ledger, filter, |one| row(to, &cells(one)))
}

fn cells(one: &Coded) -> Vec<String> {
    let o = one.occurrence;
    let root = cameo::root(&one.code);
    let place = o.places.first();
    let headers: Vec<_> = one.statements.iter().map(|s| &s.header).collect();
    let mut documents: Vec<_> = headers.iter().map(|h| h.name.to_string()).collect();
    let mut urls: Vec<_> = headers.iter().filter_map(|h| h.url.clone()).collect();
    let mut outlets: Vec<_> = headers.iter().filter_map(|h| h.publisher.clone()).collect();
    for all in [&mut documents, &mut urls, &mut outlets] {
        all.sort();
        all.dedup();
    }
    let mut cells = vec![o.id.clone(), one.date.replace('-', "")];
    cells.extend([&one.date[..4], &one.date[5..7], &one.date[8..10]].map(str::to_owned));
    cells.extend(party(o.actors.first()));
    cells.extend(party(o.recipients.first()));
    cells.extend([
        one.code.clone(),
        root.to_owned(),
        quad(root).to_string(),
        format!("{:.1}", cameo::goldstein(&one.code)),
        issues(one),
        or_empty(place.map(|p| p.lat)),
        or_empty(place.map(|p| p.lon)),
        or_empty(place.map(|p| p.name.clone())),
        String::new(),
        or_empty(place.and_then(|p| p.country.clone())),
        list(documents.iter().map(String::as_str), ';'),
        list(urls.iter().map(String::as_str), ';'),
        list(outlets.iter().map(String::as_str), ';'),
    ]);
    cells
}

/// Code, root, agent, others.
fn party(party: Option<&PartyRecord>) -> [String; 4] {
    let Some(party) = party else {
        return Default::default();
    };
    let root = party.country.clone().unwrap_or_default();
    let agent = party
        .sector
        .iter()
        .find(|s| AGENTS.contains(&s.as_str()))
        .cloned();
    let others = party.sector.iter().filter(|s| Some(*s) != agent.as_ref());
    let others: Vec<&str> = others.map(String::as_str).collect();
    [
        party.code.clone().unwrap_or_default(),
        root,
        agent.unwrap_or_default(),
        others.join(";"),
    ]
}

/// Phoenix's own classes: 0 neutral, 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
fn quad(root: &str) -> u8 {
    match root {
        "01" | "02" => 0,
        "03" | "04" | "05" => 1,
        "06" | "07" | "08" => 2,
        "09" | "10" | "11" | "12" | "13" | "16" => 3,
        _ => 4,
    }
}

/// `context,count` of all statements.
fn issues(one: &Coded) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for found in one.statements {
        if let crate::report::What::Event { contexts, .. } = &found.claim.what {
            for context in contexts {
                *counts.entry(context).or_default() += 1;
            }
        }
    }
    let parts: Vec<String> = counts
        .iter()
        .map(|(name, count)| format!("{name},{count}"))
        .collect();
    parts.join(";")
}
