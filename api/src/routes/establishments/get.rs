//! `GET /api/v1/establishments/{id}`: one establishment.

use std::hash::{DefaultHasher, Hash, Hasher};

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use plainpied_criteria::needs::needs;
use plainpied_store::establishment::{self};
use serde::Deserialize;
use time::OffsetDateTime;
use utoipa::IntoParams;
use uuid::Uuid;

use super::departed;
use crate::extract::{Accept, FORMS, Fields, Params, PathForm, QueryParams};
use crate::problem::{Problem, ProblemView};
use crate::reference::Reference;
use crate::state::AppState;
use crate::view::{
    Body, EstablishmentView, FeatureView, LinkedView, Shown, Validators, answers, media, noticed, notices_of,
    place_info, present_verdicts,
};

/// Counts the changes of the form of the answer: a copy in an older form is not the present one.
const FORM: u32 = 4;

const MEDIA: [&str; 3] = [media::JSON, media::GEOJSON, media::JSON_LD];

/// The form of the answer.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FormatParams {
    /// json, geojson, jsonld or a11yjson, whatever the client accepts.
    #[param(value_type = Option<String>)]
    format: Option<&'static str>,
}

impl QueryParams for FormatParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let names = FORMS.map(|(suffix, media)| (suffix.trim_start_matches('.'), media));
        Ok(Self { format: fields.word("format", &names)? })
    }
}

/// One establishment
///
/// Everything that is known of it: the answers to the criteria, and for each of them who said it and when it was seen.
/// `.json`, `.geojson`, `.jsonld` or `.a11yjson` after the id, or `format`, says the form without an Accept header; JSON-LD
/// is a schema.org `Place`, A11yJSON the PlaceInfo of Sozialhelden's schema.
/// A place that was merged leads to its successor (301); one that is closed or withdrawn answers 410, never 404.
#[utoipa::path(
    get,
    path = "/api/v1/establishments/{id}",
    operation_id = "getEstablishment",
    tag = "establishments",
    params(
        ("id" = uuid::Uuid, Path, description = "Id of the establishment", example = "0570478e-4cfc-5243-84df-c547aec78358"),
        FormatParams,
        ("If-None-Match" = Option<String>, Header, description = "The ETag of the copy that the client has"),
    ),
    responses(
        (status = 200, description = "The establishment", content(
            (EstablishmentView = "application/json"),
            (FeatureView = "application/geo+json"),
            (LinkedView<'static> = "application/ld+json"),
        ), headers(
            ("ETag" = String, description = "Names this form of this version"),
            ("Last-Modified" = String, description = "When the record was last changed here"),
        )),
        (status = 301, description = "Merged: Location has the successor"),
        (status = 304, description = "The client's copy is still right"),
        (status = 400, description = "Malformed id", body = ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "There never was such an establishment", body = ProblemView, content_type = "application/problem+json"),
        (status = 406, description = "None of the three forms is acceptable", body = ProblemView, content_type = "application/problem+json"),
        (status = 410, description = "Closed or withdrawn", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    PathForm(id, form): PathForm,
    accept: Accept,
    Params(FormatParams { format }): Params<FormatParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let media = form.or(format).map_or_else(|| accept.demand(&MEDIA), Ok)?;
    let now = state.clock().now();
    if headers.contains_key(header::IF_NONE_MATCH) {
        // Version and notices are much less to read than the record.
        let reference = state.reference().await?;
        let revision = state.query(async |connection| establishment::revision(connection, id).await).await?;
        if let Some(revision) = revision {
            let notices = notices_now(revision.notices.as_deref(), now);
            let validators = validators((revision.version, notices), None, media, &reference);
            if validators.match_request(&headers) {
                return Ok(vary(validators.unchanged()));
            }
        }
    }
    let read = state.query(async |connection| establishment::get(connection, id).await);
    let Some(record) = read.await? else {
        return departed(&state, id, "/api/v1/establishments/").await;
    };
    let reference = state.reference_with(std::iter::once(record.source_key.as_str())).await?;
    let modified = Some(record.updated_at).max(record.noticed_at);
    let notices = notices_now(record.notices.as_deref(), now);
    let validators = validators((record.version, notices), modified, media, &reference);
    if validators.match_request(&headers) {
        return Ok(vary(validators.unchanged()));
    }
    let shown = Shown::new(&record, state.site(), &reference).at(now);
    let mut body = Vec::with_capacity(4 * 1024);
    match media {
        media::GEOJSON => shown.write_expanded_feature(&mut body)?,
        media::JSON_LD => {
            let answers = noticed(&record, answers(&record)?, now);
            serde_json::to_writer(&mut body, &LinkedView::of(&record, &answers, (state.site(), &reference)))?;
        }
        media::A11YJSON => {
            let answers = noticed(&record, answers(&record)?, now);
            let verdicts = present_verdicts(&record, &notices_of(&record, now))?;
            let info = place_info(&record, &answers, &verdicts, state.site());
            serde_json::to_writer(&mut body, &info)?;
        }
        _ => shown.write_expanded(&mut body)?,
    }
    Ok(vary(validators.on(Body::new(media, body))))
}

/// The answer holds the version, what is temporary, what the rules make of it, and the attribution and licence of the
/// source, in one of the forms.
fn validators(
    (version, notices): (i32, String),
    modified: Option<OffsetDateTime>,
    media: &str,
    reference: &Reference,
) -> Validators {
    let kind = match media {
        media::GEOJSON => 'g',
        media::JSON_LD => 'l',
        media::A11YJSON => 'a',
        _ => 'j',
    };
    Validators {
        etag: format!("\"{version}-{kind}{FORM}-{}-{:x}{notices}\"", needs().mark(), reference.revision),
        modified,
    }
}

/// What of a notice tells one from another.
#[derive(Deserialize)]
struct Mark {
    id: Uuid,
    #[serde(with = "time::serde::rfc3339")]
    from: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    until: OffsetDateTime,
}

/// The part of the entity tag that changes when a notice is announced, begins, ends or is taken back; empty without any.
fn notices_now(notices: Option<&str>, now: OffsetDateTime) -> String {
    let marks: Vec<Mark> = notices.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let standing: Vec<(Uuid, bool)> =
        marks.iter().filter(|mark| mark.until > now).map(|mark| (mark.id, mark.from <= now)).collect();
    if standing.is_empty() {
        return String::new();
    }
    let mut hasher = DefaultHasher::new();
    standing.hash(&mut hasher);
    format!("-n{:x}", hasher.finish())
}

fn vary(mut response: Response) -> Response {
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept"));
    response
}
