mod events;
pub mod list;
mod patch;
