//! Dates as reports write them in their header lines.

use jiff::civil::Date;
use regex::{Captures, Regex};
use std::sync::LazyLock;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// A month in English, long or short.
pub(crate) const MONTH: &str = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?";

/// Date forms, each with how its three groups are read.
static FORMS: LazyLock<[(Regex, Form); 5]> = LazyLock::new(|| {
    let weekday = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s+)?";
    let form =
        |pattern: &str| Regex::new(&format!(r"(?i)^{weekday}{pattern}")).expect("the pattern is right");
    let day = r"(\d{1,2})(?:st|nd|rd|th)?";
    [
        (
            form(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:\b|T)"),
            Form::YearFirst,
        ),
        (
            form(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]"),
            Form::YearFirst,
        ),
        (
            form(&format!(
                r"{day}(?:\s+of)?[\s-]{{1,3}}({MONTH}),?[\s-]{{1,3}}(\d{{4}})\b"
            )),
            Form::DayFirst,
        ),
        (
            form(&format!(r"({MONTH})\s{{1,3}}{day},?\s{{1,3}}(\d{{4}})\b")),
            Form::MonthFirst,
        ),
        (form(r"(\d{1,2})[./](\d{1,2})[./](\d{4})\b"), Form::Numbers),
    ]
});

/// What may stand around a date in a line that is nothing but a date: times, zones, separators.
static NOISE: LazyLock<Regex> = LazyLock::new(|| {
    let time = r"T?\d{1,2}[:.]\d{2}(?::\d{2}(?:[.,]\d+)?)?";
    let words = r"(?:[ap]\.m\.|(?:[ap]m|at|on|z|utc|gmt|local time|[ecmp][sd]?t|cest?|eest?|bst|msk|kst|jst|ist|hrs|h)\b)";
    let offset = r"[+-]\d{1,2}(?::?\d{2})?\b";
    Regex::new(&format!(r"(?i)^(?:[\s|,;•·/()–—-]|{time}|{offset}|{words})+")).expect("the pattern is right")
});

/// Words that introduce the date of a report.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    let by_verb = r"(?:first |last |originally )?(?:published|posted|updated|modified|issued|created|released)(?: on| at)?";
    Regex::new(&format!(
        r"(?i)^(?:date|dated|{by_verb}|(?:publication|release|publish) date)\s*[:—–-]?\s*"
    ))
    .expect("the pattern is right")
});

#[derive(Clone, Copy)]
enum Form {
    YearFirst,
    DayFirst,
    MonthFirst,
    Numbers,
}

/// A date at the start of a text, and its length in bytes. No date where day and month cannot be told apart.
pub(crate) fn date_at(text: &str) -> Option<(Option<Date>, usize)> {
    let head = prefix(text, 60);
    FORMS.iter().find_map(|(pattern, form)| {
        let found = pattern.captures(head)?;
        let length = found.get(0)?.len();
        // The `T` between day and time belongs to the time.
        let length = length - usize::from(found.get(0)?.as_str().ends_with('T'));
        Some((read(&found, *form), length))
    })
}

fn read(found: &Captures, form: Form) -> Option<Date> {
    let number = |n: usize| found[n].parse::<i16>().ok();
    let (year, month, day) = match form {
        Form::YearFirst => (number(1)?, number(2)? as i8, number(3)? as i8),
        Form::DayFirst => (number(3)?, month(&found[2])?, number(1)? as i8),
        Form::MonthFirst => (number(3)?, month(&found[1])?, number(2)? as i8),
        Form::Numbers => {
            let (first, second) = (number(1)? as i8, number(2)? as i8);
            let dots = found[0].contains('.');
            let (day, month) = match (first > 12, second > 12) {
                (false, true) => (second, first),
                (true, false) => (first, second),
                (false, false) if dots || first == second => (first, second),
                _ => return None,
            };
            (number(3)?, month, day)
        }
    };
    Date::new(year, month, day).ok()
}

/// The number of a month by its English name.
pub(crate) fn month(name: &str) -> Option<i8> {
    let name = name.to_ascii_lowercase();
    MONTHS
        .iter()
        .position(|m| name.starts_with(m))
        .map(|n| n as i8 + 1)
}

/// A date or date-time that is all of a text: ISO 8601, RFC 2822, or as header lines write it.
pub(crate) fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Date::new(
            text[..4].parse().ok()?,
            text[4..6].parse().ok()?,
            text[6..].parse().ok()?,
        )
        .ok();
    }
    let (date, length) = date_at(text)?;
    let rest = &text[length..];
    (rest.is_empty() || noise(rest) == rest.len()).then_some(date)?
}

fn noise(text: &str) -> usize {
    NOISE.find(text).map_or(0, |m| m.end())
}

/// The start of a line that tells when the report was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DateLine {
    /// The first date that can be read.
    pub date: Option<Date>,
    /// Whether a word such as `Published` stands before it.
    pub labelled: bool,
    /// Bytes of the line that belong to it.
    pub length: usize,
}

/// Reads labels, dates and times from the start of a line.
pub(crate) fn date_line(line: &str) -> Option<DateLine> {
    let (mut at, mut labelled, mut date, mut dates) = (0, false, None, 0);
    loop {
        let rest = &line[at..];
        let label = LABEL.find(prefix(rest, 40)).map_or(0, |m| m.end());
        let Some((found, length)) = date_at(&rest[label..]) else {
            break;
        };
        labelled |= label > 0;
        date = date.or(found);
        dates += 1;
        at += label + length;
        // A dash, bracket or time after the date belongs to it, but not the first word of a headline.
        at += noise(prefix(&line[at..], 80));
    }
    let length = line[..at].trim_end().len();
    (dates > 0).then_some(DateLine {
        date,
        labelled,
        length,
    })
}

/// At most so many bytes of a text, on a character boundary.
pub(crate) fn prefix(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found = parse(text).map(|d| d.to_string());
        assert_eq!(found.as_deref().unwrap_or("-"), expected, "{text}");
    }

    #[test]
    fn whole_dates() {
        check("2024-10-28", "2024-10-28");
        check("20241028", "2024-10-28");
        check("2024-10-28T09:15:00Z", "2024-10-28");
        check("2024-10-28T23:59:59.123+02:00", "2024-10-28");
        check("2024-10-28 09:15", "2024-10-28");
        check("Mon, 28 Oct 2024 10:00:00 GMT", "2024-10-28");
        check("28 October 2024", "2024-10-28");
        check("Monday, October 28th, 2024 at 5:03 p.m. EDT", "2024-10-28");
        check("28.10.2024", "2024-10-28");
        check("28/10/2024", "2024-10-28");
        check("10/28/2024", "2024-10-28");
        check("3.4.2024", "2024-04-03");
        check("3/4/2024", "-");
        check("2024年10月28日", "2024-10-28");
        check("2024-02-30", "-");
        check("yesterday", "-");
        check("2024-10-28 and later", "-");
        check("99999999999", "-");
    }

    #[test]
    fn date_lines() {
        let length = |line: &str| date_line(line).map_or(0, |found| found.length);
        assert_eq!(length("date 2024-10-28 Truce holds"), 15);
        assert_eq!(
            length("Published: 28 October 2024 | Updated: 29 October 2024, 10:15 GMT"),
            64
        );
        assert_eq!(length("October 28, 2024 — Atlas of rivers"), 20);
        assert_eq!(length("Dated men"), 0);
        assert_eq!(length("May 2024 be kind"), 0);
    }
}
