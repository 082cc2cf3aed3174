//! Matches of the patterns and what they are turned into.

use super::calendar::Unit;
use super::meaning::{Count, Meaning, Parts, Which, Year};
use crate::lexical::numbers;
use regex::Captures;

/// What a pattern makes of a match.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Hit {
    pub(super) meaning: Meaning,
    /// The time of day, as TIMEX3 writes it after the date.
    pub(super) clock: Option<String>,
    /// Counts only beside another expression or after words like `the end of`.
    pub(super) soft: bool,
}

impl From<Meaning> for Hit {
    fn from(meaning: Meaning) -> Self {
        Self {
            meaning,
            clock: None,
            soft: false,
        }
    }
}

impl From<Parts> for Hit {
    fn from(parts: Parts) -> Self {
        Meaning::Date(parts).into()
    }
}

/// A match and what stands around it in its paragraph.
pub(super) struct Match<'t> {
    captures: Captures<'t>,
    pub(super) before: &'t str,
    pub(super) after: &'t str,
}

impl<'t> Match<'t> {
    pub(super) fn new(captures: Captures<'t>, text: &'t str) -> Self {
        let all = captures.get_match();
        Self {
            before: &text[..all.start()],
            after: &text[all.end()..],
            captures,
        }
    }

    pub(super) fn all(&self) -> &'t str {
        self.captures.get_match().as_str()
    }

    pub(super) fn get(&self, name: &str) -> Option<&'t str> {
        self.captures.name(name).map(|found| found.as_str())
    }

    pub(super) fn lower(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().to_ascii_lowercase()
    }

    pub(super) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.parse().ok()
    }

    /// The word before, in lower case, if only a blank parts it from the match.
    pub(super) fn word_before(&self) -> String {
        last_word(self.before.strip_suffix(' ').unwrap_or_default()).to_ascii_lowercase()
    }

    pub(super) fn unit(&self) -> Option<Unit> {
        Unit::named(self.get("unit")?)
    }

    pub(super) fn count(&self) -> Option<Count> {
        let count = self.lower("count");
        Some(match count.as_str() {
            "" | "several" | "few" | "a few" | "many" | "some" | "a number of" | "countless" => Count::Some,
            "a" | "an" => Count::Exactly(1.0),
            "half a" | "half an" => Count::Exactly(0.5),
            "a couple" | "a couple of" | "couple of" => Count::Exactly(2.0),
            number => Count::Exactly(numbers::parse(number)?),
        })
    }

    pub(super) fn year(&self) -> Option<Year> {
        let year: i16 = self.number("year")?;
        // Two figures: the hundred years that end twenty-nine years after the turn of the century.
        Some(Year::Of(match self.get("year")?.len() {
            2 if year < 30 => 2000 + year,
            2 => 1900 + year,
            _ => year,
        }))
    }

    pub(super) fn which(&self) -> Which {
        let which = self.lower("which");
        let ends = |words: &[&str]| words.iter().any(|word| which.ends_with(word));
        match () {
            () if ends(&["last", "past", "previous"]) => Which::Last,
            () if ends(&["next", "coming", "following", "upcoming"]) => Which::Next,
            () if ends(&["this", "same", "current"]) => Which::This,
            () => Which::Near,
        }
    }
}

/// The last word of a text that ends in one.
pub(super) fn last_word(text: &str) -> &str {
    /// Longer words are none of those that patterns ask for.
    const LONGEST: usize = 24;
    let mut from = text.len().saturating_sub(LONGEST);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let text = &text[from..];
    let at = text
        .rfind(|c: char| !c.is_alphanumeric() && c != '-' && c != '.')
        .map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    &text[at..]
}

/// The noun after a number tells that it counts: `1500 troops`.
pub(super) fn counts(after: &str) -> bool {
    let Some(word) = after
        .strip_prefix([' ', '-'])
        .and_then(|rest| rest.split(|c: char| !c.is_alphabetic()).next())
    else {
        return false;
    };
    const COUNTED: [&str; 38] = [
        "people",
        "troops",
        "soldiers",
        "men",
        "women",
        "children",
        "police",
        "officers",
        "civilians",
        "fighters",
        "members",
        "tons",
        "tonnes",
        "miles",
        "metres",
        "meters",
        "kilometers",
        "kilometres",
        "km",
        "m",
        "ft",
        "feet",
        "jobs",
        "dollars",
        "euros",
        "pounds",
        "rubles",
        "roubles",
        "percent",
        "million",
        "billion",
        "thousand",
        "refugees",
        "prisoners",
        "votes",
        "homes",
        "houses",
        "employees",
    ];
    COUNTED.iter().any(|counted| word.eq_ignore_ascii_case(counted))
}
