//! Which pairs of claims are worth comparing.
//!
//! Claims that share a trait (somebody who takes part, a place, a name of their sentence, the root of their word, their type) stand together in a
//! block, those that share two of them also in a block of both, and those that are dated alike in blocks of the week and a trait. In each block, a
//! claim meets the last few before it in the order of publication: more where two traits are shared. So the work grows with the number of claims and
//! not with its square, however often a trait occurs; and what comes last changes nothing about what is there.

use super::features::{Prepared, compatible};
use super::order::Order;
use crate::copies::mix;
use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

/// Reports published farther apart than this, in days, meet only where the claims are dated alike.
const WINDOW: i32 = 60;
/// How many a claim meets in a block of one trait, and of two.
const MEETS: [u8; 2] = [8, 20];
/// A claim with more traits than this has its blocks of two made of the first so many.
const MOST: usize = 8;

/// Claims published at most so many days before another are its crowd; so many of them are looked at.
pub const CROWD: i32 = 3;
const LOOKED: usize = 32;

/// Blocks with the claims in them, in order; and of each claim, its blocks.
#[derive(Default)]
pub struct Blocks {
    members: HashMap<u64, Vec<u32>>,
    /// Of each claim, its blocks in the order of their keys.
    of: Vec<Vec<Block>>,
    /// Of each claim, the crowds of its blocks, once they are asked for.
    crowds: Vec<OnceLock<Vec<f32>>>,
}

#[derive(Clone, Copy)]
struct Block {
    key: u64,
    meets: u8,
    /// Whether its claims are dated alike, whenever they were published.
    dated: bool,
}

impl Blocks {
    /// Takes in the claims that are not in it, in the order that `order` gives all; after each, `entered` is told.
    pub fn enter(&mut self, claims: &[Prepared], order: &Order, mut entered: impl FnMut(&Self, u32)) {
        let mut new: Vec<u32> = (self.of.len() as u32..claims.len() as u32).collect();
        for number in &new {
            self.of.push(blocks(&claims[*number as usize]));
            self.crowds.push(OnceLock::new());
        }
        new.sort_unstable_by(|a, b| order.compare(*a, *b));
        for number in new {
            for block in &self.of[number as usize] {
                let members = self.members.entry(block.key).or_default();
                members.insert(place(members, number, order), number);
            }
            entered(self, number);
        }
    }

    /// The claims after `number` that see something else than before now that it was entered: whom they meet, or what crowd they stand in. `bonded`
    /// tells whether a claim and an earlier one hang together.
    pub fn disturbed(&self, number: u32, order: &Order, bonded: &impl Fn(u32, u32) -> bool) -> BTreeSet<u32> {
        let mut out = BTreeSet::new();
        let last = order.day(number).saturating_add(CROWD);
        for block in &self.of[number as usize] {
            let (members, meets) = (&self.members[&block.key], usize::from(block.meets));
            let at = place(members, number, order);
            let after = &members[at + 1..];
            let meeting = after.iter().take(meets);
            let crowded = after.iter().take_while(|m| order.day(**m) <= last);
            out.extend(meeting.chain(crowded));
            // Those before it no longer meet whom it pushed out of their reach.
            let from = at.saturating_sub(meets);
            let pushed = members[from..at]
                .iter()
                .zip(members.iter().skip(from + meets + 1));
            out.extend(
                pushed
                    .filter(|(before, lost)| bonded(**lost, **before))
                    .map(|(_, lost)| lost),
            );
        }
        out
    }

    /// Forgets the crowds of a claim.
    pub fn forget(&mut self, number: u32) {
        self.crowds[number as usize] = OnceLock::new();
    }

    /// How many claims of other matters share as much as two claims do: those of the smallest crowd of a block that both stand in, as the later of the
    /// two sees it. The more of them, the less what is shared tells that the two are one. `unlike` tells how little the reports of two claims have to do
    /// with each other.
    pub fn crowd(&self, a: u32, b: u32, order: &Order, unlike: &impl Fn(u32, u32) -> f64) -> f64 {
        let (earlier, later) = if order.compare(a, b).is_lt() {
            (a, b)
        } else {
            (b, a)
        };
        let (one, other) = (&self.of[later as usize], &self.of[earlier as usize]);
        let crowds = self.crowds[later as usize].get_or_init(|| {
            let mut known: HashMap<u32, f64> = HashMap::new();
            let mut seen = |m: u32| *known.entry(order.document(m)).or_insert_with(|| unlike(later, m));
            let counts = one
                .iter()
                .map(|block| self.count(later, block, order, &mut seen) as f32);
            counts.collect()
        });
        let (mut i, mut j, mut smallest) = (0, 0, f32::INFINITY);
        while let (Some(x), Some(y)) = (one.get(i), other.get(j)) {
            if x.key == y.key {
                smallest = smallest.min(crowds[i]);
            }
            i += usize::from(x.key <= y.key);
            j += usize::from(y.key <= x.key);
        }
        if smallest.is_finite() {
            f64::from(smallest)
        } else {
            0.0
        }
    }

    /// The crowd of a block, seen from one of its claims: the claims of the days before it whose reports have little to do with its own. Of many, only the
    /// nearest are looked at.
    fn count(&self, number: u32, block: &Block, order: &Order, unlike: &mut impl FnMut(u32) -> f64) -> f64 {
        let members = &self.members[&block.key];
        let end = place(members, number, order);
        let since = order.day(number).saturating_sub(CROWD);
        let first = members[..end].partition_point(|m| order.day(*m) < since);
        let from = first.max(end.saturating_sub(LOOKED));
        if from == end {
            return 0.0;
        }
        let seen: f64 = members[from..end].iter().map(|m| unlike(*m)).sum();
        seen * (end - first) as f64 / (end - from) as f64
    }

    /// The claims before this one that it is to be compared with.
    pub fn meets(&self, claims: &[Prepared], number: u32, order: &Order) -> BTreeSet<u32> {
        let claim = &claims[number as usize];
        let mut out = BTreeSet::new();
        for block in &self.of[number as usize] {
            let members = &self.members[&block.key];
            let before = &members[..place(members, number, order)];
            for other in before.iter().rev().take(block.meets.into()) {
                let with = &claims[*other as usize];
                let apart = claim
                    .published
                    .zip(with.published)
                    .map_or(0, |(x, y)| (x - y).abs());
                // Claims come in the order of publication: what lies further back is farther.
                if apart > WINDOW && !block.dated {
                    break;
                }
                if apart <= WINDOW || claim.same_days(with) {
                    out.insert(*other);
                }
            }
        }
        out.retain(|other| compatible(claim, &claims[*other as usize]));
        out
    }
}

/// Where a claim stands in a block, or would stand.
fn place(members: &[u32], number: u32, order: &Order) -> usize {
    // What comes last is asked for most.
    match members.last() {
        Some(last) if order.compare(*last, number).is_lt() => members.len(),
        _ => members.partition_point(|m| order.compare(*m, number).is_lt()),
    }
}

/// The blocks of a claim, in the order of their keys.
fn blocks(claim: &Prepared) -> Vec<Block> {
    let mut all = Vec::new();
    if claim.event.is_none() {
        return all;
    }
    let mut enter = |key: u64, meets: u8, dated: bool| all.push(Block { key, meets, dated });
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
    all.sort_unstable_by_key(|block| block.key);
    all.dedup_by_key(|block| block.key);
    all
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
