//! `GET /account/establishments`: what one manages.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use plainpied_store::{account, establishment};

use crate::auth::Visitor;
use crate::extract::{LangParams, Params};
use crate::problem::Problem;
use crate::state::{AppState, in_time};
use crate::web::{self, EstablishmentsPage, Tongue};

pub(crate) async fn handler(
    State(state): State<AppState>,
    Visitor(visitor): Visitor,
    Params(LangParams { lang }): Params<LangParams>,
) -> Result<Response, Problem> {
    let Some(signed_in) = visitor else {
        return Ok(Redirect::to(&Tongue(lang).to("/signin?next=/account/establishments")).into_response());
    };
    let records = in_time(async {
        let mut connection = state.pool().acquire().await?;
        let managed = account::managed(&mut connection, signed_in.account.id).await?;
        establishment::by_ids(&mut connection, &managed).await
    })
    .await?;
    web::page(&EstablishmentsPage::new(&records, lang)).map(web::private)
}
