//! `GET /api/erps/`: establishments by any filters together.

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::response::Response;
use plainpied_criteria::needs::Verdict;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::auth::Caller;
use crate::compat::{
    Around, DEFAULT_SIZE, ERPS, ErpView, FeatureView, Form, Forms, Look, Paging, Wanted, find, list, page_of,
    standing,
};
use crate::extract::{Accept, Fields, Params, QueryParams};
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::view::personal;

/// Features of a page unless asked otherwise.
const FEATURES: usize = 50;

/// Which establishments. All that is given must hold.
#[expect(dead_code, reason = "declares what the document says")]
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ErpsParams {
    /// Words as a person types them: name, activity, street, commune.
    #[param(value_type = Option<String>, example = "boulangerie")]
    q: (),
    /// Part of the name of the commune; accents and case do not count.
    #[param(value_type = Option<String>, example = "Villeurbanne")]
    commune: (),
    /// Postal code.
    #[param(value_type = Option<String>, example = "69100")]
    code_postal: (),
    /// INSEE code of the commune; a city holds its municipal arrondissements.
    #[param(value_type = Option<String>, example = "69266")]
    code_insee: (),
    /// Slug of the activity.
    #[param(value_type = Option<String>, example = "boulangerie")]
    activite: (),
    /// SIRET number.
    #[param(value_type = Option<String>)]
    siret: (),
    /// Known to this source.
    #[param(value_type = Option<String>)]
    source: (),
    /// Known by this id, to that source or to any.
    #[param(value_type = Option<String>)]
    source_id: (),
    /// Known by this id to the directory of public services.
    #[param(value_type = Option<String>)]
    asp_id: (),
    /// Whether it has an id there.
    #[param(value_type = Option<bool>)]
    asp_id_not_null: (),
    /// Its id.
    #[param(value_type = Option<uuid::Uuid>)]
    uuid: (),
    /// Id in the national address base.
    #[param(value_type = Option<String>)]
    ban_id: (),
    /// Within 10 km of latitude,longitude, in this order; the nearest first.
    #[param(value_type = Option<String>, example = "45.7667,4.8803")]
    around: (),
    /// In this box: west,south,east,north, degrees, WGS 84; from its middle outwards.
    #[param(value_type = Option<String>, example = "4.83,45.74,4.92,45.79")]
    zone: (),
    /// Equipments, all of which it must have; repeated, or separated by commas. What is not known is not there.
    #[param(value_type = Option<Vec<String>>, example = json!(["having_accessible_entry"]))]
    equipments: (),
    /// What becomes of places of which it is not known whether they have the equipments: exclude (unless given), or
    /// include, with `standing`.
    #[param(value_type = Option<String>)]
    unknown: (),
    /// Created or changed in the last days.
    #[param(value_type = Option<u32>)]
    created_or_updated_in_last_days: (),
    /// Own drafts too: needs a key. `q` does not find drafts.
    #[param(value_type = Option<bool>)]
    with_drafts: (),
    /// Without the criteria that are unknown, and without empty sections.
    #[param(value_type = Option<bool>)]
    clean: (),
    /// Sentences instead of values, under `datas`.
    #[param(value_type = Option<bool>)]
    readable: (),
    /// The language of sentences: fr (unless given) or en.
    #[param(value_type = Option<String>)]
    lang: (),
    /// json, geojson or xml; unless given, what Accept asks for.
    #[param(value_type = Option<String>)]
    format: (),
    /// Counts from 1.
    #[param(value_type = Option<u32>, minimum = 1)]
    page: (),
    /// Establishments on a page, 1 to 1000; 20 unless given, 50 in GeoJSON.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 1000)]
    page_size: (),
    #[param(ignore)]
    wanted: Wanted,
    #[param(ignore)]
    look: Look,
    #[param(ignore)]
    forms: Forms,
    #[param(ignore)]
    paging: Paging,
}

