//! `GET /api/v1/communes`: communes by the beginning of their name, postal code or INSEE code.

use axum::extract::State;
use plainpied_domain::Limit;
use plainpied_store::reference::{CommuneSummary, find_communes};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::extract::{Fields, Params, QueryParams};
use crate::problem::{Problem, ProblemView, code};
use crate::state::AppState;
use crate::view::Body;

/// Which communes.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CommunesParams {
    /// The beginning of a name (accents and case do not count, St is Saint), a postal code or an INSEE code.
    #[param(example = "villeur")]
    q: String,
    /// Communes at most, 1 to 100; 20 unless given.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 100)]
    limit: Option<Limit>,
}

impl QueryParams for CommunesParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let limit = fields.parsed("limit")?;
        match fields.take("q").filter(|text| !text.trim().is_empty()) {
            Some(q) => Ok(Self { q, limit }),
            None => Err(Problem::new(&code::MISSING_PARAMETER)
                .detail("q is needed: the beginning of a name, a postal code or an INSEE code")
                .at("q")),
        }
    }
}

/// A commune, or a municipal arrondissement of Paris, Lyon or Marseille.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommuneView<'a> {
    /// INSEE code.
    #[schema(value_type = String, example = "69266")]
    code: &'a str,
    /// Name.
    #[schema(value_type = String, example = "Villeurbanne")]
    name: &'a str,
    /// Postal codes.
    #[schema(value_type = Vec<String>, example = json!(["69100"]))]
    postal_codes: &'a [String],
    /// Its department.
    #[schema(inline)]
    department: DepartmentView<'a>,
    /// Inhabitants.
    population: i32,
    /// A point in it: longitude, latitude, degrees, WGS 84.
    #[schema(value_type = Vec<f64>, example = json!([4.8803, 45.7667]))]
    location: [f64; 2],
    /// The commune of an arrondissement, by INSEE code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    parent: Option<&'a str>,
}

#[derive(Debug, Serialize, ToSchema)]
struct DepartmentView<'a> {
    /// Code.
    #[schema(value_type = String, example = "69")]
    code: &'a str,
    /// Name.
    #[schema(value_type = String, example = "Rhône")]
    name: &'a str,
}

/// Communes found.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommunesView<'a> {
    /// An exact name first, then the largest.
    results: Vec<CommuneView<'a>>,
}

/// Communes
///
/// Communes by the beginning of their name, by postal code or by INSEE code: the values of `commune` in a search.
#[utoipa::path(
    get,
    path = "/api/v1/communes",
    operation_id = "findCommunes",
    tag = "reference",
    params(CommunesParams),
    responses(
        (status = 200, description = "Communes, an exact name first, then the largest", body = CommunesView),
        (status = 400, description = "A parameter is wrong", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(params): Params<CommunesParams>,
) -> Result<Body, Problem> {
    let limit = params.limit.unwrap_or_default().and_one() - 1;
    let found = state.query(async |connection| find_communes(connection, &params.q, limit).await).await?;
    Body::json(&CommunesView { results: found.iter().map(view).collect() })
}

fn view(summary: &CommuneSummary) -> CommuneView<'_> {
    let commune = &summary.commune;
    CommuneView {
        code: commune.code.as_str(),
        name: &commune.name,
        postal_codes: &commune.postal_codes,
        department: DepartmentView { code: &commune.department, name: &summary.department_name },
        population: commune.population,
        location: commune.location.into(),
        parent: commune.parent.as_ref().map(plainpied_domain::InseeCode::as_str),
    }
}
