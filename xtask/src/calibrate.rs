//! `cargo xtask generate score`: fits the score of events to labelled sentences that the network of events has not seen.

use crate::own_sets::events;
use crate::{Done, root, shared};
use sayso::extract::score::{Features, Scale};
use std::fs;

const LABELS: &str = "training/labels/events-calibration.jsonl";
const FILE: &str = "crates/extract/data/score.toml";

/// Fits, and writes the file.
///
/// # Errors
/// When the labels or their texts cannot be read.
pub fn run() -> Done {
    let shared = shared(None).ok_or("no ../shared: the texts of the labels lie there")?;
    let labels = fs::read_to_string(root().join(LABELS))?;
    let seen = events::seen(&labels, &shared.join("data").display().to_string())?;
    let features = |x: Vec<f64>| Features::try_from(x).map_err(|_| "an event without features");
    let seen: Result<Vec<(Features, bool)>, _> = seen
        .into_iter()
        .map(|(x, right)| Ok::<_, &str>((features(x)?, right)))
        .collect();
    let seen = seen?;
    let scale = Scale::fit(&seen);
    let right = seen.iter().filter(|(_, right)| *right).count();
    println!("{} events, {right} of them right", seen.len());
    for (name, frame) in [("a frame", 1.0), ("no frame", 0.0)] {
        for (low, high) in [(-9.0, -3.0), (-3.0, 0.0), (0.0, 3.0), (3.0, 9.0)] {
            let here: Vec<_> = seen
                .iter()
                .filter(|(x, _)| x[1] == frame && (low..high).contains(&x[3]))
                .collect();
            let good = here.iter().filter(|(_, right)| *right).count();
            println!(
                "{name}, the network's log-odds of an event {low} to {high}: {}, {good} of them right",
                here.len()
            );
        }
    }
    for least in [0.3, 0.4, 0.5, 0.6, 0.7] {
        let kept: Vec<_> = seen.iter().filter(|(x, _)| scale.score(x) >= least).collect();
        let good = kept.iter().filter(|(_, right)| *right).count();
        println!("from {least}: {} kept, {good} of them right", kept.len());
    }
    fs::write(root().join(FILE), scale.to_toml())?;
    println!("wrote {FILE}");
    Ok(())
}
