//! What patterns of years and their parts, of decades and centuries mean.

use super::calendar::Unit;
use super::hits::{Hit, Match, counts, last_word};
use super::meaning::{Count, Meaning, Part, Parts, Year};
use crate::lexical::numbers;

/// `by year-end`.
pub(super) fn year_end(_: &Match<'_>) -> Option<Hit> {
    Some(Meaning::Unit(Unit::Year, 0).into())
}

pub(super) fn year(found: &Match<'_>) -> Option<Hit> {
    let Some(Year::Of(year)) = found.year() else {
        return None;
    };
    let before = found.word_before();
    let after = found.after.as_bytes();
    let glued = found
        .before
        .ends_with(|c: char| c.is_alphanumeric() || "$€£¥#/.,:+".contains(c));
    let code = found
        .before
        .strip_suffix(['-', '–'])
        .is_some_and(|rest| rest.ends_with(char::is_alphabetic))
        && !["mid", "pre", "post", "early", "late"].contains(&last_word(found.before).trim_end_matches('-'));
    let figures = matches!(
        (after.first(), after.get(1)),
        (Some(b',' | b'.' | b':' | b'/'), Some(b'0'..=b'9'))
    ) || found.after.starts_with('%');
    const NUMBERED: [&str; 24] = [
        "resolution",
        "resolutions",
        "flight",
        "article",
        "section",
        "no.",
        "number",
        "page",
        "room",
        "route",
        "law",
        "decree",
        "order",
        "unit",
        "highway",
        "some",
        "than",
        "least",
        "nearly",
        "roughly",
        "only",
        "approximately",
        "additional",
        "model",
    ];
    const PLACES: [&str; 20] = [
        "in", "since", "until", "till", "by", "of", "during", "before", "after", "late", "early", "from",
        "to", "between", "and", "through", "for", "spring", "summer", "the",
    ];
    if glued || code || figures || NUMBERED.contains(&before.as_str()) || counts(found.after) {
        return None;
    }
    let old = year < 1900 && !PLACES[..8].contains(&before.as_str());
    let sure = found.get("sure").is_some();
    let bracket = found.before.ends_with(['(', '-', '–']) || found.after.starts_with([')', '-', '–']);
    let modern = (1900..=2050).contains(&year);
    (sure || modern || bracket && year < 2050 || !old && year < 1900).then(|| {
        Parts {
            year: Some(Year::Of(year)),
            ..Parts::default()
        }
        .into()
    })
}

pub(super) fn spelled_year(found: &Match<'_>) -> Option<Hit> {
    let rest = found.get("rest").and_then(numbers::parse);
    let hundred = found.lower("hundred");
    let year = match (hundred.as_str(), rest) {
        ("nineteen", Some(rest)) if rest >= 10.0 => 1900 + rest as i16,
        ("two thousand", Some(rest)) if found.word_before() == "in" && !counts(found.after) => {
            2000 + rest as i16
        }
        ("two thousand", None) if found.get("sure").is_some() => 2000,
        _ => return None,
    };
    Some(
        Parts {
            year: Some(Year::Of(year)),
            ..Parts::default()
        }
        .into(),
    )
}

pub(super) fn decade(found: &Match<'_>) -> Option<Hit> {
    const WORDS: [&str; 8] = [
        "twenties",
        "thirties",
        "forties",
        "fifties",
        "sixties",
        "seventies",
        "eighties",
        "nineties",
    ];
    let word = found.lower("word");
    let year = match (found.number::<i16>("decade"), found.number::<i16>("short")) {
        (Some(year), _) => year,
        (None, Some(short)) => {
            if short < 30 {
                2000 + short
            } else {
                1900 + short
            }
        }
        // "in his fifties" is an age.
        (None, None) if !found.all().to_ascii_lowercase().starts_with("the") => return None,
        (None, None) => 1920 + 10 * WORDS.iter().position(|decade| *decade == word)? as i16,
    };
    Some(Meaning::Decade(year).into())
}

pub(super) fn century(found: &Match<'_>) -> Option<Hit> {
    let number = match found.lower("word").as_str() {
        "eighteenth" => 18,
        "nineteenth" => 19,
        "twentieth" => 20,
        "twenty-first" => 21,
        _ => found.number::<i16>("number")?,
    };
    (1..=30)
        .contains(&number)
        .then(|| Meaning::Century((number - 1) * 100).into())
}

pub(super) fn ordinal(word: &str) -> Option<i8> {
    Some(match word.to_ascii_lowercase().as_str() {
        "first" | "1st" | "1" => 1,
        "second" | "2nd" | "2" | "last" | "latter" => 2,
        "third" | "3rd" | "3" => 3,
        "fourth" | "4th" | "4" => 4,
        _ => return None,
    })
}

pub(super) fn quarter(found: &Match<'_>) -> Option<Hit> {
    let year = found.year().or(found.number("year2").map(Year::Of));
    // "the last quarter" alone is the one before this.
    let last = matches!(found.lower("number").as_str(), "last" | "final" | "closing");
    let number = match last {
        true => year.map(|_| 4),
        false => ordinal(found.get("number")?),
    };
    let part = Some(Part::Quarter(number?));
    Some(
        Parts {
            year,
            part,
            ..Parts::default()
        }
        .into(),
    )
}

pub(super) fn half(found: &Match<'_>) -> Option<Hit> {
    let year = match found.lower("of").as_str() {
        "last year" => Some(Year::Later(-1)),
        "next year" => Some(Year::Later(1)),
        "" => found.year(),
        _ => Some(Year::Later(0)),
    };
    let part = Some(Part::Half(ordinal(found.get("number")?)?));
    Some(
        Parts {
            year,
            part,
            ..Parts::default()
        }
        .into(),
    )
}

pub(super) fn season(found: &Match<'_>) -> Option<Hit> {
    let season = found.lower("season");
    let index = match season.as_str() {
        "winter" => 0,
        "spring" => 1,
        "summer" => 2,
        _ => 3,
    };
    let (which, year) = (found.which(), found.year());
    let placed = matches!(
        found.word_before().as_str(),
        "in" | "by" | "during" | "since" | "until" | "late" | "early" | "of"
    );
    let name = found.get("season")?.starts_with(char::is_uppercase);
    let the = found.get("the").is_some();
    // "the fall of the city", "a spring", "the Summer Olympics" are none.
    let sure = match season.as_str() {
        _ if year.is_some() || found.get("which").is_some() => true,
        "fall" => the && placed && !found.after.starts_with(" of"),
        _ => !name && (the || placed),
    };
    sure.then(|| {
        Parts {
            year,
            part: Some(Part::Season(index)),
            which,
            ..Parts::default()
        }
        .into()
    })
}

pub(super) fn year_ago(found: &Match<'_>) -> Option<Hit> {
    Some(match found.get("number").and_then(ordinal) {
        Some(number) => Parts {
            year: Some(Year::Later(-1)),
            part: Some(Part::Quarter(number)),
            ..Parts::default()
        }
        .into(),
        None => Meaning::FromPublication(Count::Exactly(1.0), Unit::Year, -1).into(),
    })
}
