//! Quantities: [`Annotated`] with its times to what it counts and measures.
//!
//! A pattern finds the numbers with the words that bound them; the syntax, or where it is missing the words that follow,
//! tells what is counted.

mod counted;
mod figures;
mod units;

pub(crate) use units::is_person;

#[cfg(test)]
mod tests;

use counted::{Counted, counted};
use figures::{Number, numbers_of};
use regex::Regex;
use sayso_model::{Annotated, Name, Quantity, Span, TimexType};
use std::collections::HashMap;
use std::sync::LazyLock;
use units::Unit;

/// Numbers in groups, as of telephones, and web addresses.
static CODES: LazyLock<Regex> = LazyLock::new(|| {
    let pattern =
        "(?i-u)\\+?\\(?\\d{2,4}\\)?(?:[ .-]\\d{2,4}){2,}|(?:https?://|www\\.|[@#])[!-~]+|\\d+(?:[/:]\\d+)+";
    Regex::new(pattern).expect("the pattern is part of the program")
});

/// Verbs whose subject or object is people, each with whether it says so of `hundreds` and the like only.
static VERBS: LazyLock<HashMap<&'static str, bool>> = LazyLock::new(|| {
    let mut verbs = HashMap::new();
    for line in include_str!("../../data/people-verbs.txt").lines() {
        if line.starts_with('#') {
            continue;
        }
        let many = line.starts_with('+');
        let words = line.trim_start_matches('+').split_whitespace();
        verbs.extend(words.map(|verb| (verb, many)));
    }
    verbs
});

pub(super) fn prepare() {
    LazyLock::force(&CODES);
    LazyLock::force(&VERBS);
    figures::prepare();
    units::prepare();
    counted::prepare();
}

/// Whether a text has anything that may be a number.
pub(crate) fn has_number(text: &str) -> bool {
    figures::is_number_in(text)
}

/// The quantities of a document; its times must be known.
pub(super) fn find(doc: &Annotated) -> Vec<Quantity> {
    let names: Vec<Span> = doc
        .names
        .iter()
        .map(|Name { tokens, .. }| doc.span(tokens))
        .collect();
    let taken = |spans: &[Span], span: Span| {
        spans
            .get(spans.partition_point(|other| other.end() <= span.start()))
            .is_some_and(|other| other.overlaps(span))
    };
    let lasts = |kind: TimexType| kind == TimexType::Duration;
    let times = |duration: bool| -> Vec<Span> {
        let times = doc.times.iter().filter(|time| lasts(time.kind) == duration);
        times.map(|time| time.span).collect()
    };
    let (dates, durations) = (times(false), times(true));
    let mut quantities: Vec<Quantity> = Vec::new();
    for paragraph in doc
        .article
        .paragraphs
        .iter()
        .filter(|paragraph| paragraph.kind.tells())
    {
        let offset = paragraph.span.start();
        let text = paragraph.span.of(&doc.article.text);
        let codes: Vec<Span> = CODES
            .find_iter(text)
            .map(|found| Span::new(found.start(), found.end()))
            .collect();
        for number in numbers_of(text) {
            let digits = Span::new(offset + number.digits.start, offset + number.digits.end);
            let code = taken(&codes, Span::new(number.digits.start, number.digits.end));
            if code || taken(&dates, digits) || taken(&names, digits) {
                continue;
            }
            let lasts = taken(&durations, digits);
            let fits = |quantity: &Quantity| !lasts || quantity.unit.as_deref().is_some_and(units::is_time);
            if let Some(mut quantity) = quantity(doc, text, offset, &number).filter(fits) {
                let around = (&text[..number.range.start], &text[number.range.end..]);
                if elliptic(doc, around, &quantity, quantities.last()) {
                    quantity.unit = Some("person".to_owned());
                }
                if let Some(first) = quantities.last().filter(|first| goes_on(doc, first, &quantity)) {
                    (quantity.unit, quantity.of) = (first.unit.clone(), first.of.clone());
                }
                let begins = quantities
                    .last()
                    .is_none_or(|last| last.span.end() <= quantity.span.start());
                if begins {
                    quantities.push(quantity);
                }
            }
        }
    }
    quantities
}

