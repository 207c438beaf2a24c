//! `GET /account/establishments`: what one manages.

use axum::extract::State;
use axum::response::Response;
use plainpied_store::{account, establishment};

use crate::auth::Visitor;
use crate::extract::{LangParams, Params};
use crate::problem::Problem;
use crate::routes::pages::signed_in;
use crate::state::{AppState, in_time};
use crate::web::{self, EstablishmentsPage};

pub(crate) async fn handler(
    State(state): State<AppState>,
    visitor: Visitor,
    Params(LangParams { lang }): Params<LangParams>,
) -> Result<Response, Problem> {
    let signed_in = match signed_in(visitor, ("/account/establishments", lang)) {
        Ok(signed_in) => signed_in,
        Err(leads) => return Ok(*leads),
    };
    let records = in_time(async {
        let mut connection = state.pool().acquire().await?;
        let managed = account::managed(&mut connection, signed_in.account.id).await?;
        establishment::by_ids(&mut connection, &managed).await
    })
    .await?;
    web::page(&EstablishmentsPage::new(&records, lang)).map(web::private)
}
