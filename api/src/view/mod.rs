//! What goes out: bodies, media types, links, entity tags.

mod address_line;
mod body;
mod catalog;
mod collection;
mod conditional;
mod establishment;
mod export;
mod found;
mod linked;
mod links;
pub mod media;
mod provenance;
mod search;
mod shown;
mod text;
mod verdicts;

pub(crate) use address_line::address_line;
pub use body::Body;
pub(crate) use body::personal;
pub(crate) use catalog::catalog;
pub use collection::{EstablishmentsView, FeatureCollectionView, FeatureView};
pub(crate) use collection::{ListHead, collection};
pub(crate) use conditional::{Validators, is_unchanged, of_the_program};
pub use establishment::{EstablishmentHead, EstablishmentView};
pub(crate) use export::{ExportFormat, Exporter, Order, with_place};
pub(crate) use found::Found;
pub use found::ScoreView;
pub use linked::LinkedView;
pub(crate) use links::{Paging, page_urls};
pub use search::{SearchFeaturesView, SearchHead, SearchView};
pub(crate) use shown::Shown;
pub use text::TextView;
pub(crate) use verdicts::{Judged, answers, known, or_nothing, usual_verdicts};
pub use verdicts::{VerdictSummaryView, VerdictView};
