//! Which path is answered by what.

use crate::answer::Failure;
use crate::state::App;
use crate::{api, assets, events, export, guard, openapi};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::compression::CompressionLayer;

/// All paths.
pub fn all(app: App) -> Router {
    Router::new()
        .route("/api/info", get(api::info::info))
        .route("/api/occurrences", get(api::lists::occurrences))
        .route("/api/occurrences/{id}", get(api::occurrence::occurrence))
        .route("/api/statements", get(api::lists::statements))
        .route("/api/statements/{id}", get(api::lists::statement))
        .route("/api/documents", get(api::documents::documents))
        .route("/api/documents/{key}", get(api::documents::document))
        .route("/api/read", post(api::read::read))
        .route("/api/facets", get(api::facets::facets))
        .route("/api/series", get(api::series::series))
        .route("/api/map", get(api::map::map))
        .route("/api/actors", get(api::actors::actors))
        .route("/api/actors/{key}", get(api::actors::actor))
        .route("/api/sources", get(api::sources::sources))
        .route("/api/sources/{name}", get(api::sources::source))
        .route("/api/export", get(export::export))
        .route("/api/events", get(events::events))
        .route("/api/openapi.json", get(openapi::openapi))
        .fallback(other)
        .method_not_allowed_fallback(|| async { Failure::Method })
        .layer(DefaultBodyLimit::max(api::read::MOST))
        .layer(CompressionLayer::new())
        .layer(axum::middleware::from_fn_with_state(app.clone(), guard::stand))
        .with_state(app)
}

/// The page and its files; below `/api` there is nothing else.
async fn other(method: axum::http::Method, uri: Uri, headers: axum::http::HeaderMap) -> Response {
    let path = uri.path();
    if path == "/api" || path.starts_with("/api/") {
        let why = "there is no such path: see /api/openapi.json";
        return Failure::Missing(why.to_owned()).into_response();
    }
    if method != axum::http::Method::GET && method != axum::http::Method::HEAD {
        return Failure::Method.into_response();
    }
    assets::file(path, &headers)
}
