//! Who asks: keys of programs, sessions of people, and what their accounts may do.

mod agent;
mod caller;
mod form;
mod key;
mod member;
mod next;
mod origin;
pub(crate) mod password;
mod reader;
mod session;
mod token;

pub(crate) use caller::{Caller, given_key};
pub(crate) use form::{PageForm, kept};
pub(crate) use key::{FreshKey, hash_of, prefix_of};
pub(crate) use member::{Instead, Member, asked_language};
pub(crate) use next::{next, next_kept};
pub(crate) use session::{
    SignedIn, Visitor, away_cookie, away_token, begin, drafts_cookie, drafts_token, farewell,
};
pub(crate) use token::Token;

use key::hex;
pub(crate) use reader::Reader;
