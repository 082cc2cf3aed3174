//! The numbers of a text with the words that bound them, before it is known what they count.

use super::units::{self, Unit};
use crate::lexical::numbers;
use regex::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    // Marks of letters stand alone before figures.
    let currency = units::CURRENCIES.map(|(mark, _)| regex::escape(mark)).join("|");
    let (number, many) = (numbers::number(), numbers::MANY);
    let scale = "(?: ?(?:bn|mn|tn)|[mbk])";
    let small = format!("(?:{}|\\d{{1,6}}(?:,\\d{{3}})*)", numbers::SMALL);
    let glued = "(?-i:(?u: ?[°º][CF])|C|F|km/h|kmh|kph|mph|km|kg|mm|cm|ha|t|kWh|MWh|GWh|kW|MW|GW)";
    let pattern = format!(
        "(?i-u)(?:\\b{{start-half}}(?:(?P<low>at least|at a minimum|at the very least|no fewer than|no less than|not less than|not fewer than\
         |(?:considerably |far |well |much |slightly |a little )?more than|(?:well |just |slightly |far )?over|upwards? of|a minimum of\
         |in excess of|above|beyond|greater than|north of)\
         |(?P<high>up to|at most|at the most|no more than|not more than|as many as|as much as|no bigger than|no larger than\
         |(?:considerably |far |well |much |slightly |a little )?(?:fewer|less) than|(?:well |just )?under|below|a maximum of|only up to)\
         |(?P<about>some|about|around|nearly|almost|roughly|approximately|approx\\.?|an? estimated|estimated(?: at)?|close to|circa|maybe\
         |perhaps|possibly|probably|practically|virtually|just about|just short of|more or less|in the region of|somewhere near|something like)) )?\
         (?:\\b{{start-half}}(?P<about2>some|about|around|nearly|almost|roughly|approximately|an? estimated|estimated|perhaps|maybe) )?\
         (?P<between>\\b{{start-half}}(?:between|from) )?(?:(?P<currency>(?-i:{currency}) ?)|\\b{{start-half}})\
         (?:(?P<many>{many})\
         |(?P<nth>every (?:third|fourth|fifth|sixth|seventh|eighth|ninth|tenth))\\b{{end-half}}\
         |(?P<all>both(?: of)?|none of|neither of|not one of|not a single)\\b{{end-half}}\
         |(?P<part>half(?: (?:of|the|its|their|his|her|our|all|those|these|that|were|are|have|had))\
         |(?:an?|one|two|three|four|five|six|seven|eight|nine)[- ](?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|hundredth)s?)\
         |(?P<rate>(?P<count>{small}) (?:(?:in|out of)(?: every)?|of every) (?P<every>{small}))\\b{{end-half}}\
         |(?P<number>{number})(?:(?P<scale>{scale})|(?P<glued>{glued}))?\\b{{end-half}}\
         (?P<range>(?: ?%| ?percent| per cent)?(?P<to> to | and | or |-|(?u:–))(?:(?P<currency2>(?-i:{currency})) ?)?(?P<number2>{number})(?:(?P<scale2>{scale})|(?P<glued2>{glued}))?)?)\\b{{end-half}}\
         (?P<odd> or so\\b{{end-half}}|[- ]odd\\b{{end-half}}|-something\\b{{end-half}}| or thereabouts|,? give or take\\b{{end-half}})?\
         (?P<more>\\+| or more| and more|[- ]plus| at least| at the least)?(?P<fewer> or fewer| or less| at most| at the most)?\
         (?P<percent> ?%|[- ]per ?cent(?:age points?)?)?"
    );
    Regex::new(&pattern).expect("the pattern is part of the program")
});

/// "between two hundred and three hundred", whose first number would take the `and` for its own.
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    let number = numbers::number();
    let plain = format!("{0}(?:[- ]{1})*", numbers::SMALL, numbers::SCALE);
    Regex::new(&format!(
        "(?i-u)^between (?P<first>{plain}) and (?P<second>{number})\\b{{end-half}}"
    ))
    .expect("the pattern is part of the program")
});

