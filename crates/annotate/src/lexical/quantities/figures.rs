//! The numbers of a text with the words that bound them, before it is known what they count.

use super::units;
use crate::lexical::numbers;
use regex::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    let currency = units::CURRENCIES.map(|(mark, _)| regex::escape(mark)).join("|");
    let (number, many) = (numbers::number(), numbers::MANY);
    let scale = "(?: ?(?:bn|mn|tn)|[mbk])";
    let pattern = format!(
        "(?i-u)(?:\\b{{start-half}}(?:(?P<low>at least|no fewer than|no less than|not less than|more than|over|well over|just over\
         |upwards of|a minimum of|in excess of|above)|(?P<high>up to|at most|no more than|not more than|as many as|as much as\
         |fewer than|less than|under|just under|below|a maximum of)|(?:some|about|around|nearly|almost|roughly|approximately\
         |an estimated|close to)) )?\
         (?P<between>\\b{{start-half}}between )?(?P<currency>(?-i:{currency}) ?)?\\b{{start-half}}\
         (?:(?P<many>{many})|(?P<part>half(?: (?:of|the|its|their|his|all))|(?:a|one|two)[- ]thirds?|(?:a|one|three)[- ]quarters?)\
         |(?P<number>{number})(?P<scale>{scale})?\\b{{end-half}}\
         (?P<range>(?P<to> to | and | or |-|(?u:–))(?:(?-i:{currency}))?(?P<number2>{number})(?P<scale2>{scale})?)?)\\b{{end-half}}\
         (?P<more>\\+| or more|-plus)?(?P<percent> ?%|[- ]per ?cent(?:age points?)?)?"
    );
    Regex::new(&pattern).expect("the pattern is part of the program")
});

pub(super) fn prepare() {
    LazyLock::force(&NUMBER);
}

/// A number before it is known what it counts.
pub(super) struct Number {
    /// With the words that bound it, the mark of currency or of per cent.
    pub(super) range: Range<usize>,
    /// The digits and words of the number.
    pub(super) digits: Range<usize>,
    pub(super) value: f64,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    pub(super) unit: Option<&'static str>,
    /// A part of a whole: `half of`.
    pub(super) part: bool,
}

/// The numbers of a paragraph.
pub(super) fn numbers_of(text: &str) -> Vec<Number> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(captures) = NUMBER.captures_at(text, at) {
        let all = captures.get_match().range();
        let (number, end) = read(text, &captures);
        at = end.max(all.start + 1);
        while !text.is_char_boundary(at) {
            at += 1;
        }
        found.extend(number);
        if at >= text.len() {
            break;
        }
    }
    found
}

/// The number of a match, and where to go on.
fn read(text: &str, captures: &Captures<'_>) -> (Option<Number>, usize) {
    let all = captures.get_match().range();
    let get = |name: &str| captures.name(name).map(|found| found.as_str());
    let mut end = all.end;
    let scaled = |number: &str, scale: &str| {
        let by = match get(scale)
            .map(|scale| scale.trim().to_ascii_lowercase())
            .as_deref()
        {
            Some("k") => 1e3,
            Some("m" | "mn") => 1e6,
            Some("b" | "bn") => 1e9,
            Some("tn") => 1e12,
            _ => 1.0,
        };
        Some(numbers::parse(get(number)?)? * by)
    };
    let currency = get("currency").map(str::trim);
    let currency = units::CURRENCIES
        .iter()
        .find(|(mark, _)| Some(*mark) == currency)
        .map(|(_, code)| *code);
    let unit = currency.or(get("percent").map(|_| "percent"));
    let mut digits = ["number", "many", "part"]
        .iter()
        .find_map(|name| captures.name(name))
        .map_or(all.clone(), |m| m.range());
    let (value, mut low, mut high);
    if let Some(many) = get("many") {
        let Some(least) = numbers::many(many) else {
            return (None, end);
        };
        (value, low, high) = (least, Some(least), None);
    } else if let Some(part) = get("part") {
        let Some(number) = fraction(part) else {
            return (None, end);
        };
        (value, low, high) = (number, None, None);
        end = if part.contains(' ') && part.starts_with(['h', 'H']) {
            digits.start + "half".len()
        } else {
            end
        };
        digits.end = end;
    } else {
        let Some(first) = scaled("number", "scale") else {
            return (None, end);
        };
        let glued = captures.name("scale").map_or(digits.end, |scale| scale.end());
        digits.end = glued;
        let second = scaled("number2", "scale2")
            .map(|second| (same_scale(first, second, get("number2"), get("scale2")), second));
        let is_range = match (get("to"), get("between"), second) {
            (Some(" and "), Some(_), Some((first, second))) => first < second,
            (Some(to), None, Some((first, second))) => {
                to != " and " && first < second && !(to == " to " && text[..all.start].ends_with("from "))
            }
            _ => false,
        };
        match second.filter(|_| is_range) {
            Some((first, second)) => {
                (value, low, high) = ((first + second) / 2.0, Some(first), Some(second));
                digits.end = captures.name("range").map_or(digits.end, |range| range.end());
            }
            None => {
                (value, low, high) = (first, None, None);
                if get("range").is_some() {
                    end = glued;
                }
            }
        }
    }
    let mut from = all.start;
    if low.is_none() && high.is_none() {
        let particle =
            get("low").is_some_and(|low| low.eq_ignore_ascii_case("over")) && is_particle(&text[..all.start]);
        if particle {
            from = all.start + "over ".len();
        }
        low = get("low")
            .filter(|_| !particle)
            .or(get("more").filter(|_| end == all.end))
            .map(|_| value);
        high = get("high").map(|_| value);
    }
    // "between" without a range is no part of it.
    if let Some(between) = captures.name("between").filter(|_| end < all.end) {
        from = between.end();
    }
    let unit = if end < all.end { currency } else { unit };
    let number = Number {
        range: from..end,
        digits,
        value,
        low,
        high,
        unit,
        part: get("part").is_some(),
    };
    let kept = !is_code(text, &number, unit.is_some());
    (kept.then_some(number), end)
}

