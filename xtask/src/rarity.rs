//! `cargo xtask generate rarity`: in how many sentences of news the roots of words stand, counted in the collections that linking is fitted on and in our
//! own labelled sentences.

use crate::links::articles;
use crate::{Done, root};
use sayso::ledger::link::rarity::{LEAST, roots};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const FILE: &str = "crates/ledger/data/link-rarity.tsv";

/// Counts, and writes the file.
///
/// # Errors
/// When the texts cannot be read.
pub fn run() -> Done {
    let mut texts: Vec<String> = Vec::new();
    for corpus in ["polnear", "muc4", "india"] {
        texts.extend(articles(corpus)?.into_iter().map(|article| article.text));
    }
    for labels in ["events", "times", "tolls", "cues", "relations"] {
        let lines = fs::read_to_string(root().join(format!("training/labels/{labels}.jsonl")))?;
        for line in lines.lines() {
            let value: serde_json::Value = serde_json::from_str(line)?;
            texts.extend(value["text"].as_str().map(str::to_owned));
        }
    }
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut all = 0;
    for sentence in texts.iter().flat_map(|text| sentences(text)) {
        all += 1;
        for word in roots(sentence).collect::<BTreeSet<_>>() {
            *counts.entry(word).or_default() += 1;
        }
    }
    let mut lines = format!("\t{all}\n");
    for (word, count) in counts.iter().filter(|(_, count)| **count >= LEAST) {
        lines += &format!("{word}\t{count}\n");
    }
    fs::write(root().join(FILE), lines)?;
    println!("{all} sentences; wrote {FILE}");
    Ok(())
}

/// A text cut where a sentence may end, which is good enough to count words.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| matches!(c, '.' | '!' | '?' | '\n');
    text.split_inclusive(ends)
        .filter(|s| s.split_whitespace().count() > 4)
}
