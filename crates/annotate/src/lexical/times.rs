//! Time expressions: [`Annotated`] to its times (TimeML's TIMEX3).
//!
//! Patterns find candidates in each paragraph; neighbours that make one date are joined; what is left is read in order
//! against the day of publication and the date told last.

mod calendar;
mod dates;
mod hits;
mod holidays;
mod meaning;
mod patterns;
mod reader;
mod relative;
mod tense;
mod years;

#[cfg(test)]
mod tests;

use calendar::Unit;
use hits::{Hit, Match};
use jiff::ToSpan;
use jiff::civil::Date;
use meaning::{Count, Meaning, Tense};
use patterns::Pattern;
use reader::Reader;
use regex::Regex;
use sayso_model::statement::EntityType;
use sayso_model::{Annotated, Interval, ParagraphKind, Span, Timex, TimexType};
use std::ops::Range;
use std::sync::LazyLock;

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(patterns::all);

/// Words before an expression that belong to it and tell which part of it is meant.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = "(?i-u)\\b(?:(?P<early>(?:the )?(?:very )?(?:early|beginning of|start of|earlier)(?: in)?)\
        |(?P<mid>(?:the )?(?:mid|middle of))|(?P<about>around|about|approximately)\
        |(?P<late>(?:the )?(?:very )?(?:late|end of|close of)|later(?: in)?))[ -]$";
    Regex::new(pattern).expect("the pattern is part of the program")
});

pub(super) fn prepare() {
    LazyLock::force(&PATTERNS);
    LazyLock::force(&BEFORE);
}

/// Which part of its days an expression means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Third {
    Early,
    Mid,
    Late,
    /// `earlier this year`: not after publication.
    Earlier,
    /// `later this year`: not before publication.
    Later,
}

/// An expression before its place on the line of time is known.
#[derive(Clone, Debug)]
struct Found {
    range: Range<usize>,
    hit: Hit,
    third: Option<Third>,
}

/// The times of a document.
pub(super) fn find(doc: &Annotated) -> Vec<Timex> {
    let mut reader = Reader::new(doc.article.published);
    let mut times = Vec::new();
    for paragraph in &doc.article.paragraphs {
        if !paragraph.kind.tells() && paragraph.kind != ParagraphKind::Header {
            continue;
        }
        let text = paragraph.span.of(&doc.article.text);
        for mut found in expressions(text) {
            let offset = paragraph.span.start();
            let span = Span::new(offset + found.range.start, offset + found.range.end);
            if is_name(doc, span, &found) {
                continue;
            }
            let tense = match paragraph.kind {
                ParagraphKind::Header => Tense::Dating,
                _ => tense::tense(doc, span),
            };
            // "will leave in three days"
            let ahead = tense == Tense::Future
                && !text[found.range.clone()].starts_with("the ")
                && hits::last_word(text[..found.range.start].trim_end()).eq_ignore_ascii_case("in");
            if let Meaning::Length(count @ Count::Exactly(_), unit) = found.hit.meaning
                && ahead
                && unit >= Unit::Day
            {
                found.hit.meaning = Meaning::FromPublication(count, unit, 1);
            }
            times.extend(timex(doc, &mut reader, span, found, tense));
        }
    }
    times
}

fn timex(doc: &Annotated, reader: &mut Reader, span: Span, found: Found, tense: Tense) -> Option<Timex> {
    let resolved = reader.resolve(found.hit.meaning, tense)?;
    let interval = match found.third {
        Some(third) => narrow(resolved.interval, third, doc.article.published),
        None => resolved.interval,
    };
    let (kind, value) = match (found.hit.clock, resolved.kind) {
        (Some(clock), TimexType::Date) => (TimexType::Time, resolved.value + &clock),
        (Some(clock), kind) => (kind, resolved.value + &clock),
        (None, kind) => (kind, resolved.value),
    };
    Some(Timex {
        span,
        kind,
        value,
        interval,
    })
}

/// A part of an interval.
fn narrow(interval: Interval, third: Third, published: Option<Date>) -> Interval {
    let (Some(start), Some(end)) = (interval.start, interval.end) else {
        return interval;
    };
    let days = i64::from((end - start).get_days());
    let day = |number: i64| start.checked_add(number.days()).unwrap_or(end);
    let years = |from: i16, to: i16| {
        let last = Date::new(start.year() + to, 12, 31).unwrap_or(end);
        (Date::new(start.year() + from, 1, 1).unwrap_or(start), last)
    };
    let decade = start.year() + 9 == end.year();
    let (start, end) = match third {
        // "the mid-1980s": whole years.
        Third::Early if decade => years(0, 3),
        Third::Mid if decade => years(4, 6),
        Third::Late if decade => years(6, 9),
        _ if days < 6 => (start, end),
        Third::Early => (start, day(days / 3)),
        Third::Mid => (day((days + 1) / 3), day((days + 1) * 2 / 3 - 1)),
        Third::Late => (day(days * 2 / 3), end),
        Third::Earlier => (start, published.filter(|day| interval.holds(*day)).unwrap_or(end)),
        Third::Later => (published.filter(|day| interval.holds(*day)).unwrap_or(start), end),
    };
    Interval::between(start, end)
}

