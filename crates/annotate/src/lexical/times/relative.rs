//! What patterns of times beside others, of lengths of time and of repetitions mean.

use super::calendar::Unit;
use super::hits::{Hit, Match};
use super::meaning::{Count, Meaning};
use crate::lexical::numbers;

pub(super) fn unit(found: &Match<'_>) -> Option<Hit> {
    let unit = found.unit()?;
    let which = found.lower("which") + &found.lower("which2");
    let meaning = match which.as_str() {
        "last" | "past" | "the past" | "this past" | "the last" => Meaning::Unit(unit, -1),
        "the next" | "the following" if unit == Unit::Day || which.ends_with("following") => {
            Meaning::OfLast(unit, 1)
        }
        "next" | "coming" | "this coming" | "the coming" | "the next" => Meaning::Unit(unit, 1),
        "that" | "the same" | "the latest" => Meaning::OfLast(unit, 0),
        "the previous" => Meaning::OfLast(unit, -1),
        _ => Meaning::Unit(unit, 0),
    };
    let bare = matches!(which.as_str(), "past" | "coming");
    let noun = found
        .after
        .strip_prefix('-')
        .is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    let day = unit == Unit::Day && matches!(which.as_str(), "last" | "next" | "the last");
    let other = bare || day || noun && which.ends_with("last");
    (!other).then(|| meaning.into())
}

pub(super) fn the_unit(found: &Match<'_>) -> Option<Hit> {
    let unit = found.unit()?;
    if found.after.starts_with('-') {
        return None;
    }
    Some(match unit {
        Unit::Weekend => Meaning::Weekend.into(),
        Unit::Quarter => Meaning::OfLast(unit, 0).into(),
        _ if found.before.ends_with("end of ") || found.before.ends_with("start of ") => {
            Meaning::Unit(unit, 0).into()
        }
        Unit::Year
            if !found.before.ends_with("earlier in ")
                && !found.before.ends_with("later in ")
                && matches!(found.word_before().as_str(), "for" | "of" | "in" | "during") =>
        {
            Meaning::Length(Count::Exactly(1.0), unit).into()
        }
        _ => Hit {
            soft: true,
            ..Meaning::Unit(unit, 0).into()
        },
    })
}

pub(super) fn length(found: &Match<'_>) -> Option<Hit> {
    let (count, unit) = (found.count()?, found.unit()?);
    let word = found.get("unit")?;
    let fraction = unit == Unit::Quarter && found.after.starts_with(" of ");
    // "a second" is an ordinal, "three quarters of" a fraction, "a few day" nothing.
    let second = word.eq_ignore_ascii_case("second") && !found.all().contains('-');
    let old =
        found.get("old").is_some() || found.after.starts_with(" old") || found.after.starts_with("-old");
    let year = matches!(count, Count::Exactly(number) if (1900.0..2050.0).contains(&number))
        && !found.all().contains(',');
    if fraction || second || old || year {
        return None;
    }
    let article = matches!(found.lower("count").as_str(), "a" | "an");
    let plural = !word.ends_with('s') && !word.eq_ignore_ascii_case("century");
    if article && (found.all().contains('-') || word.ends_with('s')) || count == Count::Some && plural {
        return None;
    }
    let bare = found.all().len() == found.lower("count").len() + 1 + word.len();
    (!(article && bare)).then(|| Meaning::Length(count, unit).into())
}

/// `a week`, `a year`: a length after `for`, a rate after a number.
pub(super) fn a_unit(found: &Match<'_>) -> Option<Hit> {
    let unit = found.unit()?;
    let before = found.word_before();
    const LENGTHS: [&str; 14] = [
        "for", "in", "within", "after", "than", "nearly", "almost", "about", "over", "half", "under",
        "lasted", "least", "once",
    ];
    let rate = before.ends_with(|c: char| c.is_ascii_digit())
        || matches!(
            before.as_str(),
            "times" | "once" | "twice" | "million" | "billion" | "cents" | "hours" | "percent"
        );
    Some(match () {
        () if rate => Meaning::Every(1.0, unit).into(),
        () if LENGTHS.contains(&before.as_str()) => Meaning::Length(Count::Exactly(1.0), unit).into(),
        () => return None,
    })
}

