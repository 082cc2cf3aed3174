//! Occurrences and series as CSV (RFC 4180).

use sayso::ledger::records::{OccurrenceRecord, PartyRecord, SeriesRecord};

/// The columns of an occurrence. Lists have `|` between their parts.
pub const OCCURRENCE: [&str; 22] = [
    "id",
    "status",
    "kind",
    "type",
    "mode",
    "quad",
    "intensity",
    "actors",
    "actor_codes",
    "recipients",
    "recipient_codes",
    "places",
    "place_countries",
    "start",
    "end",
    "first_published",
    "last_published",
    "independent",
    "sources",
    "stances",
    "documents",
    "statements",
];

/// A row of cells.
pub fn row(cells: impl IntoIterator<Item = String>) -> String {
    let quoted = |cell: String| {
        if cell.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell
        }
    };
    let cells: Vec<String> = cells.into_iter().map(quoted).collect();
    cells.join(",") + "\n"
}

/// The row of an occurrence.
pub fn occurrence(o: &OccurrenceRecord) -> String {
    let names = |all: &[PartyRecord]| list(all.iter().map(|p| p.name.clone()));
    let codes = |all: &[PartyRecord]| list(all.iter().map(|p| p.code.clone().unwrap_or_default()));
    let mut documents: Vec<String> = o.statements.iter().map(|s| s.document.to_string()).collect();
    documents.sort();
    documents.dedup();
    row([
        o.id.clone(),
        o.status.clone(),
        o.kind.clone(),
        maybe(o.r#type.as_ref().or(o.relation.as_ref())),
        maybe(o.mode.as_ref()),
        maybe(o.quad),
        maybe(o.intensity),
        names(&o.actors),
        codes(&o.actors),
        names(&o.recipients),
        codes(&o.recipients),
        list(o.places.iter().map(|p| p.name.clone())),
        list(o.places.iter().map(|p| p.country.clone().unwrap_or_default())),
        maybe(o.time.start.as_ref()),
        maybe(o.time.end.as_ref()),
        maybe(o.first_published.as_ref()),
        maybe(o.last_published.as_ref()),
        o.independent.to_string(),
        list(o.origins.iter().map(|origin| origin.source.clone())),
        list(o.origins.iter().map(|origin| origin.stance.clone())),
        list(documents),
        list(o.statements.iter().map(|s| s.id.clone())),
    ])
}

/// A table of months with a header.
pub fn series(all: &[SeriesRecord]) -> String {
    let header = [
        "actor_country",
        "recipient_country",
        "type",
        "quad",
        "month",
        "asserted",
        "corroborated",
        "contested",
        "planned",
        "asserted_intensity",
        "corroborated_intensity",
        "contested_intensity",
        "planned_intensity",
        "change_before",
        "change_after",
    ];
    let mut text = row(header.map(str::to_owned));
    for s in all {
        text += &row([
            maybe(s.actor_country.as_ref()),
            maybe(s.recipient_country.as_ref()),
            s.r#type.clone(),
            maybe(s.quad),
            s.month.clone(),
            s.asserted.to_string(),
            s.corroborated.to_string(),
            s.contested.to_string(),
            s.planned.to_string(),
            s.asserted_intensity.to_string(),
            s.corroborated_intensity.to_string(),
            s.contested_intensity.to_string(),
            s.planned_intensity.to_string(),
            maybe(s.change.as_ref().map(|c| c.before)),
            maybe(s.change.as_ref().map(|c| c.after)),
        ]);
    }
    text
}

fn maybe<T: ToString>(value: Option<T>) -> String {
    value.map_or(String::new(), |v| v.to_string())
}

fn list(parts: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> = parts.into_iter().map(|p| p.replace('|', "/")).collect();
    parts.join("|")
}
