pub mod get;
pub mod style;
pub mod tilejson;

use axum::response::{IntoResponse, Response};
use plainpied_criteria::needs::{Need, needs};
use plainpied_store::tile::TileFilter;
use serde_json::Value;
use utoipa::IntoParams;

use crate::extract::{Fields, QueryParams, shortened};
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::{Body, personal};

/// Which places stand on the map, and for whom.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TilesParams {
    /// Only places of this activity, by slug.
    #[param(value_type = Option<String>)]
    pub activity: Option<String>,
    /// The need whose verdicts are told: see `/api/v1/needs`.
    #[param(value_type = Option<String>)]
    pub need: Option<&'static Need>,
}

impl QueryParams for TilesParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let need = fields.take("need").map(|name| {
            needs().get(&name).ok_or_else(|| {
                let detail = format!("{:?} is no need; /api/v1/needs lists them", shortened(&name));
                Problem::parameter("need", detail).nearest(needs().nearest(&name))
            })
        });
        Ok(Self {
            activity: fields.take("activity").filter(|slug| !slug.is_empty()),
            need: need.transpose()?,
        })
    }
}

impl TilesParams {
    /// What the store is asked for.
    ///
    /// # Errors
    /// An activity that does not exist.
    pub(crate) async fn filter(&self, state: &AppState) -> Result<TileFilter, Problem> {
        let rank = |need: &Need| needs().all().iter().position(|other| other.key == need.key);
        if let Some(slug) = &self.activity {
            let slugs = [slug.as_str().into()];
            crate::routes::search::params::refuse_unknown_activities(state, &slugs).await?;
        }
        Ok(TileFilter { activity: self.activity.clone(), need: self.need.and_then(rank) })
    }

    /// A JSON answer; that to a need is nobody else's.
    ///
    /// # Errors
    /// None in practice.
    pub(crate) fn answer(&self, value: &Value) -> Result<Response, Problem> {
        let body = Body::json(value)?;
        Ok(if self.need.is_some() { personal(body) } else { body.into_response() })
    }

    /// The parameters for an address, with their question mark; empty without any.
    pub(crate) fn query(&self) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        if let Some(activity) = &self.activity {
            pairs.append_pair("activity", activity);
        }
        if let Some(need) = self.need {
            pairs.append_pair("need", &need.key);
        }
        let query = pairs.finish();
        if query.is_empty() { query } else { format!("?{query}") }
    }
}