/// What makes a large number of a part: "a quarter **of a million**".
static MILLION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?i-u)^ of an? (?P<scale>million|billion)\\b{end-half}")
        .expect("the pattern is part of the program")
});

pub(super) fn prepare() {
    LazyLock::force(&NUMBER);
    LazyLock::force(&MILLION);
    LazyLock::force(&BETWEEN);
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
    pub(super) unit: Option<Unit>,
    /// A part of a whole: `half of`.
    pub(super) part: bool,
}

/// Whether there is anything that looks like a number.
pub(super) fn is_number_in(text: &str) -> bool {
    NUMBER.is_match(text)
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
    // "in 1987 at least 2,400": the words are of the number behind.
    let of_next = ["more", "fewer"].iter().find_map(|name| {
        captures.name(name).filter(|m| {
            m.as_str().starts_with(" at")
                && text[m.end()..]
                    .trim_start()
                    .starts_with(|c: char| c.is_ascii_digit())
        })
    });
    if let Some(of_next) = of_next {
        let alone = &text[..of_next.start()];
        return match NUMBER.captures_at(alone, all.start) {
            Some(again) if again.get_match().start() == all.start => read(alone, &again),
            _ => (None, of_next.start()),
        };
    }
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
    let currency = currency.map(|code| Unit {
        money: true,
        ..Unit::of(code)
    });
    let percent = get("percent").map(|_| Unit::of("percent"));
    let mut unit = currency.or(percent);
    let mut digits = ["number", "many", "all", "part", "rate", "nth"]
        .iter()
        .find_map(|name| captures.name(name))
        .map_or(all.clone(), |m| m.range());
    let mut ranged = false;
    let (value, mut low, mut high);
    let words = captures
        .name("between")
        .and_then(|between| spelt_range(&text[between.start()..]).map(|range| (between.start(), range)));
    if let Some((from, (first, second, length))) = words {
        (value, low, high) = ((first + second) / 2.0, Some(first), Some(second));
        end = from + length;
        digits = from..end;
        // The words behind the number come with it again.
        let behind = &text[end..];
        if behind.starts_with(" percent") || behind.starts_with(" per cent") {
            let unit = " percent"
                .len()
                .max(if behind.starts_with(" per cent") { 9 } else { 8 });
            let number = Number {
                range: all.start..end + unit,
                digits,
                value,
                low,
                high,
                unit: Some(Unit::of("percent")),
                part: false,
            };
            return (Some(number), end + unit);
        }
        let number = Number {
            range: all.start..end,
            digits,
            value,
            low,
            high,
            unit: None,
            part: false,
        };
        return (Some(number), end);
    }
    if let Some(many) = get("many") {
        let Some(least) = numbers::many(many) else {
            return (None, end);
        };
        (value, low, high) = (least, Some(least), None);
    } else if let Some(nth) = get("nth") {
        // "every fourth house", but not "every third day"
        let part = ["a ", &nth["every ".len()..]]
            .concat()
            .replace("fourth", "quarter");
        let number = fraction(&part);
        let Some(number) = number.filter(|_| !before_time(&text[digits.end..])) else {
            return (None, end);
        };
        (value, low, high) = (number, None, None);
    } else if let Some(all) = get("all") {
        let all = all.to_ascii_lowercase();
        let number = if all.starts_with("both") { 2.0 } else { 0.0 };
        (value, low, high) = (number, Some(number), Some(number));
        digits.end -= if all.ends_with(" of") { " of".len() } else { 0 };
        end = digits.end;
    } else if let Some(part) = get("part") {
        // "a quarter of a million"
        let scale = MILLION.captures(&text[digits.end..]);
        if let Some((scale, number)) = scale.zip(fraction(part)) {
            let by = if scale["scale"].eq_ignore_ascii_case("million") {
                1e6
            } else {
                1e9
            };
            let about = get("about").is_some() || get("about2").is_some();
            let (low, high) = (get("low").is_some(), get("high").is_some());
            let value = (number * by).round();
            end = digits.end + scale.get_match().len();
            let exact = !(about || low || high);
            let number = Number {
                range: all.start..end,
                digits: digits.start..end,
                value,
                low: (low || exact).then_some(value),
                high: (high || exact).then_some(value),
                unit: currency,
                part: false,
            };
            return (Some(number), end);
        }
        let Some(number) =
            fraction(part).filter(|_| is_part(&text[..digits.start], part, &text[digits.end..]))
        else {
            return (None, digits.end);
        };
        (value, low, high) = (number, None, None);
        if part.contains(' ') && part.starts_with(['h', 'H']) {
            end = digits.start + "half".len();
            digits.end = end;
        }
    } else if get("rate").is_some() {
        let rate = get("count")
            .zip(get("every"))
            .and_then(|(count, every)| rate(count, every));
        let Some(rate) = rate.filter(|_| !before_time(&text[digits.end..])) else {
            // "one of 12 guards": the first number alone.
            return first_of_rate(text, captures);
        };
        (value, low, high) = (rate, None, None);
    } else {
        let Some(first) = scaled("number", "scale") else {
            return (None, end);
        };
        let symbol = |name: &str| units::unit(get(name)?.trim());
        let behind = |names: [&str; 2]| names.iter().find_map(|name| captures.name(name)).map(|m| m.end());
        let glued = behind(["scale", "glued"]).unwrap_or(digits.end);
        digits.end = glued;
        let second = scaled("number2", "scale2")
            .map(|second| (same_scale(first, second, get("number2"), get("scale2")), second));
        // "Rs 500 or DM40m" are two amounts.
        let one =
            get("currency2").is_none_or(|mark| get("currency").is_some_and(|first| first.trim() == mark));
        let second = second.filter(|_| one);
        let is_range = match (get("to"), get("between"), second) {
            (Some(" and "), Some("between " | "Between "), Some((first, second))) => first < second,
            (Some(" to "), Some("from " | "From "), Some((first, second))) => {
                first < second && !changes(&text[..all.start])
            }
            (Some(to), None, Some((first, second))) => to != " and " && first < second,
            _ => false,
        };
        match second.filter(|_| is_range) {
            Some((first, second)) => {
                (value, low, high) = ((first + second) / 2.0, Some(first), Some(second));
                digits.end = captures.name("range").map_or(digits.end, |range| range.end());
                unit = unit.or(symbol("glued2")).or(symbol("glued"));
                ranged = true;
            }
            None => {
                (value, low, high) = (first, None, None);
                if get("range").is_some() {
                    let percent = percent_at(&text[glued..]);
                    end = glued + percent;
                    unit = currency.or((percent > 0).then_some(Unit::of("percent")));
                }
                unit = unit.or(symbol("glued"));
            }
        }
    }
    let mut from = all.start;
    if let Some(mark) = captures.name("currency") {
        // "DM 40", but not "MaDM 40", and letters go before figures.
        let letters = mark.as_str().starts_with(|c: char| c.is_ascii_alphabetic());
        let glued = text[..mark.start()].ends_with(char::is_alphanumeric);
        let figures = text[digits.start..].starts_with(|c: char| c.is_ascii_digit());
        if letters && (glued || !figures) {
            return (None, end);
        }
    }
    let exact = low.is_none() && high.is_none();
    let mut about = get("about").is_some() || get("about2").is_some();
    if exact {
        let bound = captures.name("low").or(captures.name("high"));
        let particle = bound.is_some_and(|bound| is_particle(&text[..all.start], bound.as_str()));
        if let Some(bound) = bound.filter(|_| particle) {
            from = bound.end() + 1;
        }
        let whole = end == all.end;
        low = get("low")
            .filter(|_| !particle)
            .or(get("more").filter(|_| whole))
            .map(|_| value);
        high = get("high")
            .filter(|_| !particle)
            .or(get("fewer").filter(|_| whole))
            .map(|_| value);
        about |= get("odd").is_some() && whole;
        if low.is_none() && high.is_none() {
            low = over(last_word(&text[..all.start])).then_some(value);
        }
        if low.is_none() && high.is_none() && !about {
            (low, high) = (Some(value), Some(value));
        }
    }
    // "between" and "from" without a range are no part of it.
    if let Some(between) = captures.name("between").filter(|_| !ranged) {
        from = between.end();
    }
    let number = Number {
        range: from..end,
        digits,
        value,
        low,
        high,
        unit,
        part: get("part").or(get("rate")).or(get("nth")).is_some(),
    };
    let kept = !is_code(text, &number, unit.is_some());
    (kept.then_some(number), end)
}

