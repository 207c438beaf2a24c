//! Pages that say the same to everybody: help, easy reading, legal notice, privacy, contact, licences, accessibility.

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::response::Response;
use plainpied_criteria::needs::{Need, needs};

use crate::extract::{LangParams, Params, path_part};
use crate::problem::{Problem, code};
use crate::state::AppState;
use crate::web::{
    self, AccessibilityPage, ContactPage, EasyPage, HelpPage, LegalPage, LicencesPage, NeedPage, PrivacyPage,
    Topic,
};

type Lang = Params<LangParams>;

/// `GET /help`.
pub(crate) async fn help(Params(LangParams { lang }): Lang) -> Result<Response, Problem> {
    web::page(&HelpPage::new(lang))
}

/// The need in the path.
pub(crate) struct PathNeed(&'static Need);

impl<S: Send + Sync> FromRequestParts<S> for PathNeed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let key = path_part(parts, state).await?;
        needs()
            .get(&key)
            .map(Self)
            .ok_or_else(|| Problem::new(&code::UNKNOWN_ROUTE).nearest(needs().nearest(&key)))
    }
}

/// `GET /help/needs/{need}`.
pub(crate) async fn need(
    PathNeed(need): PathNeed,
    Params(LangParams { lang }): Lang,
) -> Result<Response, Problem> {
    web::page(&NeedPage::new(need, lang))
}

/// The topic in the path.
pub(crate) struct PathTopic(&'static Topic);

impl<S: Send + Sync> FromRequestParts<S> for PathTopic {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let key = path_part(parts, state).await?;
        let topic = web::easy_topic(&key).filter(|topic| !topic.key.is_empty());
        topic.map(Self).ok_or_else(|| Problem::new(&code::UNKNOWN_ROUTE))
    }
}

/// `GET /facile`.
pub(crate) async fn easy(Params(LangParams { lang }): Lang) -> Result<Response, Problem> {
    let first = web::easy_topic("").ok_or_else(|| Problem::new(&code::UNKNOWN_ROUTE))?;
    web::page(&EasyPage::new(first, lang))
}

/// `GET /facile/{topic}`.
pub(crate) async fn easy_topic(
    PathTopic(topic): PathTopic,
    Params(LangParams { lang }): Lang,
) -> Result<Response, Problem> {
    web::page(&EasyPage::new(topic, lang))
}

/// `GET /legal`.
pub(crate) async fn legal(
    State(state): State<AppState>,
    Params(LangParams { lang }): Lang,
) -> Result<Response, Problem> {
    web::page(&LegalPage::new(lang, &state.http().operator))
}

/// `GET /privacy`.
pub(crate) async fn privacy(
    State(state): State<AppState>,
    Params(LangParams { lang }): Lang,
) -> Result<Response, Problem> {
    web::page(&PrivacyPage::new(lang, &state.http().operator))
}

/// `GET /contact`.
pub(crate) async fn contact(
    State(state): State<AppState>,
    Params(LangParams { lang }): Lang,
) -> Result<Response, Problem> {
    web::page(&ContactPage::new(lang, &state.http().operator))
}

/// `GET /licences`.
pub(crate) async fn licences(
    State(state): State<AppState>,
    Params(LangParams { lang }): Lang,
) -> Result<Response, Problem> {
    web::page(&LicencesPage::new(lang, &*state.reference().await?))
}

/// `GET /accessibility`.
pub(crate) async fn accessibility(
    State(state): State<AppState>,
    Params(LangParams { lang }): Lang,
) -> Result<Response, Problem> {
    web::page(&AccessibilityPage::new(lang, &state.http().operator)?)
}
