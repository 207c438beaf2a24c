//! `GET /ogc/collections/{collection}/items`: a page of items (Part 1, clause 7.15; Part 2; Part 3).

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use plainpied_criteria::Lang;
use plainpied_domain::filter::Subject;
use plainpied_domain::{Cursor, CursorError};
use plainpied_store::items::{self, ItemsQuery};
use plainpied_store::{PgConnection, StoreError};
use serde_json::json;
use time::format_description::well_known::Rfc3339;

use crate::extract::Params;
use crate::ogc::{
    Base, Collection, Form, ItemWriter, Items, ItemsParams, Link, PathCollection, Sheet, json_answer,
    sheet_page, stamp_crs,
};
use crate::problem::Problem;
use crate::state::{AppState, in_time};
use crate::view::media;

/// Items are counted no further: beyond, `numberMatched` is left out, as the standard allows where it is dear.
const COUNTED: i64 = 10_000;

/// Where a page stands in its list.
struct Page {
    items: Items,
    matched: Option<i64>,
    /// What the next page continues after.
    next: Option<String>,
}

/// The items.
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathCollection(collection, _): PathCollection,
    Params(params): Params<ItemsParams>,
    base: Base,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let form = Form::choose(params.f, &headers, media::GEOJSON)?;
    let list = format!("/ogc{}/items?{}", collection.path(), params.canonical);
    let begun = params.cursor.as_deref().map(|text| begun(&state, text, &list)).transpose()?;
    let mut query = params.query(collection)?;
    let mut known = None;
    if let Some((after, matched)) = begun {
        query.after = Some(after);
        known = Some(matched);
    }
    let page = in_time(read(&state, collection.subject(), &query, (i64::from(params.limit), known))).await?;
    let next = page.next.as_ref().map(|after| {
        let cursor =
            Cursor::new(format!("{}:{after}", page.matched.map_or(String::new(), |count| count.to_string())));
        let cursor = cursor.seal(state.cursor_key(), &list);
        let path = format!("{}/items?{}", collection.path(), params.canonical);
        let join = if params.canonical.is_empty() { "" } else { "&" };
        base.url(&format!("{path}{join}limit={}&cursor={cursor}", params.limit))
    });
    let mut response = match form {
        Form::Json => features(&state, collection, &params, (&base, &page, next)).await?,
        Form::Html => sheet_page(&headers, |lang| sheet(lang, collection, (&base, &page, next)))?,
    };
    stamp_crs(&mut response, params.crs);
    Ok(response)
}

/// What the page continues after, and how many items the list has, where that was counted.
fn begun(state: &AppState, text: &str, list: &str) -> Result<(String, Option<i64>), Problem> {
    let cursor = Cursor::open(text, state.cursor_key(), list)?.after;
    let (count, after) = cursor.split_once(':').ok_or(CursorError::Forged)?;
    Ok((after.to_owned(), count.parse().ok()))
}

/// `known` is the count of an earlier page, which may be that there are too many.
async fn read(
    state: &AppState,
    subject: Subject,
    query: &ItemsQuery,
    (limit, known): (i64, Option<Option<i64>>),
) -> Result<Page, StoreError> {
    let mut connection = state.pool().acquire().await?;
    let mut items = page(&mut connection, subject, query, limit + 1).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > limit;
    items.truncate(limit);
    let matched = match known {
        Some(known) => known,
        None if !more => i64::try_from(items.len()).ok(),
        None => {
            let counted = items::count(&mut connection, subject, query, COUNTED + 1).await?;
            (counted <= COUNTED).then_some(counted)
        }
    };
    let next = if more { items.last() } else { None };
    Ok(Page { items, matched, next })
}

pub(super) async fn page(
    connection: &mut PgConnection,
    subject: Subject,
    query: &ItemsQuery,
    limit: i64,
) -> Result<Items, StoreError> {
    Ok(match subject {
        Subject::Establishments => {
            Items::Establishments(items::establishments(connection, query, limit).await?)
        }
        Subject::Communes => Items::Communes(items::communes(connection, query, limit).await?),
    })
}

async fn features(
    state: &AppState,
    collection: Collection,
    params: &ItemsParams,
    (base, page, next): (&Base, &Page, Option<String>),
) -> Result<Response, Problem> {
    let reference = match &page.items {
        Items::Establishments(records) => {
            state.reference_with(records.iter().map(|record| record.source_key.as_str())).await?
        }
        Items::Communes(_) => state.reference().await?,
    };
    let now = state.clock().now();
    let properties = params.properties.as_deref();
    let writer = ItemWriter { crs: params.crs, properties, reference: &reference, now };
    let mut body = Vec::with_capacity(64 * 1024);
    body.extend_from_slice(br#"{"type":"FeatureCollection","features":["#);
    writer.write(&page.items, &mut body)?;
    body.extend_from_slice(b"],");
    let path = format!("{}/items", collection.path());
    let mut links = vec![
        Link {
            media: media::GEOJSON,
            ..base.json("self", &format!("{path}?{}", params.canonical), "This page")
        },
        base.html("alternate", &path, "Items as a page"),
        base.json("collection", &collection.path(), "The collection"),
    ];
    links.extend(next.map(|href| Link {
        href,
        rel: "next",
        media: media::GEOJSON,
        title: "The next page".to_owned(),
    }));
    let mut tail = json!({
        "numberReturned": page.items.len(),
        "timeStamp": now.format(&Rfc3339).ok(),
        "links": links,
    });
    if let Some(matched) = page.matched {
        tail["numberMatched"] = matched.into();
    }
    // The brace of the tail stands before already.
    body.extend_from_slice(&serde_json::to_vec(&tail)?[1..]);
    json_answer(media::GEOJSON, body)
}

fn sheet(lang: Lang, collection: Collection, (base, page, next): (&Base, &Page, Option<String>)) -> Sheet {
    let row = |(id, name): (String, String)| {
        let address = format!("{}?f=html", base.url(&format!("{}/items/{id}", collection.path())));
        vec![(name, Some(address)), (id, None)]
    };
    let next_page = next.map(|href| {
        let href = if href.contains("f=html") { href } else { format!("{href}&f=html") };
        Link {
            href,
            rel: "next",
            media: "text/html",
            title: if lang == Lang::Fr { "Page suivante" } else { "Next page" }.to_owned(),
        }
    });
    let mut links: Vec<Link> = next_page.into_iter().collect();
    links.push(Link {
        media: media::GEOJSON,
        ..base.json("alternate", &format!("{}/items?f=json", collection.path()), "GeoJSON")
    });
    Sheet {
        title: collection.title(lang),
        head: vec![if lang == Lang::Fr { "Nom" } else { "Name" }.to_owned(), "id".to_owned()],
        rows: page.items.named().into_iter().map(row).collect(),
        links,
        ..Sheet::default()
    }
}
