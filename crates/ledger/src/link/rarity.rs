//! How rare words are in news: what two sentences share tells the more the rarer it is ("the librarian" than "the police").
//!
//! `data/link-rarity.tsv` has the roots of words in sentences of news and how many sentences they stand in; `cargo xtask generate rarity` counts them.

use super::blocks::hash;
use super::features::{singular, stem};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A root in fewer sentences than this is not in the file: it is as rare as can be.
pub const LEAST: u32 = 8;

/// The roots of the words of a text that are longer than two letters, in lower case.
pub fn roots(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let long = words.filter(|w| w.chars().count() > 2);
    long.map(|w| root(&w.to_lowercase()))
}

/// The root of a word in lower case.
pub fn root(word: &str) -> String {
    stem(&singular(word.to_owned()))
}

/// How rare a root is, from 0 (in every sentence) to 1, by its number.
pub fn of(root: u64) -> f32 {
    RARITIES.get(&root).copied().unwrap_or(1.0)
}

static RARITIES: LazyLock<HashMap<u64, f32>> = LazyLock::new(|| {
    let mut lines = include_str!("../../data/link-rarity.tsv").lines();
    let (_, all) = lines.next().and_then(parsed).expect("a test reads the file");
    let most = rarity(all, LEAST);
    let line = |line: &'static str| {
        let (root, count) = parsed(line).expect("a test reads the file");
        (hash('.', root), (rarity(all, count) / most) as f32)
    };
    lines.map(line).collect()
});

fn rarity(all: u32, count: u32) -> f64 {
    (f64::from(all) / f64::from(count.max(1))).ln()
}

/// A line of the file: a root (the first line: none, for all sentences) and how many sentences have it.
fn parsed(line: &str) -> Option<(&str, u32)> {
    let (root, count) = line.split_once('\t')?;
    Some((root, count.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_common_tells_little() {
        let rarity = |word: &str| of(hash('.', &root(word)));
        assert!(rarity("police") < rarity("embassy"), "in every second report");
        assert!(rarity("embassy") < rarity("librarian"));
        assert_eq!(rarity("Kodjoviakopé"), 1.0);
    }
}
