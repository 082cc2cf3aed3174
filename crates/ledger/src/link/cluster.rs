//! Claims to groups, by average linkage: the two groups whose pairs are most likely one are joined first, until none is likelier than not.
//! Ties go to the claims that come first, so the result does not depend on the order of arrival.

use super::pieces::Odds;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What pulls things together: of each, those before it that it is likely one with, with the log-odds.
pub type Bonds = Vec<Vec<(u32, f64)>>;

/// More things than this are not compared each with each; what hangs together by weaker bonds is parted first.
const MOST: usize = 150;
/// By how much the log-odds rise at which it is parted, and above what nothing is parted any more.
const STEP: f64 = 0.5;
const LAST: f64 = 12.0;

/// What hangs together by bonds, in pieces of so many that each may be compared with each: what is too many is parted at the weaker bonds.
pub fn pieces(things: Vec<u32>, bonds: &Bonds) -> Vec<Vec<u32>> {
    let mut done = Vec::new();
    let mut open = vec![(things, 0.0)];
    while let Some((things, least)) = open.pop() {
        for piece in components(things, bonds, least) {
            if piece.len() <= MOST || least > LAST {
                done.push(piece);
            } else {
                open.push((piece, least + STEP));
            }
        }
    }
    done
}

/// The piece of [`pieces`] that a thing is in, among all things that hang together with it: those beside it by the weakest bonds at which they are few
/// enough. Looks at no more of them than that.
pub fn piece_of(thing: u32, beside: &impl Fn(u32) -> Vec<(u32, f64)>) -> Vec<u32> {
    let mut least = 0.0;
    loop {
        let last = least > LAST;
        if let Some(piece) = component_of(thing, beside, least, if last { usize::MAX } else { MOST }) {
            return piece;
        }
        least += STEP;
    }
}

/// What hangs together with a thing by bonds above `least`; `None` where it is more than `most`.
fn component_of(
    thing: u32,
    beside: &impl Fn(u32) -> Vec<(u32, f64)>,
    least: f64,
    most: usize,
) -> Option<Vec<u32>> {
    let mut seen = HashSet::from([thing]);
    let mut all = vec![thing];
    let mut next = 0;
    while let Some(thing) = all.get(next).copied() {
        next += 1;
        for (other, odds) in beside(thing) {
            if odds > least && seen.insert(other) {
                all.push(other);
                if all.len() > most {
                    return None;
                }
            }
        }
    }
    Some(all)
}

/// Whether a piece is small enough that each in it is compared with each.
pub fn is_grouped(piece: &[u32]) -> bool {
    piece.len() <= MOST
}

/// The groups of a piece, by the log-odds of any pair.
pub fn groups(piece: &[u32], odds: &Odds) -> Vec<Vec<u32>> {
    if is_grouped(piece) {
        agglomerate(piece, odds)
    } else {
        vec![piece.to_vec()]
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

fn agglomerate(component: &[u32], odds: &Odds) -> Vec<Vec<u32>> {
    let n = component.len();
    let mut groups: Vec<Option<Vec<u32>>> = component.iter().map(|c| Some(vec![*c])).collect();
    // Sums of the log-odds between groups.
    let pair = |i: usize, j: usize| if i == j { 0 } else { odds.of(i.min(j), i.max(j)) };
    let row = |i: usize| (0..n).map(|j| i64::from(pair(i, j))).collect();
    let mut sums: Vec<Vec<i64>> = (0..n).map(row).collect();
    loop {
        let mut best: Option<(f64, usize, usize)> = None;
        for i in 0..n {
            let Some(a) = &groups[i] else { continue };
            for j in i + 1..n {
                let Some(b) = &groups[j] else { continue };
                let mean = sums[i][j] as f64 / (a.len() * b.len()) as f64;
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
    fn the_piece_of_a_thing_is_one_of_all_pieces() {
        // Each to one or two before it, as Knuth's MMIX has it.
        let mut state = 7_u64;
        let mut below = |end: u32| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as u32 % end
        };
        let bonds: Bonds = (0..3_000)
            .map(|at| {
                let count = if at == 0 { 0 } else { below(3) };
                (0..count)
                    .map(|_| (below(at), f64::from(below(140)) / 10.0))
                    .collect()
            })
            .collect();
        let beside = |thing: u32| -> Vec<(u32, f64)> {
            let later = (0..).zip(&bonds).flat_map(|(later, earlier)| {
                let of_it = earlier.iter().filter(move |(other, _)| *other == thing);
                of_it.map(move |(_, odds)| (later, *odds))
            });
            bonds[thing as usize].iter().copied().chain(later).collect()
        };
        let all = pieces((0..3_000).collect(), &bonds);
        assert!(all.iter().any(|piece| piece.len() > 20) && all.len() > 100);
        for piece in all {
            let mut found = piece_of(piece[piece.len() / 2], &beside);
            found.sort_unstable();
            assert_eq!(found, piece);
        }
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
        let groups = |piece: Vec<u32>| {
            let mut odds = Odds::unknown(piece.len());
            for (i, j) in odds.unknown_pairs() {
                let mut known = bonds[piece[j] as usize].iter();
                let known = known.find(|(other, _)| *other == piece[i]);
                odds.note(i, j, known.map_or(-4_000, |(_, odds)| (odds * 1000.0) as i32));
            }
            groups(&piece, &odds)
        };
        let whole = pieces((0..6).collect(), &bonds);
        assert_eq!(whole, [vec![0, 1, 2], vec![3, 4], vec![5]]);
        assert_eq!(groups(vec![0, 1, 2]), [vec![0, 1], vec![2]]);
        assert_eq!(groups(vec![3, 4]), [vec![3, 4]]);
    }
}
