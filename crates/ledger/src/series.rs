//! Occurrences by month: how many, how they stand, how strong; and the months in which their number changes.
//!
//! Changes are found by optimal partitioning (Jackson et al. 2005, "An algorithm for optimal partitioning of data on an interval"): of all ways to
//! cut a series into stretches with one Poisson rate each, the one with the least Bayesian information criterion. It is exact, and the same for
//! the same counts.

use crate::records::{ChangeRecord, SeriesRecord};
use crate::{Error, Filter, Ledger, Status};
use std::collections::{BTreeMap, HashSet};

/// Months that a series must span before changes are looked for.
const LEAST: usize = 6;

/// What is counted together: country of an actor, country of a recipient, type, quad.
type Key = (Option<String>, Option<String>, String, Option<u8>);

/// What is counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// All.
    Total,
    /// What has the same PLOVER quad.
    Quad,
    /// What has the same type or relation.
    Type,
    /// What has the same countries of actor and recipient, and the same type.
    Pair,
}

#[derive(Clone, Debug, Default)]
struct Month {
    asserted: u64,
    corroborated: u64,
    contested: u64,
    planned: u64,
    asserted_intensity: f64,
    corroborated_intensity: f64,
    contested_intensity: f64,
    planned_intensity: f64,
}

impl Ledger {
    /// Counts what fits by countries of actor and recipient, type, quad and month; in this order. An occurrence of several countries counts for
    /// each pair of them; one without any day, or taken back, does not count. The limits of the filter are not heeded.
    ///
    /// # Errors
    /// When the file cannot be read, or the query not be understood.
    pub fn series(&mut self, filter: &Filter) -> Result<Vec<SeriesRecord>, Error> {
        self.series_by(std::slice::from_ref(filter), By::Pair)
    }

    /// As [`Ledger::series`], for what fits one of several filters, each occurrence once for each of its keys. What is not told apart has no
    /// countries, no quad, and the type `*`.
    ///
    /// # Errors
    /// When the file cannot be read, or a query not be understood.
    pub fn series_by(&mut self, filters: &[Filter], by: By) -> Result<Vec<SeriesRecord>, Error> {
        let mut all: BTreeMap<Key, BTreeMap<i32, Month>> = BTreeMap::new();
        let mut seen: HashSet<i64> = HashSet::new();
        for filter in filters {
            self.view(filter.as_of)?;
            self.each_occurrence(filter, |o| {
                if filters.len() > 1 && !seen.insert(o.key) {
                    return Ok(());
                }
                let month = o.month().and_then(number);
                let (Some(status), Some(month)) = (Status::from_name(o.status), month) else {
                    return Ok(());
                };
                let mut count = |key: Key| {
                    let counts = all.entry(key).or_default().entry(month).or_default();
                    counts.add(status, o.intensity.unwrap_or_default());
                };
                let every = || "*".to_owned();
                let of_type = || o.r#type.to_owned();
                match by {
                    By::Total => count((None, None, every(), None)),
                    By::Quad => count((None, None, every(), o.quad)),
                    By::Type => count((None, None, of_type(), o.quad)),
                    By::Pair => {
                        for actor in countries(o.actors) {
                            for recipient in countries(o.recipients) {
                                count((actor.clone(), recipient, of_type(), o.quad));
                            }
                        }
                    }
                }
                Ok(())
            })?;
        }
        Ok(all
            .into_iter()
            .flat_map(|(key, months)| records(&key, &months))
            .collect())
    }
}

impl Month {
    fn add(&mut self, status: Status, intensity: f64) {
        let (count, sum) = match status {
            Status::SingleSource => (&mut self.asserted, &mut self.asserted_intensity),
            Status::Corroborated => {
                self.asserted += 1;
                self.asserted_intensity += intensity;
                (&mut self.corroborated, &mut self.corroborated_intensity)
            }
            Status::Disputed | Status::Denied => (&mut self.contested, &mut self.contested_intensity),
            Status::Planned => (&mut self.planned, &mut self.planned_intensity),
            Status::Retracted => return,
        };
        *count += 1;
        *sum += intensity;
    }
}

/// The countries of a list as the table of occurrences has them; one `None` where there are none.
fn countries(list: &str) -> Vec<Option<String>> {
    if list.is_empty() {
        return vec![None];
    }
    list.split(' ').map(|c| Some(c.to_owned())).collect()
}

