//! Claims to occurrences: which claims speak of the same happening, who they come from, and how it stands.
//!
//! Pairs of claims that share somebody, somewhere or a word (`blocks`) are compared (`features`; `rarity` tells what a shared word is worth), a small
//! network says how likely they are one (`scale`), the likeliest are joined first (`cluster`). All of it depends on the set of claims alone, not on the
//! order in which they came (`order`). A [`Linker`] holds the claims; a new report changes what hangs together with it, and nothing else.

mod blocks;
mod cluster;
pub mod features;
mod linker;
mod meanings;
mod order;
mod origins;
mod pieces;
pub mod rarity;
pub mod scale;
mod words;

pub use features::context;
pub use linker::{Change, Linker};

use crate::occurrence::{Number, Occurrence, Status};
use crate::report::{Claim, ClaimKey, DocumentKey, Header, What};
use features::Prepared;
use sayso_model::Interval;
use std::collections::BTreeMap;

/// The version of the rules. Ledgers whose occurrences were made by another version are linked anew.
pub const VERSION: i64 = 13;

/// Events as probable as this are worth keeping in a ledger.
pub const LEAST: f64 = 0.2;
/// The claims of an occurrence together are at least so probable.
const FIRM: f64 = 0.5;
/// Log-odds of pairs that cannot be one.
const NEVER: f64 = -3.0;

/// One occurrence of the claims of a group; nothing where all of them stand in versions that newer ones have replaced.
fn assemble<'a>(
    group: &[&'a Prepared],
    header: &impl Fn(DocumentKey) -> Option<&'a Header>,
) -> Option<Occurrence> {
    let standing: Vec<&Prepared> = group
        .iter()
        .copied()
        .filter(|p| p.header.superseded_by.is_none())
        .collect();
    let (origins, status) = origins::of(group, header);
    // What was in an older version alone has been taken back by the newer one.
    let (shown, status) = if standing.is_empty() {
        (group.to_vec(), Status::Retracted)
    } else {
        (standing, status)
    };
    let first = best(&shown)?;
    let (event, relation, mode, quad, intensity) = match &first.claim.what {
        What::Event {
            event,
            mode,
            quad,
            intensity,
            ..
        } => (Some(*event), None, mode.clone(), Some(*quad), Some(*intensity)),
        What::Fact { relation, .. } => (None, Some(*relation), None, None, None),
    };
    let published = || shown.iter().filter_map(|p| p.header.published);
    let least = shown.iter().map(|p| &p.claim.id).min()?;
    Some(Occurrence {
        id: format!("o{least}"),
        status,
        event,
        relation,
        mode,
        quad,
        intensity,
        actors: fullest(&shown, |c| c.actors().to_vec(), first),
        recipients: fullest(&shown, |c| c.recipients().to_vec(), first),
        places: fullest(&shown, |c| c.places.clone(), first),
        time: time(&shown),
        numbers: numbers(&shown),
        first_published: published().min(),
        last_published: published().max(),
        claims: shown.iter().map(|p| p.claim.key).collect::<Vec<ClaimKey>>(),
        origins,
    })
}

/// The claim that speaks for a group: of the commonest type, with most known about it, the surest.
fn best<'a>(group: &[&'a Prepared]) -> Option<&'a Prepared> {
    let mut types: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    let name = |p: &Prepared| p.event.map(|e| e.name());
    for p in group {
        *types.entry(name(p)).or_default() += 1;
    }
    let known = |p: &Prepared| {
        p.claim.actors().len().min(1) + p.claim.recipients().len().min(1) + p.claim.places.len().min(1)
    };
    let rank = |p: &Prepared| (types[&name(p)], known(p), (p.claim.score * 1000.0) as i64);
    let mut best: Option<&'a Prepared> = None;
    for p in group {
        if best.is_none_or(|b| rank(p) > rank(b)) {
            best = Some(p);
        }
    }
    best
}

/// What the speaking claim says, or else the first that says something.
fn fullest<T>(group: &[&Prepared], of: impl Fn(&Claim) -> Vec<T>, first: &Prepared) -> Vec<T> {
    let own = of(&first.claim);
    if !own.is_empty() {
        return own;
    }
    group
        .iter()
        .map(|p| of(&p.claim))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// The days that most claims agree on: the narrowest dated interval, else what the others leave open.
fn time(group: &[&Prepared]) -> Interval {
    let width = |i: &Interval| match (i.start, i.end) {
        (Some(a), Some(b)) => features::number(b) - features::number(a),
        _ => i32::MAX,
    };
    let dated = group.iter().filter(|p| p.claim.dated).map(|p| p.claim.time);
    dated
        .min_by_key(width)
        .or_else(|| group.iter().map(|p| p.claim.time).min_by_key(width))
        .unwrap_or_default()
}

/// The figures given, by what they count.
fn numbers(group: &[&Prepared]) -> Vec<Number> {
    let mut out: Vec<Number> = Vec::new();
    for quantity in group.iter().flat_map(|p| &p.claim.quantities) {
        let (low, high) = (
            quantity.low.unwrap_or(quantity.value),
            quantity.high.unwrap_or(quantity.value),
        );
        match out
            .iter_mut()
            .find(|n| n.of == quantity.of && n.unit == quantity.unit)
        {
            Some(number) => {
                number.given.push(quantity.clone());
                number.low = number.low.min(low);
                number.high = number.high.max(high);
            }
            None => out.push(Number {
                given: vec![quantity.clone()],
                of: quantity.of.clone(),
                unit: quantity.unit.clone(),
                low,
                high,
            }),
        }
    }
    out
}
