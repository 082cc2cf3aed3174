//! Holidays and feasts, fixed and moving: `data/holidays.tsv`.

use super::hits::{Hit, Match};
use super::meaning::{Meaning, Tense, Which};
use super::reader::FAR;
use jiff::ToSpan;
use jiff::civil::Date;
use sayso_model::{Annotated, Interval, Span, TokenIx};
use std::sync::LazyLock;

/// A holiday.
struct Holiday {
    names: Vec<String>,
    /// Names that mean the day only behind certain words.
    doubtful: Vec<String>,
    length: i64,
    day: Day,
}

enum Day {
    /// Month and day.
    Each(i8, i8),
    /// One day in each year, or two.
    These(Vec<Date>),
}

static HOLIDAYS: LazyLock<Vec<Holiday>> = LazyLock::new(|| {
    let lines = include_str!("../../../data/holidays.tsv").lines();
    lines.filter(|l| !l.starts_with('#')).filter_map(read).collect()
});

fn read(line: &str) -> Option<Holiday> {
    let mut cells = line.split('\t');
    let (names, length, days) = (cells.next()?, cells.next()?, cells.next()?);
    let (doubtful, names): (Vec<&str>, Vec<&str>) = names.split('|').partition(|n| n.starts_with('?'));
    let day = match days.split_once('-').filter(|_| days.len() == 5) {
        Some((month, day)) => Day::Each(month.parse().ok()?, day.parse().ok()?),
        None => Day::These(days.split(' ').filter_map(|d| d.parse().ok()).collect()),
    };
    Some(Holiday {
        names: names.into_iter().map(str::to_owned).collect(),
        doubtful: doubtful.into_iter().map(|n| n[1..].to_owned()).collect(),
        length: length.parse().ok()?,
        day,
    })
}

impl Holiday {
    /// Its first day in a year.
    fn in_year(&self, year: i16) -> Option<Date> {
        match &self.day {
            Day::Each(month, day) => Date::new(year, *month, *day).ok(),
            Day::These(days) => days.iter().copied().find(|d| d.year() == year),
        }
    }
}

/// The names as a pattern, longest first.
pub(super) fn names() -> String {
    let all = HOLIDAYS.iter().flat_map(|h| h.names.iter().chain(&h.doubtful));
    let mut all: Vec<&String> = all.collect();
    all.sort_by_key(|name| (usize::MAX - name.len(), name.as_str()));
    let pattern = |name: &&String| name.replace('\'', "(?u:['’])");
    let names: Vec<String> = all.iter().map(pattern).collect();
    format!("(?P<holiday>(?-i:{}))", names.join("|"))
}

/// Words before a doubtful name that make a day of it ("before **Christmas**", but not "a Christmas tree").
const PLACES: [&str; 17] = [
    "at", "on", "before", "after", "by", "since", "until", "till", "last", "this", "next", "over", "during",
    "for", "around", "from", "between",
];

/// Words that make a day of a doubtful name behind "of" and "the" ("on the eve of **Ramadan**", "into the **New Year**").
const PARTS: [&str; 13] = [
    "eve of",
    "day of",
    "days of",
    "night of",
    "week of",
    "start of",
    "end of",
    "month of",
    "ahead of",
    "morning of",
    "afternoon of",
    "evening of",
    "dawn of",
];

pub(super) fn holiday(found: &Match<'_>) -> Option<Hit> {
    let name = found.get("holiday")?.replace('’', "'");
    let at = HOLIDAYS
        .iter()
        .position(|h| h.names.contains(&name) || h.doubtful.contains(&name))?;
    let sure = !HOLIDAYS[at].doubtful.contains(&name);
    let placed = found.get("which").is_some()
        || found.year().is_some()
        || PLACES.contains(&found.word_before().as_str())
        || found.word_before() == "and" && found.before.contains("etween ")
        || PARTS.iter().any(|p| found.before.trim_end().ends_with(p))
        || name == "New Year" && found.before.ends_with(" the ");
    let year = found.year().and_then(|y| match y {
        super::meaning::Year::Of(year) => Some(year),
        super::meaning::Year::Later(_) => None,
    });
    (sure || placed).then(|| Meaning::Holiday(at, year, found.which()).into())
}

/// Words that a holiday may name instead of a day ("the Good Friday **Agreement**").
const NAMED: [&str; 6] = ["agreement", "accord", "deal", "pact", "treaty", "declaration"];

/// Whether the words name something else after the holiday.
pub(super) fn is_name(doc: &Annotated, span: Span, at: usize) -> bool {
    let after = doc.tokens.partition_point(|t| t.span.end() <= span.start());
    let last = doc.tokens.partition_point(|t| t.span.end() <= span.end());
    let words = after..last.max(after);
    let sure = HOLIDAYS[at]
        .names
        .iter()
        .any(|n| span.of(&doc.article.text).replace('’', "'").contains(n.as_str()));
    words.clone().any(|i| {
        let head = doc.tokens[i].head.filter(|h| h.at() >= words.end);
        head.is_some_and(|h| {
            let noun = doc.form(TokenIx::new(h.at())).to_lowercase();
            let part = matches!(noun.as_str(), "morning" | "afternoon" | "evening" | "night");
            doc.tokens[i].deprel.starts_with("compound") && !part && (!sure || NAMED.contains(&noun.as_str()))
        })
    })
}

/// The days of a holiday: those of its year, else those that the tense means.
pub(super) fn days(
    at: usize,
    year: Option<i16>,
    which: Which,
    tense: Tense,
    published: Option<Date>,
) -> Option<Interval> {
    let holiday = HOLIDAYS.get(at)?;
    let last = |first: Date| first.saturating_add((holiday.length - 1).days());
    let first = match (year, published) {
        (Some(year), _) => holiday.in_year(year)?,
        (None, Some(today)) => {
            let mut near = (today.year() - 4..=today.year() + 4).filter_map(|y| holiday.in_year(y));
            match (which, tense) {
                // Leap days are not of every year.
                (Which::This, _) => near.find(|d| d.year() == today.year()),
                (Which::Last, _) => near.rfind(|d| last(*d) < today),
                (Which::Next, _) => near.find(|d| last(*d) >= today),
                // "will live under emergency law after the Palm Sunday bombings": whoever writes no year means none that is far away.
                (_, Tense::Future) => {
                    let gone = near.clone().rfind(|d| *d <= today);
                    let ahead = near.find(|d| last(*d) >= today);
                    ahead
                        .filter(|d| (*d - today).get_days().unsigned_abs() <= FAR)
                        .or(gone)
                        .or(ahead)
                }
                _ => near.rfind(|d| *d <= today),
            }?
        }
        (None, None) => return None,
    };
    Some(Interval::between(first, last(first)))
}
