//! What may be asked: the parameters of all paths, how they are read, and what is wrong with them.

use crate::answer::Failure;
use jiff::civil::Date;
use sayso::ledger::{Filter, Stance, Status};
use sayso::model::EventType;
use sayso::model::statement::{Factuality, Relation};
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

/// What was asked, checked.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    values: Vec<(&'static str, String)>,
}

impl Asked {
    /// Reads what stands behind the question mark.
    ///
    /// # Errors
    /// When a parameter is unknown, comes twice, or has a value that it cannot have.
    pub fn read(query: Option<&str>, known: &[&[Param]]) -> Result<Self, Failure> {
        let mut asked = Self::default();
        for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            let param = known.iter().copied().flatten().find(|p| p.name == name);
            let param = param.ok_or_else(|| unknown(&name, known))?;
            if value.is_empty() {
                continue;
            }
            if asked.text(param.name).is_some() {
                return Err(Failure::Call(format!(
                    "`{}` is given twice: once is enough",
                    param.name
                )));
            }
            check(param, &value)?;
            asked.values.push((param.name, value.into_owned()));
        }
        Ok(asked)
    }

    /// A value as it is.
    pub fn text(&self, name: &str) -> Option<&str> {
        let found = self.values.iter().find(|(n, _)| *n == name);
        found.map(|(_, value)| value.as_str())
    }

    /// A value, for others to keep.
    pub fn owned(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    /// A day; it was checked before.
    pub fn day(&self, name: &str) -> Option<Date> {
        self.text(name).and_then(|t| t.parse().ok())
    }

    /// A number; it was checked before.
    pub fn number(&self, name: &str) -> Option<u64> {
        self.text(name).and_then(|t| t.parse().ok())
    }

    /// Whether it is so.
    pub fn flag(&self, name: &str) -> bool {
        self.text(name) == Some("true")
    }

    /// The filter, without its limits.
    pub fn filter(&self) -> Filter {
        let list = |name: &str| -> Vec<String> {
            let parts = self.text(name).unwrap_or_default().split(',');
            parts.filter(|p| !p.is_empty()).map(str::to_owned).collect()
        };
        Filter {
            actor: self.owned("actor"),
            recipient: self.owned("recipient"),
            source: self.owned("source"),
            country: self.owned("country"),
            r#type: self.owned("type"),
            quad: self.number("quad").and_then(|q| q.try_into().ok()),
            factuality: list("factuality"),
            place: self.owned("place"),
            from: self.day("from"),
            to: self.day("to"),
            text: self.owned("text"),
            status: list("status")
                .iter()
                .filter_map(|s| Status::from_name(s))
                .collect(),
            outlet: self.owned("outlet"),
            origin: self.owned("origin"),
            stance: (Stance::ALL.into_iter())
                .filter(|s| list("stance").iter().any(|name| name == s.name()))
                .collect(),
            kind: self.owned("kind"),
            as_of: self.day("as_of"),
            limit: None,
            offset: 0,
        }
    }

    /// How many are asked for, and from which on.
    pub fn page(&self) -> (u64, u64) {
        (
            self.number("limit").unwrap_or(50),
            self.number("offset").unwrap_or(0),
        )
    }

    /// The same in one form, whatever the order in which it was asked: what answers are kept by.
    pub fn key(&self, path: &str) -> String {
        let mut values = self.values.clone();
        values.sort();
        format!("{path}?{}", written(values.iter().map(|(n, v)| (*n, v.as_str()))))
    }

    /// The path of the next page.
    pub fn next(&self, path: &str) -> String {
        let (limit, offset) = self.page();
        let offset = (offset + limit).to_string();
        let values = self.values.iter().filter(|(name, _)| *name != "offset");
        let values = values.map(|(n, v)| (*n, v.as_str()));
        format!("{path}?{}", written(values.chain([("offset", offset.as_str())])))
    }
}

fn written<'a>(values: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut to = form_urlencoded::Serializer::new(String::new());
    to.extend_pairs(values);
    to.finish()
}

fn unknown(name: &str, known: &[&[Param]]) -> Failure {
    let names: Vec<&str> = known.iter().copied().flatten().map(|p| p.name).collect();
    let name: String = name.chars().take(50).collect();
    Failure::Call(if names.is_empty() {
        format!("`{name}` is no parameter: this path takes none")
    } else {
        format!("`{name}` is no parameter: there are {}", names.join(", "))
    })
}

