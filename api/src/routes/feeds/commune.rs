//! `GET /communes/{code}/feed.atom`: what changed in a commune, as Atom (RFC 4287).

use std::collections::HashMap;

use atom_syndication::Entry;
use axum::extract::{FromRequestParts, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::Response;
use plainpied_criteria::Lang;
use plainpied_domain::InseeCode;
use plainpied_store::establishment::{self, LatestRecord};
use plainpied_store::moderation::{self, NoticeOfPlace};
use plainpied_store::{PgConnection, StoreError};
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use super::feed::{ENTRIES, Head, answer, last_changed, last_changes, of_notice, of_places};
use crate::extract::{LangParams, Params, path_part};
use crate::moderation::Desk;
use crate::ogc::Base;
use crate::problem::{Problem, ProblemView, code};
use crate::state::AppState;

/// The commune in the path.
pub(crate) struct PathCommune(pub InseeCode);

impl<S: Send + Sync> FromRequestParts<S> for PathCommune {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let text = path_part(parts, state).await?;
        text.parse().map(Self).map_err(|error| Problem::parameter("code", error))
    }
}

/// The changes of a commune
///
/// The 50 establishments of a commune that changed last, the latest first, as Atom (RFC 4287), with what their last change
/// was, in sentences. Ids of entries are those of the establishments; one that was closed or withdrawn says so. What is
/// temporary (a lift out of order, works) comes first, as entries of their own, until it ends.
#[utoipa::path(
    get,
    path = "/communes/{code}/feed.atom",
    operation_id = "getCommuneFeed",
    tag = "open data",
    params(("code" = String, Path, description = "INSEE code; a city holds its municipal arrondissements", example = "69266"), LangParams),
    responses(
        (status = 200, description = "The feed", body = String, content_type = "application/atom+xml",
            headers(("ETag" = String, description = "Names what the feed holds"))),
        (status = 304, description = "The client's copy is still right"),
        (status = 400, description = "No code of a commune", body = ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "There is no such commune", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathCommune(commune): PathCommune,
    Params(LangParams { lang }): Params<LangParams>,
    base: Base,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let now = state.clock().now();
    let Read { name, records, diffs, notices, noticed_at } =
        state.query(async |connection| read(connection, &commune, now).await).await?;
    let name =
        name.ok_or_else(|| Problem::new(&code::NOT_FOUND).detail(format!("there is no commune {commune}")))?;
    let title = match lang {
        Lang::Fr => format!("Accessibilité : ce qui a changé à {name}"),
        Lang::En => format!("Accessibility: what changed in {name}"),
    };
    // What is told in another language is another feed.
    let spoken = if lang == Lang::Fr { "" } else { "?lang=en" };
    let desk = Desk::of(&state).await?;
    let teller = desk.teller(lang);
    let head = Head { teller, title, base: &base, path: format!("/communes/{commune}/feed.atom{spoken}") };
    let mut entries: Vec<Entry> = notices.into_iter().map(|notice| of_notice(notice, now, &head)).collect();
    entries.extend(of_places(&records, &diffs, &head));
    Ok(answer(&head, entries, last_changed(&records).max(noticed_at), &headers))
}

/// What the feed is made of.
struct Read {
    name: Option<String>,
    records: Vec<LatestRecord>,
    diffs: HashMap<Uuid, Value>,
    notices: Vec<NoticeOfPlace>,
    noticed_at: Option<OffsetDateTime>,
}

async fn read(
    connection: &mut PgConnection,
    commune: &InseeCode,
    now: OffsetDateTime,
) -> Result<Read, StoreError> {
    let records = establishment::latest(connection, commune, ENTRIES).await?;
    Ok(Read {
        name: establishment::commune_name(connection, commune).await?,
        diffs: last_changes(connection, &records).await?,
        records,
        notices: moderation::notices_in(connection, commune, now, ENTRIES).await?,
        noticed_at: moderation::noticed_in(connection, commune, now).await?,
    })
}
