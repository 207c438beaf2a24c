//! `GET` and `POST /account/subscriptions`: what one is told of by mail; how often, or no more.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use plainpied_criteria::Lang;
use plainpied_domain::access::Action;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::auth::{Instead, Member, PageForm, kept};
use crate::extract::{Fields, LangParams, Params, QueryParams, lang};
use crate::problem::{Problem, code};
use crate::state::AppState;
use crate::subscriptions::{self, Frequency, named};
use crate::web::{self, SubscriptionsPage, Tongue};

const PATH: &str = "/account/subscriptions";

/// What was done before, and what was typed before the session had ended.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SubscriptionsParams {
    /// The language of the page.
    #[param(value_type = Option<String>)]
    lang: Lang,
    /// What was done.
    #[param(value_type = Option<String>)]
    done: Option<String>,
    /// Names what was typed.
    #[param(value_type = Option<String>)]
    kept: Option<String>,
}

impl QueryParams for SubscriptionsParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { lang: lang(fields)?, done: fields.take("done"), kept: fields.take("kept") })
    }
}

/// `GET`: the list.
pub(crate) async fn list(
    State(state): State<AppState>,
    Member(signed_in): Member,
    Params(params): Params<SubscriptionsParams>,
) -> Result<Response, Problem> {
    let typed = kept(&state, params.kept.as_deref()).await?;
    let typed = |name: &str| typed.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let found = subscriptions::list(&state, &signed_in.account).await?;
    let interests: Vec<_> = found.iter().map(|subscription| &subscription.interest).collect();
    let names = named(&state, &interests, params.lang).await?;
    let all = found.into_iter().zip(names).collect();
    let said = (params.done.as_deref(), typed("id").zip(typed("frequency")));
    web::page(&SubscriptionsPage::new(all, said, signed_in.csrf, params.lang)).map(web::private)
}

/// `POST`: another frequency, or the end.
pub(crate) async fn change(
    State(state): State<AppState>,
    Params(LangParams { lang }): Params<LangParams>,
    form: PageForm,
) -> Result<Response, Instead> {
    let tongue = Tongue(lang);
    let signed_in = form.signed_in_or_keep(&state, &tongue.to(PATH)).await?;
    signed_in.caller().permit(&state, Action::Follow, None).await?;
    let id: Uuid = form.typed("id").parse().map_err(|error| Problem::parameter("id", error))?;
    let own = subscriptions::list(&state, &signed_in.account).await?.into_iter().find(|one| one.id == id);
    let ends = !form.typed("end").is_empty();
    let done = match own {
        // Ending what has ended changes nothing.
        None if ends => "ended",
        None => {
            let gone = Problem::new(&code::NOT_FOUND).detail("this account has no such subscription");
            return Err(gone.at("id").into());
        }
        Some(_) if ends => {
            subscriptions::end(&state, id).await?;
            "ended"
        }
        Some(own) => {
            let frequency = Frequency::of(form.typed("frequency"))
                .ok_or_else(|| Problem::parameter("frequency", "at_once, daily or weekly is expected"))?;
            subscriptions::keep(&state, &signed_in.account, own.interest, frequency).await?;
            "changed"
        }
    };
    Ok(Redirect::to(&tongue.to(&format!("{PATH}?done={done}"))).into_response())
}
