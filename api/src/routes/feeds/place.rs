//! `GET /establishments/{id}/feed.atom`: the history of an establishment, as Atom (RFC 4287).

use atom_syndication::{Entry, Text};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use plainpied_criteria::Lang;
use plainpied_domain::EstablishmentId;
use plainpied_store::history::VersionRecord;
use plainpied_store::{establishment, history};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use super::feed::{ENTRIES, Head, SENTENCES, answer, at, link};
use super::told;
use crate::extract::{LangParams, Params, PathId};
use crate::moderation::Desk;
use crate::ogc::Base;
use crate::problem::{Problem, ProblemView, code};
use crate::state::AppState;

/// The changes of an establishment
///
/// Its 50 last versions, the newest first, as Atom (RFC 4287): what each changed, in sentences. That it was closed, merged
/// or withdrawn is told here too.
#[utoipa::path(
    get,
    path = "/establishments/{id}/feed.atom",
    operation_id = "getEstablishmentFeed",
    tag = "open data",
    params(("id" = uuid::Uuid, Path, description = "Id of the establishment"), LangParams),
    responses(
        (status = 200, description = "The feed", body = String, content_type = "application/atom+xml",
            headers(("ETag" = String, description = "Names what the feed holds"))),
        (status = 304, description = "The client's copy is still right"),
        (status = 400, description = "No id", body = ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "There never was such an establishment", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(LangParams { lang }): Params<LangParams>,
    base: Base,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (versions, name) = state
        .query(async |connection| {
            let versions = history::versions(connection, id, None, ENTRIES).await?;
            let names = establishment::names(connection, &[id]).await?;
            Ok((versions, names.into_iter().next().map(|(_, name)| name)))
        })
        .await?;
    let name = name.filter(|_| !versions.is_empty()).ok_or_else(|| {
        Problem::new(&code::NOT_FOUND).detail(format!("there is no establishment {id}")).at("id")
    })?;
    let title = match lang {
        Lang::Fr => format!("Accessibilité de {name} : ce qui a changé"),
        Lang::En => format!("Accessibility of {name}: what changed"),
    };
    let desk = Desk::of(&state).await?;
    let teller = desk.teller(lang);
    let head = Head { teller, title, base: &base, path: format!("/establishments/{id}/feed.atom") };
    let entries = versions.iter().map(|version| entry(version, id, &name, &head)).collect();
    Ok(answer(&head, entries, versions.first().map(|version| version.at), &headers))
}

fn entry(version: &VersionRecord, id: EstablishmentId, name: &str, head: &Head<'_>) -> Entry {
    let said = told(&version.diff, &head.teller, SENTENCES);
    let nothing = match head.teller.lang {
        Lang::Fr => "Confirmé, sans changement.",
        Lang::En => "Confirmed, without a change.",
    };
    let number = version.version;
    Entry {
        title: Text::plain(format!("{name} – version {number}")),
        id: format!("urn:uuid:{}", entry_id(id, number)),
        updated: at(version.at),
        published: Some(at(version.at)),
        links: vec![link("alternate", head.base.server(&format!("/establishments/{id}")))],
        summary: Some(Text::plain(if said.is_empty() { nothing.to_owned() } else { said.join(" ") })),
        ..Entry::default()
    }
}

/// A UUID of a version: one of our own making (RFC 9562, version 8), the same for ever.
fn entry_id(id: EstablishmentId, version: i32) -> Uuid {
    let hash = Sha256::digest(format!("{id} version {version}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}