/// Whether `over` belongs to the verb before it: `hand over 75 fighters`.
fn is_particle(before: &str) -> bool {
    const VERBS: [&str; 14] = [
        "hand", "hands", "handed", "handing", "take", "takes", "took", "taken", "taking", "turn", "turned",
        "turning", "win", "won",
    ];
    VERBS.contains(&before.trim_end().rsplit(' ').next().unwrap_or_default())
}

/// In "2 to 3 million" the first number is of millions too.
fn same_scale(first: f64, second: f64, words: Option<&str>, scale: Option<&str>) -> f64 {
    let by = match (words.unwrap_or_default().rsplit([' ', '-']).next(), scale) {
        (Some(word), None) if word.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            numbers::parse(word).unwrap_or(1.0)
        }
        (_, Some(_)) if second >= 1e3 => [1e12, 1e9, 1e6, 1e3]
            .into_iter()
            .find(|by| second >= *by)
            .unwrap_or(1.0),
        _ => 1.0,
    };
    if first < 1e3 && by >= 1e3 && first < second / by * 1.0001 {
        first * by
    } else {
        first
    }
}

fn fraction(words: &str) -> Option<f64> {
    let words = words.to_ascii_lowercase();
    let (count, part) = words.split_once([' ', '-'])?;
    if count == "half" {
        return Some(0.5);
    }
    let count = if count == "a" { 1.0 } else { numbers::parse(count)? };
    Some(count / if part.starts_with("third") { 3.0 } else { 4.0 })
}

/// Whether a number is part of a name or a code: `Su-35`, `No. 5`, `Resolution 1701`, `1.2.3`, `3-1`.
fn is_code(text: &str, number: &Number, unit: bool) -> bool {
    let before = &text[..number.digits.start];
    let after = &text[number.digits.end..];
    let figures = text[number.digits.clone()].starts_with(|c: char| c.is_ascii_digit());
    let glued = |text: &str| text.chars().next_back().is_some_and(char::is_alphanumeric);
    let joined = before
        .strip_suffix(['-', '–', '/', '.', ':', ',', '_'])
        .is_some_and(glued);
    let follows = after
        .strip_prefix(['/', '.', ':', ',', '_', '-'])
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if !unit && figures && (joined || follows || glued(before)) || before.ends_with('-') && joined {
        return true;
    }
    const NUMBERED: [&str; 30] = [
        "no",
        "number",
        "nos",
        "resolution",
        "resolutions",
        "article",
        "articles",
        "section",
        "chapter",
        "flight",
        "room",
        "page",
        "highway",
        "route",
        "channel",
        "unit",
        "brigade",
        "phase",
        "stage",
        "level",
        "type",
        "formula",
        "group",
        "gate",
        "line",
        "point",
        "part",
        "volume",
        "version",
        "round",
    ];
    let before = before.strip_suffix(' ').unwrap_or_default();
    let word = before
        .strip_suffix('.')
        .unwrap_or(before)
        .rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    !unit
        && NUMBERED
            .iter()
            .any(|numbered| word.eq_ignore_ascii_case(numbered))
}
