//! How near the words for two happenings are in meaning ("detain", "take into custody"): a vector for each lemma and type, the mean of what the network of
//! events makes of the word in news. `training/meanings.py` writes `data/link-meanings.tsv`: lemma, type, and 48 numbers of one byte, two hexadecimal digits each.

use sayso_model::EventType;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Numbers of a vector.
const SIZE: usize = 48;
/// The length of all vectors.
const LENGTH: f64 = 127.0;

/// What a word means; all are of one length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning([i8; SIZE]);

impl Meaning {
    /// Of a lemma that tells of an event of this type, where it is known.
    pub fn of(lemma: &str, event: EventType) -> Option<&'static Self> {
        MEANINGS.get(lemma)?.get(event as usize)?.as_ref()
    }

    /// The cosine of two, where that is more than nought.
    pub fn alike(&self, other: &Self) -> f64 {
        let dot: i32 = self
            .0
            .iter()
            .zip(&other.0)
            .map(|(a, b)| i32::from(*a) * i32::from(*b))
            .sum();
        (f64::from(dot) / (LENGTH * LENGTH)).clamp(0.0, 1.0)
    }
}

type Types = [Option<Meaning>; EventType::ALL.len()];

static MEANINGS: LazyLock<HashMap<&str, Types>> = LazyLock::new(|| {
    let mut all: HashMap<&str, Types> = HashMap::new();
    for line in include_str!("../../data/link-meanings.tsv").lines() {
        let (lemma, event, meaning) = parsed(line).expect("a test reads the file");
        all.entry(lemma).or_insert([None; EventType::ALL.len()])[event as usize] = Some(meaning);
    }
    all
});

/// A line of the file.
fn parsed(line: &str) -> Option<(&str, EventType, Meaning)> {
    let mut columns = line.split('\t');
    let (lemma, event, digits) = (columns.next()?, columns.next()?, columns.next()?);
    let mut numbers = [0; SIZE];
    for (at, number) in numbers.iter_mut().enumerate() {
        let byte = u8::from_str_radix(digits.get(2 * at..2 * at + 2)?, 16).ok()?;
        *number = byte as i8;
    }
    Some((lemma, EventType::from_name(event)?, Meaning(numbers)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(a: &str, b: &str, event: EventType) -> f64 {
        let of = |lemma| Meaning::of(lemma, event).expect(lemma);
        of(a).alike(of(b))
    }

    #[test]
    fn words_for_one_thing_are_near() {
        assert!(alike("arrest", "detain", EventType::Coerce) > 0.8);
        assert!(alike("kidnap", "abduction", EventType::Assault) > 0.7);
        assert!(alike("burn", "shoot", EventType::Assault) < 0.5);
        assert!((alike("march", "march", EventType::Protest) - 1.0).abs() < 0.05);
    }

    #[test]
    fn unknown_words_have_none() {
        assert_eq!(Meaning::of("xyzzy", EventType::Assault), None);
    }
}
