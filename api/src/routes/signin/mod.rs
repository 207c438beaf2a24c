//! Signing in by programs: the same as the pages do.

pub mod ask;
pub mod follow;
pub mod password;
mod view;

pub(crate) use view::EnteredView;
