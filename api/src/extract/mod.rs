//! What handlers take from a request. Unlike the framework's own extractors, every refusal is one of our problems and
//! names the parameter at fault.

mod accept;
mod decode;
mod fields;
mod id;
mod language;
mod place;

pub use accept::Accept;
pub use fields::{Fields, Params, QueryParams};
pub use id::PathId;
pub use language::{Language, language_of};
pub(crate) use id::path_part;
pub(crate) use place::{bounding_box, near};
