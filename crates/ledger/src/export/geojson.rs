//! GeoJSON (RFC 7946): a point for each place of a statement, with its role, and a line for each movement through its places in order.

use super::Exported;
use crate::report::{Actor, Place};
use crate::{Error, Filter, Found, Ledger};
use sayso_model::statement::PlaceRole;
use serde_json::{Value, json};
use std::io::Write;

pub fn write(ledger: &mut Ledger, filter: &Filter, to: &mut dyn Write) -> Result<Exported, Error> {
    let mut done = Exported::default();
    write!(to, "{{\"type\":\"FeatureCollection\",\"features\":[")?;
    ledger.statements(filter, |found| {
        if found.claim.places.is_empty() {
            done.count(false);
        }
        for feature in features(found) {
            let comma = if done.written > 0 { "," } else { "" };
            write!(to, "{comma}\n{feature}")?;
            done.count(true);
        }
        Ok::<_, Error>(())
    })?;
    writeln!(to, "\n]}}")?;
    Ok(done)
}

fn features(found: &Found) -> Vec<Value> {
    let claim = &found.claim;
    let feature = |id: String, geometry: Value, more: Value| {
        let mut properties = properties(found);
        if let (Some(all), Some(more)) = (properties.as_object_mut(), more.as_object()) {
            all.extend(more.clone());
        }
        json!({"type": "Feature", "id": id, "geometry": geometry, "properties": properties})
    };
    let point = |(at, p): (usize, &Place)| {
        let more = json!({
            "role": p.role.name(),
            "place": p.name,
            "country": p.country,
            "geonames_id": p.geonames_id,
            "feature": p.feature,
            "means": p.means,
            "order": p.order,
        });
        feature(
            format!("{}-{at}", claim.id),
            json!({"type": "Point", "coordinates": position(p)}),
            more,
        )
    };
    let mut features: Vec<Value> = claim.places.iter().enumerate().map(point).collect();
    let mut legs: Vec<&Place> = claim
        .places
        .iter()
        .filter(|p| {
            matches!(
                p.role,
                PlaceRole::Origin | PlaceRole::Via | PlaceRole::Destination
            )
        })
        .collect();
    let rank = |p: &Place| match p.role {
        PlaceRole::Origin => 0,
        PlaceRole::Via => 1,
        _ => 2,
    };
    legs.sort_by_key(|p| (p.order, rank(p)));
    legs.dedup_by_key(|p| (p.lat.to_bits(), p.lon.to_bits()));
    if legs.len() >= 2 {
        let names: Vec<&str> = legs.iter().map(|p| p.name.as_str()).collect();
        let means = legs.iter().find_map(|p| p.means.as_deref());
        features.push(feature(
            format!("{}-movement", claim.id),
            json!({"type": "LineString", "coordinates": legs.iter().map(|p| position(p)).collect::<Vec<_>>()}),
            json!({"role": "movement", "through": names, "means": means}),
        ));
    }
    features
}

/// Longitude first.
fn position(p: &Place) -> [f64; 2] {
    [p.lon, p.lat]
}

fn properties(found: &Found) -> Value {
    let claim = &found.claim;
    let names = |all: &[Actor]| all.iter().map(|a| a.name.clone()).collect::<Vec<_>>();
    json!({
        "statement": claim.id,
        "occurrence": found.occurrence.as_ref().map(|(id, _)| id),
        "status": found.occurrence.as_ref().map(|(_, status)| status.name()),
        "type": claim.type_name(),
        "actors": names(claim.actors()),
        "recipients": names(claim.recipients()),
        "start": claim.time.start,
        "end": claim.time.end,
        "factuality": claim.factuality.name(),
        "auxiliary": claim.auxiliary.names(),
        "sources": claim.chain.iter().map(|l| &l.name).collect::<Vec<_>>(),
        "document": found.header.name,
        "published": found.header.published,
        "publisher": found.header.publisher,
        "url": found.header.url,
        "text": found.sentence,
    })
}
