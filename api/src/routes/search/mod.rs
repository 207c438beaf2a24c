mod around;
pub mod list;
pub(crate) mod params;
pub(crate) mod results;
pub mod suggest;

pub(crate) use params::Filters;
