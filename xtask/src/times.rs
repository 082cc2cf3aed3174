//! `cargo xtask generate times`: fits what tells which of the times near an event is its own (`crates/extract/src/when/likely.rs`) to our own labels
//! (`training/labels/times.jsonl`), and to those passages of `eval/event-times-dev.jsonl` whose event has no time of its own.

use crate::own_sets::slots::times_near;
use crate::{Done, root};
use sayso::extract::clues::Clues;
use std::fs;

const FILE: &str = "crates/extract/data/times.tsv";

/// Fits, and writes the file.
///
/// # Errors
/// When the labels cannot be read.
pub fn run() -> Done {
    let labels = ["training/labels/times.jsonl", "eval/event-times-dev.jsonl"]
        .map(|f| fs::read_to_string(root().join(f)));
    let [ours, dev] = labels;
    let seen = times_near(&[ours?, dev?].concat())?;
    // Every fifth passage apart, to see how good it is.
    let (mut fitted, mut held) = (Vec::new(), Vec::new());
    for (at, pairs) in seen.iter().enumerate() {
        if at % 5 == 0 { &mut held } else { &mut fitted }.extend(pairs.iter().cloned());
    }
    let scale = Clues::fit(&fitted);
    for least in [0.3, 0.4, 0.5, 0.6, 0.7] {
        let kept: Vec<_> = held
            .iter()
            .filter(|(clues, _)| scale.score(clues) >= least)
            .collect();
        let right = kept.iter().filter(|(_, own)| *own).count();
        let own = held.iter().filter(|(_, own)| *own).count();
        println!(
            "of the fifth kept apart, {own} of {} times an event's own; from {least}: {}, {right} of them right",
            held.len(),
            kept.len()
        );
    }
    fs::write(
        root().join(FILE),
        Clues::fit(&seen.concat()).to_tsv("times", "when/likely.rs"),
    )?;
    println!("wrote {FILE}");
    Ok(())
}
