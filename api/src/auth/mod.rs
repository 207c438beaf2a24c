//! Who asks: keys of programs, and what their accounts may do.

mod caller;
mod key;
mod optional;

pub(crate) use caller::Caller;
pub(crate) use key::{FreshKey, hash_of, prefix_of};
