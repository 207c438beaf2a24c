pub mod create;
pub mod delete;
pub mod list;
mod view;

pub(crate) use view::{NoticeView, current, doubted};
