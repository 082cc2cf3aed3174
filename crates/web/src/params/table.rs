//! The parameters of all paths: what calls are checked by, and what the description is made of.

use sayso::ledger::Stance;
use sayso::model::statement::Factuality;
use serde_json::{Value, json};

/// A parameter.
#[derive(Clone, Copy)]
pub struct Param {
    /// Its name.
    pub name: &'static str,
    /// What it says.
    pub about: &'static str,
    /// What its value looks like.
    pub kind: Kind,
}

/// What a value looks like.
#[derive(Clone, Copy)]
pub enum Kind {
    /// Words.
    Text,
    /// A day of the calendar.
    Day,
    /// A number in a range, and what it is where it is not given.
    Number(u64, u64, Option<u64>),
    /// One of a few words.
    One(&'static [&'static str]),
    /// Some of a few words, with commas between.
    Some(fn() -> Vec<&'static str>),
    /// `true` or `false`.
    Flag,
}

const fn text(name: &'static str, about: &'static str) -> Param {
    Param {
        name,
        about,
        kind: Kind::Text,
    }
}

const fn day(name: &'static str, about: &'static str) -> Param {
    Param {
        name,
        about,
        kind: Kind::Day,
    }
}

/// The fields of a filter.
pub const FILTER: &[Param] = &[
    text(
        "actor",
        "Who acts: the beginning of a code (RUS, RUSMIL), else words of a name; behind = the whole name or the key",
    ),
    text("recipient", "On whom; as actor"),
    text(
        "source",
        "Who says so, anywhere in the chain of sources; as actor",
    ),
    text(
        "country",
        "Country of an actor, a recipient or a place, as a code (MLI)",
    ),
    text(
        "type",
        "PLOVER type, perhaps with a mode (ASSAULT, ASSAULT-aerial), or relation (headed_by)",
    ),
    Param {
        name: "quad",
        about: "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict",
        kind: Kind::Number(1, 4, None),
    },
    Param {
        name: "factuality",
        about: "How sure the source is; several with commas",
        kind: Kind::Some(factualities),
    },
    text("place", "Words of a place's name, or a country's code"),
    day("from", "Not before this day"),
    day("to", "Not after this day"),
    text(
        "text",
        "Words of the sentence or the title; \"in quotation marks\" they follow each other, with* is a beginning",
    ),
    Param {
        name: "status",
        about: "How the occurrence stands; several with commas",
        kind: Kind::Some(crate::state::statuses),
    },
    text("outlet", "The name of the outlet that published it, exactly"),
    text("origin", "The name of one of its origins (/api/sources), exactly"),
    Param {
        name: "stance",
        about: "What that origin does, or any where none is named; several with commas",
        kind: Kind::Some(stances),
    },
    Param {
        name: "kind",
        about: "Events or facts",
        kind: Kind::One(&["event", "fact"]),
    },
    day("as_of", "What was known on this day; slow on large ledgers"),
];

/// The part of a list.
pub const PAGE: &[Param] = &[
    Param {
        name: "limit",
        about: "At most so many",
        kind: Kind::Number(1, 200, Some(50)),
    },
    Param {
        name: "offset",
        about: "Not the first so many",
        kind: Kind::Number(0, 100_000, Some(0)),
    },
];

/// Whether occurrences come with a sentence.
pub const LEAD: &[Param] = &[Param {
    name: "lead",
    about: "With a sentence of each occurrence",
    kind: Kind::Flag,
}];
/// What is counted together in series.
pub const SERIES: &[Param] = &[
    Param {
        name: "by",
        about: "What is counted together",
        kind: Kind::One(&["pair", "type", "quad", "total"]),
    },
    Param {
        name: "both",
        about: "Both directions between actor and recipient, together",
        kind: Kind::Flag,
    },
];
/// Which documents.
pub const DOCUMENTS: &[Param] = &[
    text("text", "Words of the title"),
    text("publisher", "The name of the outlet"),
    day("from", "Not published before this day"),
    day("to", "Not published after this day"),
];
/// What is known of a text that is to be read.
pub const READ: &[Param] = &[
    day("date", "Day of publication, where the text does not say it"),
    text("publisher", "Name of the outlet, where the text does not say it"),
    text("title", "Headline"),
    Param {
        name: "plain",
        about: "Never as HTML: the text comes back as it was sent",
        kind: Kind::Flag,
    },
];
/// Which actors or sources.
pub const NAMED: &[Param] = &[text("text", "Beginnings of words of the name, or of the code")];
/// How far facts are followed.
pub const DEPTH: &[Param] = &[Param {
    name: "depth",
    about: "How many steps facts are followed",
    kind: Kind::Number(1, 3, Some(2)),
}];
/// The formats of exports.
pub const FORMATS: &[&str] = &[
    "csv",
    "geojson",
    "jsonld",
    "parquet",
    "plover-jsonl",
    "polecat-tsv",
    "phoenix-tsv",
    "gdelt-tsv",
    "occurrences-jsonl",
    "statements-jsonl",
];
/// What an export is of.
pub const EXPORT: &[Param] = &[
    Param {
        name: "as",
        about: "The format",
        kind: Kind::One(FORMATS),
    },
    Param {
        name: "limit",
        about: "At most so many",
        kind: Kind::Number(1, 1_000_000_000, None),
    },
];

fn stances() -> Vec<&'static str> {
    Stance::ALL.iter().map(|s| s.name()).collect()
}

fn factualities() -> Vec<&'static str> {
    Factuality::ALL.iter().map(|f| f.name()).collect()
}

impl Kind {
    /// As a JSON Schema.
    pub fn schema(self) -> Value {
        match self {
            Self::Text => json!({"type": "string", "minLength": 1, "maxLength": LONGEST}),
            Self::Day => json!({"type": "string", "format": "date"}),
            Self::Number(least, most, None) => json!({"type": "integer", "minimum": least, "maximum": most}),
            Self::Number(least, most, Some(usual)) => {
                json!({"type": "integer", "minimum": least, "maximum": most, "default": usual})
            }
            Self::One(names) => json!({"type": "string", "enum": names}),
            Self::Some(names) => json!({"type": "array", "items": {"type": "string", "enum": names()}}),
            Self::Flag => json!({"type": "boolean", "default": false}),
        }
    }
}

/// Characters of a value, at most.
pub const LONGEST: usize = 500;
