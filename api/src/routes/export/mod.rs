pub mod get;
mod stream;
