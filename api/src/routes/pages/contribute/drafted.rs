//! The draft that a page is about, and where its reader goes when it is not there.

use axum::http::HeaderMap;
use axum::response::Redirect;
use plainpied_criteria::Lang;
use uuid::Uuid;

use crate::auth::{Instead, PageForm, SignedIn};
use crate::drafts::{self, Draft, Drafter, Open};
use crate::routes::pages::place::no_more;
use crate::state::AppState;
use crate::web::Tongue;

/// A draft, and who works at it.
pub(super) struct Drafted {
    pub open: Open,
    pub drafter: Drafter,
}

/// Who asks for which page of which draft.
pub(super) struct Wanted<'a> {
    pub id: Uuid,
    /// Path and query of the page, in its language.
    pub page: &'a str,
    pub lang: Lang,
    pub headers: &'a HeaderMap,
}

/// The draft of a page that is looked at; else the way on: to signing in for somebody whose session may have ended.
pub(super) async fn looked_at(
    state: &AppState,
    wanted: &Wanted<'_>,
    visitor: Option<&SignedIn>,
) -> Result<Drafted, Instead> {
    let drafter = Drafter::of(wanted.headers, state, visitor);
    match drafts::find(state, &drafter, wanted.id).await? {
        Some(draft) => opened(state, wanted, (draft, drafter)).await,
        None if visitor.is_none() => {
            let tongue = Tongue(wanted.lang);
            let query =
                form_urlencoded::Serializer::new(String::new()).append_pair("next", wanted.page).finish();
            Err(Redirect::to(&tongue.to(&format!("/signin?{query}"))).into())
        }
        None => Err(gone(wanted.lang).into()),
    }
}

/// The draft that a form is about. Nothing typed is lost where the session has ended.
pub(super) async fn sent(state: &AppState, wanted: &Wanted<'_>, form: &PageForm) -> Result<Drafted, Instead> {
    form.sender(state, true, wanted.page).await?;
    let drafter = Drafter::of(wanted.headers, state, form.visitor());
    match drafts::find(state, &drafter, wanted.id).await? {
        Some(draft) => opened(state, wanted, (draft, drafter)).await,
        None => {
            form.signed_in_or_keep(state, wanted.page).await?;
            Err(gone(wanted.lang).into())
        }
    }
}

async fn opened(
    state: &AppState,
    wanted: &Wanted<'_>,
    (draft, drafter): (Draft, Drafter),
) -> Result<Drafted, Instead> {
    let about = draft.establishment;
    match (Open::load(state, draft).await?, about) {
        (Some(open), _) => Ok(Drafted { open, drafter }),
        (None, Some(place)) => Err(no_more(state, place, wanted.lang, wanted.headers).await?.into()),
        (None, None) => Err(gone(wanted.lang).into()),
    }
}

/// Leads to where drafts begin, which says that this one is no longer there.
pub(super) fn gone(lang: Lang) -> Redirect {
    Redirect::to(&Tongue(lang).to("/contribute?said=gone"))
}