fn check(param: &Param, value: &str) -> Result<(), Failure> {
    let name = param.name;
    let wrong = |what: String| Err(Failure::Call(format!("`{name}`: {what}")));
    if value.chars().count() > LONGEST {
        return wrong(format!("at most {LONGEST} characters"));
    }
    if value.chars().any(char::is_control) {
        return wrong("no control characters".to_owned());
    }
    let all_of = |names: &[&str]| {
        let fits = value
            .split(',')
            .all(|part| part.is_empty() || names.contains(&part));
        if fits {
            Ok(())
        } else {
            wrong(format!("one of {}", names.join(", ")))
        }
    };
    match param.kind {
        Kind::Text if name == "type" => known_type(value).map_or(Ok(()), wrong),
        Kind::Text if name == "country" => {
            let code = value.len() == 3 && value.bytes().all(|b| b.is_ascii_alphanumeric());
            if code {
                Ok(())
            } else {
                wrong("a code of three letters, as MLI or IGO".to_owned())
            }
        }
        Kind::Text if name != "title" && !value.chars().any(char::is_alphanumeric) => {
            wrong("some letters or digits".to_owned())
        }
        Kind::Text => Ok(()),
        Kind::Day => {
            let whole = value.len() == 10 && value.bytes().filter(|b| *b == b'-').count() == 2;
            if whole && value.parse::<Date>().is_ok() {
                Ok(())
            } else {
                wrong("a day of the calendar as 2024-10-28".to_owned())
            }
        }
        Kind::Number(least, most, _) => {
            let digits = value.bytes().all(|b| b.is_ascii_digit());
            let number = value.parse::<u64>().ok().filter(|_| digits);
            match number {
                Some(number) if (least..=most).contains(&number) => Ok(()),
                _ => wrong(format!("a number from {least} to {most}")),
            }
        }
        Kind::One(names) if !names.contains(&value) => wrong(format!("one of {}", names.join(", "))),
        Kind::One(_) => Ok(()),
        Kind::Some(names) => all_of(&names()),
        Kind::Flag if value != "true" && value != "false" => wrong("true or false".to_owned()),
        Kind::Flag => Ok(()),
    }
}

/// What is wrong with the name of a type.
fn known_type(value: &str) -> Option<String> {
    let name = value.split_once('-').map_or(value, |(name, _)| name);
    let known = EventType::from_name(&name.to_uppercase()).is_some()
        || Relation::from_name(&name.to_lowercase()).is_some();
    if known {
        return None;
    }
    let mut names: Vec<&str> = EventType::ALL.iter().map(|t| t.name()).collect();
    names.extend(Relation::ALL.iter().map(|r| r.name()));
    Some(format!(
        "one of {}, perhaps with a mode behind a hyphen",
        names.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(query: &str) -> String {
        match Asked::read(Some(query), &[FILTER, PAGE]) {
            Err(Failure::Call(why)) => why,
            other => panic!("{query}: {other:?}"),
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        let cases = [
            ("colour=red", "`colour` is no parameter: there are actor"),
            ("limit=0", "`limit`: a number from 1 to 200"),
            ("limit=+5", "`limit`: a number from 1 to 200"),
            ("limit=5&limit=6", "`limit` is given twice"),
            ("from=2024-02-30", "`from`: a day of the calendar"),
            ("type=WAR", "`type`: one of"),
            ("country=%27%3B--", "`country`: a code of three letters"),
            ("status=corroborated,true", "`status`: one of single-source"),
            ("actor=%00", "`actor`: no control characters"),
            ("place=%25%5F", "`place`: some letters or digits"),
            ("quad=5", "`quad`: a number from 1 to 4"),
        ];
        for (query, expected) in cases {
            assert!(error(query).starts_with(expected), "{query}: {}", error(query));
        }
    }

    #[test]
    fn what_is_right_is_read() {
        let query = "factuality=CT%2B,PR%2B&type=assault-Aerial&offset=50&actor=&to=2024-10-28";
        let asked = Asked::read(Some(query), &[FILTER, PAGE]).unwrap();
        let filter = asked.filter();
        assert_eq!(filter.factuality, ["CT+", "PR+"]);
        assert_eq!((filter.actor, filter.to.unwrap().day()), (None, 28));
        assert_eq!(asked.page(), (50, 50));
        assert!(
            asked
                .next("/api/occurrences")
                .ends_with("to=2024-10-28&offset=100")
        );
        let turned = "to=2024-10-28&type=assault-Aerial&offset=50&factuality=CT%2B,PR%2B";
        let turned = Asked::read(Some(turned), &[FILTER, PAGE]).unwrap();
        assert_eq!(asked.key("/"), turned.key("/"));
    }
}
