//! `GET` and `POST /establishments/{id}/report`: tell the moderators of something, as a form.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use plainpied_criteria::{Criterion, Lang, schema};
use utoipa::IntoParams;

use crate::auth::{Instead, PageForm, Visitor, kept};
use crate::extract::{Fields, Params, PathId, QueryParams, lang};
use crate::moderation::{self, KINDS, Reported};
use crate::problem::Problem;
use crate::routes::establishments::described;
use crate::state::AppState;
use crate::web::{self, ReportPage, Tongue, Typed};
use crate::writing::line;

/// The longest message.
const LONGEST: usize = 1_000;

/// What the page is asked with.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReportParams {
    /// Names what was typed before the session was found to have ended.
    #[param(value_type = Option<String>)]
    kept: Option<String>,
    /// The criterion that it is about.
    #[param(value_type = Option<String>, example = "entree_plain_pied")]
    criterion: Option<&'static Criterion>,
    /// The language of the page: fr or en.
    #[param(value_type = Option<String>)]
    lang: Lang,
}

impl QueryParams for ReportParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let criterion = fields.take("criterion").map(|key| {
            let unknown =
                || Problem::parameter("criterion", "there is no such criterion; /api/v1/criteria lists them");
            schema().get(&key).ok_or_else(unknown)
        });
        Ok(Self { kept: fields.take("kept"), criterion: criterion.transpose()?, lang: lang(fields)? })
    }
}

/// `GET`: the form.
pub(crate) async fn form(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<ReportParams>,
    visitor: Visitor,
) -> Result<Response, Problem> {
    let place = described(&state, id).await?.name;
    let mut typed = Typed::default();
    if let Some(criterion) = params.criterion {
        typed.message = format!("{} : ", criterion.label.get(params.lang));
    }
    for (name, value) in kept(&state, params.kept.as_deref()).await? {
        match name.as_str() {
            "kind" => typed.kind = value,
            "message" => typed.message = value,
            _ => {}
        }
    }
    let csrf = visitor.0.map(|signed_in| signed_in.csrf).unwrap_or_default();
    web::page(&ReportPage::new((id, &place), typed, csrf, params.lang))
}

/// `POST`: sends it.
pub(crate) async fn send(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<ReportParams>,
    form: PageForm,
) -> Result<Response, Instead> {
    let place = described(&state, id).await?.name;
    let typed = checked(form.typed("kind").to_owned(), form.line("message"), Tongue(params.lang));
    let csrf = form.csrf();
    if !typed.kind_error.is_empty() || !typed.message_error.is_empty() {
        let page = web::page(&ReportPage::new((id, &place), typed, csrf, params.lang))?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let (anybody, page) = (state.http().review.anonymous_reports, format!("/establishments/{id}/report"));
    let caller = form.sender(&state, anybody, &page).await?;
    let reported = Reported { kind: typed.kind, message: typed.message };
    moderation::report(&state, caller.as_ref(), (id, reported)).await?;
    Ok(web::page(&ReportPage::new((id, &place), Typed::default(), csrf, params.lang).sent())?)
}

fn checked(kind: String, message: String, tongue: Tongue) -> Typed {
    let (mut kind_error, mut message_error) = (String::new(), String::new());
    if !KINDS.contains(&kind.as_str()) {
        kind_error = tongue.say("Choisissez ce qui se passe.", "Choose what is the matter.").to_owned();
    } else if kind == "wrong" && message.is_empty() {
        let wanted =
            tongue.say("Dites en quelques mots ce qui est faux.", "Say in a few words what is wrong.");
        message_error = wanted.to_owned();
    }
    if !message.is_empty() && line(&message, LONGEST).is_err() {
        let wanted = tongue.say(
            "Le message est trop long : 1000 caractères au plus.",
            "The message is too long: 1,000 characters at most.",
        );
        message_error = wanted.to_owned();
    }
    Typed { kind, message, kind_error, message_error }
}
