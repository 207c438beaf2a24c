//! Reading establishments.

mod curve;
mod feature;
mod locate;

pub use curve::{Among, along_curve};
pub use feature::{FeatureRecord, all, by_ids, get, in_box};
pub use locate::{Located, locate, locate_all};