/// "Between two hundred and three hundred": the two numbers, and how long the words are.
fn spelt_range(text: &str) -> Option<(f64, f64, usize)> {
    let captures = BETWEEN.captures(text)?;
    let number = |name: &str| numbers::parse(captures.name(name)?.as_str());
    let (first, second) = (number("first")?, number("second")?);
    let first = same_scale(first, second, captures.name("second").map(|m| m.as_str()), None);
    (first < second).then(|| (first, second, captures.get_match().end()))
}

/// Where "one of 12" tells no rate: its first number alone.
fn first_of_rate(text: &str, captures: &Captures<'_>) -> (Option<Number>, usize) {
    let Some(count) = captures.name("count") else {
        return (None, captures.get_match().end());
    };
    let start = captures.get_match().start();
    // The words before it may bound it; read it again without what follows.
    let alone = &text[..count.end()];
    match NUMBER.captures_at(alone, start) {
        Some(again) if again.name("rate").is_none() && again.get_match().start() == start => {
            let (number, _) = read(alone, &again);
            let number = number.filter(|number| !is_code(text, number, number.unit.is_some()));
            (number, count.end())
        }
        _ => (None, count.end()),
    }
}

/// One in ten; `None` where the words count something else, as in "three of 12".
fn rate(count: &str, every: &str) -> Option<f64> {
    let (count, every) = (numbers::parse(count)?, numbers::parse(every)?);
    const ROUND: [f64; 13] = [
        2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 12.0, 20.0, 100.0, 1000.0,
    ];
    let usual = ROUND.contains(&every) || count <= 1.0 && every % 10.0 == 0.0 && every < 1900.0;
    (count >= 1.0 && count < every && usual).then(|| count / every)
}

