//! GDELT 2.0: events in 61 columns, an occurrence a row; mentions in 16 columns, a statement a row. Tabs, no header.
//!
//! What GDELT makes of tables that we have not (religions, ethnic groups, FIPS codes of countries and districts, tone) stays empty; AvgTone and
//! MentionDocTone are 0.

use super::{Coded, Exported, cameo, coded, or_empty, row};
use crate::records::{OccurrenceRecord, PartyRecord, WhereRecord};
use crate::{Error, Filter, Found, Ledger};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::io::Write;

pub fn events(ledger: &mut Ledger, filter: &Filter, to: &mut dyn Write) -> Result<Exported, Error> {
    coded(ledger, filter, |one| row(to, &event(one)))
}

pub fn mentions(ledger: &mut Ledger, filter: &Filter, to: &mut dyn Write) -> Result<Exported, Error> {
    let mut written = 0;
    let done = coded(ledger, filter, |one| {
        for found in one.statements {
            row(to, &mention(one, found))?;
            written += 1;
        }
        Ok(())
    })?;
    Ok(Exported { written, ..done })
}

/// The number of an event: of its id, as GDELT's are numbers. Less than 2^60.
fn number(occurrence: &OccurrenceRecord) -> u64 {
    let hash = blake3::hash(occurrence.id.as_bytes());
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&hash.as_bytes()[..8]);
    u64::from_be_bytes(bytes) >> 4
}

fn event(one: &Coded) -> Vec<String> {
    let o = one.occurrence;
    let root = cameo::root(&one.code);
    let day = one.date.replace('-', "");
    let headers: Vec<_> = one.statements.iter().map(|s| &s.header).collect();
    let documents: BTreeSet<_> = headers.iter().map(|h| h.key).collect();
    let outlets: BTreeSet<_> = headers.iter().filter_map(|h| h.publisher.as_deref()).collect();
    let mut cells = vec![
        number(o).to_string(),
        day.clone(),
        day[..6].to_owned(),
        day[..4].to_owned(),
        fraction(&one.date),
    ];
    cells.extend(party(o.actors.first()));
    cells.extend(party(o.recipients.first()));
    let leads = one
        .statements
        .iter()
        .any(|s| s.claim.sentence.number == 0 || s.claim.sentence.heading);
    cells.extend([
        u8::from(leads).to_string(),
        one.code.clone(),
        one.code.get(..3).unwrap_or(&one.code).to_owned(),
        root.to_owned(),
        quad(root).to_string(),
        format!("{:.1}", cameo::goldstein(&one.code)),
        one.statements.len().to_string(),
        outlets.len().max(1).to_string(),
        documents.len().to_string(),
        "0".to_owned(),
    ]);
    // The places are those of the action; where the actors are at home is no place of the event.
    cells.extend(place(None));
    cells.extend(place(None));
    cells.extend(place(o.places.first()));
    let published = headers.iter().filter_map(|h| h.published).min();
    let added = published.map_or(day, |d| d.to_string().replace('-', ""));
    cells.push(format!("{added}000000"));
    cells.push(or_empty(headers.iter().find_map(|h| h.url.clone())));
    cells
}

/// Year and the part of it that has passed, as GDELT reckons it.
fn fraction(date: &str) -> String {
    let Ok(date) = date.parse::<Date>() else {
        return String::new();
    };
    let passed = f64::from(i32::from(date.month()) * 30 + i32::from(date.day())) / 365.0;
    format!("{:.4}", f64::from(date.year()) + passed)
}

/// Code, name, country, four groups that we do not code, three types.
fn party(party: Option<&PartyRecord>) -> [String; 10] {
    let mut cells: [String; 10] = Default::default();
    if let Some(party) = party {
        cells[0] = party.code.clone().unwrap_or_default();
        cells[1] = party.name.to_uppercase();
        cells[2] = party.country.clone().unwrap_or_default();
        for (cell, sector) in cells[7..].iter_mut().zip(&party.sector) {
            cell.clone_from(sector);
        }
    }
    cells
}

/// Type, full name, country, two districts, latitude, longitude, key.
fn place(place: Option<&WhereRecord>) -> [String; 8] {
    let mut cells: [String; 8] = Default::default();
    cells[0] = "0".to_owned();
    if let Some(p) = place {
        let kind = match p.feature.as_str() {
            feature if feature.starts_with("A.PCL") => "1",
            feature if feature.starts_with("A.") => "5",
            _ => "4",
        };
        cells[0] = kind.to_owned();
        cells[1] = match &p.country {
            Some(country) => format!("{}, {country}", p.name),
            None => p.name.clone(),
        };
        cells[5] = p.lat.to_string();
        cells[6] = p.lon.to_string();
        cells[7] = or_empty(p.geonames_id);
    }
    cells
}

/// GDELT's classes: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
fn quad(root: &str) -> u8 {
    match root {
        "01" | "02" | "03" | "04" | "05" => 1,
        "06" | "07" | "08" => 2,
        "09" | "10" | "11" | "12" | "13" | "14" => 3,
        _ => 4,
    }
}

fn mention(one: &Coded, found: &Found) -> Vec<String> {
    let header = &found.header;
    let time = |date: &str| format!("{}000000", date.replace('-', ""));
    let offset =
        |actors: &[crate::report::Actor]| actors.first().map_or("-1".to_owned(), |a| a.start.to_string());
    let published = header.published.map_or(one.date.clone(), |d| d.to_string());
    vec![
        number(one.occurrence).to_string(),
        time(&one.date),
        time(&published),
        // 1 is a page on the web, 2 what is known by its citation alone.
        if header.url.is_some() { "1" } else { "2" }.to_owned(),
        or_empty(header.publisher.clone()),
        header.url.clone().unwrap_or_else(|| header.name.to_string()),
        (found.claim.sentence.number + 1).to_string(),
        offset(found.claim.actors()),
        offset(found.claim.recipients()),
        found.claim.trigger.start.to_string(),
        "1".to_owned(),
        format!("{:.0}", (found.claim.score * 10.0).round() * 10.0),
        found.characters.to_string(),
        "0".to_owned(),
        String::new(),
        String::new(),
    ]
}
