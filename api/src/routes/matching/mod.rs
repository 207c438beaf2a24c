pub mod item;
pub mod post;
mod view;