/// "Two dozen activists blocked the road; **nine** were led away": a number without a noun is of those counted before it.
fn elliptic(
    doc: &Annotated,
    (front, after): (&str, &str),
    quantity: &Quantity,
    before: Option<&Quantity>,
) -> bool {
    const AFTER: [&str; 14] = [
        " of them",
        " of whom",
        " of these",
        " of those",
        " were ",
        " was ",
        " had ",
        " have ",
        " died",
        " others ",
        " more ",
        " critically",
        " seriously",
        " later ",
    ];
    let Some(before) = before.filter(|b| b.unit.as_deref() == Some("person")) else {
        return false;
    };
    let sentence = |span: Span| {
        let at = doc.tokens.partition_point(|t| t.span.end() <= span.start());
        doc.sentence_of(sayso_model::TokenIx::new(
            at.min(doc.tokens.len().saturating_sub(1)),
        ))
    };
    // "drove 12,800 from their villages. Of those, 3,600 are in shelters", "has 342 soldiers there. It has lost four of them"
    let front = front.trim_end_matches([',', ' ']);
    let of_those = ["Of those", "Of these", "Of them"]
        .iter()
        .any(|words| front.ends_with(words));
    let them = of_those
        || [" of them", " of these", " of those"]
            .iter()
            .any(|words| after.starts_with(words));
    let apart = sentence(quantity.span).saturating_sub(sentence(before.span));
    quantity.unit.is_none()
        && quantity.of.is_none()
        && quantity.value >= 1.0
        && quantity.value.fract() == 0.0
        && (apart == 0 && AFTER.iter().any(|words| after.starts_with(words)) || apart <= 1 && them)
}

/// "falls from 5,400 soldiers **to 3,960**": the second number counts what the first does.
fn goes_on(doc: &Annotated, first: &Quantity, second: &Quantity) -> bool {
    let text = &doc.article.text;
    // The words of the first may reach behind the second.
    let gap = text.get(first.span.end()..second.span.start());
    let from = text[..first.span.start()].trim_end().ends_with("from");
    from && gap.is_some_and(|gap| gap.trim() == "to") && second.unit.is_none() && second.of.is_none()
}

/// Whether "both", "none of" and their like count something: not "both Iran and Iraq", "both sides".
fn counts_all(doc: &Annotated, start: usize, noun: Option<&String>) -> bool {
    const SIDES: [&str; 8] = [
        "side",
        "case",
        "way",
        "end",
        "party",
        "hand",
        "direction",
        "house",
    ];
    let at = doc.tokens.partition_point(|token| token.span.end() <= start);
    let pair = doc.tokens.get(at).is_some_and(|token| {
        let head = token.head.map(|head| &doc.tokens[head.at()]);
        let preposed = token.deprel.starts_with("cc") || token.deprel.starts_with("advmod");
        let single = head.is_some_and(|head| head.xpos == "NN" && token.deprel.starts_with("det"));
        preposed || single
    });
    !pair && noun.is_some_and(|noun| !SIDES.contains(&&*noun.to_lowercase()))
}

fn quantity(doc: &Annotated, text: &str, offset: usize, number: &Number) -> Option<Quantity> {
    let digits = &text[number.digits.clone()];
    let Counted {
        noun,
        unit,
        of,
        end,
        person,
    } = counted(
        doc,
        offset + number.range.end,
        offset + number.digits.start,
        number.unit.is_some(),
        number.part,
    );
    let after = &text[number.range.end..];
    let exact = number.low.is_some() && number.low == number.high;
    let age = (exact && is_age(&text[..number.range.start], after, number.value)).then_some(Unit::of("year"));
    let measured = number.unit.or(unit).or(age);
    let bare = noun.is_none() && measured.is_none() && person.is_none();
    let lower = digits.to_ascii_lowercase();
    // "one" as a pronoun, "won 2-1", "scores" without what there are scores of, "two-state".
    let pronoun = lower == "one" && (noun.is_none() || after.starts_with(" of")) && measured.is_none();
    let score = bare && number.low < number.high && number.low.is_some() && lower.contains(['-', '–']);
    let hyphen = bare && after.starts_with('-');
    let named = bare
        && lower.starts_with(|c: char| c.is_ascii_digit())
        && after_name(text, number.range.start)
        && !(suffers(after) && after_place(&text[..number.range.start]));
    // "a pair", "a score" without what there are of it.
    let group = ["a pair", "a couple", "a trio", "a score"]
        .iter()
        .any(|group| lower.starts_with(group));
    if group && (!lower.ends_with(" of") || noun.is_none()) {
        return None;
    }
    let all = ["both", "none", "neither", "not "]
        .iter()
        .any(|all| lower.starts_with(all));
    if all && !counts_all(doc, offset + number.digits.start, noun.as_ref()) {
        return None;
    }
    if pronoun
        || score
        || hyphen
        || named
        || bare && lower == "scores" && !suffers(after)
        || bare && lower == "half"
    {
        return None;
    }
    let person = match person {
        Some(person) => person,
        None => {
            // "Hundreds", "about 40,000": large numbers alone are mostly of people.
            let many = number.low.is_some() && number.high.is_none() || number.value >= 100.0;
            noun.is_none()
                && measured.is_none()
                && (suffers(after)
                    || [" who ", " on board", " aboard"]
                        .iter()
                        .any(|words| after.starts_with(words))
                    || of_people(doc, offset + number.digits.start, offset + number.range.end, many))
        }
    };
    let unit = match measured {
        Some(unit) => Some(unit),
        None if number.part => Some(Unit::of("fraction")),
        None => person.then_some(Unit::of("person")),
    };
    let end = end.map_or(offset + number.range.end, |end| {
        end.max(offset + number.range.end)
    });
    let end = if number.unit.is_some() {
        offset + number.range.end
    } else {
        end
    };
    let mut range = number.range.start..end - offset;
    let mut by = unit.map_or(1.0, |unit| unit.by);
    let below = text[..range.start].ends_with("minus ");
    if below && unit.is_some_and(|unit| matches!(unit.symbol, "C" | "F" | "degree" | "percent")) {
        (range.start, by) = (range.start - "minus ".len(), -by);
    }
    let (mut low, mut high) = (number.low, number.high);
    if by < 0.0 {
        (low, high) = (high, low);
    }
    Some(Quantity {
        span: Span::new(offset + range.start, offset + range.end),
        value: number.value * by,
        low: low.map(|low| low * by),
        high: high.map(|high| high * by),
        unit: unit.map(|unit| unit.symbol.to_owned()),
        of: of.or(noun),
        toll: None,
    })
}

