pub mod get;
mod pieces;
pub mod snapshot;
mod stream;
