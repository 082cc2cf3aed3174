//! Claims to groups, by average linkage: the two groups whose pairs are most likely one are joined first, until none is likelier than not.
//! Ties go to the claims that come first, so the result does not depend on the order of arrival.

use std::collections::{BTreeMap, HashMap};

/// The log-odds of pairs: of the first, those with each second, which is higher.
pub type Odds = HashMap<usize, HashMap<usize, f64>>;

/// Groups `count` things: `odds` holds the pairs that were compared; those that were not count as `never`.
pub fn cluster(count: usize, odds: &Odds, never: f64) -> Vec<Vec<usize>> {
    let mut parts: Vec<Vec<usize>> = Vec::new();
    for component in components((0..count).collect(), odds, 0.0) {
        parts.extend(parted(component, odds, never, 0.0));
    }
    parts.sort_by_key(|p| p[0]);
    parts
}

/// More things than this are not compared each with each; what hangs together by weaker bonds is parted first.
const MOST: usize = 250;

/// The groups of what hangs together by bonds above `least`.
fn parted(component: Vec<usize>, odds: &Odds, never: f64, least: f64) -> Vec<Vec<usize>> {
    if component.len() <= MOST {
        return agglomerate(component, odds, never);
    }
    // Nothing parts them.
    if least > 12.0 {
        return vec![component];
    }
    let least = least + 0.5;
    let smaller = components(component, odds, least);
    smaller
        .into_iter()
        .flat_map(|c| parted(c, odds, never, least))
        .collect()
}

/// What hangs together by pairs whose log-odds are above `least`, in order.
fn components(things: Vec<usize>, odds: &Odds, least: f64) -> Vec<Vec<usize>> {
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
    for (thing, at) in &place {
        for (other, bond) in odds.get(thing).into_iter().flatten() {
            let Some(to) = place.get(other).filter(|_| *bond > least) else {
                continue;
            };
            let (a, b) = (root(&mut part_of, *at), root(&mut part_of, *to));
            part_of[a.max(b)] = a.min(b);
        }
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, thing) in things.iter().enumerate() {
        members.entry(root(&mut part_of, at)).or_default().push(*thing);
    }
    members.into_values().collect()
}

fn agglomerate(component: Vec<usize>, odds: &Odds, never: f64) -> Vec<Vec<usize>> {
    let n = component.len();
    if n == 1 {
        return vec![component];
    }
    let of = |a: usize, b: usize| {
        odds.get(&a.min(b))
            .and_then(|row| row.get(&a.max(b)))
            .copied()
            .unwrap_or(never)
    };
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
        let mut odds = Odds::new();
        for (a, b, bond) in [(0, 1, 2.0), (1, 2, 1.0), (0, 2, -4.0), (3, 4, 0.5)] {
            odds.entry(a).or_default().insert(b, bond);
        }
        assert_eq!(
            cluster(6, &odds, -2.0),
            [vec![0, 1], vec![2], vec![3, 4], vec![5]]
        );
    }
}
