//! `GET /establishments/{id}`: whether the reader can use a place, and everything that is known of it.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use plainpied_criteria::Lang;
use plainpied_domain::EstablishmentId;
use plainpied_store::{establishment, history};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};

use crate::auth::{SignedIn, Token, Visitor};
use crate::extract::{Fields, Params, PathId, QueryParams};
use crate::people;
use crate::problem::{self, Problem, code};
use crate::routes::establishments::{JudgedParams, departed};
use crate::routes::pages::qr::drawn;
use crate::routes::pages::steward::acts_of;
use crate::state::AppState;
use crate::view::personal;
use crate::web::{self, GonePage, OwnForms, PlacePage, Present, Wanted};

/// For whom, and whether the reader was led here from a record that is no more.
#[derive(Debug)]
pub(crate) struct PlaceParams {
    judged: JudgedParams,
    /// Not for what the reader's account keeps, but for all needs.
    everybody: bool,
    merged: bool,
    /// What was just done here.
    said: Option<String>,
    /// The needs and limits as they came, for the addresses that lead on.
    own: String,
}

impl IntoParams for PlaceParams {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut all = JudgedParams::into_params(place);
        let names = ["everybody", "merged", "said", "kept"];
        all.extend(
            names.map(|name| ParameterBuilder::new().name(name).parameter_in(ParameterIn::Query).build()),
        );
        all
    }
}

impl QueryParams for PlaceParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let mut own = Wanted::new(fields.pairs().to_vec()).own_query();
        let everybody = fields.switch("everybody")?.unwrap_or(false);
        if everybody && own.is_empty() {
            own.push_str("everybody=true");
        }
        let merged = fields.switch("merged")?.unwrap_or(false);
        // Nothing is typed here, but who begins to answer may be led through signing in and back.
        fields.take("kept");
        Ok(Self { judged: JudgedParams::read(fields)?, everybody, merged, said: fields.take("said"), own })
    }
}

pub(crate) async fn handler(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(PlaceParams { mut judged, everybody, merged, said, own }): Params<PlaceParams>,
    Visitor(visitor): Visitor,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (found, disagreements) = state
        .query(async |connection| {
            let found = establishment::get(connection, id).await?;
            Ok((found, history::disagreements(connection, id).await?))
        })
        .await?;
    let Some(record) = found else {
        return no_more_for(&state, id, (judged.lang, &own), &headers).await;
    };
    let reference = state.reference_with(std::iter::once(record.source_key.as_str())).await?;
    let base_map = state.http().base_map.as_ref();
    let present = Present { now: state.clock().now(), disagreements };
    let acts = acts_of(&state, visitor.as_ref(), (id, true)).await?;
    let is_own = visitor.is_some();
    let reader = match visitor {
        Some(signed_in) => Some(reader(&state, signed_in, id, (&mut judged, everybody)).await?),
        None => None,
    };
    let page = PlacePage::new(&record, (state.site(), &reference), &judged, &present)?;
    let url = state.site().or_host(&headers).url_of("/establishments/", id.as_uuid());
    let drawing = drawn(&url)?;
    let page = page.printed(url, drawing, state.clock().now().date());
    let mut page = web::page(&page.on(base_map).merged(merged).asking(&own).after(said, reader).acts(&acts))?;
    web::let_in(page.headers_mut(), base_map);
    Ok(match is_own {
        true => web::private(page),
        false if judged.needs.is_empty() => page,
        false => personal(page),
    })
}

/// What the page holds for somebody who is signed in. Where no needs are asked for, the place is judged for those that the
/// account keeps by consent: no address has to name them.
async fn reader(
    state: &AppState,
    signed_in: SignedIn,
    id: EstablishmentId,
    (judged, everybody): (&mut JudgedParams, bool),
) -> Result<OwnForms, Problem> {
    let account = signed_in.account.id;
    let mut forms = OwnForms { csrf: signed_in.csrf, once: once(), kept_needs: false, favourite: None };
    let Some(consent) = people::consent(state, account).await? else {
        return Ok(forms);
    };
    forms.favourite = people::is_favourite(state, account, id).await?;
    let own = &consent.own;
    let keeps = !own.needs.is_empty() || !own.limits.is_empty();
    if judged.needs.is_empty() && judged.limits.is_empty() && !everybody && keeps {
        forms.kept_needs = true;
        (judged.needs, judged.limits) = (consent.own.needs, consent.own.limits);
    }
    Ok(forms)
}

/// A secret by which a form that is sent twice is known.
pub(super) fn once() -> String {
    Token::of(rand::random()).as_str().to_owned()
}

/// What became of a place, for people or for programs.
///
/// # Errors
/// 404 where there never was one, 410 where programs find it gone.
pub(super) async fn no_more(
    state: &AppState,
    id: EstablishmentId,
    lang: Lang,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    no_more_for(state, id, (lang, ""), headers).await
}

/// [`no_more`], for a person of these needs: they hold for the place that is led to as well.
async fn no_more_for(
    state: &AppState,
    id: EstablishmentId,
    (lang, own): (Lang, &str),
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    match problem::prefers_html(headers) {
        true => gone(state, id, (lang, own)).await,
        false => departed(state, id, "/establishments/").await,
    }
}

/// For people: what became of a place: 301 to the record it lives on in, which says so, else 410 with the way on.
async fn gone(state: &AppState, id: EstablishmentId, (lang, own): (Lang, &str)) -> Result<Response, Problem> {
    let found = state.query(async |connection| establishment::locate(connection, id).await).await?;
    let Some(found) = found.filter(|found| found.status.is_gone()) else {
        return Err(Problem::new(&code::NOT_FOUND)
            .detail(format!("there is no establishment {id}"))
            .at("id"));
    };
    let Some(successor) = found.successor else {
        let page = web::page(&GonePage::new(id, found.status, lang))?;
        return Ok((StatusCode::GONE, page).into_response());
    };
    let join = if own.is_empty() { "" } else { "&" };
    let successor = state.site().url_of("/establishments/", successor.as_uuid());
    let address = format!("{successor}?merged=true{join}{own}");
    let location = HeaderValue::try_from(web::with_lang(&address, lang));
    let location = location.map_err(|error| Problem::new(&code::INTERNAL).cause(error))?;
    Ok((StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, location)]).into_response())
}
