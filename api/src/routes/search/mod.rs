pub mod list;
mod params;
pub mod suggest;
