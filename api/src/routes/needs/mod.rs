pub mod list;
mod view;
