//! People and what they may change of themselves: pages and API do the same through these.

mod address;
mod consent;
mod export;
mod keys;
mod leaving;
mod letters;
mod openid;
mod own;
mod signing_in;

pub(crate) use address::{Change, ask_to_change, change_address, promised_change};
pub(crate) use consent::{
    Consent, Favoured, OwnNeeds, consent, favour, favourites, forget, is_favourite, keep_own, withdraw,
};
pub(crate) use export::{ExportView, export};
pub(crate) use keys::{MadeKey, OVERLAP_HOURS, WantedKey, is_in_use, keys, make, revoke, rotate};
pub(crate) use leaving::leave;
pub use openid::OpenIdConfig;
pub(crate) use openid::{OpenId, arrive, depart};
pub(crate) use own::{describe, email_of, name_of, password_of, set_password};
pub(crate) use signing_in::{Asked, Entry, Followed, Promise, ask, follow, promised, with_password};

/// Forgets what is of no use any more, every hour, for as long as the server runs.
pub(crate) async fn forget_expired(state: crate::state::AppState) {
    const EVERY: std::time::Duration = std::time::Duration::from_secs(3_600);
    loop {
        let now = state.clock().now();
        let forgotten = async {
            plainpied_store::account::forget_expired(&mut *state.pool().acquire().await?, now).await
        };
        if let Err(error) = forgotten.await {
            tracing::info!(%error, "old sessions and links could not be forgotten; again in an hour");
        }
        tokio::time::sleep(EVERY).await;
    }
}
