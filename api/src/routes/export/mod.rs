pub mod get;
mod pieces;
pub mod snapshot;
mod stream;

pub(crate) use get::POSITION;
