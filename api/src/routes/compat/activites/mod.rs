pub mod get;
pub mod list;

use plainpied_domain::InseeCode;
use plainpied_store::compat;
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

use crate::problem::Problem;
use crate::state::AppState;

/// An activity and how many establishments have it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ActiviteView {
    /// French name.
    nom: String,
    /// Slug.
    slug: String,
    /// Establishments.
    count: i64,
}

/// How many establishments of these communes, or of all, have each activity.
async fn counts(state: &AppState, communes: Option<&[InseeCode]>) -> Result<HashMap<String, i64>, Problem> {
    let counted = state.query(async |connection| compat::activities(connection, communes).await);
    Ok(counted.await?.into_iter().collect())
}
