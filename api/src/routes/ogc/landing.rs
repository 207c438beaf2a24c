//! `GET /ogc`: where everything is (Part 1, clause 7.2).

use axum::http::HeaderMap;
use axum::response::Response;
use plainpied_criteria::Lang;
use serde_json::json;

use crate::extract::Params;
use crate::ogc::{Base, FormParams, Link, Sheet, answer};
use crate::problem::Problem;

/// The landing page.
pub(crate) async fn handler(
    Params(params): Params<FormParams>,
    base: Base,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let description = Link {
        media: "application/vnd.oai.openapi+json;version=3.0",
        ..base.json("service-desc", "/api", "OpenAPI 3.0")
    };
    let links = vec![
        base.json("self", "", "This page as JSON"),
        base.html("alternate", "", "This page"),
        description,
        base.html("service-doc", "/api", "The addresses, for people"),
        base.json("conformance", "/conformance", "The standards that are kept"),
        base.json("data", "/collections", "All feature collections"),
        base.html("data", "/collections", "All feature collections, for people"),
    ];
    let json = || {
        json!({
            "title": "Plainpied",
            "description": "Places open to the public and what is known of their accessibility.",
            "attribution": "Plainpied and its sources: /api/v1/sources",
            "links": &links,
        })
    };
    let sheet = |lang| Sheet {
        title: "OGC API - Features".to_owned(),
        lead: match lang {
            Lang::Fr => {
                "Les lieux et ce que l'on sait de leur accessibilité, pour les logiciels de cartographie."
                    .to_owned()
            }
            Lang::En => "Places and what is known of their accessibility, for GIS software.".to_owned(),
        },
        links: links.clone(),
        ..Sheet::default()
    };
    answer(params.f, &headers, json, sheet)
}