/// Months since the year 0.
fn number(month: &str) -> Option<i32> {
    let (year, month) = month.split_once('-')?;
    Some(year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok()? - 1)
}

fn name(month: i32) -> String {
    format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1)
}

fn records(key: &Key, months: &BTreeMap<i32, Month>) -> Vec<SeriesRecord> {
    let (Some(first), Some(last)) = (months.keys().next().copied(), months.keys().last().copied()) else {
        return Vec::new();
    };
    let counts: Vec<u64> = (first..=last)
        .map(|m| months.get(&m).map_or(0, |c| c.asserted))
        .collect();
    let changes = changes(&counts);
    let none = Month::default();
    (first..=last)
        .filter_map(|month| {
            let change = changes.iter().find(|c| first + c.at as i32 == month);
            let counts = match (months.get(&month), change) {
                (Some(counts), _) => counts,
                (None, Some(_)) => &none,
                (None, None) => return None,
            };
            Some(SeriesRecord {
                actor_country: key.0.clone(),
                recipient_country: key.1.clone(),
                r#type: key.2.clone(),
                quad: key.3,
                month: name(month),
                asserted: counts.asserted,
                corroborated: counts.corroborated,
                contested: counts.contested,
                planned: counts.planned,
                asserted_intensity: rounded(counts.asserted_intensity),
                corroborated_intensity: rounded(counts.corroborated_intensity),
                contested_intensity: rounded(counts.contested_intensity),
                planned_intensity: rounded(counts.planned_intensity),
                change: change.map(|c| ChangeRecord {
                    before: rounded(c.before),
                    after: rounded(c.after),
                }),
            })
        })
        .collect()
}

fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// A change of the rate, with the mean counts of the stretches on both sides.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Change {
    at: usize,
    before: f64,
    after: f64,
}

/// Where the rate of a series of counts changes.
fn changes(counts: &[u64]) -> Vec<Change> {
    let n = counts.len();
    if n < LEAST {
        return Vec::new();
    }
    let mut sums = vec![0_u64];
    for count in counts {
        sums.push(sums[sums.len() - 1] + count);
    }
    let mean = |from: usize, to: usize| (sums[to] - sums[from]) as f64 / (to - from) as f64;
    // Twice the negative logarithm of the likelihood, without what is the same for all ways to cut.
    let cost = |from: usize, to: usize| {
        let sum = (sums[to] - sums[from]) as f64;
        if sum == 0.0 {
            0.0
        } else {
            2.0 * (sum - sum * mean(from, to).ln())
        }
    };
    // A change has two parameters: where it is, and the rate behind it.
    let penalty = 2.0 * (n as f64).ln();
    let mut best = vec![(-penalty, 0)];
    for to in 1..=n {
        let total = |from: usize| best[from].0 + cost(from, to) + penalty;
        let mut least = (total(0), 0);
        for from in 1..to {
            let total = total(from);
            if total < least.0 {
                least = (total, from);
            }
        }
        best.push(least);
    }
    let mut cuts = vec![n];
    while cuts[cuts.len() - 1] > 0 {
        cuts.push(best[cuts[cuts.len() - 1]].1);
    }
    cuts.reverse();
    cuts.windows(3)
        .map(|w| Change {
            at: w[1],
            before: mean(w[0], w[1]),
            after: mean(w[1], w[2]),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_a_change() {
        let mut counts = vec![2, 1, 3, 2, 2, 1, 2, 3];
        counts.extend([12, 14, 11, 13, 12, 15]);
        let found = changes(&counts);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].at, 8);
        assert!((found[0].before - 2.0).abs() < 1e-9 && found[0].after > 12.0);
    }

    #[test]
    fn steady_counts_have_no_change() {
        assert_eq!(changes(&[3, 2, 4, 3, 2, 3, 4, 3, 2, 3, 4, 2]), []);
        assert_eq!(changes(&[0; 24]), []);
        assert_eq!(changes(&[1, 50, 1]), [], "too short");
    }

    #[test]
    fn there_and_back() {
        let counts = [0, 0, 1, 0, 0, 1, 0, 20, 25, 22, 0, 1, 0, 0, 0, 1];
        let places: Vec<_> = changes(&counts).iter().map(|c| c.at).collect();
        assert_eq!(places, [7, 10]);
    }

    #[test]
    fn months_have_names() {
        for month in ["2024-01", "2024-12", "0999-06"] {
            assert_eq!(name(number(month).unwrap()), month);
        }
    }
}
