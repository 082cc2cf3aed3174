//! Numbers in figures and in words: patterns that find them, and what they come to.

/// A pattern for numbers in figures: `10,000`, `29.9`, `2 1/2`.
pub(super) const FIGURES: &str = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+ \d/\d|\d+½|½|\d+(?:\.\d+)?";

/// A pattern for numbers below a hundred in words.
pub(super) const SMALL: &str = "(?:(?:twenty|thirty|fou?rty|fifty|sixty|seventy|eighty|ninety)\
    (?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?\
    |one|two|three|four|five|six(?:teen)?|seven(?:teen)?|eight(?:een)?|nine(?:teen)?|ten|eleven|twelve|thirteen\
    |fourteen|fifteen)";

/// A pattern for the words that multiply the number before them.
pub(super) const SCALE: &str = "(?:hundred|thousand|million|billion|trillion|dozen|lakh|crore)s?";

/// A pattern for words of more than one that tell no exact number: `dozens`, `tens of thousands`, `several hundred`.
pub(super) const MANY: &str = "(?:(?:tens|dozens|scores|hundreds|thousands|millions|billions|lakhs|crores)\
    (?: (?:and|or|of) (?:hundreds|thousands|millions|billions|trillions|lakhs|crores))?\
    |a handful\
    |(?:several|(?:a |the last )?few|many|a couple(?: of)?) (?:hundred|thousand|million|billion|dozen|lakh|crore)s?(?: thousand| million)?)";

/// A pattern for numbers in words, with those of figures that end in a word (`1.5 million`, `a dozen`, `half a million`).
pub(super) fn number() -> String {
    let words = format!("{SMALL}(?:(?:[- ]{SCALE})+(?:[- ]{SMALL}(?:[- ]{SCALE})+)*(?:[- ]and {SMALL})?)?");
    format!(
        "(?:(?:an? {SCALE}|{SMALL}(?:[- ]{SCALE})*) and a half(?:[- ]{SCALE})*|a (?:pair|couple|trio|score)(?: of)?|(?:two|three|four) score|half a {SCALE}|an? (?:half[- ])?{SCALE}(?: {SCALE})*|(?:{FIGURES})(?:[- ]?{SCALE})*\
         |zero|{words})"
    )
}

/// What a word adds or multiplies.
enum Part {
    Add(f64),
    Times(f64),
    Nothing,
}

/// The number that figures or words come to.
pub(super) fn parse(text: &str) -> Option<f64> {
    let text = text.to_ascii_lowercase().replace(',', "");
    // "a million and a half"
    if let Some(whole) = text.strip_suffix(" and a half") {
        let scale = whole.rsplit([' ', '-']).next().and_then(part);
        let half = match scale {
            Some(Part::Times(by)) => by / 2.0,
            _ => 0.5,
        };
        return parse(whole).map(|whole| whole + half);
    }
    let (mut total, mut current, mut any) = (0.0, 0.0, false);
    let mut half = false;
    for word in text.split([' ', '-']).filter(|word| !word.is_empty()) {
        match part(word)? {
            Part::Add(number) if word == "half" && !any => {
                (half, current) = (true, number);
            }
            Part::Add(number) => (current, any) = (current + number, true),
            Part::Times(by) if by < 1000.0 => (current, any) = (nonzero(current) * by, true),
            // "two hundred thousand" multiplies all before it, "two million three thousand" only what follows the million.
            Part::Times(by) => (total, current, any) = (total + nonzero(current) * by, 0.0, true),
            Part::Nothing => {}
        }
    }
    (any || half).then_some(total + current)
}

fn nonzero(number: f64) -> f64 {
    if number == 0.0 { 1.0 } else { number }
}

