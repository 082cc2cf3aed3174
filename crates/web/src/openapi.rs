//! The description of the API, made of the same tables that calls are checked by.

use crate::answer::{Failure, text};
use crate::cache::answer;
use crate::params::{Asked, DEPTH, DOCUMENTS, EXPORT, FILTER, Kind, LEAD, NAMED, PAGE, Param, READ, SERIES};
use crate::shapes::{
    ActorAnswer, DocumentDetail, ErrorRecord, HeaderRecord, InfoRecord, OccurrenceDetail, OccurrenceItem,
    Page, SeriesAnswer, SourceAnswer, StatementItem,
};
use crate::state::App;
use crate::watch::ChangedRecord;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use sayso::ledger::ask::{ActorRow, Facets, SourceRow};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// A path.
struct Endpoint {
    path: &'static str,
    id: &'static str,
    about: &'static str,
    params: &'static [&'static [Param]],
    kind: &'static str,
    answer: fn(&mut SchemaGenerator) -> Schema,
}

fn of<T: JsonSchema>(to: &mut SchemaGenerator) -> Schema {
    to.subschema_for::<T>()
}

fn anything(_: &mut SchemaGenerator) -> Schema {
    Schema::default()
}

fn words(_: &mut SchemaGenerator) -> Schema {
    schemars::json_schema!({"type": "string"})
}

fn geojson(_: &mut SchemaGenerator) -> Schema {
    schemars::json_schema!({
        "type": "object",
        "properties": {
            "type": {"const": "FeatureCollection"},
            "more": {"type": "boolean"},
            "features": {"type": "array", "items": {
                "type": "object",
                "properties": {
                    "type": {"const": "Feature"},
                    "geometry": {"type": "object", "required": ["type", "coordinates"]},
                    "properties": {
                        "type": "object",
                        "properties": {
                            "feature": {"enum": ["place", "leg"]},
                            "count": {"type": "integer", "minimum": 1},
                            "statements": {"type": "array", "items": {"type": "string"}},
                        },
                        "required": ["feature", "count", "statements"],
                    },
                },
                "required": ["type", "geometry", "properties"],
            }},
        },
        "required": ["type", "more", "features"],
    })
}

const JSON: &str = "application/json";

const fn endpoint(
    path: &'static str,
    id: &'static str,
    about: &'static str,
    params: &'static [&'static [Param]],
    answer: fn(&mut SchemaGenerator) -> Schema,
) -> Endpoint {
    Endpoint {
        path,
        id,
        about,
        params,
        kind: JSON,
        answer,
    }
}

const ENDPOINTS: &[Endpoint] = &[
    endpoint(
        "/api/info",
        "info",
        "What the ledger holds",
        &[],
        of::<InfoRecord>,
    ),
    endpoint(
        "/api/occurrences",
        "occurrences",
        "Occurrences that fit, the last in time first",
        &[FILTER, PAGE, LEAD],
        of::<Page<OccurrenceItem>>,
    ),
    endpoint(
        "/api/occurrences/{id}",
        "occurrence",
        "An occurrence with its accounts",
        &[],
        of::<OccurrenceDetail>,
    ),
    endpoint(
        "/api/statements",
        "statements",
        "Statements that fit, the last in time first",
        &[FILTER, PAGE],
        of::<Page<StatementItem>>,
    ),
    endpoint(
        "/api/statements/{id}",
        "statement",
        "A statement",
        &[],
        of::<StatementItem>,
    ),
    endpoint(
        "/api/documents",
        "documents",
        "Documents, the last published first",
        &[DOCUMENTS, PAGE],
        of::<Page<HeaderRecord>>,
    ),
    endpoint(
        "/api/documents/{key}",
        "document",
        "A document with its text and statements",
        &[],
        of::<DocumentDetail>,
    ),
    Endpoint {
        kind: "text/plain",
        ..endpoint(
            "/api/read",
            "read",
            "Reads a text: all layers, as sayso annotate",
            &[READ],
            of::<sayso::record::DocumentRecord>,
        )
    },
    endpoint(
        "/api/facets",
        "facets",
        "Counts of what fits",
        &[FILTER],
        of::<Facets>,
    ),
    endpoint(
        "/api/series",
        "series",
        "Counts by month, with the months in which they change",
        &[FILTER, SERIES],
        of::<SeriesAnswer>,
    ),
    Endpoint {
        kind: "application/geo+json",
        ..endpoint(
            "/api/map",
            "map",
            "Places by role, and movements",
            &[FILTER],
            geojson,
        )
    },
    endpoint(
        "/api/actors",
        "actors",
        "Who takes part, the most frequent first",
        &[NAMED, PAGE],
        of::<Page<ActorRow>>,
    ),
    endpoint(
        "/api/actors/{key}",
        "actor",
        "An actor, by key, code, country or name",
        &[DEPTH],
        of::<ActorAnswer>,
    ),
    endpoint(
        "/api/sources",
        "sources",
        "Who says so, the most frequent first",
        &[NAMED, PAGE],
        of::<Page<SourceRow>>,
    ),
    endpoint(
        "/api/sources/{name}",
        "source",
        "A source, by its name",
        &[],
        of::<SourceAnswer>,
    ),
    Endpoint {
        kind: "application/octet-stream",
        ..endpoint(
            "/api/export",
            "export",
            "What fits, in a format of others, as a stream",
            &[EXPORT, FILTER],
            anything,
        )
    },
    Endpoint {
        kind: "text/event-stream",
        ..endpoint(
            "/api/events",
            "events",
            "Tells when the ledger has changed: events `changed`, whose data are a ChangedRecord",
            &[],
            words,
        )
    },
    endpoint("/api/openapi.json", "openapi", "This description", &[], anything),
];

