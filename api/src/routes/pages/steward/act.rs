//! `GET` and `POST /establishments/{id}/moderate/{act}`: close, reopen, merge, or undo one version. `GET` shows what would
//! change.

use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use plainpied_criteria::Lang;
use plainpied_domain::access::{Action, Ties};
use plainpied_domain::{EstablishmentId, Settlement, Status};
use serde_json::json;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{Preview, concerned, named, names_nothing};
use crate::auth::{Instead, PageForm, SignedIn, Visitor, kept};
use crate::extract::{Fields, Params, QueryParams, lang, path_parts};
use crate::moderation::{Act, Desk};
use crate::problem::{Problem, code};
use crate::routes::establishments::{may_revert, merge, revert, settle};
use crate::routes::pages::place::once;
use crate::state::AppState;
use crate::web::{self, ConfirmPage, Confirming, MergePage, MessagePage, Tongue, no_such_record, text_of};
use crate::writing::{Came, Submission, WriteParams, line};

/// The longest reason.
const LONGEST: usize = 300;

/// Extracts the id of a place and the word of an act from a path.
pub(crate) struct PathAct(EstablishmentId, String);

impl<S: Send + Sync> FromRequestParts<S> for PathAct {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let mut given = path_parts(parts, state).await?.into_iter();
        let id = given.next().unwrap_or_default();
        let word = given.next().unwrap_or_default();
        Ok(Self(id.parse().map_err(|error| Problem::parameter("id", error))?, word))
    }
}

/// What the page is asked with.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ActParams {
    /// Of a merge: the record that stays, by its link or id.
    #[param(value_type = Option<String>)]
    into: Option<String>,
    /// The version that is undone.
    #[param(value_type = Option<i32>, minimum = 1)]
    version: Option<i32>,
    /// Names what was typed before the session was found to have ended.
    #[param(value_type = Option<String>)]
    kept: Option<String>,
    /// The language of the page: fr or en.
    #[param(value_type = Option<String>)]
    lang: Lang,
}

impl QueryParams for ActParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let version = fields.within("version", 1..=i32::MAX)?;
        Ok(Self { into: fields.take("into"), version, kept: fields.take("kept"), lang: lang(fields)? })
    }
}

/// The id within a link to a place, or a bare id.
pub(crate) fn id_in(text: &str) -> Option<EstablishmentId> {
    let mut parts = text.split(|sign: char| !sign.is_ascii_hexdigit() && sign != '-');
    parts.find_map(|part| Uuid::parse_str(part).ok()).map(EstablishmentId::from)
}

/// An act on a place, and the page about it.
struct Deed {
    id: EstablishmentId,
    act: Act,
    lang: Lang,
}

impl Deed {
    /// None: which record stays is not said yet.
    fn read(PathAct(id, word): PathAct, into: &str, params: &ActParams) -> Result<Option<Self>, Problem> {
        let act = match word.as_str() {
            "close" => Act::Close,
            "reopen" => Act::Reopen,
            "merge" => match id_in(into) {
                Some(into) => Act::Merge(into),
                None => return Ok(None),
            },
            "revert" => Act::Revert(
                params.version.ok_or_else(|| Problem::new(&code::MISSING_PARAMETER).at("version"))?,
            ),
            _ => return Err(Problem::new(&code::UNKNOWN_ROUTE)),
        };
        Ok(Some(Self { id, act, lang: params.lang }))
    }

    /// Its page, without language.
    fn page(&self) -> String {
        let page = format!("/establishments/{}/moderate/{}", self.id, self.act.word());
        match self.act {
            Act::Merge(into) => format!("{page}?into={into}"),
            Act::Revert(version) => format!("{page}?version={version}"),
            _ => page,
        }
    }

    async fn permit(&self, state: &AppState, signed_in: &SignedIn) -> Result<Ties, Problem> {
        let caller = signed_in.caller();
        match self.act {
            Act::Revert(version) => may_revert(state, &caller, (self.id, version)).await,
            act => caller.permit(state, act.action(), Some(self.id)).await,
        }
    }

