//! What was asked: parameters as they are read, and what is wrong with them.

mod table;

pub use table::*;

use crate::answer::Failure;
use jiff::civil::Date;
use sayso::ledger::{Filter, Stance, Status};
use sayso::model::EventType;
use sayso::model::statement::Relation;

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
