//! PLOVER 2.0 as data: event types, modes, contexts, sectors, intensities, and CAMEO's codes beside them.
//!
//! Source: PLOVER manual 2.0; the tables are `data/plover.toml` and `data/cameo.tsv` of this crate.

use serde::Deserialize;
use std::collections::BTreeMap;

/// A PLOVER 2.0 event type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum EventType {
    Agree,
    Consult,
    Support,
    Concede,
    Cooperate,
    Aid,
    Retreat,
    Request,
    Accuse,
    Reject,
    Threaten,
    Protest,
    Sanction,
    Mobilize,
    Coerce,
    Assault,
}

impl EventType {
    /// All of them, from cooperation to conflict.
    pub const ALL: [EventType; 16] = [
        Self::Agree,
        Self::Consult,
        Self::Support,
        Self::Concede,
        Self::Cooperate,
        Self::Aid,
        Self::Retreat,
        Self::Request,
        Self::Accuse,
        Self::Reject,
        Self::Threaten,
        Self::Protest,
        Self::Sanction,
        Self::Mobilize,
        Self::Coerce,
        Self::Assault,
    ];

    /// PLOVER's name.
    ///
    /// ```
    /// assert_eq!(sayso_model::EventType::Mobilize.name(), "MOBILIZE");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Self::Agree => "AGREE",
            Self::Consult => "CONSULT",
            Self::Support => "SUPPORT",
            Self::Concede => "CONCEDE",
            Self::Cooperate => "COOPERATE",
            Self::Aid => "AID",
            Self::Retreat => "RETREAT",
            Self::Request => "REQUEST",
            Self::Accuse => "ACCUSE",
            Self::Reject => "REJECT",
            Self::Threaten => "THREATEN",
            Self::Protest => "PROTEST",
            Self::Sanction => "SANCTION",
            Self::Mobilize => "MOBILIZE",
            Self::Coerce => "COERCE",
            Self::Assault => "ASSAULT",
        }
    }

    /// The type of a name, `None` for an unknown one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.name() == name)
    }
}

/// PLOVER's four quadrants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quad {
    /// 1
    VerbalCooperation,
    /// 2
    MaterialCooperation,
    /// 3
    VerbalConflict,
    /// 4
    MaterialConflict,
}

impl Quad {
    /// 1 to 4.
    pub fn number(self) -> u8 {
        match self {
            Self::VerbalCooperation => 1,
            Self::MaterialCooperation => 2,
            Self::VerbalConflict => 3,
            Self::MaterialConflict => 4,
        }
    }
}

#[derive(Deserialize)]
struct Table {
    #[serde(rename = "type")]
    types: Vec<TypeEntry>,
    context: Vec<Named>,
    sector: Vec<Coded>,
    nonstate: Vec<Coded>,
}

/// What the ontology says of one event type.
#[derive(Clone, Debug, Deserialize)]
pub struct TypeEntry {
    /// PLOVER's name.
    pub name: String,
    quad: u8,
    /// Conflict-cooperation score, -10 to 10.
    pub intensity: f64,
    /// Whether a record needs a recipient.
    pub requires_recipient: bool,
    /// One sentence.
    pub definition: String,
    /// Its modes.
    #[serde(default, rename = "mode")]
    pub modes: Vec<ModeEntry>,
}

/// A mode of an event type.
#[derive(Clone, Debug, Deserialize)]
pub struct ModeEntry {
    /// PLOVER's name.
    pub name: String,
    /// Conflict-cooperation score; absent where PLOVER gives none.
    pub intensity: Option<f64>,
    /// One sentence.
    pub definition: String,
}

/// A context and what it means.
#[derive(Clone, Debug, Deserialize)]
pub struct Named {
    /// PLOVER's name.
    pub name: String,
    /// One sentence.
    pub definition: String,
}

/// A sector or non-state code and what it means.
#[derive(Clone, Debug, Deserialize)]
pub struct Coded {
    /// Three letters.
    pub code: String,
    /// One sentence.
    pub definition: String,
}

