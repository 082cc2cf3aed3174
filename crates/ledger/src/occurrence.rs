//! What linking makes of claims: occurrences, with the origins of what is claimed about them.

use crate::report::{Actor, ClaimKey, DocumentKey, Place, Quantity};
use jiff::civil::Date;
use sayso_model::statement::Relation;
use sayso_model::{EventType, Interval};

/// How an occurrence stands after all that is claimed about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// One independent origin says that it is so.
    SingleSource,
    /// Several do.
    Corroborated,
    /// Some say that it is so, some that it is not.
    Disputed,
    /// All that speak of it say that it is not so.
    Denied,
    /// Whoever said so took it back.
    Retracted,
    /// It is announced, expected or demanded, and not said to have come.
    Planned,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::SingleSource,
        Self::Corroborated,
        Self::Disputed,
        Self::Denied,
        Self::Retracted,
        Self::Planned,
    ];

    /// The name in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::SingleSource => "single-source",
            Self::Corroborated => "corroborated",
            Self::Disputed => "disputed",
            Self::Denied => "denied",
            Self::Retracted => "retracted",
            Self::Planned => "planned",
        }
    }

    /// The status of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }
}

/// What an origin does about an occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// Says that it is so.
    Affirms,
    /// Says that it will or should be so.
    Plans,
    /// Says that it is not so.
    Denies,
    /// Takes back what it said.
    Retracts,
}

impl Stance {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Affirms, Self::Plans, Self::Denies, Self::Retracts];

    /// The name in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Affirms => "affirms",
            Self::Plans => "plans",
            Self::Denies => "denies",
            Self::Retracts => "retracts",
        }
    }
}

/// Who a claim comes from, however many reports repeat it.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// Its name; never empty.
    pub source: String,
    /// Country and primary sector in one, where it is known.
    pub code: Option<String>,
    /// What it does.
    pub stance: Stance,
    /// The documents that carry it.
    pub documents: Vec<DocumentKey>,
    /// False for one that rests on another of the same occurrence.
    pub independent: bool,
}

/// The range of what is counted about an occurrence.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// The figures given, in the order of the claims.
    pub given: Vec<Quantity>,
    /// Lemma of what is counted.
    pub of: Option<String>,
    /// In what.
    pub unit: Option<String>,
    /// The lowest figure.
    pub low: f64,
    /// The highest figure.
    pub high: f64,
}

/// The same happening or fact across reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Occurrence {
    /// The same for the same claims.
    pub id: String,
    /// How it stands.
    pub status: Status,
    /// PLOVER type; `None` for a fact.
    pub event: Option<EventType>,
    /// The relation; `None` for an event.
    pub relation: Option<Relation>,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER quad, 1 to 4.
    pub quad: Option<u8>,
    /// PLOVER conflict-cooperation score, -10 to 10.
    pub intensity: Option<f64>,
    /// Who does it.
    pub actors: Vec<Actor>,
    /// To whom.
    pub recipients: Vec<Actor>,
    /// Where.
    pub places: Vec<Place>,
    /// When.
    pub time: Interval,
    /// What is counted.
    pub numbers: Vec<Number>,
    /// The first day on which a report of it was published.
    pub first_published: Option<Date>,
    /// The last one.
    pub last_published: Option<Date>,
    /// The claims about it, in the order of the reports.
    pub claims: Vec<ClaimKey>,
    /// Who says what about it.
    pub origins: Vec<Origin>,
}
