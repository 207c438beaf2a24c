//! `GET` and `POST /establishments/{id}/correct`: what a place is called, where it stands, how it is reached and what is done
//! there, as a form.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use plainpied_store::establishment::FeatureRecord;
use serde_json::{Map, Value, json};

use super::contribute::{candidates, position, refused, wanted};
use super::edit::{Place, sending, write};
use super::place::no_more;
use crate::auth::{Instead, PageForm, Visitor, kept};
use crate::extract::{KeptParams, Params, PathId};
use crate::problem::{Problem, code};
use crate::state::AppState;
use crate::web::{self, Boxes, CorrectPage, Corrected, Tongue};
use crate::writing::line;

/// The longest reason.
const LONGEST: usize = 300;
/// Texts of the address that may be empty.
const ADDRESS: [&str; 3] = ["house_number", "street", "locality"];
/// How it is reached.
const CONTACT: [&str; 3] = ["phone", "email", "website"];

/// `GET`: the form.
pub(crate) async fn form(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<KeptParams>,
    Visitor(visitor): Visitor,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(Place { record, reference }) = Place::load(&state, id).await? else {
        return no_more(&state, id, params.lang, &headers).await;
    };
    let (kept, known) = (kept(&state, params.kept.as_deref()).await?, Boxes::known(&record));
    let typed =
        (!kept.is_empty()).then(|| Boxes::typed(&kept).resumed((&Boxes::shown(&kept, &known), &known), &[]));
    let csrf = visitor.map(|signed_in| signed_in.csrf).unwrap_or_default();
    let corrected = Corrected { typed, ..Corrected::default() };
    let page = CorrectPage::new((&record, &reference), corrected, sending(&state, csrf), params.lang);
    web::page(&page).map(web::private)
}

/// `POST`: keeps what was changed.
pub(crate) async fn save(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<KeptParams>,
    headers: HeaderMap,
    form: PageForm,
) -> Result<Response, Instead> {
    let Some(Place { record, reference }) = Place::load(&state, id).await? else {
        return Ok(no_more(&state, id, params.lang, &headers).await?);
    };
    let (tongue, own) = (Tongue(params.lang), format!("/establishments/{id}/correct"));
    let (typed, known) = (Boxes::typed(form.fields.pairs()), Boxes::known(&record));
    let anybody = state.http().review.anonymous_suggestions;
    let caller = form.sender(&state, anybody, &tongue.to(&own)).await?;
    let shown = Boxes::shown(form.fields.pairs(), &known);
    let again = |status: StatusCode, corrected: Corrected| {
        let typed = Some(typed.resumed((&shown, &known), &corrected.late));
        let corrected = Corrected { typed, ..corrected };
        let sending = sending(&state, form.csrf());
        let page = CorrectPage::new((&record, &reference), corrected, sending, params.lang);
        Ok((status, web::page(&page).map(web::private)?).into_response())
    };
    let back = |word| Redirect::to(&tongue.to(&format!("/establishments/{id}?said={word}"))).into_response();
    let changed = typed.changed(&shown);
    let (body, mut wrong) = body(&typed, &changed, &record, tongue);
    if !typed.reason.is_empty() && line(&typed.reason, LONGEST).is_err() {
        wrong.push(("reason".to_owned(), wanted("reason", tongue)));
    }
    if !wrong.is_empty() {
        return again(StatusCode::UNPROCESSABLE_ENTITY, Corrected { wrong, ..Corrected::default() });
    }
    if changed.is_empty() {
        return Ok(back("nothing"));
    }
    // Somebody else changed the same meanwhile, and otherwise.
    let otherwise = |boxes: &Boxes, name: &str| boxes.get(name) != known.get(name);
    let late: Vec<_> =
        changed.iter().copied().filter(|name| otherwise(&shown, name) && otherwise(&typed, name)).collect();
    if !late.is_empty() {
        return again(StatusCode::PRECONDITION_FAILED, Corrected { late, ..Corrected::default() });
    }
    if form.typed("sure").is_empty() && moves(&changed) {
        let own = format!("/establishments/{id}");
        let found = candidates(&state, &typed.described()).await?;
        let alike: Vec<_> = found.into_iter().filter(|likely| likely.address != own).collect();
        if !alike.is_empty() {
            return again(StatusCode::CONFLICT, Corrected { alike, ..Corrected::default() });
        }
    }
    match write(&state, (caller, id, record.version), (&own, body), &form).await {
        Ok(came) => Ok(back(came.word())),
        Err(problem) if problem.code().name == code::CHANGED_MEANWHILE.name => {
            // By the next attempt it is known in which box.
            again(
                StatusCode::PRECONDITION_FAILED,
                Corrected { wrong: vec![meanwhile(tongue)], ..Corrected::default() },
            )
        }
        Err(problem) if problem.code().name == code::INVALID_BODY.name => {
            let wrong = refused(&problem, tongue);
            again(StatusCode::UNPROCESSABLE_ENTITY, Corrected { wrong, ..Corrected::default() })
        }
        Err(problem) => Err(problem.into()),
    }
}