/// The expressions of a paragraph in order, none within another.
fn expressions(text: &str) -> Vec<Found> {
    let mut all: Vec<(Range<usize>, Hit)> = Vec::new();
    for Pattern { regex, make } in PATTERNS.iter() {
        for captures in regex.captures_iter(text) {
            let range = captures.get_match().range();
            all.extend(make(&Match::new(captures, text)).map(|hit| (range, hit)));
        }
    }
    // Stable, so that of equals the earlier pattern comes first.
    all.sort_by_key(|(range, _)| (range.start, usize::MAX - range.end));
    let mut chosen: Vec<(Range<usize>, Hit)> = Vec::new();
    for (range, hit) in all {
        match chosen.last_mut() {
            Some((last, _)) if range.start < last.end && range.len() <= last.len() => {}
            Some(last) if range.start < last.0.end => *last = (range, hit),
            _ => chosen.push((range, hit)),
        }
    }
    join(text, chosen)
}

/// Joins neighbours that make one expression (`Friday, Oct. 13`, `5 p.m. on Friday`) and takes words before them in.
fn join(text: &str, chosen: Vec<(Range<usize>, Hit)>) -> Vec<Found> {
    let mut done: Vec<Found> = Vec::new();
    for (range, hit) in chosen {
        if let Some(last) = done.last_mut()
            && let Some(hit) = joined(&text[last.range.end..range.start], &last.hit, &hit)
        {
            last.range.end = range.end;
            last.hit = hit;
            continue;
        }
        done.push(Found {
            range,
            hit,
            third: None,
        });
    }
    let mut from = 0;
    for found in &mut done {
        take_before(text, from, found);
        from = found.range.end;
    }
    done.retain(|found| !found.hit.soft || found.third.is_some());
    done
}

fn joined(gap: &str, first: &Hit, second: &Hit) -> Option<Hit> {
    let near = matches!(gap, " " | ", ");
    let meaning =
        match (first.meaning, second.meaning) {
            (Meaning::Clock, Meaning::Clock) => return None,
            (
                Meaning::Clock,
                Meaning::Date(_) | Meaning::Unit(Unit::Day, _) | Meaning::OfLast(Unit::Day, _),
            ) if near || matches!(gap, " on " | " of ") => second.meaning,
            (
                Meaning::Date(_) | Meaning::Unit(Unit::Day, _) | Meaning::OfLast(Unit::Day, _),
                Meaning::Clock,
            ) if gap == " " || matches!(gap, " at " | ", at ") => first.meaning,
            (Meaning::Date(first), Meaning::Date(second)) if near || gap == " of " => {
                let weekday = first.weekday.is_some() && second.day.is_some();
                let year = second.year.is_some() && second.month.is_none() && gap == " of ";
                let spelled = gap == " " && second.month.or(second.day).is_none() && second.weekday.is_none();
                (weekday || year || spelled && first.month.is_some())
                    .then(|| first.join(second))
                    .flatten()
                    .map(Meaning::Date)?
            }
            (Meaning::Date(mut first), Meaning::Unit(Unit::Year, by))
                if matches!(gap, " " | " of ")
                    && first.year.is_none()
                    && (first.month.is_some() || first.part.is_some()) =>
            {
                first.year = Some(meaning::Year::Later(by));
                Meaning::Date(first)
            }
            (Meaning::Unit(Unit::Year, by), Meaning::Date(mut second)) if gap == "'s " || gap == "’s " => {
                (second.year.is_none() && second.part.is_some())
                    .then(|| second.year = Some(meaning::Year::Later(by)))?;
                Meaning::Date(second)
            }
            _ => return None,
        };
    let clock = match (&first.clock, &second.clock) {
        (Some(_), Some(_)) => return None,
        (first, second) => first.clone().or(second.clone()),
    };
    Some(Hit {
        meaning,
        clock,
        soft: false,
    })
}

/// Takes `early`, `the end of` and their like before an expression in.
fn take_before(text: &str, from: usize, found: &mut Found) {
    const FAR: usize = 24;
    if matches!(
        found.hit.meaning,
        Meaning::Length(..) | Meaning::Every(..) | Meaning::Present | Meaning::Past | Meaning::Future
    ) {
        return;
    }
    let mut start = found.range.start.saturating_sub(FAR).max(from);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let Some(captures) = BEFORE.captures(&text[start..found.range.start]) else {
        return;
    };
    let words = captures.get_match();
    let earlier = words.as_str().to_ascii_lowercase();
    found.range.start = start + words.start();
    if captures.name("about").is_some() {
        return;
    }
    found.third = Some(match () {
        () if earlier.contains("earlier") => Third::Earlier,
        () if earlier.contains("later") => Third::Later,
        () if captures.name("early").is_some() => Third::Early,
        () if captures.name("mid").is_some() => Third::Mid,
        () => Third::Late,
    });
}

/// Whether an expression is, or begins, the name of a person (`Theresa May`, `April Ryan`).
fn is_name(doc: &Annotated, span: Span, found: &Found) -> bool {
    if let Meaning::Holiday(at, ..) = found.hit.meaning {
        return holidays::is_name(doc, span, at);
    }
    let Meaning::Date(parts) = found.hit.meaning else {
        return false;
    };
    if parts.month.is_none() || parts.year.is_some() || parts.day.is_some() {
        return false;
    }
    let after = doc
        .names
        .partition_point(|name| doc.span(&name.tokens).end() <= span.start());
    doc.names
        .get(after)
        .is_some_and(|name| name.kind == EntityType::Person && doc.span(&name.tokens).overlaps(span))
}
