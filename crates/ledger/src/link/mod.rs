//! Claims to occurrences. For now each claim is an occurrence of its own.

use crate::occurrence::{Number, Occurrence, Origin, Stance, Status};
use crate::report::{Claim, Header, What};
use std::collections::HashMap;

/// The version of the rules. Ledgers whose occurrences were made by another version are linked anew.
pub const VERSION: i64 = 1;

/// Groups claims into occurrences. Claims and documents come in the order of publication, then of the documents' names, whatever the order
/// in which they were added; claims of superseded versions are among them. Every document of a claim is among the documents.
pub fn occurrences(claims: &[Claim], documents: &[Header]) -> Vec<Occurrence> {
    let headers: HashMap<_, _> = documents.iter().map(|d| (d.key, d)).collect();
    claims
        .iter()
        .filter_map(|claim| {
            let header = headers.get(&claim.document)?;
            header.superseded_by.is_none().then(|| alone(claim, header))
        })
        .collect()
}

fn alone(claim: &Claim, header: &Header) -> Occurrence {
    let negated = claim.factuality.negative() || claim.auxiliary.negation;
    let planned = claim.auxiliary.future || claim.auxiliary.hypothetical;
    let (status, stance) = match (negated, planned) {
        (true, _) => (Status::Denied, Stance::Denies),
        (_, true) => (Status::Planned, Stance::Plans),
        _ => (Status::SingleSource, Stance::Affirms),
    };
    let link = claim.chain.last();
    let source = link.map(|l| l.name.clone()).filter(|n| !n.is_empty());
    let origin = Origin {
        source: source
            .or_else(|| header.publisher.clone())
            .unwrap_or_else(|| header.name.to_string()),
        code: link.and_then(|l| l.code.clone()),
        stance,
        documents: vec![claim.document],
        independent: true,
    };
    let (event, relation, mode, quad, intensity) = match &claim.what {
        What::Event {
            event,
            mode,
            quad,
            intensity,
            ..
        } => (Some(*event), None, mode.clone(), Some(*quad), Some(*intensity)),
        What::Fact { relation, .. } => (None, Some(*relation), None, None, None),
    };
    let number = |q: &crate::report::Quantity| Number {
        given: vec![q.clone()],
        of: q.of.clone(),
        unit: q.unit.clone(),
        low: q.low.unwrap_or(q.value),
        high: q.high.unwrap_or(q.value),
    };
    Occurrence {
        id: format!("o{}", claim.id),
        status,
        event,
        relation,
        mode,
        quad,
        intensity,
        actors: claim.actors().to_vec(),
        recipients: claim.recipients().to_vec(),
        places: claim.places.clone(),
        time: claim.time,
        numbers: claim.quantities.iter().map(number).collect(),
        first_published: header.published,
        last_published: header.published,
        claims: vec![claim.key],
        origins: vec![origin],
    }
}