pub(super) fn recent(found: &Match<'_>) -> Option<Hit> {
    let past = matches!(found.lower("which").as_str(), "recent" | "past" | "the past");
    Some(
        match (past, found.unit()?) {
            (true, Unit::Day) => Meaning::Recent(14),
            (true, Unit::Week | Unit::Weekend) => Meaning::Recent(56),
            (true, Unit::Month | Unit::Quarter) => Meaning::Recent(365),
            (true, Unit::Year) => Meaning::Recent(3650),
            (true, _) => Meaning::Past,
            (false, Unit::Day) => Meaning::Coming(14),
            (false, Unit::Week | Unit::Weekend) => Meaning::Coming(28),
            (false, Unit::Month | Unit::Quarter) => Meaning::Coming(365),
            (false, _) => Meaning::Future,
        }
        .into(),
    )
}

pub(super) fn away(found: &Match<'_>) -> Option<Hit> {
    let (count, unit) = (found.count()?, found.unit()?);
    let way = found.lower("way");
    let singular = found.get("count").is_none() && !found.lower("unit").ends_with('s');
    let ends = found.after.trim_start().is_empty() || found.after.starts_with(['.', ',', ';', ')', '”', '"']);
    if singular || matches!(way.as_str(), "before" | "after") && !ends {
        return None;
    }
    Some(
        match way.as_str() {
            "ago" => Meaning::FromPublication(count, unit, -1),
            "from now" | "hence" => Meaning::FromPublication(count, unit, 1),
            "earlier" | "before" => Meaning::FromLast(count, unit, -1),
            _ => Meaning::FromLast(count, unit, 1),
        }
        .into(),
    )
}

pub(super) fn every(found: &Match<'_>) -> Option<Hit> {
    let number = match found.lower("count").as_str() {
        "" => 1.0,
        "other" => 2.0,
        number => numbers::parse(number)?,
    };
    Some(Meaning::Every(number, found.unit()?).into())
}

pub(super) fn every_word(found: &Match<'_>) -> Option<Hit> {
    let how = found.lower("how");
    let (number, unit) = match how.as_str() {
        "hourly" => (1.0, Unit::Hour),
        "daily" | "nightly" => (1.0, Unit::Day),
        "weekly" => (1.0, Unit::Week),
        "fortnightly" => (2.0, Unit::Week),
        "monthly" => (1.0, Unit::Month),
        _ => (1.0, Unit::Year),
    };
    // "the Daily Mail" is a name.
    let name = found.all().starts_with(char::is_uppercase) && !found.before.is_empty();
    (!name).then(|| Meaning::Every(number, unit).into())
}

/// `for months`, `weeks or months`: lengths without a number.
pub(super) fn lengths(found: &Match<'_>) -> Option<Hit> {
    const LENGTHS: [&str; 12] = [
        "for", "in", "within", "over", "of", "after", "last", "take", "took", "lasted", "spent", "or",
    ];
    let sure = found.get("long").is_some() || LENGTHS.contains(&found.word_before().as_str());
    sure.then_some(Meaning::Length(Count::Some, found.unit()?).into())
}

pub(super) fn present(_: &Match<'_>) -> Option<Hit> {
    Some(Meaning::Present.into())
}

pub(super) fn past(_: &Match<'_>) -> Option<Hit> {
    Some(Meaning::Past.into())
}

pub(super) fn future(found: &Match<'_>) -> Option<Hit> {
    let linked =
        found.word_before() == "as" || found.after.starts_with(" after") || found.after.starts_with(" as ");
    let whole = found.all().contains(" as ");
    (whole || !linked).then(|| Meaning::Future.into())
}
