//! `GET` and `POST /subscribe`: be told of changes of a place, a commune or a search, as a form.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use plainpied_criteria::Lang;
use plainpied_domain::access::Action;
use plainpied_domain::{EstablishmentId, InseeCode, Interest};
use utoipa::IntoParams;

use crate::auth::{Instead, PageForm, Visitor, kept};
use crate::extract::{Fields, LangParams, Params, QueryParams, lang};
use crate::interest::{self, Impersonal, impersonal};
use crate::problem::{Problem, code};
use crate::state::AppState;
use crate::subscriptions::{self, Frequency, named};
use crate::web::{self, Hindrance, SubscribePage, Told, Tongue, Wish};

/// What is to be followed: one of them.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SubscribeParams {
    /// A place.
    #[param(value_type = Option<uuid::Uuid>)]
    establishment: Option<String>,
    /// A commune, by INSEE code.
    #[param(value_type = Option<String>, example = "69266")]
    commune: Option<String>,
    /// A search, by its query string. What it says of a person is left out.
    #[param(value_type = Option<String>, example = "q=boulangerie&commune=69266")]
    search: Option<String>,
    /// Names what was typed before the session was found to have ended.
    #[param(value_type = Option<String>)]
    kept: Option<String>,
    /// The language of the page: fr or en.
    #[param(value_type = Option<String>)]
    lang: Lang,
}

impl QueryParams for SubscribeParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            establishment: fields.take("establishment"),
            commune: fields.take("commune"),
            search: fields.take("search"),
            kept: fields.take("kept"),
            lang: lang(fields)?,
        })
    }
}

/// The boxes that may say what is to be followed.
const HELD: [&str; 3] = ["establishment", "commune", "search"];

/// What is to be followed, checked, and how it is called. No interest: a search that asked for nothing but needs.
async fn wish(
    state: &AppState,
    (name, value): (&'static str, &str),
    lang: Lang,
) -> Result<(Option<Interest>, Wish), Problem> {
    let wrong = |error: &dyn std::fmt::Display| Problem::parameter(name, error);
    let mut left = Impersonal { query: value.to_owned(), less: false };
    let interest = match name {
        "establishment" => {
            Some(Interest::Establishment(value.parse::<EstablishmentId>().map_err(|error| wrong(&error))?))
        }
        "commune" => Some(Interest::Commune(value.parse::<InseeCode>().map_err(|error| wrong(&error))?)),
        _ => {
            left = impersonal(state, value).await?;
            (!left.query.is_empty()).then(|| interest::searched(&left.query)).transpose()?
        }
    };
    let mut found = None;
    if let Some(interest) = &interest {
        interest::check(state, interest).await.map_err(|problem| not_there(problem, name))?;
        found = named(state, &[interest], lang).await?.pop();
    }
    Ok((interest, Wish { held: (name, left.query), named: found, less: left.less }))
}

/// What is named in an address and is not there is 404, as everywhere.
fn not_there(problem: Problem, name: &str) -> Problem {
    if name == "search" || problem.code().name != code::INVALID_BODY.name {
        return problem;
    }
    Problem::new(&code::NOT_FOUND).detail(problem.said().to_owned()).at(name)
}

/// The one box that says what is to be followed.
fn held(given: impl Fn(&str) -> Option<String>) -> Result<(&'static str, String), Problem> {
    let mut all = HELD.into_iter().filter_map(|name| Some((name, given(name)?)));
    match (all.next(), all.next()) {
        (Some(one), None) => Ok(one),
        _ => Err(Problem::new(&code::MISSING_PARAMETER)
            .detail("one of establishment, commune and search is expected")
            .at("establishment")),
    }
}

/// `GET`: the form.
pub(crate) async fn form(
    State(state): State<AppState>,
    Params(params): Params<SubscribeParams>,
    Visitor(visitor): Visitor,
) -> Result<Response, Problem> {
    let typed = kept(&state, params.kept.as_deref()).await?;
    let typed = |name: &str| typed.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let held = held(|name| {
        let asked = match name {
            "establishment" => &params.establishment,
            "commune" => &params.commune,
            _ => &params.search,
        };
        asked.clone().or_else(|| typed(name))
    })?;
    let (interest, wish) = wish(&state, (held.0, &held.1), params.lang).await?;
    let mut told = Told { frequency: Frequency::Daily.as_str().to_owned(), ..Told::default() };
    if let Some(signed_in) = visitor {
        let own = subscriptions::list(&state, &signed_in.account).await?;
        if let Some(known) = own.into_iter().find(|one| Some(&one.interest) == interest.as_ref()) {
            (told.already, told.frequency) = (true, known.frequency);
        }
        told.csrf = signed_in.csrf;
    }
    told.frequency = typed("frequency").unwrap_or(told.frequency);
    web::page(&SubscribePage::new(wish, told, params.lang)).map(web::private)
}

/// `POST`: keeps it.
pub(crate) async fn keep(
    State(state): State<AppState>,
    Params(LangParams { lang }): Params<LangParams>,
    form: PageForm,
) -> Result<Response, Instead> {
    let held = held(|name| Some(form.typed(name).to_owned()).filter(|value| !value.is_empty()))?;
    let (interest, wish) = wish(&state, (held.0, &held.1), lang).await?;
    let frequency = form.typed("frequency").to_owned();
    let mut told = Told { frequency, csrf: form.csrf(), ..Told::default() };
    let again = |wish: Wish, told: Told| -> Result<Response, Instead> {
        let page = web::page(&SubscribePage::new(wish, told, lang)).map(web::private)?;
        Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
    };
    let (Some(interest), Some(frequency)) = (interest, Frequency::of(&told.frequency)) else {
        told.hindrance = Some(Hindrance::Frequency);
        return again(wish, told);
    };
    let signed_in = form.signed_in_or_keep(&state, &Tongue(lang).to("/subscribe")).await?;
    signed_in.caller().permit(&state, Action::Follow, None).await?;
    match subscriptions::keep(&state, &signed_in.account, interest, frequency).await {
        Ok(_) => Ok(Redirect::to(&Tongue(lang).to("/account/subscriptions?done=kept")).into_response()),
        Err(problem) if problem.code().name == code::WRONG_STATE.name => {
            let addressed = signed_in.account.email.is_some();
            told.hindrance = Some(if addressed { Hindrance::TooMany } else { Hindrance::NoAddress });
            again(wish, told)
        }
        Err(problem) => Err(problem.into()),
    }
}
