pub mod create;
pub mod list;
pub mod notes;
pub mod of_commune;

use serde::Serialize;
use utoipa::ToSchema;

use crate::questions::HeardView;

/// What was said of one criterion.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CriterionHeardView {
    /// The criterion.
    #[schema(example = "entree_largeur_mini")]
    pub criterion: String,
    /// What people said.
    #[serde(flatten)]
    pub heard: HeardView,
}
