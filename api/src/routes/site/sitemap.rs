//! `GET /sitemap.xml` and `/sitemaps/{part}.xml`: every page that search engines should know (sitemaps.org).
//!
//! Parts go by department, so that none has to count its way through a million rows. A department with more than 50,000
//! places, as many as the protocol allows in one file, is cut by id: `69.xml` is its first part, `69-<id>.xml` the one
//! after that place.

use std::fmt::Write as _;

use axum::body::Bytes;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures::stream;
use plainpied_domain::DepartmentCode;
use plainpied_store::directory::{self, Page};
use plainpied_store::{PgConnection, StoreError, statistics};
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use crate::extract::{NoParams, Params, path_part};
use crate::problem::{Problem, code};
use crate::site::Site;
use crate::state::AppState;
use crate::view::Body;
use crate::web::SITEMAP_PAGES;

/// Addresses in one file, at most.
const MOST: i64 = 50_000;
/// Addresses that are written before they are sent.
const AT_ONCE: usize = 500;

const XML: &str = "application/xml; charset=utf-8";
const BEGIN: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const NAMESPACE: &str = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";
const FOR_AN_HOUR: HeaderValue = HeaderValue::from_static("public, max-age=3600");

/// `GET /sitemap.xml`.
pub(crate) async fn index(
    State(state): State<AppState>,
    Params(NoParams): Params<NoParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let site = state.site().or_host(&headers);
    let parts = state.query(async |connection| parts(connection, MOST).await).await?;
    let mut text = format!("{BEGIN}<sitemapindex {NAMESPACE}>\n");
    for part in std::iter::once("pages").chain(parts.iter().map(String::as_str)) {
        // Writing to a String cannot fail.
        let _ =
            writeln!(text, "<sitemap><loc>{}</loc></sitemap>", site.url(&format!("/sitemaps/{part}.xml")));
    }
    text.push_str("</sitemapindex>\n");
    Ok(([(header::CACHE_CONTROL, FOR_AN_HOUR)], Body::new(XML, text)).into_response())
}

/// The names of all parts of places. How many a department has is known from the counters; only where they are too many
/// for one part are they looked at.
async fn parts(connection: &mut PgConnection, most: i64) -> Result<Vec<String>, StoreError> {
    let mut parts = Vec::new();
    for department in statistics::figures_of_areas(connection, None, "").await? {
        let code = department.key;
        if department.total > 0 {
            parts.push(code.clone());
        }
        if i64::from(department.total) > most {
            let cuts = directory::cuts(connection, &code, most).await?;
            parts.extend(cuts.into_iter().map(|after| format!("{code}-{after}")));
        }
    }
    Ok(parts)
}

/// A part: the pages that belong to no place, or places of a department, those after one of them or all from the first.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum PathPart {
    Pages,
    Places(DepartmentCode, Option<Uuid>),
}

impl PathPart {
    fn named(name: &str) -> Option<Self> {
        if name == "pages" {
            return Some(Self::Pages);
        }
        let (department, after) = match name.split_once('-') {
            Some((department, after)) => (department, Some(after.parse().ok()?)),
            None => (name, None),
        };
        Some(Self::Places(department.parse().ok()?, after))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for PathPart {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let text = path_part(parts, state).await?;
        let found = text.strip_suffix(".xml").and_then(Self::named);
        found.ok_or_else(|| Problem::new(&code::UNKNOWN_ROUTE))
    }
}

/// `GET /sitemaps/{part}.xml`.
pub(crate) async fn part(
    State(state): State<AppState>,
    part: PathPart,
    Params(NoParams): Params<NoParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let site = state.site().or_host(&headers);
    let body = match part {
        PathPart::Pages => axum::body::Body::from(pages(&site)),
        PathPart::Places(department, after) => {
            let places = state.query(async |connection| {
                directory::pages(connection, department.as_str(), after, MOST).await
            });
            let places = places.await?;
            if places.is_empty() {
                return Err(Problem::new(&code::NOT_FOUND).detail("the sitemap has no such part"));
            }
            stream_of(site, places)
        }
    };
    let kind = HeaderValue::from_static(XML);
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, FOR_AN_HOUR)], body).into_response())
}

fn pages(site: &Site) -> String {
    let mut text = format!("{BEGIN}<urlset {NAMESPACE}>\n");
    for path in SITEMAP_PAGES.iter().flat_map(|area| area.iter()) {
        let _ = writeln!(text, "<url><loc>{}</loc></url>", site.url(path.path));
    }
    text.push_str("</urlset>\n");
    text
}

/// 24 bytes a place are held; what is written of them, ten times as much, is not.
fn stream_of(site: Site, places: Vec<Page>) -> axum::body::Body {
    let begin = Bytes::from(format!("{BEGIN}<urlset {NAMESPACE}>\n"));
    let count = places.len().div_ceil(AT_ONCE);
    let written = move |chunk: usize| {
        let here = places.iter().skip(chunk * AT_ONCE).take(AT_ONCE);
        let mut text = String::with_capacity(AT_ONCE * 160);
        here.for_each(|page| entry(&mut text, &site, page));
        Bytes::from(text)
    };
    let end = std::iter::once(Bytes::from_static(b"</urlset>\n"));
    let all = std::iter::once(begin).chain((0..count).map(written)).chain(end);
    axum::body::Body::from_stream(stream::iter(all.map(Ok::<_, std::convert::Infallible>)))
}

fn entry(text: &mut String, site: &Site, page: &Page) {
    let changed = page.updated_at.replace_nanosecond(0).unwrap_or(page.updated_at).format(&Rfc3339);
    let changed = changed.map(|at| format!("<lastmod>{at}</lastmod>")).unwrap_or_default();
    let _ = writeln!(text, "<url><loc>{}</loc>{changed}</url>", site.url_of("/establishments/", page.id));
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_part_is_named_by_its_department_and_the_place_before_it() {
        let id = Uuid::from_u128(7);
        let department: DepartmentCode = "2A".parse().unwrap();
        assert_eq!(PathPart::named("2A"), Some(PathPart::Places(department.clone(), None)));
        assert_eq!(PathPart::named(&format!("2A-{id}")), Some(PathPart::Places(department, Some(id))));
        assert_eq!(PathPart::named("pages"), Some(PathPart::Pages));
        for wrong in ["", "x", "69-", "69-2", "69-x", &format!("x-{id}")] {
            assert_eq!(PathPart::named(wrong), None, "{wrong}");
        }
    }

    #[tokio::test]
    async fn every_place_stands_in_its_part_once_however_many_there_are() {
        let site = Site::new(Some("https://example.org")).unwrap();
        let place = |number: u128| Page {
            id: Uuid::from_u128(number),
            updated_at: datetime!(2026-05-01 10:00:00.5 UTC),
        };
        let places: Vec<Page> = (0..1_203).map(place).collect();
        let body = axum::body::to_bytes(stream_of(site, places), 1_000_000).await.unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        assert_eq!(text.matches("<url>").count(), 1_203);
        let first = "<url><loc>https://example.org/establishments/00000000-0000-0000-0000-000000000000</loc>\
                     <lastmod>2026-05-01T10:00:00Z</lastmod></url>";
        assert!(text.contains(first) && text.ends_with("</urlset>\n"));
    }
}
