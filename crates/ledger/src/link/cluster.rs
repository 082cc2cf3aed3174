//! Claims to groups, by average linkage: the two groups whose pairs are most likely one are joined first, until none is likelier than not.
//! Ties go to the claims that come first, so the result does not depend on the order of arrival.

use std::collections::{BTreeMap, HashMap};

/// What pulls things together: of each, those before it that it is likely one with, with the log-odds.
pub type Bonds = Vec<Vec<(u32, f64)>>;

/// More things than this are not compared each with each; what hangs together by weaker bonds is parted first.
const MOST: usize = 150;

/// What hangs together by bonds, in pieces of so many that each may be compared with each: what is too many is parted at the weaker bonds.
pub fn pieces(things: Vec<u32>, bonds: &Bonds) -> Vec<Vec<u32>> {
    let mut done = Vec::new();
    let mut open = vec![(things, 0.0)];
    while let Some((things, least)) = open.pop() {
        for piece in components(things, bonds, least) {
            // Above that nothing parts them.
            if piece.len() <= MOST || least > 12.0 {
                done.push(piece);
            } else {
                open.push((piece, least + 0.5));
            }
        }
    }
    done
}

/// The groups of a piece, by the log-odds of any pair.
pub fn groups(piece: Vec<u32>, odds: &impl Fn(u32, u32) -> f64) -> Vec<Vec<u32>> {
    if piece.len() <= MOST {
        agglomerate(piece, odds)
    } else {
        vec![piece]
    }
}

/// What of these things hangs together by bonds above `least`; the order of the things stays.
pub fn components(things: Vec<u32>, bonds: &Bonds, least: f64) -> Vec<Vec<u32>> {
    let place: HashMap<u32, usize> = things
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
        for (other, odds) in &bonds[*thing as usize] {
            let Some(to) = place.get(other).filter(|_| *odds > least) else {
                continue;
            };
            let (a, b) = (root(&mut part_of, at), root(&mut part_of, *to));
            part_of[a.max(b)] = a.min(b);
        }
    }
    let mut members: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for (at, thing) in things.iter().enumerate() {
        members.entry(root(&mut part_of, at)).or_default().push(*thing);
    }
    members.into_values().collect()
}

fn agglomerate(component: Vec<u32>, odds: &impl Fn(u32, u32) -> f64) -> Vec<Vec<u32>> {
    let n = component.len();
    if n == 1 {
        return vec![component];
    }
    let mut groups: Vec<Option<Vec<u32>>> = component.iter().map(|c| Some(vec![*c])).collect();
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
    fn what_is_too_much_is_parted_at_weak_bonds() {
        let mut bonds: Bonds = (0..400_u32)
            .map(|at| if at == 0 { vec![] } else { vec![(at - 1, 3.0)] })
            .collect();
        bonds[100][0].1 = 0.2;
        bonds[250][0].1 = 1.2;
        let mut sizes: Vec<usize> = pieces((0..400).collect(), &bonds).iter().map(Vec::len).collect();
        sizes.sort_unstable();
        assert_eq!(sizes, [100, 150, 150]);
    }

    #[test]
    fn joins_what_is_likely_and_keeps_apart_what_is_not() {
        let bonds = vec![
            vec![],
            vec![(0, 2.0)],
            vec![(1, 1.0)],
            vec![],
            vec![(3, 0.5)],
            vec![],
        ];
        let odds = |a: u32, b: u32| match bonds[a.max(b) as usize]
            .iter()
            .find(|(other, _)| *other == a.min(b))
        {
            Some((_, odds)) => *odds,
            None => -4.0,
        };
        let whole = pieces((0..6).collect(), &bonds);
        assert_eq!(whole, [vec![0, 1, 2], vec![3, 4], vec![5]]);
        assert_eq!(groups(vec![0, 1, 2], &odds), [vec![0, 1], vec![2]]);
        assert_eq!(groups(vec![3, 4], &odds), [vec![3, 4]]);
    }
}
