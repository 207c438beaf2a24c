//! What handlers take from a request. Unlike the framework's own extractors, every refusal is one of our problems and
//! names the parameter at fault.

mod accept;
mod asked;
mod body;
mod decode;
mod fields;
mod id;
mod json;
mod language;
mod members;
mod none;
mod place;

pub use accept::Accept;
pub(crate) use asked::{conditions, equipment, limits, needs, unfit_limits};
pub(crate) use body::{body, body_of, body_within};
#[cfg(test)]
pub(crate) use fields::names;
pub use fields::{Fields, Params, QueryParams};
pub(crate) use fields::{read_query, shortened};
pub(crate) use id::{FORMS, PathPart, path_part, path_parts};
pub use id::{PathForm, PathId, PathName};
pub(crate) use json::{FromMembers, JsonBody, JsonValue};
pub use language::{KeptParams, LangParams};
pub(crate) use language::{
    LANG_COOKIE, Spoken, accepted_language, lang, language_named, language_of, spoken,
};
pub(crate) use members::{Faults, Members, pointer_to, read_json, whole as read_whole};
pub use none::NoParams;
pub(crate) use place::{bounding_box, bounding_box_of, near, point, refuse_swapped};
