pub mod contributions;
pub mod revert;
