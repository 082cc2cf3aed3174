//! `GET /api/map`

use crate::answer::{Failure, text};
use crate::api::pool;
use crate::cache::answer_of;
use crate::params::{Asked, FILTER};
use crate::state::App;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use sayso::ledger::ask::{Map, MapLeg, MapPlace};
use serde::Serialize;

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
            text(&features(&map))
        })
    };
    Ok(answer_of(&app, &headers, &key, GEOJSON, make).await)
}

/// Written at once: a map has thousands of features.
#[derive(Serialize)]
struct Features<'a> {
    r#type: &'static str,
    more: bool,
    features: Vec<Feature<'a>>,
}

#[derive(Serialize)]
struct Feature<'a> {
    r#type: &'static str,
    geometry: Geometry,
    properties: Properties<'a>,
}

#[derive(Serialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Point([f64; 2]),
    LineString(Vec<[f64; 2]>),
}

#[derive(Serialize)]
#[serde(tag = "feature", rename_all = "lowercase")]
enum Properties<'a> {
    Place {
        place: &'a str,
        country: Option<&'a str>,
        geonames_id: Option<u32>,
        kind: &'a str,
        role: &'a str,
        count: u64,
        statements: &'a [String],
    },
    Leg {
        from: Option<&'a str>,
        to: Option<&'a str>,
        through: Vec<&'a str>,
        means: Option<&'a str>,
        count: u64,
        statements: &'a [String],
    },
}

fn features(map: &Map) -> Features<'_> {
    let all = map.places.iter().map(place).chain(map.legs.iter().map(leg));
    Features {
        r#type: "FeatureCollection",
        more: map.more,
        features: all.collect(),
    }
}

fn feature(geometry: Geometry, properties: Properties<'_>) -> Feature<'_> {
    Feature {
        r#type: "Feature",
        geometry,
        properties,
    }
}

fn place(p: &MapPlace) -> Feature<'_> {
    let properties = Properties::Place {
        place: &p.name,
        country: p.country.as_deref(),
        geonames_id: p.geonames_id,
        kind: &p.feature,
        role: &p.role,
        count: p.count,
        statements: &p.statements,
    };
    feature(Geometry::Point([p.lon, p.lat]), properties)
}

fn leg(l: &MapLeg) -> Feature<'_> {
    let through: Vec<&str> = l.through.iter().map(|(name, _)| name.as_str()).collect();
    let properties = Properties::Leg {
        from: through.first().copied(),
        to: through.last().copied(),
        through,
        means: l.means.as_deref(),
        count: l.count,
        statements: &l.statements,
    };
    feature(
        Geometry::LineString(l.through.iter().map(|(_, at)| *at).collect()),
        properties,
    )
}
