//! What the owner of a webhook is told by mail: that nothing is sent any more, which no receiver could tell.

use plainpied_criteria::Lang;
use plainpied_store::webhook::Webhook;
use plainpied_store::{PgConnection, account};

use crate::mail::{Addressee, Block, Letter, post};
use crate::problem::Problem;
use crate::state::AppState;

/// Puts the mail into the outbox. Accounts without an address see it in the state of the webhook.
///
/// # Errors
/// 503 where the database cannot answer.
pub(super) async fn tell(
    connection: &mut PgConnection,
    state: &AppState,
    webhook: &Webhook,
    reason: &str,
) -> Result<(), Problem> {
    let id = webhook.account_id;
    let email = account::find(connection, &id.to_string()).await?.and_then(|account| account.email);
    let Some(email) = email else {
        return Ok(());
    };
    let profile = account::profile(connection, id).await?;
    let english = profile.is_some_and(|profile| profile.language == "en");
    let letter = letter(if english { Lang::En } else { Lang::Fr }, webhook, reason);
    post(connection, Addressee(&email), &letter, state.clock().now()).await
}

/// The address may hold a secret of the receiver's own: only its host is named.
fn letter(lang: Lang, webhook: &Webhook, reason: &str) -> Letter {
    let url = reqwest::Url::parse(&webhook.url).ok();
    let host = url.as_ref().and_then(reqwest::Url::host_str).unwrap_or_default();
    let (subject, what, next, why) = match lang {
        Lang::Fr => (
            format!("Un webhook vers {host} est désactivé"),
            format!("Votre webhook {} ({host}) n'est plus servi : {reason}.", webhook.id),
            "Rien n'est perdu. Une fois l'adresse réparée, réactivez-le : il reprendra où il s'était arrêté.",
            "Vous recevez ce message parce que ce webhook appartient à votre compte.",
        ),
        Lang::En => (
            format!("A webhook to {host} is disabled"),
            format!("Nothing is sent to your webhook {} ({host}) any more: {reason}.", webhook.id),
            "Nothing is lost. Once the address is mended, make it active again: it goes on from where it stopped.",
            "You get this message because the webhook belongs to your account.",
        ),
    };
    Letter {
        lang,
        kind: "webhook_disabled",
        subject,
        blocks: vec![
            Block::Text(what),
            Block::Text(next.to_owned()),
            Block::Text(format!("PATCH /api/v1/webhooks/{} {{\"state\": \"active\"}}", webhook.id)),
        ],
        reason: why.to_owned(),
        unsubscribe: None,
        expires_at: None,
    }
}
