pub mod assign;
pub mod create;
pub mod decide;
pub mod get;
pub mod list;
mod view;
pub mod withdraw;

pub(crate) use view::ClaimView;
