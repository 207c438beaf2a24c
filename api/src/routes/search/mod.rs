pub mod list;
pub(crate) mod params;
pub mod suggest;
