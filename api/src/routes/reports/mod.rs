pub mod assign;
pub mod create;
pub mod decide;
pub mod list;
mod view;

pub(crate) use view::ReportView;
