mod events;
pub mod list;
mod patch;

pub(crate) use events::LAST_EVENT_ID;
