//! `GET /ogc/collections/{collection}/items`: a page of items (Part 1, clause 7.15; Part 2; Part 3).

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use plainpied_criteria::Lang;
use plainpied_domain::filter::Subject;
use plainpied_domain::{Cursor, CursorError};
use plainpied_store::items::{self, ItemsQuery, Place};
use plainpied_store::{PgConnection, StoreError};
use serde_json::json;
use time::format_description::well_known::Rfc3339;

use crate::extract::Params;
use crate::ogc::{
    Base, Collection, Form, ItemWriter, Items, ItemsParams, Link, PathCollection, Sheet, json_answer,
    sheet_page, stamp_crs,
};
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::media;

/// Places are counted no further where they have to be read for it: beyond, `numberMatched` is left out, as the standard
/// allows where it is dear.
const COUNTED: i64 = 10_000;

/// Where a page stands in its list.
struct Page {
    items: Items,
    matched: Option<i64>,
    /// Where the next page begins.
    next: Option<Place>,
}

/// Where the pages beside one are.
struct Around<'a> {
    base: &'a Base,
    /// This page as GeoJSON, as it was asked for.
    this: String,
    /// This page in the other form.
    alternate: String,
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
    let list = params.list(collection);
    let mut query = params.query(collection)?;
    let mut known = None;
    if let Some(cursor) = &params.cursor {
        let (matched, place) = begun(&state, (cursor, &list), query.order.len())?;
        query.after = Some(place);
        known = Some(matched);
    }
    let reading = async |connection: &mut PgConnection| {
        read(connection, collection.subject(), &query, (params.limit, known)).await
    };
    let page = state.query(reading).await?;
    let url = |form, cursor: Option<&str>| base.url(&params.page(collection, (form, cursor)));
    let next = page.next.as_ref().map(|place| sealed(&state, &list, (page.matched, place)));
    let around = Around {
        base: &base,
        this: url(params.f, params.cursor.as_deref()),
        alternate: url(Some(form.other()), params.cursor.as_deref()),
        next: next.map(|cursor| url(params.f.or((form == Form::Html).then_some(form)), Some(&cursor))),
    };
    let mut response = match form {
        Form::Json => features(&state, collection, &params, (around, &page)).await?,
        Form::Html => sheet_page(&headers, |lang| sheet(lang, collection, (around, &page)))?,
    };
    stamp_crs(&mut response, params.crs);
    Ok(response)
}

/// The cursor of what comes after a place: `<items of the list>:<id>`, and where the list has an order of its own
/// `:<values of the item there>` as JSON.
fn sealed(state: &AppState, list: &str, (matched, Place(values)): (Option<i64>, &Place)) -> String {
    let count = matched.map_or(String::new(), |count| count.to_string());
    let mut after = format!("{count}:{}", values.last().map_or("", String::as_str));
    if let [values @ .., _] = values.as_slice()
        && !values.is_empty()
    {
        after.push_str(&format!(":{}", json!(values)));
    }
    Cursor::new(after).seal(state.cursor_key(), list)
}

/// How many items the list has, where that was counted, and the place that the page begins after.
fn begun(
    state: &AppState,
    (cursor, list): (&str, &str),
    keys: usize,
) -> Result<(Option<i64>, Place), Problem> {
    let after = Cursor::open(cursor, state.cursor_key(), list)?.after;
    let mut parts = after.splitn(3, ':');
    let (count, id) = parts.next().zip(parts.next()).ok_or(CursorError::Forged)?;
    let values = parts.next().map_or(Ok(Vec::new()), serde_json::from_str);
    let mut values: Vec<String> = values.or(Err(CursorError::Forged))?;
    // One of a version of this program that kept only the id.
    if values.len() != keys {
        return Err(CursorError::Forged.into());
    }
    values.push(id.to_owned());
    Ok((count.parse().ok(), Place(values)))
}

/// `known` is the count of an earlier page, which may be that there are too many.
async fn read(
    connection: &mut PgConnection,
    subject: Subject,
    query: &ItemsQuery,
    (limit, known): (u32, Option<Option<i64>>),
) -> Result<Page, StoreError> {
    let (items, next) = page(connection, subject, query, limit).await?;
    let matched = match known {
        Some(known) => known,
        None if next.is_none() => i64::try_from(items.len()).ok(),
        None => matched(connection, subject, query).await?,
    };
    Ok(Page { items, matched, next })
}

async fn matched(
    connection: &mut PgConnection,
    subject: Subject,
    query: &ItemsQuery,
) -> Result<Option<i64>, StoreError> {
    if subject == Subject::Communes {
        // There are no more than can be counted at once.
        return Ok(Some(items::count(connection, subject, query, i64::MAX).await?));
    }
    if let Some(counted) = items::counted(connection, query).await? {
        return Ok(Some(counted));
    }
    let counted = items::count(connection, subject, query, COUNTED + 1).await?;
    Ok((counted <= COUNTED).then_some(counted))
}

pub(super) async fn page(
    connection: &mut PgConnection,
    subject: Subject,
    query: &ItemsQuery,
    limit: u32,
) -> Result<(Items, Option<Place>), StoreError> {
    Ok(match subject {
        Subject::Establishments => {
            let read = items::establishments(connection, query, limit).await?;
            (Items::Establishments(read.items), read.next)
        }
        Subject::Communes => {
            let read = items::communes(connection, query, limit).await?;
            (Items::Communes(read.items), read.next)
        }
    })
}

async fn features(
    state: &AppState,
    collection: Collection,
    params: &ItemsParams,
    (around, page): (Around<'_>, &Page),
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
    let link = |rel, media, (href, title): (String, &str)| Link { href, rel, media, title: title.to_owned() };
    let mut links = vec![
        link("self", media::GEOJSON, (around.this, "This page")),
        link("alternate", "text/html", (around.alternate, "Items as a page")),
        around.base.json("collection", &collection.path(), "The collection"),
    ];
    links.extend(around.next.map(|href| link("next", media::GEOJSON, (href, "The next page"))));
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

fn sheet(lang: Lang, collection: Collection, (around, page): (Around<'_>, &Page)) -> Sheet {
    let Around { base, alternate, next, .. } = around;
    let row = |(id, name): (String, String)| {
        let address = format!("{}?f=html", base.url(&format!("{}/items/{id}", collection.path())));
        vec![(name, Some(address)), (id, None)]
    };
    let next_page = next.map(|href| Link {
        href,
        rel: "next",
        media: "text/html",
        title: if lang == Lang::Fr { "Page suivante" } else { "Next page" }.to_owned(),
    });
    let mut links: Vec<Link> = next_page.into_iter().collect();
    links.push(Link {
        href: alternate,
        rel: "alternate",
        media: media::GEOJSON,
        title: "GeoJSON".to_owned(),
    });
    Sheet {
        title: collection.title(lang),
        head: vec![if lang == Lang::Fr { "Nom" } else { "Name" }.to_owned(), "id".to_owned()],
        rows: page.items.named().into_iter().map(row).collect(),
        links,
        ..Sheet::default()
    }
}
