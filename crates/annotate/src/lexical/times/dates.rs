//! What patterns of days, months and times of day mean.

use super::calendar::{Unit, month, weekday};
use super::hits::{Hit, Match, counts};
use super::meaning::{Meaning, Parts, Year};

pub(super) fn iso(found: &Match<'_>) -> Option<Hit> {
    let (month, day) = (found.number("month")?, found.number("day")?);
    let clock = found
        .get("hour24")
        .zip(found.get("minute24"))
        .map(|(hour, minute)| format!("T{hour}:{minute}"));
    let parts = Parts {
        year: found.year(),
        month: Some(month),
        day: Some(day),
        ..Parts::default()
    };
    Some(Hit {
        clock,
        ..parts.into()
    })
}

pub(super) fn figures(found: &Match<'_>) -> Option<Hit> {
    let first: i8 = found.number("first")?;
    // American with strokes, European with full stops, unless that is impossible.
    let (month, day, year) = match found.number::<i8>("second") {
        Some(second) if first > 12 => (second, first, found.year()),
        Some(second) => (first, second, found.year()),
        None => (
            found.number("second2")?,
            first,
            found.number("year2").map(Year::Of),
        ),
    };
    (month <= 12).then(|| {
        Parts {
            year,
            month: Some(month),
            day: Some(day),
            ..Parts::default()
        }
        .into()
    })
}

pub(super) fn date(found: &Match<'_>) -> Option<Hit> {
    let mut after = found.after.bytes();
    let figures = matches!(
        (after.next(), after.next()),
        (Some(b',' | b'.' | b':' | b'/'), Some(b'0'..=b'9'))
    );
    let day: Option<i8> = found.number("day");
    let counted =
        day.is_some() && found.all().ends_with(|c: char| c.is_ascii_digit()) && found.get("year").is_none();
    if figures || counted && (found.after.starts_with('%') || counts(found.after)) {
        return None;
    }
    let name = |part: &str| found.get(part);
    let parts = Parts {
        year: found.year(),
        month: name("month").and_then(month),
        day,
        to: found.number("to"),
        weekday: name("weekday").and_then(weekday),
        which: found.which(),
        ..Parts::default()
    };
    Some(parts.into())
}

pub(super) fn month_of(found: &Match<'_>) -> Option<Hit> {
    let name = found.get("month")?;
    let parts = Parts {
        year: found.year(),
        month: month(name),
        ..Parts::default()
    };
    let spelled = name.len() > 3 && !name.ends_with('.') && !name.eq_ignore_ascii_case("sept");
    let heading = name.bytes().all(|byte| byte.is_ascii_uppercase());
    let doubtful = ["may", "march", "august", "april", "june"]
        .iter()
        .any(|month| name.eq_ignore_ascii_case(month));
    let placed = || {
        const PLACES: [&str; 26] = [
            "in",
            "since",
            "until",
            "till",
            "by",
            "last",
            "next",
            "this",
            "early",
            "late",
            "of",
            "for",
            "through",
            "from",
            "to",
            "between",
            "and",
            "during",
            "mid",
            "before",
            "after",
            "on",
            "each",
            "every",
            "or",
            "throughout",
        ];
        PLACES.contains(&found.word_before().as_str()) || found.before.ends_with("mid-")
    };
    let sure =
        parts.year.is_some() || !heading && (spelled && !doubtful || (spelled || name == "May") && placed());
    sure.then(|| parts.into())
}

pub(super) fn every_day(found: &Match<'_>) -> Option<Hit> {
    let part = found.lower("part");
    if found.get("every").is_none() && part.is_empty() {
        return None;
    }
    let clock = Some(part.trim())
        .filter(|part| part.len() > 1)
        .and_then(|part| clock(&part[..part.len() - 1]));
    let parts = Parts {
        weekday: weekday(found.get("weekday")?),
        ..Parts::default()
    };
    Some(Hit {
        clock,
        ..Meaning::EveryNamed(parts).into()
    })
}

pub(super) fn every_month(found: &Match<'_>) -> Option<Hit> {
    Some(
        Meaning::EveryNamed(Parts {
            month: month(found.get("month")?),
            ..Parts::default()
        })
        .into(),
    )
}

pub(super) fn day(found: &Match<'_>) -> Option<Hit> {
    let (by, part) = match found.lower("day").as_str() {
        "today" => (0, None),
        "yesterday" => (-1, None),
        "tomorrow" => (1, None),
        "tonight" => (0, Some("TNI")),
        "overnight" | "last night" => (-1, Some("TNI")),
        "the day before yesterday" => (-2, None),
        _ => (2, None),
    };
    Some(Hit {
        clock: part.map(str::to_owned),
        ..Meaning::Unit(Unit::Day, by).into()
    })
}

fn clock(part: &str) -> Option<String> {
    let part = match part {
        "morning" => "TMO",
        "afternoon" => "TAF",
        "evening" => "TEV",
        "night" => "TNI",
        _ => return None,
    };
    Some(part.to_owned())
}

pub(super) fn part_of_day(found: &Match<'_>) -> Option<Hit> {
    let clock = clock(&found.lower("part"));
    Some(match found.get("this") {
        Some(_) => Hit {
            clock,
            ..Meaning::Unit(Unit::Day, 0).into()
        },
        None => Hit {
            clock,
            soft: true,
            ..Meaning::Clock.into()
        },
    })
}

pub(super) fn time_of_day(found: &Match<'_>) -> Option<Hit> {
    let clock = match (
        found.get("noon"),
        found.number::<u8>("hour24"),
        found.number::<u8>("hour"),
    ) {
        (Some(noon), _, _) if noon.eq_ignore_ascii_case("midnight") => "T24:00".to_owned(),
        (Some(_), _, _) => "T12:00".to_owned(),
        (None, Some(hour), _) => {
            // "3:16" may be a score or a verse.
            let zone = found.all().contains(' ') || found.all().ends_with("hours");
            let placed = matches!(
                found.word_before().as_str(),
                "at" | "by" | "from" | "until" | "around" | "about" | "before" | "after" | "since"
            );
            let exact = found.all().contains(':');
            if !(zone || placed && exact) {
                return None;
            }
            format!("T{hour:02}:{}", found.get("minute24")?)
        }
        (None, None, Some(hour)) if (1..=12).contains(&hour) => {
            let afternoon = found.lower("half") == "p";
            format!(
                "T{:02}:{}",
                hour % 12 + if afternoon { 12 } else { 0 },
                found.get("minute").unwrap_or("00")
            )
        }
        _ => return None,
    };
    Some(Hit {
        clock: Some(clock),
        ..Meaning::Clock.into()
    })
}