    /// What would change, and the form.
    async fn show(
        &self,
        state: &AppState,
        signed_in: &SignedIn,
        (reason, faults): (String, Vec<(&'static str, String)>),
    ) -> Result<Response, Problem> {
        let ties = match self.permit(state, signed_in).await {
            Ok(ties) => ties,
            Err(problem) => return refused(problem, self.lang),
        };
        let origin = signed_in.caller().origin(ties, state.clock().now().date());
        let Preview { concerned, kept, versions } = match concerned(state, (self.id, self.act), origin).await
        {
            Ok(shown) => shown,
            Err(problem) if names_nothing(self.act, &problem) => return self.again(state).await,
            Err(problem) => return Err(problem),
        };
        let tongue = Tongue(self.lang);
        let (page, above) = (self.page(), format!("/establishments/{}", self.id));
        let name = concerned.first().map(|place| place.name.clone()).unwrap_or_default();
        let name =
            if name.is_empty() { tongue.say("Lieu retiré", "Place that is gone").to_owned() } else { name };
        let versions: Vec<String> = versions.iter().map(i32::to_string).collect();
        let confirming = Confirming {
            concerned,
            kept,
            hidden: vec![("csrf", signed_in.csrf.clone()), ("once", once()), ("seen", versions.join(","))],
            reason: Some(reason),
            faults,
            action: tongue.to(&page),
            cancel: tongue.to(&format!("{above}/history")),
        };
        let desk = Desk::of(state).await?;
        let teller = desk.teller(self.lang);
        let page = ConfirmPage::new(self.act, confirming, (&page, (name, above)), &teller);
        web::page(&page).map(web::private)
    }

    /// The form that asks which record stays, because the one that was named is none.
    async fn again(&self, state: &AppState) -> Result<Response, Problem> {
        let Act::Merge(into) = self.act else { return Err(Problem::new(&code::NOT_FOUND)) };
        let wrong = no_such_record(Tongue(self.lang));
        let page = ask(state, self.id, (into.to_string(), wrong), self.lang).await?;
        Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
    }

    /// Does it, as the API does.
    async fn carry_out(
        &self,
        state: &AppState,
        signed_in: &SignedIn,
        form: &PageForm,
    ) -> Result<Came, Problem> {
        let reason = Some(form.line("reason")).filter(|reason| !reason.is_empty());
        let body = reason.as_ref().map_or_else(|| json!({}), |reason| json!({ "reason": reason }));
        let versions = form.typed("seen").split(',').filter_map(|version| version.parse().ok());
        let once = Some(form.typed("once"));
        let mut submission = Submission::of_form(signed_in.caller(), (&self.page(), body), None, once);
        submission.seen = self.act.concerns(self.id).into_iter().zip(versions).collect();
        let (submission, params) = (&submission, &WriteParams { dry_run: false });
        let became = |action, status| (self.id, action, Settlement::Became(status));
        let answer = match self.act {
            Act::Close => settle(state, submission, params, became(Action::Close, Status::Closed)).await,
            Act::Reopen => settle(state, submission, params, became(Action::Reopen, Status::Published)).await,
            Act::Merge(into) => {
                let ties = self.permit(state, signed_in).await?;
                merge(state, submission, params, (self.id, into, reason), ties).await
            }
            Act::Revert(version) => revert(state, submission, params, (self.id, version)).await,
        };
        Came::of(answer?).await
    }
}

/// `GET`: what would change.
pub(crate) async fn form(
    State(state): State<AppState>,
    path: PathAct,
    Params(params): Params<ActParams>,
    visitor: Visitor,
) -> Result<Response, Instead> {
    let id = path.0;
    let deed = Deed::read(path, params.into.as_deref().unwrap_or_default(), &params)?;
    let page = deed.as_ref().map_or_else(|| format!("/establishments/{id}/moderate/merge"), Deed::page);
    let signed_in = visitor.or_led(&page, params.lang)?;
    let reason = text_of(&kept(&state, params.kept.as_deref()).await?, "reason").to_owned();
    if let Some(deed) = deed {
        return Ok(deed.show(&state, &signed_in, (reason, Vec::new())).await?);
    }
    if let Err(problem) = signed_in.caller().permit(&state, Action::Merge, Some(id)).await {
        return Ok(refused(problem, params.lang)?);
    }
    let typed = params.into.unwrap_or_default();
    if typed.trim().is_empty() {
        return Ok(ask(&state, id, (typed, String::new()), params.lang).await?);
    }
    let page = ask(&state, id, (typed, no_such_record(Tongue(params.lang))), params.lang).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// `POST`: does it.
pub(crate) async fn send(
    State(state): State<AppState>,
    path: PathAct,
    Params(params): Params<ActParams>,
    form: PageForm,
) -> Result<Response, Instead> {
    let tongue = Tongue(params.lang);
    let into = params.into.clone().unwrap_or_default();
    let deed =
        Deed::read(path, &into, &params)?.ok_or_else(|| Problem::new(&code::MISSING_PARAMETER).at("into"))?;
    let signed_in = form.signed_in_or_keep(&state, &tongue.to(&deed.page())).await?;
    let reason = form.line("reason");
    let again = async |status: StatusCode, fault| {
        let page = deed.show(&state, signed_in, (reason.clone(), vec![fault])).await?;
        Ok((status, page).into_response())
    };
    if !reason.is_empty() && line(&reason, LONGEST).is_err() {
        return again(StatusCode::UNPROCESSABLE_ENTITY, ("reason", too_long(tongue))).await;
    }
    match deed.carry_out(&state, signed_in, &form).await {
        Ok(came) => {
            // What was changed again since was shown before.
            let word = if matches!(came, Came::Beside) { "done" } else { came.word() };
            let to = format!("/establishments/{}/history?said={word}", deed.id);
            Ok(Redirect::to(&tongue.to(&to)).into_response())
        }
        Err(problem) if problem.code().name == code::CHANGED_MEANWHILE.name => {
            let (fr, en) = (
                "Quelqu'un a modifié cette fiche entre-temps : regardez de nouveau ce qui changerait.",
                "Somebody changed this record meanwhile: look again at what would change.",
            );
            again(StatusCode::PRECONDITION_FAILED, ("do", tongue.say(fr, en).to_owned())).await
        }
        Err(problem) => Ok(refused(problem, params.lang)?),
    }
}

pub(super) fn too_long(tongue: Tongue) -> String {
    let (fr, en) =
        ("Le texte est trop long : 300 caractères au plus.", "The text is too long: 300 characters at most.");
    tongue.say(fr, en).to_owned()
}

async fn ask(
    state: &AppState,
    id: EstablishmentId,
    typed: (String, String),
    lang: Lang,
) -> Result<Response, Problem> {
    let (name, _) = named(&mut *state.acquire().await?, id).await?;
    if name.is_empty() {
        return Err(Problem::new(&code::NOT_FOUND)
            .detail(format!("there is no establishment {id}"))
            .at("id"));
    }
    web::page(&MergePage::new((id, &name), typed, lang)).map(web::private)
}

/// The answer to somebody who may not do this; any other problem as it is.
pub(super) fn refused(problem: Problem, lang: Lang) -> Result<Response, Problem> {
    if problem.code().name != code::NOT_ALLOWED.name {
        return Err(problem);
    }
    let page = web::page(&MessagePage::for_moderators(lang)).map(web::private)?;
    Ok((StatusCode::FORBIDDEN, page).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_named_by_its_page_or_by_its_id() {
        let id: EstablishmentId = "0198f3a0-1111-7222-8333-444455556666".parse().unwrap();
        for text in [
            id.to_string(),
            format!(" {id} "),
            format!("https://acces.example/establishments/{id}?lang=en#known"),
            format!("/api/v1/establishments/{id}"),
        ] {
            assert_eq!(id_in(&text), Some(id), "{text}");
        }
        assert_eq!(id_in("https://acces.example/establishments/"), None);
        assert_eq!(id_in("boulangerie"), None);
    }
}
