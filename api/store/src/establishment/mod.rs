//! Reading establishments.

mod feature;
mod locate;

pub use feature::{FeatureRecord, all, by_ids, get, in_box};
pub use locate::{Located, locate};
