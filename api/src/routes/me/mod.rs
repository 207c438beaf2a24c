//! One's own account. A session is needed: no key reads or changes who somebody is.

pub mod delete;
pub mod export;
pub mod get;
pub mod sessions;
pub mod update;
