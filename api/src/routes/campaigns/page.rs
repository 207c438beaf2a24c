//! `GET /campaigns/{code}`: what to check again in a commune, to print and take along.

use axum::extract::State;
use axum::response::Response;
use plainpied_criteria::Lang;
use utoipa::IntoParams;

use crate::campaign::{CampaignWanted, campaign};
use crate::extract::{Fields, Params, QueryParams, lang, shortened};
use crate::problem::{Problem, code};
use crate::routes::feeds::commune::PathCommune;
use crate::state::AppState;
use crate::web::{self, CampaignPage};

/// Places on a sheet that is printed.
const PLACES: usize = 30;

/// Which campaign.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CampaignPageParams {
    /// Only places of this activity, by slug.
    activity: Option<String>,
    /// The language of the page: fr (unless given) or en.
    #[param(value_type = Option<String>)]
    lang: Lang,
}

impl QueryParams for CampaignPageParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let activity = fields.take("activity").filter(|slug| !slug.is_empty());
        Ok(Self { activity: activity.map(|slug| shortened(&slug)), lang: lang(fields)? })
    }
}

pub(crate) async fn handler(
    State(state): State<AppState>,
    PathCommune(commune): PathCommune,
    Params(params): Params<CampaignPageParams>,
) -> Result<Response, Problem> {
    let CampaignPageParams { activity, lang } = params;
    let wanted = CampaignWanted { commune, activity, limit: PLACES, lang };
    let view = campaign(&state, &wanted).await?.ok_or_else(|| {
        Problem::new(&code::NOT_FOUND).detail(format!("there is no commune {}", wanted.commune))
    })?;
    web::page(&CampaignPage::new(lang, view))
}
