pub mod area;
mod changed;
pub mod commune;
mod feed;
pub mod place;
pub mod search;

pub(crate) use changed::told;