/// `GET /api/openapi.json`
pub async fn openapi(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    Asked::read(query.as_deref(), &[])?;
    let make = || async { text(&document()) };
    Ok(answer(&app, &headers, "/api/openapi.json", make).await)
}

/// The whole document: OpenAPI 3.1.
pub fn document() -> Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12();
    let settings = settings.with(|s| s.definitions_path = "/components/schemas".into());
    let mut to = settings.for_serialize().into_generator();
    let mut paths = Map::new();
    for endpoint in ENDPOINTS {
        let (method, operation) = operation(endpoint, &mut to);
        paths.insert(endpoint.path.to_owned(), json!({ method: operation }));
    }
    of::<ChangedRecord>(&mut to);
    let error = of::<ErrorRecord>(&mut to);
    let schemas = to.take_definitions(true);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "sayso",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Who says what happened. Offsets count Unicode code points, half-open. All is read only.",
            "license": {"name": "MIT OR Apache-2.0", "url": "https://spdx.org/licenses/"},
        },
        "servers": [{"url": "/"}],
        "security": [{}, {"bearer": []}, {"cookie": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": "sayso-token"},
            },
            "responses": {
                "Error": {
                    "description": "What is wrong, and what is allowed",
                    "content": {JSON: {"schema": error}},
                },
            },
        },
    })
}

fn operation(endpoint: &Endpoint, to: &mut SchemaGenerator) -> (&'static str, Value) {
    let reads = endpoint.path == "/api/read";
    let kind = if reads { JSON } else { endpoint.kind };
    let schema = (endpoint.answer)(to);
    let mut params: Vec<Value> = endpoint
        .path
        .split('{')
        .skip(1)
        .filter_map(|part| part.split('}').next())
        .map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}))
        .collect();
    params.extend(endpoint.params.iter().copied().flatten().map(parameter));
    let error = json!({"$ref": "#/components/responses/Error"});
    let mut answers = json!({
        "200": {"description": endpoint.about, "content": {kind: {"schema": schema}}},
        "400": error, "401": error, "403": error, "503": error,
    });
    let mut more = |status: &str, answer: Value| {
        answers[status] = answer;
    };
    if endpoint.path.contains('{') {
        more("404", error.clone());
    }
    if reads {
        more("413", error.clone());
    } else if kind == JSON || kind == "application/geo+json" {
        more(
            "304",
            json!({"description": "Nothing has changed since the tag in If-None-Match"}),
        );
    }
    let mut operation = json!({
        "operationId": endpoint.id,
        "summary": endpoint.about,
        "parameters": params,
        "responses": answers,
    });
    if reads {
        operation["requestBody"] = json!({
            "required": true,
            "description": "The text, at most 1,000,000 bytes of UTF-8; HTML is read as HTML",
            "content": {"text/plain": {"schema": {"type": "string"}}},
        });
    }
    (if reads { "post" } else { "get" }, operation)
}

fn parameter(param: &Param) -> Value {
    let mut all = json!({
        "name": param.name, "in": "query", "description": param.about, "schema": param.kind.schema(),
    });
    if let Kind::Some(_) = param.kind {
        all["style"] = json!("form");
        all["explode"] = json!(false);
    }
    all
}
