//! Claims to groups, by average linkage: the two groups whose pairs are most likely one are joined first, until none is likelier than not.
//! Ties go to the claims that come first, so the result does not depend on the order of arrival.

use std::collections::{BTreeMap, HashMap};

/// Groups `count` things: `odds` holds the log-odds of the pairs that were compared (first below second); pairs that were not count as `never`.
pub fn cluster(count: usize, odds: &HashMap<(usize, usize), f64>, never: f64) -> Vec<Vec<usize>> {
    let mut parts: Vec<Vec<usize>> = Vec::new();
    let mut part_of: Vec<usize> = (0..count).collect();
    // Components of what may be joined at all.
    fn root(of: &mut [usize], mut at: usize) -> usize {
        while of[at] != at {
            of[at] = of[of[at]];
            at = of[at];
        }
        at
    }
    for ((a, b), odds) in odds {
        if *odds > 0.0 {
            let (a, b) = (root(&mut part_of, *a), root(&mut part_of, *b));
            let (low, high) = (a.min(b), a.max(b));
            part_of[high] = low;
        }
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..count {
        members.entry(root(&mut part_of, at)).or_default().push(at);
    }
    for component in members.into_values() {
        parts.extend(agglomerate(component, odds, never));
    }
    parts.sort_by_key(|p| p[0]);
    parts
}

fn agglomerate(component: Vec<usize>, odds: &HashMap<(usize, usize), f64>, never: f64) -> Vec<Vec<usize>> {
    let n = component.len();
    if n == 1 {
        return vec![component];
    }
    let of = |a: usize, b: usize| odds.get(&(a.min(b), a.max(b))).copied().unwrap_or(never);
    let mut groups: Vec<Option<Vec<usize>>> = component.iter().map(|c| Some(vec![*c])).collect();
    // Sums of the log-odds between groups.
    let mut sums = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..n {
            if i != j {
                sums[i][j] = of(component[i], component[j]);
            }
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
        let odds = HashMap::from([((0, 1), 2.0), ((1, 2), 1.0), ((0, 2), -4.0), ((3, 4), 0.5)]);
        assert_eq!(
            cluster(6, &odds, -2.0),
            [vec![0, 1], vec![2], vec![3, 4], vec![5]]
        );
    }
}
