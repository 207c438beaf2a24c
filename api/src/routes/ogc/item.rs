//! `GET /ogc/collections/{collection}/items/{item}`: one item (Part 1, clause 7.16).

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use plainpied_criteria::Lang;
use plainpied_domain::EstablishmentId;
use plainpied_store::items::ItemsQuery;
use serde_json::Value;

use super::items::page;
use crate::extract::{Params, shortened};
use crate::ogc::{
    Base, Collection, Form, ItemParams, ItemWriter, Items, PathCollection, Sheet, json_answer, sheet_page,
    stamp_crs,
};
use crate::problem::{Problem, code};
use crate::routes::establishments::departed;
use crate::state::AppState;
use crate::view::media;

/// The item.
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathCollection(collection, id): PathCollection,
    Params(params): Params<ItemParams>,
    base: Base,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let form = Form::choose(params.f, &headers, media::GEOJSON)?;
    let id = id.unwrap_or_default();
    let need = if let Collection::Usable(rank) = collection { Some(rank) } else { None };
    let query = ItemsQuery { id: Some(id.clone()), crs: params.crs, need, ..ItemsQuery::default() };
    let read = state.query(async |connection| page(connection, collection.subject(), &query, 1).await);
    let (items, _) = read.await?;
    if items.len() == 0 {
        return absent(&state, collection, &id).await;
    }
    let written = feature(&state, &items, &params).await?;
    let mut response = match form {
        Form::Json => json_answer(media::GEOJSON, with_links(written, collection, (&base, &id))?)?,
        Form::Html => {
            let feature = serde_json::from_slice(&written)?;
            sheet_page(&headers, |lang| sheet(lang, collection, (&base, &feature)))?
        }
    };
    stamp_crs(&mut response, params.crs);
    Ok(response)
}

/// The feature as JSON.
async fn feature(state: &AppState, items: &Items, params: &ItemParams) -> Result<Vec<u8>, Problem> {
    let source = match items {
        Items::Establishments(records) => records.first().map(|record| record.source_key.as_str()),
        Items::Communes(_) => None,
    };
    let reference = state.reference_with(source.into_iter()).await?;
    let mut body = Vec::with_capacity(8 * 1024);
    let now = state.clock().now();
    ItemWriter { crs: params.crs, properties: None, reference: &reference, now }.write(items, &mut body)?;
    Ok(body)
}

fn with_links(
    mut feature: Vec<u8>,
    collection: Collection,
    (base, id): (&Base, &str),
) -> Result<Vec<u8>, Problem> {
    let path = format!("{}/items/{id}", collection.path());
    let links = [
        crate::ogc::Link { media: media::GEOJSON, ..base.json("self", &path, "This item") },
        base.html("alternate", &path, "This item as a page"),
        base.json("collection", &collection.path(), "The collection"),
    ];
    // The feature is an object that is not empty: its closing brace makes room for one member more.
    feature.pop();
    feature.extend_from_slice(br#","links":"#);
    serde_json::to_writer(&mut feature, &links)?;
    feature.push(b'}');
    Ok(feature)
}

/// A place that was merged leads to its successor, one that is gone says so; of anything else there never was one.
async fn absent(state: &AppState, collection: Collection, id: &str) -> Result<Response, Problem> {
    if collection == Collection::Establishments
        && let Ok(id) = id.parse::<EstablishmentId>()
    {
        return departed(state, id, "/ogc/collections/establishments/items/").await;
    }
    Err(Problem::new(&code::NOT_FOUND).detail(format!("{} has no item {:?}", collection.id(), shortened(id))))
}

/// What is known, as a table; of a place also the way to its page.
fn sheet(lang: Lang, collection: Collection, (base, feature): (&Base, &Value)) -> Sheet {
    let known = feature["properties"].as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    let cell = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let page = (collection != Collection::Communes)
        .then(|| format!("/establishments/{}", feature["id"].as_str().unwrap_or_default()));
    let links = page.into_iter().map(|path| crate::ogc::Link {
        href: base.server(&path),
        rel: "canonical",
        media: "text/html",
        title: if lang == Lang::Fr { "La fiche du lieu" } else { "The page of the place" }.to_owned(),
    });
    Sheet {
        title: feature["properties"]["name"].as_str().unwrap_or_default().to_owned(),
        head: vec![
            if lang == Lang::Fr { "Propriété" } else { "Property" }.to_owned(),
            if lang == Lang::Fr { "Valeur" } else { "Value" }.to_owned(),
        ],
        rows: known.map(|(name, value)| vec![(name.clone(), None), (cell(value), None)]).collect(),
        links: links.collect(),
        ..Sheet::default()
    }
}
