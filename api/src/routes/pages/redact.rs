//! `/establishments/{id}/history/{version}/redact`: a moderator takes a text out of the history. It cannot be undone: what
//! would be done is shown first, and done by a second button.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use plainpied_criteria::Lang;
use plainpied_domain::EstablishmentId;
use plainpied_domain::access::Action;
use plainpied_store::establishment;
use plainpied_store::history::VersionRecord;

use super::moderation::{Moderator, moderates};
use crate::auth::{Instead, PageForm, SignedIn, kept};
use crate::extract::{KeptParams, Params};
use crate::moderation::{self, Desk, FreeText, Redaction};
use crate::problem::{Problem, code};
use crate::routes::establishments::versions::{PathVersion, version_of};
use crate::state::AppState;
use crate::web::{self, RedactPage, TakingOut, Tongue, text_of};
use crate::writing::line;

/// The longest reason, and the longest text that stands in the place of another.
const LONGEST: (usize, usize) = (300, 255);

/// The version that is looked at, and its place.
struct Looked {
    id: EstablishmentId,
    version: VersionRecord,
    /// The present name; none: the place is gone.
    name: Option<String>,
    lang: Lang,
}

impl Looked {
    async fn at(state: &AppState, (id, number): (EstablishmentId, i32), lang: Lang) -> Result<Self, Problem> {
        let version = version_of(state, id, number).await?;
        let found = state.query(async |connection| establishment::get(connection, id).await).await?;
        Ok(Self { id, version, name: found.map(|record| record.name), lang })
    }

    fn page(&self, typed: TakingOut, by: &SignedIn) -> RedactPage {
        let texts = FreeText::all(&self.version, self.lang);
        let place = (self.id, self.name.as_deref());
        RedactPage::new(place, (self.version.version, texts), typed, by.csrf.clone(), self.lang)
    }

    /// What is wrong with what was typed.
    fn wrong(&self, typed: &TakingOut) -> Vec<(&'static str, &'static str, &'static str)> {
        let chosen =
            FreeText::all(&self.version, self.lang).into_iter().find(|text| text.member == typed.member);
        let present = chosen
            .as_ref()
            .is_some_and(|text| text.member == "/name" && self.name.as_ref() == Some(&text.text));
        let mut wrong = Vec::new();
        if chosen.is_none() {
            wrong.push(("member", "Choisissez le texte à retirer.", "Choose the text to take out."));
        }
        if line(&typed.why, LONGEST.0).is_err() {
            wrong.push((
                "why",
                "Dites pourquoi, en 300 caractères au plus : l'historique le montre.",
                "Say why, in 300 characters at most: the history shows it.",
            ));
        }
        if present && typed.replacement.is_empty() {
            wrong.push((
                "replacement",
                "C'est le nom présent du lieu : dites lequel le remplace.",
                "It is the present name of the place: say which one replaces it.",
            ));
        } else if !typed.replacement.is_empty() && typed.member == moderation::REASON {
            wrong.push((
                "replacement",
                "Le motif d'une modification n'est pas remplacé : laissez vide.",
                "The reason of a change is not replaced: leave it empty.",
            ));
        } else if !typed.replacement.is_empty() && line(&typed.replacement, LONGEST.1).is_err() {
            wrong.push(("replacement", "255 caractères au plus.", "255 characters at most."));
        }
        wrong
    }
}

/// `GET`: the texts of the version, and the form.
pub(crate) async fn form(
    State(state): State<AppState>,
    PathVersion(id, number): PathVersion,
    Moderator(signed_in): Moderator,
    Params(params): Params<KeptParams>,
) -> Result<Response, Problem> {
    let typed = kept(&state, params.kept.as_deref()).await?;
    let typed = |name: &str| text_of(&typed, name).to_owned();
    let typed = TakingOut {
        member: typed("member"),
        why: typed("why"),
        replacement: typed("replacement"),
        sure: false,
    };
    let looked = Looked::at(&state, (id, number), params.lang).await?;
    web::page(&looked.page(typed, &signed_in)).map(web::private)
}

/// `POST`: shows what would be done; with `sure`, does it.
pub(crate) async fn send(
    State(state): State<AppState>,
    PathVersion(id, number): PathVersion,
    Params(params): Params<KeptParams>,
    form: PageForm,
) -> Result<Response, Instead> {
    let (lang, tongue) = (params.lang, Tongue(params.lang));
    let page = tongue.to(&format!("/establishments/{id}/history/{number}/redact"));
    let signed_in = form.signed_in_or_keep(&state, &page).await?;
    moderates(&state, signed_in, lang).await?;
    signed_in.caller().permit(&state, Action::Redact, Some(id)).await?;
    let typed = TakingOut {
        member: form.typed("member").to_owned(),
        why: form.line("why"),
        replacement: form.line("replacement"),
        sure: !form.typed("next").is_empty(),
    };
    let looked = Looked::at(&state, (id, number), lang).await?;
    let wrong = looked.wrong(&typed);
    let again = |typed: TakingOut, faults: Vec<(&'static str, String)>| -> Result<Response, Instead> {
        let page = looked.page(TakingOut { sure: false, ..typed }, signed_in).wrong(faults);
        Ok((StatusCode::UNPROCESSABLE_ENTITY, web::page(&page).map(web::private)?).into_response())
    };
    if !wrong.is_empty() {
        let faults = wrong.into_iter().map(|(name, fr, en)| (name, tongue.say(fr, en).to_owned()));
        return again(typed, faults.collect());
    }
    if form.typed("sure").is_empty() {
        return Ok(web::page(&looked.page(typed, signed_in)).map(web::private)?);
    }
    match take_out(&state, (id, number), &typed, signed_in).await {
        Ok(()) => {
            let history = tongue.to(&format!("/establishments/{id}/history?said=redacted"));
            Ok(Redirect::to(&history).into_response())
        }
        Err(problem) if problem.is_transient() || problem.code().name == code::NOT_FOUND.name => {
            Err(problem.into())
        }
        Err(problem) => again(typed, vec![("member", problem.told(lang))]),
    }
}

async fn take_out(
    state: &AppState,
    (establishment, version): (EstablishmentId, i32),
    typed: &TakingOut,
    by: &SignedIn,
) -> Result<(), Problem> {
    let redaction = Redaction {
        establishment,
        version,
        member: typed.member.clone(),
        why: typed.why.clone(),
        replacement: Some(typed.replacement.clone()).filter(|text| !text.is_empty()),
    };
    let (desk, now) = (Desk::of(state).await?, state.clock().now());
    let mut connection = state.acquire().await?;
    moderation::redact(&mut connection, &desk.room(), &redaction, (&by.account, now)).await?;
    state.wake();
    state.mailer().wake();
    Ok(())
}
