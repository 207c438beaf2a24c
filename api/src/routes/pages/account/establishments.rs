//! `GET /account/establishments`: what one manages.

use axum::extract::State;
use axum::response::Response;
use plainpied_store::{account, establishment};

use crate::auth::Member;
use crate::extract::{LangParams, Params};
use crate::problem::Problem;
use crate::state::AppState;
use crate::web::{self, EstablishmentsPage};

pub(crate) async fn handler(
    State(state): State<AppState>,
    Member(signed_in): Member,
    Params(LangParams { lang }): Params<LangParams>,
) -> Result<Response, Problem> {
    let records = state
        .query(async |connection| {
            let managed = account::managed(connection, signed_in.account.id).await?;
            establishment::by_ids(connection, &managed).await
        })
        .await?;
    web::page(&EstablishmentsPage::new(&records, lang)).map(web::private)
}
