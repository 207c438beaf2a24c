//! `GET /statistics`: numbers for people. `/api/v1/statistics` has the same for programs.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use plainpied_criteria::Lang;
use plainpied_domain::DepartmentCode;
use plainpied_store::{PgConnection, StoreError, statistics};
use utoipa::IntoParams;

use crate::extract::{Fields, Params, QueryParams, lang};
use crate::problem::Problem;
use crate::state::AppState;
use crate::web::{self, Numbers, StatisticsPage};

/// Of where.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct StatisticsPageParams {
    /// Only of this department, by code.
    #[param(value_type = Option<String>, example = "69")]
    department: Option<DepartmentCode>,
    /// The language of the page: fr or en.
    #[param(value_type = Option<String>)]
    lang: Lang,
}

impl QueryParams for StatisticsPageParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { department: fields.parsed("department")?, lang: lang(fields)? })
    }
}

pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(params): Params<StatisticsPageParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let department = params.department.as_ref().map(DepartmentCode::as_str);
    let numbers = state.query(async |connection| read(connection, department).await).await?;
    let numbers = numbers.ok_or_else(|| Problem::parameter("department", "there is none with this code"))?;
    web::lasting(&StatisticsPage::new(&numbers, &*state.reference().await?, params.lang), &headers)
}

/// None for a department that does not exist.
async fn read(
    connection: &mut PgConnection,
    department: Option<&str>,
) -> Result<Option<Numbers>, StoreError> {
    let named = match department {
        Some(code) => match statistics::area_name(connection, code).await? {
            Some(name) => Some((code.to_owned(), name)),
            None => return Ok(None),
        },
        None => None,
    };
    let area = department.unwrap_or_default();
    Ok(Some(Numbers {
        counted: statistics::counted(connection).await?,
        whole: statistics::figures(connection, area, "").await?,
        months: statistics::months(connection, area, "").await?,
        activities: statistics::figures_by_activity(connection, area).await?,
        areas: statistics::figures_of_areas(connection, department, "").await?,
        department: named,
    }))
}
