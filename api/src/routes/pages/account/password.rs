//! `POST /account/password`: sets a password, or takes it away. The other sessions end.

use axum::extract::State;
use axum::response::Response;

use super::{again, done};
use crate::auth::{Instead, PageForm};
use crate::extract::{LangParams, Params};
use crate::people;
use crate::state::AppState;
use crate::web::Notes;

pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(LangParams { lang }): Params<LangParams>,
    mut form: PageForm,
) -> Result<Response, Instead> {
    let removed = form.fields.take("remove").is_some();
    let typed = form.fields.take("password").unwrap_or_default();
    let signed_in = form.signed_in()?;
    let password = match people::password_of(&typed) {
        _ if removed => None,
        Ok(password) => Some(password),
        Err(_) => {
            let notes = Notes::wrong(
                "password",
                "Un mot de passe a 10 à 200 caractères, de votre choix.",
                "A password has 10 to 200 characters, of your choice.",
            );
            return again(&state, (signed_in, lang), notes).await;
        }
    };
    people::set_password(&state, (signed_in.account.id, signed_in.session), password).await?;
    Ok(done(lang, if removed { "no-password" } else { "password" }))
}
