//! What the matches of the patterns mean.

use super::calendar::{Unit, month, weekday};
use super::meaning::{Count, Meaning, Part, Parts, Which, Year};
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
        Self { meaning, clock: None, soft: false }
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
        Self { before: &text[..all.start()], after: &text[all.end()..], captures }
    }

    pub(super) fn all(&self) -> &'t str {
        self.captures.get_match().as_str()
    }

    pub(super) fn get(&self, name: &str) -> Option<&'t str> {
        self.captures.name(name).map(|found| found.as_str())
    }

    fn lower(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().to_ascii_lowercase()
    }

    fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.parse().ok()
    }

    /// The word before, in lower case, if only a blank parts it from the match.
    pub(super) fn word_before(&self) -> String {
        last_word(self.before.strip_suffix(' ').unwrap_or_default()).to_ascii_lowercase()
    }

    fn unit(&self) -> Option<Unit> {
        Unit::named(self.get("unit")?)
    }

    fn count(&self) -> Option<Count> {
        let count = self.lower("count");
        Some(match count.as_str() {
            "" | "several" | "few" | "a few" | "many" | "some" | "a number of" | "countless" => Count::Some,
            "a" | "an" => Count::Exactly(1.0),
            "half a" | "half an" => Count::Exactly(0.5),
            "a couple" | "a couple of" | "couple of" => Count::Exactly(2.0),
            number => Count::Exactly(numbers::parse(number)?),
        })
    }

    fn year(&self) -> Option<Year> {
        let year: i16 = self.number("year")?;
        // Two figures: the hundred years that end twenty-nine years after the turn of the century.
        Some(Year::Of(match self.get("year")?.len() {
            2 if year < 30 => 2000 + year,
            2 => 1900 + year,
            _ => year,
        }))
    }

    fn which(&self) -> Which {
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
    let at = text.rfind(|c: char| !c.is_alphanumeric() && c != '-' && c != '.').map_or(0, |at| {
        at + text[at..].chars().next().map_or(0, char::len_utf8)
    });
    &text[at..]
}


/// The noun after a number tells that it counts: `1500 troops`.
fn counts(after: &str) -> bool {
    let Some(word) = after.strip_prefix([' ', '-']).and_then(|rest| rest.split(|c: char| !c.is_alphabetic()).next()) else {
        return false;
    };
    const COUNTED: [&str; 38] = [
        "people", "troops", "soldiers", "men", "women", "children", "police", "officers", "civilians", "fighters", "members",
        "tons", "tonnes", "miles", "metres", "meters", "kilometers", "kilometres", "km", "m", "ft", "feet", "jobs", "dollars",
        "euros", "pounds", "rubles", "roubles", "percent", "million", "billion", "thousand", "refugees", "prisoners", "votes",
        "homes", "houses", "employees",
    ];
    COUNTED.iter().any(|counted| word.eq_ignore_ascii_case(counted))
}

pub(super) fn iso(found: &Match<'_>) -> Option<Hit> {
    let (month, day) = (found.number("month")?, found.number("day")?);
    let clock = found.get("hour24").zip(found.get("minute24")).map(|(hour, minute)| format!("T{hour}:{minute}"));
    let parts = Parts { year: found.year(), month: Some(month), day: Some(day), ..Parts::default() };
    Some(Hit { clock, ..parts.into() })
}

pub(super) fn figures(found: &Match<'_>) -> Option<Hit> {
    let first: i8 = found.number("first")?;
    // American with strokes, European with full stops, unless that is impossible.
    let (month, day, year) = match found.number::<i8>("second") {
        Some(second) if first > 12 => (second, first, found.year()),
        Some(second) => (first, second, found.year()),
        None => (found.number("second2")?, first, found.number("year2").map(Year::Of)),
    };
    (month <= 12).then(|| Parts { year, month: Some(month), day: Some(day), ..Parts::default() }.into())
}

