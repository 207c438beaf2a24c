//! `GET /places`, `/places/{department}`, `/places/{department}/{commune}` and `/{activity}` after it: the directory.
//! Counts are those of the statistics, which follow the change log.

use axum::extract::{FromRequestParts, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::Response;
use plainpied_criteria::Lang;
use plainpied_store::directory::{self, Part};
use plainpied_store::{PgConnection, StoreError, establishment, statistics};
use utoipa::IntoParams;

use crate::extract::{Fields, LangParams, Params, QueryParams, lang, path_parts};
use crate::problem::{Problem, code};
use crate::state::AppState;
use crate::web::{self, CommuneList, DirectoryPage, PER_PAGE};

/// No list is paged further: the search finds more.
const LAST_PAGE: u64 = 10_000;

/// `GET /places`.
pub(crate) async fn departments(
    State(state): State<AppState>,
    Params(LangParams { lang }): Params<LangParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let counts = state.query(async |connection| statistics::figures_of_areas(connection, None, "").await);
    web::lasting(&DirectoryPage::of_departments(&counts.await?, lang), &headers)
}

/// The parts of the path after `/places`.
pub(crate) struct PathParts(Vec<String>);

impl<S: Send + Sync> FromRequestParts<S> for PathParts {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        path_parts(parts, state).await.map(Self)
    }
}

/// `GET /places/{department}`.
pub(crate) async fn department(
    State(state): State<AppState>,
    PathParts(path): PathParts,
    Params(LangParams { lang }): Params<LangParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let code = path.first().map(String::as_str).unwrap_or_default();
    let found = state.query(async |connection| {
        let Some(name) = statistics::area_name(connection, code).await?.filter(|_| is_department(code))
        else {
            return Ok(None);
        };
        Ok(Some((name, statistics::figures_of_areas(connection, Some(code), "").await?)))
    });
    let (name, counts) = found.await?.ok_or_else(nothing)?;
    web::lasting(&DirectoryPage::of_department((code, &name), &counts, lang), &headers)
}

/// Codes of communes are longer.
fn is_department(code: &str) -> bool {
    matches!(code.len(), 2 | 3)
}

fn nothing() -> Problem {
    Problem::new(&code::NOT_FOUND).detail("there is no such place in the directory; /places is its beginning")
}

/// Which page.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageParams {
    /// The page, from 1.
    #[param(value_type = Option<u64>, minimum = 1)]
    page: u64,
    /// The language of the page: fr or en.
    #[param(value_type = Option<String>)]
    lang: Lang,
}

impl QueryParams for PageParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { page: fields.within("page", 1..=LAST_PAGE)?.unwrap_or(1), lang: lang(fields)? })
    }
}

/// `GET /places/{department}/{commune}` and `GET /places/{department}/{commune}/{activity}`.
pub(crate) async fn commune(
    State(state): State<AppState>,
    PathParts(path): PathParts,
    Params(params): Params<PageParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let part = |place: usize| path.get(place).map(String::as_str);
    let (department, code) = (part(0).unwrap_or_default(), part(1).unwrap_or_default());
    let found = state.query(async |connection| read(connection, (code, part(2)), params.page).await);
    let Read { area, counts, count, places } = found.await?.ok_or_else(nothing)?;
    let beyond = params.page > 1 && places.is_empty();
    let unknown = part(2).is_some() && count == 0;
    if area.department != department || beyond || unknown {
        return Err(nothing());
    }
    let list = CommuneList {
        code,
        area: &area,
        activity: part(2),
        counts: &counts,
        count,
        page: params.page,
        places: &places,
    };
    web::lasting(&DirectoryPage::of_commune(&list, &*state.reference().await?, params.lang), &headers)
}

struct Read {
    area: directory::Area,
    counts: Vec<statistics::Figures>,
    count: u64,
    places: Vec<establishment::FeatureRecord>,
}

async fn read(
    connection: &mut PgConnection,
    (code, activity): (&str, Option<&str>),
    page: u64,
) -> Result<Option<Read>, StoreError> {
    let Some(area) = directory::area(connection, code).await? else {
        return Ok(None);
    };
    let counts = statistics::figures_by_activity(connection, code).await?;
    let whole = statistics::figures(connection, code, activity.unwrap_or_default()).await?;
    let count = whole.map_or(0, |figures| figures.total.try_into().unwrap_or_default());
    let limit = i64::try_from(PER_PAGE).unwrap_or(i64::MAX);
    let offset = limit.saturating_mul(i64::try_from(page - 1).unwrap_or(i64::MAX));
    let ids = directory::places(connection, code, activity, Part { limit, offset }).await?;
    let ids: Vec<_> = ids.into_iter().map(Into::into).collect();
    let places = establishment::by_ids(connection, &ids).await?;
    Ok(Some(Read { area, counts, count, places }))
}