fn meanwhile(tongue: Tongue) -> (String, String) {
    let words = tongue.say(
        "Quelqu'un vient de modifier cette fiche. Ce que vous avez tapé est toujours là : enregistrez de nouveau.",
        "Somebody has just changed this record. What you typed is still here: save again.",
    );
    ("content".to_owned(), words.to_owned())
}

/// Whether a place may be another one after that.
fn moves(changed: &[&str]) -> bool {
    ["name", "street", "commune", "latitude", "longitude"].iter().any(|name| changed.contains(name))
}

/// What was changed, as the writing functions take it, and what cannot be said of a place.
fn body(
    typed: &Boxes,
    changed: &[&'static str],
    record: &FeatureRecord,
    tongue: Tongue,
) -> (Value, Vec<(String, String)>) {
    let (mut body, mut wrong) = (Map::new(), Vec::new());
    let mut fault = |name: &str| wrong.push((name.to_owned(), wanted(name, tongue)));
    let is = |name: &str| changed.contains(&name);
    let or_nothing = |name: &str| Some(typed.get(name)).filter(|text| !text.is_empty());
    if is("name") {
        match or_nothing("name") {
            Some(name) => _ = body.insert("name".to_owned(), name.into()),
            None => fault("name"),
        }
    }
    let mut address: Map<String, Value> = ADDRESS
        .iter()
        .filter(|name| is(name))
        .map(|name| ((*name).to_owned(), json!(or_nothing(name))))
        .collect();
    // Commune and position must lie near each other: whoever changes one says the other as well, as it is now.
    let changed_or = |name: &str, now: String| if is(name) { typed.get(name).to_owned() } else { now };
    if ["postal_code", "commune", "latitude", "longitude"].iter().any(|name| is(name)) {
        match changed_or("postal_code", record.postal_code.clone()) {
            none if none.is_empty() => fault("postal_code"),
            postal_code => _ = address.insert("postal_code".to_owned(), postal_code.into()),
        }
        match changed_or("commune", record.commune_code.clone()) {
            none if none.is_empty() => fault("commune"),
            commune => _ = body.insert("commune".to_owned(), commune.into()),
        }
        let (lon, lat) = (record.lon.to_string(), record.lat.to_string());
        match position(&changed_or("longitude", lon), &changed_or("latitude", lat)) {
            Ok(Some(at)) => _ = body.insert("location".to_owned(), json!([at.lon(), at.lat()])),
            _ => fault("latitude"),
        }
    }
    if !address.is_empty() {
        body.insert("address".to_owned(), Value::Object(address));
    }
    let contact: Map<String, Value> = CONTACT
        .iter()
        .filter(|name| is(name))
        .map(|name| ((*name).to_owned(), json!(or_nothing(name))))
        .collect();
    if !contact.is_empty() {
        body.insert("contact".to_owned(), Value::Object(contact));
    }
    if is("activity") {
        match typed.activities() {
            activities if activities.is_empty() => fault("activity"),
            activities => _ = body.insert("activities".to_owned(), json!(activities)),
        }
    }
    if !typed.reason.is_empty() {
        body.insert("reason".to_owned(), typed.reason.clone().into());
    }
    (Value::Object(body), wrong)
}
