//! `GET /api/map`

use crate::answer::Failure;
use crate::api::pool;
use crate::cache::answer_of;
use crate::params::{Asked, FILTER};
use crate::state::App;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use sayso::ledger::ask::{Map, MapLeg, MapPlace};
use serde_json::{Value, json};

/// Places and legs, at most.
const PLACES: usize = 2_000;
const LEGS: usize = 1_000;
pub const GEOJSON: &str = "application/geo+json";

/// Places by role and movements.
pub async fn map(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let asked = Asked::read(query.as_deref(), &[FILTER])?;
    let key = asked.key("/api/map");
    let filter = asked.filter();
    let make = || {
        pool(&app, &asked).ask(move |ledger| {
            let map = ledger.map(&filter, PLACES, LEGS)?;
            Ok(features(&map).to_string())
        })
    };
    Ok(answer_of(&app, &headers, &key, GEOJSON, make).await)
}

fn features(map: &Map) -> Value {
    let all: Vec<Value> = map
        .places
        .iter()
        .map(place)
        .chain(map.legs.iter().map(leg))
        .collect();
    json!({"type": "FeatureCollection", "more": map.more, "features": all})
}

fn place(p: &MapPlace) -> Value {
    json!({
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [p.lon, p.lat]},
        "properties": {
            "feature": "place", "place": p.name, "country": p.country, "geonames_id": p.geonames_id, "kind": p.feature,
            "role": p.role, "count": p.count, "statements": p.statements,
        },
    })
}

fn leg(l: &MapLeg) -> Value {
    let names: Vec<&str> = l.through.iter().map(|(name, _)| name.as_str()).collect();
    let line: Vec<[f64; 2]> = l.through.iter().map(|(_, at)| *at).collect();
    json!({
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": line},
        "properties": {
            "feature": "leg", "from": names.first(), "to": names.last(), "through": names, "means": l.means,
            "count": l.count, "statements": l.statements,
        },
    })
}