/// Whether the verb of a number without a noun is one of people: "180 drowned", "thousands fled".
fn of_people(doc: &Annotated, start: usize, end: usize, many: bool) -> bool {
    let at = doc.tokens.partition_point(|token| token.span.end() <= start);
    let Some(token) = doc.tokens.get(at) else {
        return false;
    };
    let mut token = token;
    // "Half a million marched", by the words alone.
    let behind = doc
        .tokens
        .get(doc.tokens.partition_point(|t| t.span.start() < end));
    if let Some(verb) = behind.filter(|t| t.upos == "VERB" && matches!(t.xpos, "VBD" | "VBP" | "VBZ"))
        && VERBS
            .get(&*verb.lemma.to_lowercase())
            .is_some_and(|only| many || !only)
    {
        return true;
    }
    // "wounded at least 17", by the words alone.
    const BOUNDS: [&str; 14] = [
        "at", "least", "most", "more", "than", "about", "some", "nearly", "almost", "another", "over", "up",
        "to", "around",
    ];
    let mut before = doc.tokens[..at].iter().rev().take(4);
    let verb =
        before.find(|t| !BOUNDS.contains(&&*doc.article.text[t.span.start()..t.span.end()].to_lowercase()));
    if let Some(verb) = verb
        && matches!(verb.xpos, "VBD" | "VBG" | "VBN" | "JJ" | "VB" | "VBZ" | "VBP")
    {
        let form = doc.article.text[verb.span.start()..verb.span.end()].to_lowercase();
        let stem = form.strip_suffix("ed").unwrap_or(&form);
        let known = [&*verb.lemma.to_lowercase(), stem, &format!("{stem}e")]
            .iter()
            .any(|word| VERBS.get(*word).is_some_and(|only| !only));
        if known {
            return true;
        }
    }
    // "tens of thousands"
    for _ in 0..3 {
        let Some(head) = token.head else {
            return false;
        };
        let verb = &doc.tokens[head.at()];
        let relation = token.deprel.split(':').next().unwrap_or_default();
        if matches!(verb.upos, "VERB" | "AUX") {
            let known = VERBS.get(&*verb.lemma.to_lowercase());
            return matches!(relation, "nsubj" | "obj") && known.is_some_and(|only| many || !only);
        }
        if !matches!(relation, "nummod" | "compound" | "nmod" | "amod")
            || !matches!(verb.upos, "NUM" | "NOUN")
        {
            return false;
        }
        token = verb;
    }
    false
}

/// Whether a number is an age: `Amir, 27, said`.
fn is_age(before: &str, after: &str, value: f64) -> bool {
    let name = before.strip_suffix(", ").is_some_and(ends_in_name);
    name && after.starts_with(',') && (1.0..120.0).contains(&value) && value.fract() == 0.0
}

/// Whether a name stands before: `Boeing 737`.
fn after_name(text: &str, at: usize) -> bool {
    text[..at]
        .strip_suffix(' ')
        .is_some_and(|before| before.contains(' ') && ends_in_name(before))
}

/// "In Belgium": whether a text ends in a preposition and a name.
fn after_place(before: &str) -> bool {
    let mut words = before.split_whitespace().rev();
    let name = words
        .next()
        .is_some_and(|word| word.starts_with(char::is_uppercase));
    let place = ["in", "at", "near", "around", "across", "outside"];
    name && words
        .next()
        .is_some_and(|word| place.contains(&word.to_lowercase().as_str()))
}

/// Whether a text ends in a word with a capital that does not begin it.
fn ends_in_name(before: &str) -> bool {
    let from = before.rfind([' ', '\n']).map_or(0, |at| at + 1);
    before[from..].starts_with(char::is_uppercase) && before.ends_with(char::is_alphanumeric)
}

/// Whether what follows a number without a noun happens to people: `three were killed`.
fn suffers(after: &str) -> bool {
    let mut words = after
        .split(' ')
        .skip(1)
        .take(6)
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    after.starts_with(' ')
        && words
            .find(|word| !counted::among("between", word))
            .is_some_and(|word| counted::among("suffered", word))
}
