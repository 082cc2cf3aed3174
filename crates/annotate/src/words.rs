//! Splits a text into words. The pattern lies in `data/words.regex` and is shared with the training.

use regex::Regex;
use std::ops::Range;

const PATTERN: &str = include_str!("../data/words.regex");

/// Words of two words, with the length of the first in bytes.
const FUSED: [(&str, usize); 4] = [("cannot", 3), ("gonna", 3), ("gotta", 3), ("wanna", 3)];

/// Splits texts into words as the English treebanks of Universal Dependencies do.
///
/// ```
/// let text = "They don’t say so.";
/// let words = sayso_annotate::Splitter::new();
/// let words: Vec<_> = words.split(text).into_iter().map(|w| &text[w]).collect();
/// assert_eq!(words, ["They", "do", "n’t", "say", "so", "."]);
/// ```
#[derive(Clone, Debug)]
pub struct Splitter {
    word: Regex,
    clitic: Regex,
}

impl Splitter {
    /// Prepares the patterns.
    #[expect(clippy::new_without_default, reason = "compiling patterns is not free")]
    pub fn new() -> Self {
        let lines = PATTERN
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        let word = lines
            .map(|line| format!("(?:{line})"))
            .collect::<Vec<_>>()
            .join("|");
        let clitic = r"(?i)^(?:.+?)(n['’]t|['’](?:s|re|ve|ll|d|m))$";
        let compile = |pattern: &str| Regex::new(pattern).expect("the pattern is part of the program");
        Self {
            word: compile(&word),
            clitic: compile(clitic),
        }
    }

    /// The byte ranges of the words of a text, in order; together they hold all that is not blank.
    pub fn split(&self, text: &str) -> Vec<Range<usize>> {
        let mut words = Vec::with_capacity(text.len() / 5);
        for found in self.word.find_iter(text) {
            match self.second_word(found.as_str()) {
                Some(at) => {
                    let middle = found.start() + at;
                    words.extend([found.start()..middle, middle..found.end()]);
                }
                None => words.push(found.range()),
            }
        }
        words
    }

    /// Where the second word begins in a form of two.
    fn second_word(&self, form: &str) -> Option<usize> {
        let fused = FUSED.iter().find(|(word, _)| word.eq_ignore_ascii_case(form));
        fused.map(|(_, first)| *first).or_else(|| {
            let apostrophe = form.contains(['\'', '’']) && form.starts_with(crate::pieces::is_letter);
            let clitic = apostrophe.then(|| self.clitic.captures(form)).flatten()?;
            clitic.get(1).map(|found| found.start())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let words: Vec<_> = Splitter::new()
            .split(text)
            .into_iter()
            .map(|w| &text[w])
            .collect();
        assert_eq!(words.join(" "), expected);
    }

    #[test]
    fn news() {
        check(
            "Mr. Smith’s troops won't cross.",
            "Mr. Smith ’s troops wo n't cross .",
        );
        check("“We cannot wait,” he said…", "“ We can not wait , ” he said …");
        check(
            "The $1.5bn deal (Oct. 3, 2024)",
            "The $ 1.5 bn deal ( Oct. 3 , 2024 )",
        );
        check(
            "anti-tank and long-range U.S. missiles",
            "anti-tank and long - range U.S. missiles",
        );
        check(
            "See www.example.org, or write to a.b@c.org.",
            "See www.example.org , or write to a.b@c.org .",
        );
    }

    #[test]
    fn a_word_without_an_end() {
        let text = "x’".repeat(200_000);
        let words = Splitter::new().split(&text);
        assert_eq!(words.iter().map(|w| w.len()).sum::<usize>(), text.len());
    }
}