pub(super) fn date(found: &Match<'_>) -> Option<Hit> {
    let mut after = found.after.bytes();
    let figures = matches!((after.next(), after.next()), (Some(b',' | b'.' | b':' | b'/'), Some(b'0'..=b'9')));
    let day: Option<i8> = found.number("day");
    let counted = day.is_some() && found.all().ends_with(|c: char| c.is_ascii_digit()) && found.get("year").is_none();
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
    let parts = Parts { year: found.year(), month: month(name), ..Parts::default() };
    let spelled = name.len() > 3 && !name.ends_with('.') && !name.eq_ignore_ascii_case("sept");
    let heading = name.bytes().all(|byte| byte.is_ascii_uppercase());
    let doubtful = ["may", "march", "august", "april", "june"].iter().any(|month| name.eq_ignore_ascii_case(month));
    let placed = || {
        const PLACES: [&str; 26] = [
            "in", "since", "until", "till", "by", "last", "next", "this", "early", "late", "of", "for", "through", "from", "to",
            "between", "and", "during", "mid", "before", "after", "on", "each", "every", "or", "throughout",
        ];
        PLACES.contains(&found.word_before().as_str())
    };
    let sure = parts.year.is_some() || !heading && (spelled && !doubtful || (spelled || name == "May") && placed());
    sure.then(|| parts.into())
}

pub(super) fn every_day(found: &Match<'_>) -> Option<Hit> {
    let part = found.lower("part");
    if found.get("every").is_none() && part.is_empty() {
        return None;
    }
    let clock = Some(part.trim()).filter(|part| part.len() > 1).and_then(|part| clock(&part[..part.len() - 1]));
    let parts = Parts { weekday: weekday(found.get("weekday")?), ..Parts::default() };
    Some(Hit { clock, ..Meaning::EveryNamed(parts).into() })
}

pub(super) fn every_month(found: &Match<'_>) -> Option<Hit> {
    Some(Meaning::EveryNamed(Parts { month: month(found.get("month")?), ..Parts::default() }).into())
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
    Some(Hit { clock: part.map(str::to_owned), ..Meaning::Unit(Unit::Day, by).into() })
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
        Some(_) => Hit { clock, ..Meaning::Unit(Unit::Day, 0).into() },
        None => Hit { clock, soft: true, ..Meaning::Clock.into() },
    })
}

pub(super) fn unit(found: &Match<'_>) -> Option<Hit> {
    let unit = found.unit()?;
    let which = found.lower("which") + &found.lower("which2");
    let meaning = match which.as_str() {
        "last" | "past" | "the past" | "this past" | "the last" => Meaning::Unit(unit, -1),
        "the next" | "the following" if unit == Unit::Day || which.ends_with("following") => Meaning::OfLast(unit, 1),
        "next" | "coming" | "this coming" | "the coming" | "the next" => Meaning::Unit(unit, 1),
        "that" | "the same" | "the latest" => Meaning::OfLast(unit, 0),
        "the previous" => Meaning::OfLast(unit, -1),
        _ => Meaning::Unit(unit, 0),
    };
    let bare = matches!(which.as_str(), "past" | "coming");
    let noun = found.after.strip_prefix('-').is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    (!bare && !(unit == Unit::Day && matches!(which.as_str(), "last" | "next" | "the last"))
        && !(which.ends_with("last") && noun))
    .then(|| meaning.into())
}

pub(super) fn the_unit(found: &Match<'_>) -> Option<Hit> {
    let unit = found.unit()?;
    if found.after.starts_with('-') {
        return None;
    }
    Some(match unit {
        Unit::Weekend => Meaning::Weekend.into(),
        Unit::Quarter => Meaning::OfLast(unit, 0).into(),
        _ if found.before.ends_with("end of ") || found.before.ends_with("start of ") => Meaning::Unit(unit, 0).into(),
        Unit::Year if !found.before.ends_with("earlier in ") && !found.before.ends_with("later in ") && matches!(found.word_before().as_str(), "for" | "of" | "in" | "during") => {
            Meaning::Length(Count::Exactly(1.0), unit).into()
        }
        _ => Hit { soft: true, ..Meaning::Unit(unit, 0).into() },
    })
}

/// `by year-end`.
pub(super) fn year_end(_: &Match<'_>) -> Option<Hit> {
    Some(Meaning::Unit(Unit::Year, 0).into())
}

pub(super) fn length(found: &Match<'_>) -> Option<Hit> {
    let (count, unit) = (found.count()?, found.unit()?);
    let word = found.get("unit")?;
    let fraction = unit == Unit::Quarter && found.after.starts_with(" of ");
    // "a second" is an ordinal, "three quarters of" a fraction, "a few day" nothing.
    let second = word.eq_ignore_ascii_case("second") && !found.all().contains('-');
    let old = found.get("old").is_some() || found.after.starts_with(" old") || found.after.starts_with("-old");
    let year = matches!(count, Count::Exactly(number) if (1900.0..2050.0).contains(&number)) && !found.all().contains(',');
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
        "for", "in", "within", "after", "than", "nearly", "almost", "about", "over", "half", "under", "lasted", "least", "once",
    ];
    let rate = before.ends_with(|c: char| c.is_ascii_digit())
        || matches!(before.as_str(), "times" | "once" | "twice" | "million" | "billion" | "cents" | "hours" | "percent");
    Some(match () {
        () if rate => Meaning::Every(1.0, unit).into(),
        () if LENGTHS.contains(&before.as_str()) => Meaning::Length(Count::Exactly(1.0), unit).into(),
        () => return None,
    })
}

