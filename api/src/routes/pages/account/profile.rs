//! `POST /account/profile`: name, and the language of mails.

use axum::extract::State;
use axum::response::Response;

use super::{again, done};
use crate::auth::{Instead, PageForm};
use crate::extract::{LangParams, Params, language_named};
use crate::people;
use crate::state::AppState;
use crate::web::{Notes, Tongue};

pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(LangParams { lang }): Params<LangParams>,
    form: PageForm,
) -> Result<Response, Instead> {
    let signed_in = form.signed_in_or_keep(&state, &Tongue(lang).to("/account")).await?.clone();
    let mut fields = form.fields;
    let (typed, language) = (fields.take("name").unwrap_or_default(), fields.take("language"));
    let Ok(name) = people::name_of(&typed) else {
        let notes = Notes::wrong("name", "Le nom a 1 à 100 caractères.", "A name has 1 to 100 characters.");
        return again(&state, (&signed_in, lang), notes.with("name", typed)).await;
    };
    let language = language.as_deref().and_then(language_named);
    people::describe(&state, signed_in.account.id, (Some(&name), language)).await?;
    Ok(done(lang, "profile"))
}
