//! People: signing in over a real mail server, sessions, one's own data, keys; and every way in that is none.

mod browser;
mod export;
mod keys;
mod own;
mod session;
mod signing_in;

pub use browser::Browser;

use crate::harness::{Running, World};
use crate::smtp::Smtp;

/// A service that mails.
async fn opened() -> (World, Smtp, Running, String) {
    let world = World::seeded().await;
    let smtp = Smtp::start();
    let (server, url) = world.serve_with(&smtp.options());
    (world, smtp, server, url)
}
