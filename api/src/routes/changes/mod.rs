mod events;
pub mod list;
mod patch;

pub(crate) use events::LAST_EVENT_ID;
pub(crate) use list::{ChangeView, with_records};
