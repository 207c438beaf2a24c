//! Reading establishments.

mod chunks;
mod curve;
mod feature;
mod latest;
mod locate;
mod neighbours;
mod revision;
mod told;

pub use chunks::Chunks;
pub use curve::{Among, along_curve};
pub use feature::{FeatureRecord, after, all, by_ids, get, in_box};
pub use latest::{LatestRecord, commune_name, latest, latest_in_box, latest_of, names};
pub use locate::{Located, locate, locate_all};
pub use neighbours::neighbours;
pub use revision::{Revision, revision};
pub(crate) use told::tell_notices;