impl QueryParams for ErpsParams {
    const REPEATABLE: &'static [&'static str] = &["equipments"];

    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        // First: the addresses of other pages repeat what stands beside the page.
        let paging = Paging::read(fields)?;
        Ok(Self {
            paging,
            wanted: Wanted::read(fields)?,
            look: Look::read(fields)?,
            forms: Forms::read(fields, true)?,
            q: (),
            commune: (),
            code_postal: (),
            code_insee: (),
            activite: (),
            siret: (),
            source: (),
            source_id: (),
            asp_id: (),
            asp_id_not_null: (),
            uuid: (),
            ban_id: (),
            around: (),
            zone: (),
            equipments: (),
            unknown: (),
            created_or_updated_in_last_days: (),
            with_drafts: (),
            clean: (),
            readable: (),
            lang: (),
            format: (),
            page: (),
            page_size: (),
        })
    }
}

/// A page of establishments.
#[derive(Serialize, ToSchema)]
struct ErpsPageView<'a> {
    /// Establishments on all pages.
    count: u64,
    /// Establishments of a page.
    page_size: u64,
    /// The next page.
    next: Option<String>,
    /// The previous page.
    previous: Option<String>,
    /// The establishments.
    results: Vec<ErpView<'a>>,
}

/// A page of features.
#[derive(Serialize, ToSchema)]
struct ErpFeaturesView<'a> {
    /// Always `FeatureCollection`.
    #[serde(rename = "type")]
    kind: String,
    /// Features on all pages.
    count: u64,
    /// The next page.
    next: Option<String>,
    /// The previous page.
    previous: Option<String>,
    /// The features.
    features: Vec<FeatureView<'a>>,
}

/// Establishments
///
/// By any filters together. Without `q`, `around` and `zone` they stand by id, and a client can read on to the last page.
#[utoipa::path(
    get,
    path = "/api/erps/",
    operation_id = "listErps",
    tag = "erps",
    params(ErpsParams),
    responses(
        (status = 200, description = "A page", content(
            (ErpsPageView = "application/json"),
            (ErpFeaturesView = "application/geo+json"),
            (ErpsPageView = "application/xml"),
        )),
        (status = 400, description = "A parameter is wrong: `parameter` names it", body = ProblemView, content_type = "application/problem+json"),
        (status = 401, description = "Drafts need a key", body = ProblemView, content_type = "application/problem+json"),
        (status = 404, description = "There is no such page", body = ProblemView, content_type = "application/problem+json"),
        (status = 429, description = "More than the client's share: Retry-After", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "Index or database cannot answer now", body = ProblemView, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    accept: Accept,
    mut parts: Parts,
    Params(params): Params<ErpsParams>,
) -> Result<Response, Problem> {
    let ErpsParams { wanted, look, forms, paging, .. } = params;
    let form = forms.choose(&accept, true)?;
    let caller = match wanted.with_drafts() {
        true => Some(Caller::from_request_parts(&mut parts, &state).await?),
        false => None,
    };
    let settled = wanted.settle(&state, caller.as_ref()).await?;
    let asked = settled.query.asked.clone();
    let usual = if form == Form::GeoJson { FEATURES } else { DEFAULT_SIZE };
    let found = find(&state, settled, &paging, usual).await?;
    let (site, reference) = (state.site().or_host(&parts.headers), state.reference().await?);
    let around = Around { site: &site, reference: &reference, look };
    let size = (paging.size(usual), found.count);
    let answer = if form == Form::GeoJson {
        let features = found.records.iter().map(|record| FeatureView::new(record, around)).collect();
        list(form, page_of(&paging, (&site, ERPS), size, features))?
    } else {
        let erp = |record| ErpView::new(record, around, standing(record, &asked)?.map(Verdict::as_str));
        let erps = found.records.iter().map(erp).collect::<Result<_, _>>()?;
        list(form, page_of(&paging, (&site, ERPS), size, erps))?
    };
    Ok(if caller.is_some() || !asked.is_nothing() { personal(answer) } else { answer })
}