pub(super) fn recent(found: &Match<'_>) -> Option<Hit> {
    let past = matches!(found.lower("which").as_str(), "recent" | "past" | "the past");
    Some(match (past, found.unit()?) {
        (true, Unit::Day) => Meaning::Recent(14),
        (true, Unit::Week | Unit::Weekend) => Meaning::Recent(60),
        (true, Unit::Month | Unit::Quarter) => Meaning::Recent(365),
        (true, Unit::Year) => Meaning::Recent(3650),
        (true, _) => Meaning::Past,
        (false, Unit::Day) => Meaning::Coming(14),
        (false, Unit::Week | Unit::Weekend) => Meaning::Coming(60),
        (false, Unit::Month | Unit::Quarter) => Meaning::Coming(365),
        (false, _) => Meaning::Future,
    }
    .into())
}

pub(super) fn away(found: &Match<'_>) -> Option<Hit> {
    let (count, unit) = (found.count()?, found.unit()?);
    let way = found.lower("way");
    let singular = found.get("count").is_none() && !found.lower("unit").ends_with('s');
    let ends = found.after.trim_start().is_empty() || found.after.starts_with(['.', ',', ';', ')', '”', '"']);
    if singular || matches!(way.as_str(), "before" | "after") && !ends {
        return None;
    }
    Some(match way.as_str() {
        "ago" => Meaning::FromPublication(count, unit, -1),
        "from now" | "hence" => Meaning::FromPublication(count, unit, 1),
        "earlier" | "before" => Meaning::FromLast(count, unit, -1),
        _ => Meaning::FromLast(count, unit, 1),
    }
    .into())
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
    const LENGTHS: [&str; 12] =
        ["for", "in", "within", "over", "of", "after", "last", "take", "took", "lasted", "spent", "or"];
    let sure = found.get("long").is_some() || LENGTHS.contains(&found.word_before().as_str());
    sure.then_some(Meaning::Length(Count::Some, found.unit()?).into())
}

pub(super) fn year(found: &Match<'_>) -> Option<Hit> {
    let Some(Year::Of(year)) = found.year() else { return None };
    let before = found.word_before();
    let after = found.after.as_bytes();
    let glued = found.before.ends_with(|c: char| c.is_alphanumeric() || "$€£¥#/.,:+".contains(c));
    let code = found.before.strip_suffix(['-', '–']).is_some_and(|rest| rest.ends_with(char::is_alphabetic))
        && !["mid", "pre", "post", "early", "late"].contains(&last_word(found.before).trim_end_matches('-'));
    let figures = matches!((after.first(), after.get(1)), (Some(b',' | b'.' | b':' | b'/'), Some(b'0'..=b'9')))
        || found.after.starts_with('%');
    const NUMBERED: [&str; 24] = [
        "resolution", "resolutions", "flight", "article", "section", "no.", "number", "page", "room", "route", "law", "decree",
        "order", "unit", "highway", "some", "than", "least", "nearly", "roughly", "only", "approximately", "additional", "model",
    ];
    const PLACES: [&str; 20] = [
        "in", "since", "until", "till", "by", "of", "during", "before", "after", "late", "early", "from", "to", "between", "and",
        "through", "for", "spring", "summer", "the",
    ];
    if glued || code || figures || NUMBERED.contains(&before.as_str()) || counts(found.after) {
        return None;
    }
    let old = year < 1900 && !PLACES[..8].contains(&before.as_str());
    let sure = found.get("sure").is_some();
    let bracket = found.before.ends_with(['(', '-', '–']) || found.after.starts_with([')', '-', '–']);
    let modern = (1900..=2050).contains(&year);
    (sure || modern || bracket && year < 2050 || !old && year < 1900)
        .then(|| Parts { year: Some(Year::Of(year)), ..Parts::default() }.into())
}