fn part(word: &str) -> Option<Part> {
    const SMALL: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = [
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ];
    if let Some(number) = SMALL.iter().position(|small| *small == word) {
        return Some(Part::Add(number as f64));
    }
    if let Some(tens) = TENS.iter().position(|tens| *tens == word) {
        return Some(Part::Add(tens as f64 * 10.0 + 20.0));
    }
    let singular = word.strip_suffix('s').unwrap_or(word);
    Some(match singular {
        "fourty" => Part::Add(40.0),
        "half" | "½" => Part::Add(0.5),
        "third" => Part::Add(1.0 / 3.0),
        "quarter" => Part::Add(0.25),
        "ten" => Part::Times(10.0),
        "dozen" => Part::Times(12.0),
        "score" => Part::Times(20.0),
        "hundred" => Part::Times(100.0),
        "thousand" | "k" => Part::Times(1e3),
        "million" | "mn" | "m" => Part::Times(1e6),
        "billion" | "bn" | "b" => Part::Times(1e9),
        "lakh" => Part::Times(1e5),
        "crore" => Part::Times(1e7),
        "trillion" | "tn" => Part::Times(1e12),
        "pair" | "couple" => Part::Add(2.0),
        "trio" => Part::Add(3.0),
        "a" | "an" | "and" | "of" | "or" => Part::Nothing,
        _ => return figures(word).map(Part::Add),
    })
}

/// Numbers like `29.9`, `1/2`, `2½`; figures with a scale glued to them are parted before.
fn figures(word: &str) -> Option<f64> {
    if let Some((above, below)) = word.split_once('/') {
        let (above, below) = (above.parse::<f64>().ok()?, below.parse::<f64>().ok()?);
        return (below != 0.0).then(|| above / below);
    }
    if let Some(whole) = word.strip_suffix('½') {
        return whole.parse::<f64>().ok().map(|whole| whole + 0.5);
    }
    let plain = word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    plain.then(|| word.parse().ok()).flatten()
}

/// The least that [`MANY`] words can mean: two of the unit that they name, three where there are several.
pub(super) fn many(text: &str) -> Option<f64> {
    let lower = text.to_ascii_lowercase();
    let several = ["several ", "many ", "few ", "a few ", "the last few "]
        .iter()
        .find_map(|several| lower.strip_prefix(several));
    let couple = || {
        lower
            .strip_prefix("a couple of ")
            .or(lower.strip_prefix("a couple "))
    };
    if let Some(scale) = several.or_else(couple) {
        let each = if several.is_some() { 3.0 } else { 2.0 };
        return parse(&format!("one {scale}")).map(|scale| each * scale);
    }
    if lower == "a handful" {
        return Some(3.0);
    }
    let text = lower;
    let mut number = 2.0;
    for (at, word) in text.split(' ').enumerate() {
        match part(word)? {
            // "hundreds or thousands" is no less than hundreds, "tens of thousands" no less than two tens of them.
            Part::Times(_) if at > 0 && !text.contains(" of ") => {}
            Part::Times(by) => number *= by,
            _ => {}
        }
    }
    (number > 2.0).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: f64) {
        let found = parse(text).expect("a number");
        assert!(
            (found - expected).abs() < 1e-9 * expected.max(1.0),
            "{text}: {found}"
        );
    }

    #[test]
    fn figures_and_words() {
        check("10,000", 1e4);
        check("29.9", 29.9);
        check("2 1/2", 2.5);
        check("2½", 2.5);
        check("1.5 million", 1.5e6);
        check("a dozen", 12.0);
        check("two dozen", 24.0);
        check("half a million", 5e5);
        check("half a dozen", 6.0);
        check("half", 0.5);
        check("twenty-four", 24.0);
        check("a hundred", 100.0);
        check("two hundred and six", 206.0);
        check("two hundred thousand", 2e5);
        check("one million three hundred thousand", 1.3e6);
        check("two thousand and twenty-one", 2021.0);
        check("a million and a half", 1.5e6);
        check("two and a half million", 2.5e6);
        check("one and a half", 1.5);
        check("3 lakh", 3e5);
        check("2.5 crore", 2.5e7);
        assert_eq!(parse("the"), None);
        assert_eq!(parse("1.2.3"), None);
    }

    #[test]
    fn more_than_one() {
        assert_eq!(many("dozens"), Some(24.0));
        assert_eq!(many("tens of thousands"), Some(20_000.0));
        assert_eq!(many("hundreds of thousands"), Some(200_000.0));
        assert_eq!(many("hundreds or thousands"), Some(200.0));
        assert_eq!(many("scores of thousands"), Some(40_000.0));
        assert_eq!(many("several thousand"), Some(3_000.0));
        assert_eq!(many("a few hundred"), Some(300.0));
        assert_eq!(many("a couple of dozen"), Some(24.0));
        assert_eq!(many("lakhs"), Some(200_000.0));
    }
}
