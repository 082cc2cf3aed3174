//! Which pairs of claims are worth comparing.
//!
//! Claims that share a trait (somebody who takes part, a place, a name of their sentence, the root of their word, their type) stand together in a
//! block, those that share two of them also in a block of both, and those that are dated alike in blocks of the week and a trait. In each block, a
//! claim meets the next few in the order of publication: more where two traits are shared. So the work grows with the number of claims and not
//! with its square, however often a trait occurs.

use super::features::{Prepared, compatible};
use crate::copies::mix;
use std::collections::{BTreeSet, HashMap};

/// Reports published farther apart than this, in days, meet only where the claims are dated alike.
const WINDOW: i32 = 60;
/// How many a claim meets in a block of one trait, and of two.
const MEETS: [usize; 2] = [8, 20];
/// A claim with more traits than this has its blocks of two made of the first so many.
const MOST: usize = 8;

/// Blocks with the claims in them, in order; and of each claim, the blocks.
pub struct Blocks {
    members: HashMap<u64, Vec<u32>>,
    of: Vec<Vec<Block>>,
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
    pub fn of(claims: &[Prepared]) -> Self {
        let mut members: HashMap<u64, Vec<u32>> = HashMap::new();
        let mut of = Vec::with_capacity(claims.len());
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
        }
        Self { members, of }
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
