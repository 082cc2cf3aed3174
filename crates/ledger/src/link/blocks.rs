//! Which pairs of claims are worth comparing.
//!
//! Claims that share a trait (somebody who takes part, a place, a name of their sentence, the root of their word, their type) stand together in a
//! block, those that share two of them also in a block of both, and those that are dated alike in blocks of the week and a trait. In each block, a
//! claim meets the next few in the order of publication: more where two traits are shared. So the work grows with the number of claims and not
//! with its square, however often a trait occurs.

use super::features::{Prepared, Reports, compatible};
use crate::copies::mix;
use crate::report::DocumentKey;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// Reports published farther apart than this, in days, meet only where the claims are dated alike.
const WINDOW: i32 = 60;
/// How many a claim meets in a block of one trait, and of two.
const MEETS: [usize; 2] = [8, 20];
/// A claim with more traits than this has its blocks of two made of the first so many.
const MOST: usize = 8;

/// Claims published at most so many days apart are one crowd; so many to either side of a claim are looked at.
const CROWD: i64 = 3;
const LOOKED: usize = 16;

/// Blocks with the claims in them, in order; and of each claim, the blocks.
pub struct Blocks {
    members: HashMap<u64, Vec<u32>>,
    of: Vec<Vec<Block>>,
    /// Of each claim, the keys of its blocks in order, each with the crowd.
    crowds: Vec<Vec<(u64, f64)>>,
    /// Of each claim, the day of publication; where it is not known, that of the claim before.
    days: Vec<i32>,
}

#[derive(Clone, Copy)]
struct Block {
    key: u64,
    meets: usize,
    /// Where the claim stands in it.
    at: u32,
    /// Whether its claims are dated alike, whenever they were published.
    dated: bool,
}

impl Blocks {
    /// Of claims in the order of publication.
    pub fn of(claims: &[Prepared], reports: &Reports) -> Self {
        let mut members: HashMap<u64, Vec<u32>> = HashMap::new();
        let mut of = Vec::with_capacity(claims.len());
        let mut days: Vec<i32> = Vec::with_capacity(claims.len());
        for (number, claim) in claims.iter().enumerate() {
            let mut own = Vec::new();
            let mut enter = |key: u64, meets: usize, dated: bool| {
                let members = members.entry(key).or_default();
                own.push(Block {
                    key,
                    meets,
                    at: members.len() as u32,
                    dated,
                });
                members.push(number as u32);
            };
            if claim.event.is_some() {
                let traits = traits(claim);
                for (at, one) in traits.iter().enumerate() {
                    enter(*one, MEETS[0], false);
                    for other in traits[..traits.len().min(MOST)].iter().skip(at + 1) {
                        enter(both(*one, *other), MEETS[1], false);
                    }
                }
                for week in claim.weeks() {
                    for one in traits.iter().take(MOST) {
                        enter(both(week as u64, *one), MEETS[0], true);
                    }
                }
            }
            of.push(own);
            days.push(claim.published.or(days.last().copied()).unwrap_or_default());
        }
        let mut blocks = Self {
            members,
            of,
            crowds: Vec::new(),
            days,
        };
        let crowds = |number: usize| {
            let own = claims[number].claim.document;
            let mut known: HashMap<DocumentKey, f64> = HashMap::new();
            let mut unlike = |other: usize| {
                let other = claims[other].claim.document;
                *known.entry(other).or_insert_with(|| reports.unlike(own, other))
            };
            let of = blocks.of[number].iter();
            let mut all: Vec<(u64, f64)> = of
                .map(|block| (block.key, blocks.count(number, block, &mut unlike)))
                .collect();
            all.sort_unstable_by_key(|(key, _)| *key);
            all
        };
        blocks.crowds = (0..claims.len()).into_par_iter().map(crowds).collect();
        blocks
    }

    /// How many claims of other matters share as much as two claims do: those of the smallest crowd of a block that both stand in. The more of them, the
    /// less what is shared tells that the two are one.
    pub fn crowd(&self, a: usize, b: usize) -> f64 {
        let (one, other) = (&self.crowds[a], &self.crowds[b]);
        let (mut i, mut j, mut smallest) = (0, 0, f64::INFINITY);
        while let (Some(x), Some(y)) = (one.get(i), other.get(j)) {
            if x.0 == y.0 {
                smallest = smallest.min((x.1 + y.1) / 2.0);
            }
            i += usize::from(x.0 <= y.0);
            j += usize::from(y.0 <= x.0);
        }
        if smallest.is_finite() { smallest } else { 0.0 }
    }

    /// The crowd of a block, seen from one of its claims: the claims of the days about it whose reports have little to do with its own. Of many, only the
    /// nearest are looked at.
    fn count(&self, number: usize, block: &Block, unlike: &mut impl FnMut(usize) -> f64) -> f64 {
        let (members, at, day) = (&self.members[&block.key], block.at as usize, self.days[number]);
        let within = |m: &u32| (i64::from(self.days[*m as usize]) - i64::from(day)).abs() <= CROWD;
        let first = members[..at].partition_point(|m| !within(m));
        let end = at + members[at..].partition_point(within);
        let (from, to) = (first.max(at.saturating_sub(LOOKED)), end.min(at + 1 + LOOKED));
        let seen: f64 = members[from..to].iter().map(|m| unlike(*m as usize)).sum();
        seen * (end - first) as f64 / (to - from) as f64
    }

    /// The claims after this one that it is to be compared with, in order.
    pub fn meets(&self, claims: &[Prepared], number: usize) -> Vec<usize> {
        let claim = &claims[number];
        let mut out = BTreeSet::new();
        for block in &self.of[number] {
            let after = &self.members[&block.key][block.at as usize + 1..];
            for other in after.iter().take(block.meets) {
                let with = &claims[*other as usize];
                let apart = claim
                    .published
                    .zip(with.published)
                    .map_or(0, |(x, y)| (x - y).abs());
                // Claims come in the order of publication: what follows is farther.
                if apart > WINDOW && !block.dated {
                    break;
                }
                if apart <= WINDOW || claim.same_days(with) {
                    out.insert(*other as usize);
                }
            }
        }
        out.retain(|other| compatible(claim, &claims[*other]));
        out.into_iter().collect()
    }
}

/// What a claim may share with another, the telling first.
fn traits(claim: &Prepared) -> Vec<u64> {
    let mut all: Vec<u64> = vec![hash('=', claim.stem())];
    let event = claim.event.map(|e| e.name()).unwrap_or_default();
    all.push(hash('+', event));
    all.extend(claim.keys().iter().map(|key| hash('.', key)));
    for name in &claim.claim.names {
        let name = hash('.', name);
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all
}

/// A number for a text of some kind.
pub fn hash(kind: char, text: &str) -> u64 {
    text.bytes().fold(mix(u64::from(u32::from(kind))), |hash, byte| {
        both(hash, u64::from(byte))
    })
}

/// A number for two, in this order.
fn both(a: u64, b: u64) -> u64 {
    mix(mix(a) ^ b)
}
