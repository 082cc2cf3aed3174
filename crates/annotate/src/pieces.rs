//! Word pieces of a word, and how it is written. The training makes them the same way (`training/pieces.py`).

use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// No word has more pieces than this; the rest of it is not seen.
pub(crate) const MOST: usize = 12;
/// No piece has more characters than this.
const LONGEST: usize = 32;
/// Characters of a word that are looked at; more could fill no further piece.
const PREFIX: usize = MOST * LONGEST + LONGEST;

/// The id of what begins a window.
pub(crate) const BEGIN: u16 = 101;
/// The id of what ends a window.
pub(crate) const END: u16 = 102;
const UNKNOWN: &str = "[UNK]";

/// The word pieces of the encoder.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    begins: HashMap<&'static str, u16>,
    goes_on: HashMap<&'static str, u16>,
    unknown: u16,
}

impl Vocabulary {
    /// From the pieces in the order of their ids; `None` without a piece for the unknown.
    pub(crate) fn new(pieces: &[&'static str]) -> Option<Self> {
        let mut begins = HashMap::with_capacity(pieces.len());
        let mut goes_on = HashMap::with_capacity(pieces.len() / 4);
        for (id, piece) in pieces.iter().enumerate() {
            let id = u16::try_from(id).ok()?;
            match piece.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => goes_on.insert(rest, id),
                _ => begins.insert(*piece, id),
            };
        }
        let unknown = *begins.get(UNKNOWN)?;
        Some(Self {
            begins,
            goes_on,
            unknown,
        })
    }

    /// Appends the ids of the pieces of a word, at least one, and returns how many.
    pub(crate) fn spell(&self, word: &str, ids: &mut Vec<u16>) -> usize {
        let before = ids.len();
        let mut chunk = String::new();
        for c in normal(word) {
            if stands_alone(c) {
                self.spell_chunk(&std::mem::take(&mut chunk), ids);
                self.spell_chunk(c.encode_utf8(&mut [0; 4]), ids);
            } else if !c.is_whitespace() {
                chunk.push(c);
            }
        }
        self.spell_chunk(&chunk, ids);
        if ids.len() == before {
            ids.push(self.unknown);
        }
        ids.truncate(before + MOST);
        ids.len() - before
    }

    /// The longest pieces from left to right, or one unknown.
    fn spell_chunk(&self, chunk: &str, ids: &mut Vec<u16>) {
        let before = ids.len();
        let mut rest = chunk;
        while !rest.is_empty() {
            let pieces = if ids.len() == before {
                &self.begins
            } else {
                &self.goes_on
            };
            let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).take(LONGEST);
            let found = ends.collect::<Vec<_>>().into_iter().rev();
            let found = found
                .filter_map(|end| pieces.get(&rest[..end]).map(|id| (end, *id)))
                .next();
            let Some((end, id)) = found else {
                ids.truncate(before);
                ids.push(self.unknown);
                return;
            };
            ids.push(id);
            rest = &rest[end..];
        }
    }
}

/// Lower case without combining marks and control characters.
fn normal(word: &str) -> impl Iterator<Item = char> {
    let prefix = word
        .char_indices()
        .nth(PREFIX)
        .map_or(word, |(at, _)| &word[..at]);
    let lower = prefix.to_lowercase();
    lower
        .nfd()
        .filter(|c| {
            let category = c.general_category();
            !matches!(
                category,
                GeneralCategory::NonspacingMark | GeneralCategory::Control | GeneralCategory::Format
            )
        })
        .collect::<Vec<_>>()
        .into_iter()
}

fn stands_alone(c: char) -> bool {
    c.is_ascii() && !c.is_ascii_alphanumeric() && !c.is_ascii_whitespace()
        || c.general_category_group() == GeneralCategoryGroup::Punctuation
        || matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// Whether a character is a letter (Unicode category L).
pub(crate) fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphabetic()
    } else {
        c.general_category_group() == GeneralCategoryGroup::Letter
    }
}

/// Whether a character is a digit: decimal, raised, lowered or in a circle.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
        || !c.is_ascii() && c.general_category() == GeneralCategory::DecimalNumber
        || matches!(c, '²' | '³' | '¹' | '\u{2070}' | '\u{2074}'..='\u{2079}' | '\u{2080}'..='\u{2089}' | '①'..='⑨')
}

/// How a word is written; the numbers are those of the training.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Shape {
    Lower,
    Title,
    Upper,
    Initial,
    Mixed,
    Digits,
    LettersAndDigits,
    Other,
}

impl Shape {
    /// The shape of a word.
    pub(crate) fn of(word: &str) -> Self {
        let mut letters = word.chars().filter(|c| is_letter(*c));
        if word.contains(is_digit) {
            return if letters.next().is_some() {
                Self::LettersAndDigits
            } else {
                Self::Digits
            };
        }
        let Some(first) = letters.next() else {
            return Self::Other;
        };
        let (mut count, mut upper) = (1, usize::from(first.is_uppercase()));
        for c in letters {
            count += 1;
            upper += usize::from(c.is_uppercase());
        }
        match (first.is_uppercase(), upper, count) {
            (_, 0, _) => Self::Lower,
            (true, _, 1) => Self::Initial,
            _ if upper == count => Self::Upper,
            (true, 1, _) => Self::Title,
            _ => Self::Mixed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        let cases = [
            ("said", Shape::Lower),
            ("Kyiv", Shape::Title),
            ("NATO", Shape::Upper),
            ("A", Shape::Initial),
            ("iPhone", Shape::Mixed),
            ("McCain", Shape::Mixed),
            ("1,500", Shape::Digits),
            ("3rd", Shape::LettersAndDigits),
            ("—", Shape::Other),
            ("U.S.", Shape::Upper),
            ("’s", Shape::Lower),
        ];
        for (word, shape) in cases {
            assert_eq!(Shape::of(word), shape, "{word}");
        }
    }
}
