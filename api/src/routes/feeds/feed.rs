//! What all feeds share.

use std::collections::HashMap;

use atom_syndication::{Entry, Feed, FixedDateTime, Link, Person, Text};
use axum::http::HeaderMap;
use axum::response::Response;
use plainpied_criteria::Lang;
use plainpied_domain::Status;
use plainpied_store::establishment::LatestRecord;
use plainpied_store::moderation::NoticeOfPlace;
use plainpied_store::{PgConnection, StoreError, change};
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use super::told;
use crate::moderation::Teller;
use crate::ogc::Base;
use crate::view::{Body, NoticeView, Validators, content_etag, media, sentences};
use crate::web::notice_time;

/// Entries of a feed.
pub(super) const ENTRIES: i64 = 50;
/// Sentences of an entry.
pub(super) const SENTENCES: usize = 8;
/// Sentences of what is known of a new place.
const KNOWN: usize = 3;

/// What stands at the head of a feed.
pub(super) struct Head<'a> {
    pub teller: Teller<'a>,
    pub title: String,
    pub base: &'a Base,
    /// Path and query of the feed.
    pub path: String,
}

/// The answer that a feed is, or that the client's copy is still right.
pub(super) fn answer(
    head: &Head<'_>,
    entries: Vec<Entry>,
    modified: Option<OffsetDateTime>,
    headers: &HeaderMap,
) -> Response {
    let feed = Feed {
        title: Text::plain(head.title.clone()),
        id: head.base.server(&head.path),
        updated: at(modified.unwrap_or(OffsetDateTime::UNIX_EPOCH)),
        links: vec![link("self", head.base.server(&head.path))],
        authors: vec![Person { name: "Plainpied".to_owned(), ..Person::default() }],
        entries,
        ..Feed::default()
    };
    let text = feed.to_string();
    let validators = Validators { etag: content_etag(text.as_bytes()), modified };
    if validators.match_request(headers) {
        return validators.unchanged();
    }
    validators.on(Body::new(media::ATOM, text))
}

/// What the last version of each of these places changed.
pub(super) async fn last_changes(
    connection: &mut PgConnection,
    records: &[LatestRecord],
) -> Result<HashMap<Uuid, Value>, StoreError> {
    let wanted: Vec<(Uuid, i32)> = records.iter().map(|record| (record.id, record.version)).collect();
    let diffs = change::diffs_at(connection, &wanted).await?;
    Ok(diffs.into_iter().filter_map(|(id, diff)| Some((id, serde_json::from_str(&diff).ok()?))).collect())
}

/// Entries of places that changed last.
pub(super) fn of_places(
    records: &[LatestRecord],
    diffs: &HashMap<Uuid, Value>,
    head: &Head<'_>,
) -> Vec<Entry> {
    records.iter().map(|record| of_place(record, diffs.get(&record.id), head)).collect()
}

/// When the first of them changed.
pub(super) fn last_changed(records: &[LatestRecord]) -> Option<OffsetDateTime> {
    records.first().map(|record| record.updated_at)
}

/// Something temporary, as an entry of its own.
pub(super) fn of_notice(of_place: NoticeOfPlace, now: OffsetDateTime, head: &Head<'_>) -> Entry {
    let NoticeOfPlace { name, notice } = of_place;
    let (id, place, made) = (notice.id, notice.establishment_id, notice.created_at);
    let notice = NoticeView::new(notice, now);
    Entry {
        title: Text::plain(format!("{name} – {}", notice.title(head.teller.lang))),
        id: format!("urn:uuid:{id}"),
        updated: at(if notice.current { notice.from.max(made) } else { made }),
        published: Some(at(made)),
        links: vec![link("alternate", head.base.server(&format!("/establishments/{place}")))],
        summary: Some(Text::plain(format!(
            "{} – {}",
            notice.message,
            notice_time(&notice, head.teller.lang)
        ))),
        ..Entry::default()
    }
}

fn of_place(record: &LatestRecord, diff: Option<&Value>, head: &Head<'_>) -> Entry {
    let lang = head.teller.lang;
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
    let said = match diff.filter(|_| record.version > 1) {
        Some(diff) => told(diff, &head.teller, SENTENCES),
        None => sentences(&record.answers, lang, KNOWN),
    };
    let nothing = match (record.version, lang) {
        (1, Lang::Fr) => "Rien n'est connu de son accessibilité.",
        (1, Lang::En) => "Nothing is known of its accessibility.",
        (_, Lang::Fr) => "Confirmé, sans changement.",
        (_, Lang::En) => "Confirmed, without a change.",
    };
    Entry {
        title: Text::plain(format!("{} – {what}", record.name)),
        id: format!("urn:uuid:{}", record.id),
        updated: at(record.updated_at),
        published: Some(at(record.created_at)),
        links: vec![link("alternate", head.base.server(&format!("/establishments/{}", record.id)))],
        summary: Some(Text::plain(if said.is_empty() { nothing.to_owned() } else { said.join(" ") })),
        ..Entry::default()
    }
}

pub(super) fn link(rel: &str, href: String) -> Link {
    Link { rel: rel.to_owned(), href, ..Link::default() }
}

/// The library's own kind of time.
pub(super) fn at(at: OffsetDateTime) -> FixedDateTime {
    let text = at.format(&Rfc3339).unwrap_or_default();
    text.parse().unwrap_or_default()
}
