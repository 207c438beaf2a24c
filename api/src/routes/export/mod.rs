pub mod get;
mod pieces;
mod stream;
