//! Quantities: [`Annotated`] with its times to what it counts and measures.
//!
//! A pattern finds the numbers with the words that bound them; the syntax, or where it is missing the words that follow,
//! tells what is counted.

mod counted;
mod figures;
mod units;

#[cfg(test)]
mod tests;

use counted::{Counted, counted};
use figures::{Number, numbers_of};
use regex::Regex;
use sayso_model::{Annotated, Name, Quantity, Span};
use std::sync::LazyLock;

/// Numbers in groups, as of telephones, and web addresses.
static CODES: LazyLock<Regex> = LazyLock::new(|| {
    let pattern =
        "(?i-u)\\+?\\(?\\d{2,4}\\)?(?:[ .-]\\d{2,4}){2,}|(?:https?://|www\\.|[@#])[!-~]+|\\d+(?:[/:]\\d+)+";
    Regex::new(pattern).expect("the pattern is part of the program")
});

pub(super) fn prepare() {
    LazyLock::force(&CODES);
    figures::prepare();
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
    let times: Vec<Span> = doc.times.iter().map(|time| time.span).collect();
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
            if code || taken(&times, digits) || taken(&names, digits) {
                continue;
            }
            if let Some(quantity) = quantity(doc, text, offset, &number) {
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

fn quantity(doc: &Annotated, text: &str, offset: usize, number: &Number) -> Option<Quantity> {
    let digits = &text[number.digits.clone()];
    let Counted { noun, unit, of, end } = counted(
        doc,
        offset + number.range.end,
        offset + number.digits.start,
        number.unit.is_some(),
    );
    let after = &text[number.range.end..];
    let age = is_age(&text[..number.range.start], after, number.value).then_some("year");
    let measured = number.unit.or(unit).or(age);
    let bare = noun.is_none() && measured.is_none();
    let lower = digits.to_ascii_lowercase();
    // "one" as a pronoun, "won 2-1", "scores" without what there are scores of, "two-state".
    let pronoun = lower == "one" && (noun.is_none() || after.starts_with(" of")) && measured.is_none();
    let score = bare && number.low.is_some() && number.high.is_some() && lower.contains(['-', '–']);
    let hyphen = bare && after.starts_with('-');
    let named =
        bare && lower.starts_with(|c: char| c.is_ascii_digit()) && after_name(text, number.range.start);
    if pronoun || score || hyphen || named || bare && lower == "scores" || bare && number.part {
        return None;
    }
    let person = match &noun {
        Some(noun) => units::is_person(noun),
        None => measured.is_none() && suffers(after),
    };
    let unit = measured.or((person && !number.part).then_some("person"));
    let end = end.map_or(offset + number.range.end, |end| {
        end.max(offset + number.range.end)
    });
    let end = if number.unit.is_some() {
        offset + number.range.end
    } else {
        end
    };
    Some(Quantity {
        span: Span::new(offset + number.range.start, end),
        value: number.value,
        low: number.low,
        high: number.high,
        unit: unit.map(str::to_owned),
        of: of.or(noun),
    })
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

/// Whether a text ends in a word with a capital that does not begin it.
fn ends_in_name(before: &str) -> bool {
    let from = before.rfind([' ', '\n']).map_or(0, |at| at + 1);
    before[from..].starts_with(char::is_uppercase) && before.ends_with(char::is_alphanumeric)
}

/// Whether what follows a number without a noun happens to people: `three were killed`.
fn suffers(after: &str) -> bool {
    const SUFFERED: [&str; 16] = [
        "killed",
        "wounded",
        "injured",
        "dead",
        "arrested",
        "missing",
        "hurt",
        "detained",
        "died",
        "captured",
        "kidnapped",
        "displaced",
        "hospitalised",
        "hospitalized",
        "homeless",
        "jailed",
    ];
    let mut words = after
        .split(' ')
        .skip(1)
        .take(4)
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    after.starts_with(' ')
        && words
            .find(|word| {
                !matches!(
                    *word,
                    "were"
                        | "was"
                        | "others"
                        | "have"
                        | "had"
                        | "been"
                        | "more"
                        | "are"
                        | "people"
                        | "seriously"
                )
            })
            .is_some_and(|word| SUFFERED.contains(&word))
}
