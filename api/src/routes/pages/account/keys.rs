//! `/account/keys`: makes, rotates and takes back keys. A key is shown once, on the page that answers.

use axum::extract::{FromRequest, Request, State};
use axum::response::Response;
use serde_json::Value;

use super::{again, done};
use crate::auth::{Instead, PageForm};
use crate::extract::{LangParams, Params, PathPart};
use crate::people::{self, MadeKey, WantedKey};
use crate::problem::{Problem, code};
use crate::state::AppState;
use crate::web::{self, AccountPage, Notes, Tongue};

/// A key that is replaced goes on for so long.
const OVERLAP_HOURS: i64 = 24;

/// `POST /account/keys`
pub(crate) async fn create(
    State(state): State<AppState>,
    Params(LangParams { lang }): Params<LangParams>,
    form: PageForm,
) -> Result<Response, Instead> {
    let signed_in = form.signed_in_or_keep(&state, &Tongue(lang).to("/account")).await?.clone();
    let typed = form.fields.pairs().to_vec();
    let mut fields = form.fields;
    let filled = |text: String| Some(text).filter(|text| !text.trim().is_empty());
    let wanted = WantedKey {
        name: fields.take("key_name").unwrap_or_default(),
        scopes: fields.family("scope").into_iter().map(|(scope, _)| scope).collect(),
        days: fields.take("days").and_then(filled).map(|days| days.trim().parse().unwrap_or(0)),
        origin: fields.take("origin").and_then(filled),
        requests_a_day: fields
            .take("requests_a_day")
            .and_then(filled)
            .map(|count| count.trim().parse().unwrap_or(0)),
        requests_a_second: None,
    };
    match people::make(&state, &signed_in.caller(), &wanted).await {
        Ok(made) => Ok(shown(&state, (&signed_in, lang), made).await?),
        Err(problem) if problem.code().name == code::INVALID_BODY.name => {
            let wrong = wrong(&problem.value()["errors"]);
            let notes = Notes { typed, wrong, ..Notes::default() };
            again(&state, (&signed_in, lang), notes).await
        }
        Err(problem) => Err(problem.into()),
    }
}

/// What is wrong with each box, from what is wrong with the body that the form stands for.
fn wrong(errors: &Value) -> Vec<(&'static str, &'static str, &'static str)> {
    let texts = [
        (
            ("name", "key_name"),
            "Donnez un nom à la clé, en 100 caractères au plus.",
            "Give the key a name, in 100 characters at most.",
        ),
        (("scopes", "scope"), "Choisissez au moins une portée.", "Choose one scope at least."),
        (
            ("days", "days"),
            "Donnez un nombre de jours de 1 à 3650, ou rien.",
            "Give a number of days from 1 to 3650, or nothing.",
        ),
        (
            ("requests_a_day", "requests_a_day"),
            "Donnez un nombre de requêtes, 1 ou plus, ou rien.",
            "Give a number of requests, 1 or more, or nothing.",
        ),
        (
            ("origin", "origin"),
            "Donnez une origine comme https://exemple.fr, sans rien après, ou rien.",
            "Give an origin such as https://example.org, with nothing after it, or nothing.",
        ),
    ];
    let pointers: Vec<&str> = errors
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|error| error["pointer"].as_str()?.split('/').nth(1))
        .collect();
    let of = texts.into_iter().filter(|((member, _), ..)| pointers.contains(member));
    of.map(|((_, name), fr, en)| (name, fr, en)).collect()
}

/// `POST /account/keys/{prefix}`: `rotate` or `revoke`.
pub(crate) async fn change(
    State(state): State<AppState>,
    PathPart(prefix): PathPart,
    Params(LangParams { lang }): Params<LangParams>,
    request: Request,
) -> Result<Response, Problem> {
    let mut form = PageForm::from_request(request, &state).await?;
    let rotated = form.fields.take("rotate").is_some();
    let signed_in = form.signed_in()?;
    if rotated {
        let made = people::rotate(&state, &signed_in.caller(), (&prefix, OVERLAP_HOURS)).await?;
        return shown(&state, (signed_in, lang), made).await;
    }
    people::revoke(&state, signed_in.account.id, &prefix).await?;
    Ok(done(lang, "revoked"))
}

async fn shown(
    state: &AppState,
    (signed_in, lang): (&crate::auth::SignedIn, plainpied_criteria::Lang),
    made: MadeKey,
) -> Result<Response, Problem> {
    let notes = Notes { secret: Some(made.secret), ..Notes::default() };
    let page = AccountPage::load(state, signed_in, lang, notes).await?;
    web::page(&page).map(web::private)
}