pub(super) fn spelled_year(found: &Match<'_>) -> Option<Hit> {
    let rest = found.get("rest").and_then(numbers::parse);
    let hundred = found.lower("hundred");
    let year = match (hundred.as_str(), rest) {
        ("nineteen", Some(rest)) if rest >= 10.0 => 1900 + rest as i16,
        ("two thousand", Some(rest)) if found.word_before() == "in" && !counts(found.after) => 2000 + rest as i16,
        ("two thousand", None) if found.get("sure").is_some() => 2000,
        _ => return None,
    };
    Some(Parts { year: Some(Year::Of(year)), ..Parts::default() }.into())
}

pub(super) fn decade(found: &Match<'_>) -> Option<Hit> {
    const WORDS: [&str; 8] =
        ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];
    let word = found.lower("word");
    let year = match (found.number::<i16>("decade"), found.number::<i16>("short")) {
        (Some(year), _) => year,
        (None, Some(short)) => if short < 30 { 2000 + short } else { 1900 + short },
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
    (1..=30).contains(&number).then(|| Meaning::Century((number - 1) * 100).into())
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
    let part = Some(Part::Quarter(ordinal(found.get("number")?)?));
    Some(Parts { year, part, ..Parts::default() }.into())
}

pub(super) fn half(found: &Match<'_>) -> Option<Hit> {
    let year = match found.lower("of").as_str() {
        "last year" => Some(Year::Later(-1)),
        "next year" => Some(Year::Later(1)),
        "" => found.year(),
        _ => Some(Year::Later(0)),
    };
    let part = Some(Part::Half(ordinal(found.get("number")?)?));
    Some(Parts { year, part, ..Parts::default() }.into())
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
    let placed = matches!(found.word_before().as_str(), "in" | "by" | "during" | "since" | "until" | "late" | "early" | "of");
    let name = found.get("season")?.starts_with(char::is_uppercase);
    let the = found.get("the").is_some();
    // "the fall of the city", "a spring", "the Summer Olympics" are none.
    let sure = match season.as_str() {
        _ if year.is_some() || found.get("which").is_some() => true,
        "fall" => the && placed && !found.after.starts_with(" of"),
        _ => !name && (the || placed),
    };
    sure.then(|| Parts { year, part: Some(Part::Season(index)), which, ..Parts::default() }.into())
}

pub(super) fn present(_: &Match<'_>) -> Option<Hit> {
    Some(Meaning::Present.into())
}

pub(super) fn past(_: &Match<'_>) -> Option<Hit> {
    Some(Meaning::Past.into())
}

pub(super) fn future(found: &Match<'_>) -> Option<Hit> {
    let linked = found.word_before() == "as" || found.after.starts_with(" after") || found.after.starts_with(" as ");
    let whole = found.all().contains(" as ");
    (whole || !linked).then(|| Meaning::Future.into())
}

pub(super) fn time_of_day(found: &Match<'_>) -> Option<Hit> {
    let clock = match (found.get("noon"), found.number::<u8>("hour24"), found.number::<u8>("hour")) {
        (Some(noon), _, _) if noon.eq_ignore_ascii_case("midnight") => "T24:00".to_owned(),
        (Some(_), _, _) => "T12:00".to_owned(),
        (None, Some(hour), _) => {
            // "3:16" may be a score or a verse.
            let zone = found.all().contains(' ') || found.all().ends_with("hours");
            let placed = matches!(found.word_before().as_str(), "at" | "by" | "from" | "until" | "around" | "about" | "before" | "after" | "since");
            let exact = found.all().contains(':');
            if !(zone || placed && exact) {
                return None;
            }
            format!("T{hour:02}:{}", found.get("minute24")?)
        }
        (None, None, Some(hour)) if (1..=12).contains(&hour) => {
            let afternoon = found.lower("half") == "p";
            format!("T{:02}:{}", hour % 12 + if afternoon { 12 } else { 0 }, found.get("minute").unwrap_or("00"))
        }
        _ => return None,
    };
    Some(Hit { clock: Some(clock), ..Meaning::Clock.into() })
}

pub(super) fn year_ago(found: &Match<'_>) -> Option<Hit> {
    Some(match found.get("number").and_then(ordinal) {
        Some(number) => Parts { year: Some(Year::Later(-1)), part: Some(Part::Quarter(number)), ..Parts::default() }.into(),
        None => Meaning::FromPublication(Count::Exactly(1.0), Unit::Year, -1).into(),
    })
}