/// One line of the CAMEO table.
#[derive(Clone, Debug)]
pub struct Cameo {
    /// The event type that the code becomes.
    pub event: EventType,
    /// Its mode.
    pub mode: Option<String>,
    /// Its contexts.
    pub contexts: Vec<String>,
    /// The code in words.
    pub label: String,
}

/// The whole ontology.
#[derive(Clone, Debug)]
pub struct Ontology {
    types: Vec<TypeEntry>,
    /// The 37 contexts.
    pub contexts: Vec<Named>,
    /// The sectors.
    pub sectors: Vec<Coded>,
    /// Codes of actors that belong to no country.
    pub nonstate: Vec<Coded>,
    /// CAMEO's codes.
    pub cameo: BTreeMap<String, Cameo>,
}

impl Ontology {
    /// PLOVER 2.0 as this version of sayso has it.
    pub fn plover() -> Self {
        let table: Table =
            toml::from_str(include_str!("../data/plover.toml")).expect("plover.toml is checked by a test");
        let rows = include_str!("../data/cameo.tsv")
            .lines()
            .filter(|l| !l.starts_with('#'))
            .skip(1);
        let cameo = rows.filter_map(cameo_row).collect();
        Self {
            types: table.types,
            contexts: table.context,
            sectors: table.sector,
            nonstate: table.nonstate,
            cameo,
        }
    }

    /// What is known of a type.
    pub fn entry(&self, event: EventType) -> &TypeEntry {
        self.types
            .iter()
            .find(|t| t.name == event.name())
            .expect("plover.toml has all types, checked by a test")
    }

    /// The quadrant of a type.
    pub fn quad(&self, event: EventType) -> Quad {
        match self.entry(event).quad {
            1 => Quad::VerbalCooperation,
            2 => Quad::MaterialCooperation,
            3 => Quad::VerbalConflict,
            _ => Quad::MaterialConflict,
        }
    }

    /// The conflict-cooperation score of a type in a mode, -10 to 10; the type's where the mode has none.
    pub fn intensity(&self, event: EventType, mode: Option<&str>) -> f64 {
        let entry = self.entry(event);
        let of_mode = mode
            .and_then(|m| entry.modes.iter().find(|e| e.name == m))
            .and_then(|m| m.intensity);
        of_mode.unwrap_or(entry.intensity)
    }

    /// Whether a type has a mode.
    pub fn has_mode(&self, event: EventType, mode: &str) -> bool {
        self.entry(event).modes.iter().any(|m| m.name == mode)
    }
}

fn cameo_row(line: &str) -> Option<(String, Cameo)> {
    let mut columns = line.split('\t');
    let code = columns.next()?.to_owned();
    let event = EventType::from_name(columns.next()?)?;
    let mode = columns.next().filter(|m| !m.is_empty()).map(str::to_owned);
    let contexts = columns
        .next()?
        .split('|')
        .filter(|c| !c.is_empty())
        .map(str::to_owned)
        .collect();
    Some((
        code,
        Cameo {
            event,
            mode,
            contexts,
            label: columns.next().unwrap_or_default().to_owned(),
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        let ontology = Ontology::plover();
        for event in EventType::ALL {
            let entry = ontology.entry(event);
            assert!((1..=4).contains(&entry.quad), "{}", entry.name);
            let signs = matches!(
                ontology.quad(event),
                Quad::VerbalConflict | Quad::MaterialConflict
            );
            assert_eq!(entry.intensity <= 0.0, signs, "{}", entry.name);
        }
        assert_eq!(ontology.contexts.len(), 37);
        assert!(ontology.cameo.len() > 200);
        for (code, row) in &ontology.cameo {
            if let Some(mode) = &row.mode {
                assert!(ontology.has_mode(row.event, mode), "{code}: {mode}");
            }
            for context in &row.contexts {
                assert!(
                    ontology.contexts.iter().any(|c| c.name == *context),
                    "{code}: {context}"
                );
            }
        }
    }
}
