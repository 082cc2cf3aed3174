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
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

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
    crowds: Vec<OnceLock<Box<[Crowd]>>>,
}

/// The crowd of a block, an `f32`, once it is asked for; whoever counts it counts the same.
struct Crowd(AtomicU32);

impl Crowd {
    fn unknown() -> Self {
        Self(AtomicU32::new(f32::NAN.to_bits()))
    }

    fn get_or_count(&self, count: impl FnOnce() -> f32) -> f32 {
        let known = f32::from_bits(self.0.load(Relaxed));
        if !known.is_nan() {
            return known;
        }
        let counted = count();
        self.0.store(counted.to_bits(), Relaxed);
        counted
    }
}

/// What a claim that was entered changes about those after it.
#[derive(Default)]
pub struct Disturbed {
    /// They meet others than before, or stand in another crowd.
    pub anew: BTreeSet<u32>,
    /// They meet this one as well.
    pub meeting: BTreeSet<u32>,
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

    /// What is otherwise for the claims after `number` now that it was entered. `bonded` tells whether a claim and an earlier one hang together.
    pub fn disturbed(&self, number: u32, order: &Order, bonded: &impl Fn(u32, u32) -> bool) -> Disturbed {
        let mut out = Disturbed::default();
        for block in &self.of[number as usize] {
            let (members, meets) = (&self.members[&block.key], usize::from(block.meets));
            let at = place(members, number, order);
            let after = &members[at + 1..];
            out.meeting.extend(after.iter().take(meets));
            let later = after.partition_point(|m| !order.precedes(number, *m));
            let crowded = after[later..].iter();
            out.anew
                .extend(crowded.take_while(|m| order.day(**m).saturating_sub(CROWD) <= order.day(number)));
            // Those before it no longer meet whom it pushed out of their reach.
            let from = at.saturating_sub(meets);
            let pushed = members[from..at]
                .iter()
                .zip(members.iter().skip(from + meets + 1));
            out.anew.extend(
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
        let crowds =
            self.crowds[later as usize].get_or_init(|| one.iter().map(|_| Crowd::unknown()).collect());
        let seen = |m: u32| unlike(later, m);
        let smallest = common(one, other)
            .map(|at| crowds[at].get_or_count(|| self.count(later, &one[at], order, &seen) as f32))
            .fold(f32::INFINITY, f32::min);
        if smallest.is_finite() {
            f64::from(smallest)
        } else {
            0.0
        }
    }

    /// The crowd of a block, seen from one of its claims: the claims of the days before whose reports have little to do with its own. Of many, only the
    /// nearest are looked at.
    fn count(&self, number: u32, block: &Block, order: &Order, unlike: &impl Fn(u32) -> f64) -> f64 {
        let members = &self.members[&block.key];
        let end = place(members, number, order);
        let end = members[..end].partition_point(|m| order.precedes(*m, number));
        let since = order.day(number).saturating_sub(CROWD);
        let first = members[..end].partition_point(|m| order.day(*m) < since);
        let from = first.max(end.saturating_sub(LOOKED));
        if from == end {
            return 0.0;
        }
        let seen: f64 = members[from..end].iter().map(|m| unlike(*m)).sum();
        seen * (end - first) as f64 / (end - from) as f64
    }

    /// Whether a claim is to be compared with this earlier one, as far as the reach of their blocks goes.
    pub fn meet(&self, claims: &[Prepared], later: u32, earlier: u32, order: &Order) -> bool {
        let (claim, with) = (&claims[later as usize], &claims[earlier as usize]);
        let near = apart(claim, with) <= WINDOW;
        let blocks = &self.of[later as usize];
        common(blocks, &self.of[earlier as usize]).any(|at| {
            let block = blocks[at];
            let members = &self.members[&block.key];
            let between = place(members, later, order) - place(members, earlier, order);
            between <= block.meets.into() && (near || block.dated && claim.same_days(with))
        })
    }

    /// The claims before this one that it is to be compared with.
    pub fn meets(&self, claims: &[Prepared], number: u32, order: &Order) -> Vec<u32> {
        let claim = &claims[number as usize];
        let mut out = Vec::new();
        for block in &self.of[number as usize] {
            let members = &self.members[&block.key];
            let before = &members[..place(members, number, order)];
            for other in before.iter().rev().take(block.meets.into()) {
                let with = &claims[*other as usize];
                let apart = apart(claim, with);
                // Claims come in the order of publication: what lies further back is farther.
                if apart > WINDOW && !block.dated {
                    break;
                }
                if apart <= WINDOW || claim.same_days(with) {
                    out.push(*other);
                }
            }
        }
        out.sort_unstable();
        out.dedup();
        out.retain(|other| compatible(claim, &claims[*other as usize]));
        out
    }
}

/// How many days apart two claims were published, as far as that is known.
fn apart(a: &Prepared, b: &Prepared) -> i32 {
    a.published.zip(b.published).map_or(0, |(x, y)| (x - y).abs())
}

/// Where in the first list the blocks stand that both have.
fn common<'a>(one: &'a [Block], other: &'a [Block]) -> impl Iterator<Item = usize> + 'a {
    let mut rest = other.iter().peekable();
    let shared = move |block: &Block| {
        while rest.next_if(|other| other.key < block.key).is_some() {}
        rest.peek().is_some_and(|other| other.key == block.key)
    };
    one.iter()
        .map(shared)
        .enumerate()
        .filter_map(|(at, both)| both.then_some(at))
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
