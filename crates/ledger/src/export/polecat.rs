//! POLECAT: 40 columns with tabs and a header, a statement a row. PLOVER's auxiliary modes and negation stand among the contexts, as its manual
//! advises, so that what is denied or only planned can be told from what happened.

use super::{Exported, list, or_empty, row};
use crate::report::{Actor, Claim, What};
use crate::{Error, Filter, Found, Ledger};
use sayso_model::statement::PlaceRole;
use std::io::Write;

/// The header.
pub const HEADER: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

pub fn write(
    ledger: &mut Ledger,
    filter: &Filter,
    program: &str,
    to: &mut dyn Write,
) -> Result<Exported, Error> {
    row(to, &HEADER.map(str::to_owned))?;
    let mut done = Exported::default();
    ledger.statements(filter, |found| {
        let cells = cells(found, program);
        done.count(cells.is_some());
        cells.map_or(Ok(()), |cells| row(to, &cells))
    })?;
    Ok(done)
}

fn cells(found: &Found, program: &str) -> Option<Vec<String>> {
    let claim = &found.claim;
    let What::Event {
        event,
        mode,
        quad,
        intensity,
        actors,
        recipients,
        ..
    } = &claim.what
    else {
        return None;
    };
    let (first, _) = claim.days(found.header.published);
    let place = claim
        .places
        .iter()
        .find(|p| p.role == PlaceRole::Location)
        .or(claim.places.first());
    let city = place.filter(|p| p.feature.starts_with("P."));
    let named = |kind: &str| {
        let all = actors.iter().chain(recipients).filter(|a| a.kind == kind);
        list(all.map(|a| a.name.as_str()), ';')
    };
    let mut cells = vec![
        claim.id.clone(),
        or_empty(first),
        event.name().to_owned(),
        mode.clone().unwrap_or_default(),
        intensity.to_string(),
        quad.to_string(),
        contexts(claim).join(";"),
    ];
    cells.extend(party(actors));
    cells.extend(party(recipients));
    cells.extend([
        or_empty(place.map(|p| p.name.clone())),
        or_empty(city.map(|p| p.name.clone())),
        String::new(),
        or_empty(place.filter(|p| p.feature == "A.ADM1").map(|p| p.name.clone())),
        or_empty(place.and_then(|p| p.country.clone())),
        or_empty(place.map(|p| p.lat)),
        or_empty(place.map(|p| p.lon)),
        or_empty(place.and_then(|p| p.geonames_id)),
        or_empty(place.map(|p| p.text.clone())),
        or_empty(place.map(|p| p.feature.clone())),
        or_empty(found.header.publisher.clone()),
        or_empty(found.header.published),
        named("PER"),
        named("ORG"),
        list(claim.places.iter().map(|p| p.name.as_str()), ';'),
        "English".to_owned(),
        program.to_owned(),
    ]);
    Some(cells)
}

/// Contexts and auxiliary modes; `negation` also where the source denies it.
pub fn contexts(claim: &Claim) -> Vec<String> {
    let mut all = match &claim.what {
        What::Event { contexts, .. } => contexts.clone(),
        What::Fact { .. } => Vec::new(),
    };
    let mut auxiliary = claim.auxiliary;
    auxiliary.negation |= claim.factuality.negative();
    all.extend(auxiliary.names().into_iter().map(str::to_owned));
    all
}

/// Name, country, COW number (which we have not), primary sector, sectors, title, words of the text, Wikipedia (which we have not).
fn party(all: &[Actor]) -> [String; 8] {
    let of = |part: fn(&Actor) -> &str| list(all.iter().map(part), ';');
    let mut sectors: Vec<&str> = Vec::new();
    for sector in all.iter().flat_map(|a| &a.sectors) {
        if !sectors.contains(&sector.as_str()) {
            sectors.push(sector);
        }
    }
    [
        of(|a| &a.name),
        of(|a| a.country.as_deref().unwrap_or_default()),
        String::new(),
        sectors.first().copied().unwrap_or_default().to_owned(),
        sectors.join(";"),
        String::new(),
        of(|a| &a.text),
        String::new(),
    ]
}