/// Whether a text begins with a unit of time: "three in two days".
fn before_time(after: &str) -> bool {
    let word = after.trim_start_matches([' ', '-']);
    let word = word
        .split(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    units::unit(word).is_some()
}

/// Whether words tell a part: "a third of them", "two fifths", but not "a third man", "the first half of".
fn is_part(before: &str, part: &str, after: &str) -> bool {
    let word = last_word(before).to_lowercase();
    let part = part.to_lowercase();
    if part.starts_with("half") {
        const ORDINAL: [&str; 8] = ["first", "second", "latter", "last", "better", "one", "a", "and"];
        return !ORDINAL.contains(&word.as_str());
    }
    if part.ends_with('s') {
        return true;
    }
    let mut next = after
        .trim_start_matches(' ')
        .split(|c: char| !c.is_alphanumeric());
    let next = next.next().unwrap_or_default();
    const ENDS: [&str; 30] = [
        "of", "are", "were", "is", "was", "have", "has", "had", "in", "on", "by", "to", "from", "will",
        "would", "since", "and", "or", "more", "less", "fewer", "said", "last", "this", "during", "after",
        "before", "compared", "within", "over",
    ];
    after.is_empty() || !after.starts_with([' ', '-']) || ENDS.contains(&next)
}

/// Whether what stands before "from 40 to 50" tells of a change from the one to the other.
fn changes(before: &str) -> bool {
    const VERBS: [&str; 60] = [
        "rise",
        "rises",
        "rose",
        "risen",
        "rising",
        "grow",
        "grows",
        "grew",
        "grown",
        "growing",
        "fall",
        "falls",
        "fell",
        "fallen",
        "falling",
        "drop",
        "drops",
        "dropped",
        "increase",
        "increased",
        "decrease",
        "decreased",
        "cut",
        "raise",
        "raised",
        "lower",
        "lowered",
        "reduce",
        "reduced",
        "jump",
        "jumped",
        "climb",
        "climbed",
        "slip",
        "slipped",
        "slide",
        "slid",
        "shrink",
        "shrank",
        "shrunk",
        "swell",
        "swelled",
        "soar",
        "soared",
        "decline",
        "declined",
        "up",
        "down",
        "change",
        "changed",
        "expand",
        "expanded",
        "extend",
        "extended",
        "widen",
        "widened",
        "double",
        "doubled",
        "revised",
        "went",
    ];
    before
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .rev()
        .take(7)
        .any(|word| VERBS.contains(&word.to_lowercase().as_str()))
}

/// How long a mark or word of per cent is that a text begins with.
fn percent_at(after: &str) -> usize {
    [" per cent", " percent", "percent", " %", "%"]
        .iter()
        .find(|word| after.starts_with(**word))
        .map_or(0, |word| word.len())
}

/// Verbs that put the number below what there is: "exceeded 3,000".
fn over(verb: &str) -> bool {
    ["exceed", "surpass", "top", "outnumber"].iter().any(|stem| {
        verb.strip_prefix(stem).is_some_and(|end| {
            matches!(end, "s" | "ed" | "ing" | "ped" | "ping") || end.is_empty() && *stem != "top"
        })
    })
}

fn last_word(before: &str) -> &str {
    before.trim_end().rsplit(' ').next().unwrap_or_default()
}

/// Whether `over` or `up to` belongs to the verb before it: `hand over 75 fighters`, `go up to 22`.
fn is_particle(before: &str, bound: &str) -> bool {
    const OVER: [&str; 16] = [
        "hand", "hands", "handed", "handing", "take", "takes", "took", "taken", "taking", "turn", "turned",
        "turning", "win", "won", "hold", "carried",
    ];
    const UP: [&str; 24] = [
        "go", "goes", "going", "gone", "went", "rise", "rises", "rose", "risen", "climb", "climbed", "creep",
        "crept", "shoot", "shot", "move", "moved", "push", "pushed", "add", "adds", "added", "inch",
        "inched",
    ];
    let word = last_word(before);
    match bound.to_ascii_lowercase().as_str() {
        "over" => OVER.contains(&word),
        "up to" => UP.contains(&word),
        _ => false,
    }
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
    let count = if matches!(count, "a" | "an") {
        1.0
    } else {
        numbers::parse(count)?
    };
    const PARTS: [(&str, f64); 9] = [
        ("third", 3.0),
        ("quarter", 4.0),
        ("fifth", 5.0),
        ("sixth", 6.0),
        ("seventh", 7.0),
        ("eighth", 8.0),
        ("ninth", 9.0),
        ("tenth", 10.0),
        ("hundredth", 100.0),
    ];
    let below = PARTS
        .iter()
        .find(|(name, _)| part.trim_end_matches('s') == *name)?
        .1;
    (count < below).then(|| count / below)
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
    // "the monitors number 75"
    const SUBJECTS: [&str; 15] = [
        "dead",
        "wounded",
        "injured",
        "missing",
        "displaced",
        "homeless",
        "people",
        "men",
        "women",
        "children",
        "now",
        "already",
        "thus",
        "alone",
        "to",
    ];
    let verb = word.eq_ignore_ascii_case("number")
        && before.strip_suffix(word).is_some_and(|rest| {
            let subject = last_word(rest).trim_end_matches(',');
            rest.trim_end().ends_with('s') || SUBJECTS.contains(&subject.to_lowercase().as_str())
        });
    !unit
        && !verb
        && NUMBERED
            .iter()
            .any(|numbered| word.eq_ignore_ascii_case(numbered))
}
