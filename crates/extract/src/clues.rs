//! A logistic regression over clues, each of which is there or not: the weights that `cargo xtask generate` fits and writes to a table of `data/`.

use crate::logistic;
use crate::rules::RuleError;
use std::collections::BTreeMap;

/// Clues that fewer of the examples have are not weighed.
const RARE: usize = 3;
/// What holds weights back.
const PENALTY: f64 = 5.0;

/// What each clue weighs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clues(BTreeMap<String, f64>);

impl Clues {
    /// Reads a table: lines of a clue, a tab and its weight, and lines of notes that begin with `#`.
    ///
    /// # Errors
    /// When a line is neither.
    pub fn read(file: &str, table: &str) -> Result<Self, RuleError> {
        let lines = table.lines().filter(|l| !l.starts_with('#'));
        let read = lines.map(|line| {
            let found = line.split_once('\t').and_then(|(clue, weight)| {
                let weight = weight.parse().ok()?;
                Some((clue.to_owned(), weight))
            });
            found.ok_or_else(|| RuleError {
                file: file.into(),
                message: format!("no clue and weight: `{line}`"),
            })
        });
        Ok(Self(read.collect::<Result<_, _>>()?))
    }

    /// The probability where some clues are there.
    pub fn score(&self, clues: &[String]) -> f64 {
        let weights = clues.iter().filter_map(|c| self.0.get(c));
        logistic::share(weights.sum())
    }

    /// Fits the weights to the clues of examples, each with whether it was so.
    pub fn fit(seen: &[(Vec<String>, bool)]) -> Self {
        let mut often: BTreeMap<&str, usize> = BTreeMap::new();
        for clue in seen.iter().flat_map(|(clues, _)| clues) {
            *often.entry(clue).or_default() += 1;
        }
        let clues: Vec<&str> = often
            .into_iter()
            .filter(|(_, n)| *n >= RARE)
            .map(|(c, _)| c)
            .collect();
        let rows: Vec<(Vec<f64>, bool)> = seen
            .iter()
            .map(|(has, so)| {
                let mut row = vec![0.0; clues.len()];
                for at in has.iter().filter_map(|c| clues.binary_search(&c.as_str()).ok()) {
                    row[at] = 1.0;
                }
                (row, *so)
            })
            .collect();
        let weights = logistic::fit(&rows, &vec![PENALTY; clues.len()]);
        Self(clues.into_iter().map(str::to_owned).zip(weights).collect())
    }

    /// As [`Clues::read`] reads it; `by` is what writes it, `names` where its clues are named.
    pub fn to_tsv(&self, by: &str, names: &str) -> String {
        let lines = self
            .0
            .iter()
            .map(|(clue, weight)| format!("{clue}\t{weight:.3}\n"));
        format!("# Written by `cargo xtask generate {by}`: see `src/{names}`.\n") + &lines.collect::<String>()
    }
}
