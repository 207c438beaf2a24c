//! `GET /api/v1/campaigns`: what to check again in a commune.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use plainpied_criteria::Lang;
use plainpied_domain::InseeCode;
use plainpied_opendata::national_csv::text_cell;
use serde::Serialize;
use time::Date;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{FORMATS, Format, commune, csv_of};
use crate::campaign::{CampaignView, CampaignWanted, campaign};
use crate::extract::{Fields, Params, QueryParams, lang, shortened};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::{Body, media};

/// Which campaign.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CampaignParams {
    /// INSEE code; a city holds its municipal arrondissements.
    #[param(value_type = String, example = "69266")]
    commune: InseeCode,
    /// Only places of this activity, by slug.
    #[param(value_type = Option<String>, example = "pharmacie")]
    activity: Option<String>,
    /// Places at the most, 1 to 100; 50 unless given.
    #[param(value_type = Option<usize>, minimum = 1, maximum = 100)]
    limit: usize,
    /// json (unless given) or csv: a line for each question.
    #[param(value_type = Option<String>, example = "csv")]
    format: Format,
    /// The language of labels and sentences: fr (unless given) or en.
    #[param(value_type = Option<String>, example = "en")]
    lang: Lang,
}

impl QueryParams for CampaignParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let format = fields.word("format", &FORMATS)?.unwrap_or(Format::Json);
        let limit = fields.within("limit", 1..=100)?.unwrap_or(50);
        let activity = fields.take("activity").map(|slug| shortened(&slug));
        let lang = lang(fields)?;
        Ok(Self { activity, limit, format, lang, commune: commune(fields)? })
    }
}

/// A question as a line of a table.
#[derive(Debug, Serialize)]
struct Line<'a> {
    establishment: Uuid,
    name: String,
    address: String,
    page: &'a str,
    criterion: &'a str,
    label: &'a str,
    reason: &'a str,
    said: String,
    seen: Option<Date>,
    asked: u32,
    proved: u32,
    disproved: u32,
}

/// Campaign
///
/// What to check again in a commune: answers that are stale or were found untrue, and unknown ones that would decide for
/// people's needs. Places that people asked about most come first, then those where the answers would decide most; of
/// those that nobody asked about, the ones that nobody wrote to for longest are looked at.
#[utoipa::path(
    get,
    path = "/api/v1/campaigns",
    operation_id = "getCampaign",
    tag = "participation",
    params(CampaignParams),
    responses(
        (status = 200, description = "What to check", content(
            (CampaignView = "application/json"),
            (String = "text/csv"),
        )),
        (status = 400, description = "A parameter is wrong, or there is no such commune", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(params): Params<CampaignParams>,
) -> Result<Response, Problem> {
    let CampaignParams { commune, activity, limit, format, lang } = params;
    let view = campaign(&state, &CampaignWanted { commune, activity, limit, lang }).await?;
    let view = view.ok_or_else(|| Problem::parameter("commune", "there is none with this code"))?;
    Ok(match format {
        Format::Json => Body::json(&view)?.into_response(),
        Format::Csv => Body::new(media::CSV, csv_of(&lines(&view))?).into_response(),
    })
}

fn lines(view: &CampaignView) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for place in &view.places {
        lines.extend(place.questions.iter().map(|question| Line {
            establishment: place.id,
            name: text_cell(&place.name).into_owned(),
            address: text_cell(&place.address).into_owned(),
            page: &place.page,
            criterion: question.criterion,
            label: question.label,
            reason: question.reason,
            said: text_cell(&question.sentence).into_owned(),
            seen: question.seen,
            asked: question.heard.asked,
            proved: question.heard.proved,
            disproved: question.heard.disproved,
        }));
    }
    lines
}
