//! `GET /communes/{code}/feed.atom`: what changed in a commune, as Atom (RFC 4287).

use atom_syndication::{Entry, Feed, FixedDateTime, Link, Text};
use axum::extract::{FromRequestParts, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::Response;
use plainpied_criteria::Lang;
use plainpied_domain::{InseeCode, Status};
use plainpied_store::StoreError;
use plainpied_store::establishment::{self, LatestRecord};
use plainpied_store::moderation::{self, NoticeOfPlace};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::extract::{LangParams, Params, path_part};
use crate::ogc::Base;
use crate::problem::{Problem, ProblemView, code};
use crate::state::{AppState, in_time};
use crate::view::{Body, NoticeView, Validators, content_etag, media, sentences};
use crate::web::notice_time;

/// Entries of a feed.
const ENTRIES: i64 = 50;
/// Sentences of an entry.
const SENTENCES: usize = 3;

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
/// The 50 establishments of a commune that changed last, the latest first, as Atom (RFC 4287). Ids of entries are those of
/// the establishments; one that was closed or withdrawn says so. What is temporary (a lift out of order, works) comes
/// first, as entries of their own, until it ends.
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
    let Read { name, records, notices, noticed_at } = in_time(read(&state, &commune, now)).await?;
    let name =
        name.ok_or_else(|| Problem::new(&code::NOT_FOUND).detail(format!("there is no commune {commune}")))?;
    let path = format!("/communes/{commune}/feed.atom");
    let mut feed = feed((&name, lang), &records, (&base, &path));
    let modified = records.first().map(|record| record.updated_at).max(noticed_at);
    if !notices.is_empty() {
        feed.updated = at(modified.unwrap_or(OffsetDateTime::UNIX_EPOCH));
        feed.entries.splice(..0, notices.into_iter().map(|notice| notice_entry(notice, (lang, now), &base)));
    }
    let text = feed.to_string();
    let validators = Validators { etag: content_etag(text.as_bytes()), modified };
    if validators.match_request(&headers) {
        return Ok(validators.unchanged());
    }
    Ok(validators.on(Body::new(media::ATOM, text)))
}

/// What a feed is made of.
struct Read {
    name: Option<String>,
    records: Vec<LatestRecord>,
    notices: Vec<NoticeOfPlace>,
    noticed_at: Option<OffsetDateTime>,
}

async fn read(state: &AppState, commune: &InseeCode, now: OffsetDateTime) -> Result<Read, StoreError> {
    let mut connection = state.pool().acquire().await?;
    Ok(Read {
        name: establishment::commune_name(&mut connection, commune).await?,
        records: establishment::latest(&mut connection, commune, ENTRIES).await?,
        notices: moderation::notices_in(&mut connection, commune, now, ENTRIES).await?,
        noticed_at: moderation::noticed_in(&mut connection, commune, now).await?,
    })
}

/// Something temporary, as an entry of its own.
fn notice_entry(of_place: NoticeOfPlace, (lang, now): (Lang, OffsetDateTime), base: &Base) -> Entry {
    let NoticeOfPlace { name, notice } = of_place;
    let (id, place, made) = (notice.id, notice.establishment_id, notice.created_at);
    let notice = NoticeView::new(notice, now);
    Entry {
        title: Text::plain(format!("{name} – {}", notice.title(lang))),
        id: format!("urn:uuid:{id}"),
        updated: at(if notice.current { notice.from.max(made) } else { made }),
        published: Some(at(made)),
        links: vec![Link {
            rel: "alternate".to_owned(),
            href: base.server(&format!("/establishments/{place}")),
            ..Link::default()
        }],
        summary: Some(Text::plain(format!("{} – {}", notice.message, notice_time(&notice, lang)))),
        ..Entry::default()
    }
}

fn feed((name, lang): (&str, Lang), records: &[LatestRecord], (base, path): (&Base, &str)) -> Feed {
    let title = match lang {
        Lang::Fr => format!("Accessibilité : ce qui a changé à {name}"),
        Lang::En => format!("Accessibility: what changed in {name}"),
    };
    let link = |rel: &str, href: String| Link { rel: rel.to_owned(), href, ..Link::default() };
    Feed {
        title: Text::plain(title),
        id: base.server(path),
        updated: at(records.first().map_or(OffsetDateTime::UNIX_EPOCH, |record| record.updated_at)),
        links: vec![link("self", base.server(path))],
        authors: vec![atom_syndication::Person { name: "Plainpied".to_owned(), ..Default::default() }],
        entries: records.iter().map(|record| entry(record, lang, base)).collect(),
        ..Feed::default()
    }
}

fn entry(record: &LatestRecord, lang: Lang, base: &Base) -> Entry {
    let what = match (record.status, lang, record.version) {
        (Status::Published, Lang::Fr, 1) => "nouveau lieu",
        (Status::Published, Lang::En, 1) => "new place",
        (Status::Published, Lang::Fr, _) => "mis à jour",
        (Status::Published, Lang::En, _) => "updated",
        (Status::Closed, Lang::Fr, _) => "fermé",
        (Status::Closed, Lang::En, _) => "closed",
        (_, Lang::Fr, _) => "retiré",
        (_, Lang::En, _) => "withdrawn",
    };
    let known = sentences(&record.answers, lang, SENTENCES).join(" ");
    let nothing = if lang == Lang::Fr {
        "Rien n'est connu de son accessibilité."
    } else {
        "Nothing is known of its accessibility."
    };
    Entry {
        title: Text::plain(format!("{} – {what}", record.name)),
        id: format!("urn:uuid:{}", record.id),
        updated: at(record.updated_at),
        published: Some(at(record.created_at)),
        links: vec![Link {
            rel: "alternate".to_owned(),
            href: base.server(&format!("/establishments/{}", record.id)),
            ..Link::default()
        }],
        summary: Some(Text::plain(if known.is_empty() { nothing.to_owned() } else { known })),
        ..Entry::default()
    }
}

/// The library's own kind of time.
fn at(at: OffsetDateTime) -> FixedDateTime {
    let text = at.format(&Rfc3339).unwrap_or_default();
    text.parse().unwrap_or_default()
}
