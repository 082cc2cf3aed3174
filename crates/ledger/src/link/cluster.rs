//! Claims to groups, by average linkage: the two groups whose pairs are most likely one are joined first, until none is likelier than not.
//! Ties go to the claims that come first, so the result does not depend on the order of arrival.

use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// What pulls things together: of each, those after it that it is likely one with, with the log-odds, in order.
pub type Bonds = Vec<Vec<(usize, f64)>>;

/// Groups things that hang together by `bonds`; `odds` are those of any pair, first below second.
pub fn cluster(bonds: &Bonds, odds: &(impl Fn(usize, usize) -> f64 + Sync)) -> Vec<Vec<usize>> {
    let whole = components((0..bonds.len()).collect(), bonds, 0.0);
    let mut parts: Vec<Vec<usize>> = whole
        .into_par_iter()
        .flat_map_iter(|component| parted(component, bonds, odds, 0.0))
        .collect();
    parts.sort_by_key(|p| p[0]);
    parts
}

/// More things than this are not compared each with each; what hangs together by weaker bonds is parted first.
const MOST: usize = 150;

/// The groups of what hangs together by bonds above `least`.
fn parted(
    component: Vec<usize>,
    bonds: &Bonds,
    odds: &impl Fn(usize, usize) -> f64,
    least: f64,
) -> Vec<Vec<usize>> {
    if component.len() <= MOST {
        return agglomerate(component, odds);
    }
    // Nothing parts them.
    if least > 12.0 {
        return vec![component];
    }
    let least = least + 0.5;
    let smaller = components(component, bonds, least);
    smaller
        .into_iter()
        .flat_map(|c| parted(c, bonds, odds, least))
        .collect()
}

/// What hangs together by bonds above `least`, in order.
fn components(things: Vec<usize>, bonds: &Bonds, least: f64) -> Vec<Vec<usize>> {
    let place: HashMap<usize, usize> = things
        .iter()
        .enumerate()
        .map(|(at, thing)| (*thing, at))
        .collect();
    let mut part_of: Vec<usize> = (0..things.len()).collect();
    fn root(of: &mut [usize], mut at: usize) -> usize {
        while of[at] != at {
            of[at] = of[of[at]];
            at = of[at];
        }
        at
    }
    for (at, thing) in things.iter().enumerate() {
        for (other, odds) in &bonds[*thing] {
            let Some(to) = place.get(other).filter(|_| *odds > least) else {
                continue;
            };
            let (a, b) = (root(&mut part_of, at), root(&mut part_of, *to));
            part_of[a.max(b)] = a.min(b);
        }
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, thing) in things.iter().enumerate() {
        members.entry(root(&mut part_of, at)).or_default().push(*thing);
    }
    members.into_values().collect()
}

fn agglomerate(component: Vec<usize>, odds: &impl Fn(usize, usize) -> f64) -> Vec<Vec<usize>> {
    let n = component.len();
    if n == 1 {
        return vec![component];
    }
    let mut groups: Vec<Option<Vec<usize>>> = component.iter().map(|c| Some(vec![*c])).collect();
    // Sums of the log-odds between groups.
    let mut sums = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in i + 1..n {
            sums[i][j] = odds(component[i], component[j]);
            sums[j][i] = sums[i][j];
        }
    }
    loop {
        let mut best: Option<(f64, usize, usize)> = None;
        for i in 0..n {
            let Some(a) = &groups[i] else { continue };
            for j in i + 1..n {
                let Some(b) = &groups[j] else { continue };
                let mean = sums[i][j] / (a.len() * b.len()) as f64;
                if mean > 0.0 && best.is_none_or(|(m, ..)| mean > m + 1e-12) {
                    best = Some((mean, i, j));
                }
            }
        }
        let Some((_, i, j)) = best else { break };
        let moved = groups[j].take().unwrap_or_default();
        if let Some(group) = &mut groups[i] {
            group.extend(moved);
            group.sort_unstable();
        }
        let joined = sums[j].clone();
        for (k, sum) in joined.iter().enumerate().filter(|(k, _)| *k != i && *k != j) {
            sums[i][k] += sum;
            sums[k][i] = sums[i][k];
        }
    }
    groups.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_what_is_likely_and_keeps_apart_what_is_not() {
        let bonds = vec![
            vec![(1, 2.0)],
            vec![(2, 1.0)],
            vec![],
            vec![(4, 0.5)],
            vec![],
            vec![],
        ];
        let odds = |a: usize, b: usize| match bonds[a].iter().find(|(other, _)| *other == b) {
            Some((_, odds)) => *odds,
            None => -4.0,
        };
        assert_eq!(cluster(&bonds, &odds), [vec![0, 1], vec![2], vec![3, 4], vec![5]]);
    }
}
