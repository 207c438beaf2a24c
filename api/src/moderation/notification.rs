//! What people are told of what became of what they did.

use plainpied_criteria::Lang;
use plainpied_store::moderation::{NotificationRecord, notify};
use plainpied_store::{PgConnection, StoreError};
use time::OffsetDateTime;
use uuid::Uuid;

use super::fresh_id;

/// What somebody is told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told<'a> {
    /// `suggestion`, `report`, `reported`, `claim`, `redaction`.
    pub kind: &'a str,
    /// Of which suggestion, report or claim.
    pub about: Uuid,
    /// Of which establishment.
    pub establishment: Option<Uuid>,
    /// `accepted` or `rejected`.
    pub decision: &'a str,
    /// What moderators answered.
    pub answer: &'a str,
}

/// Tells an account something, in the transaction of what it is told of.
///
/// # Errors
/// As PostgreSQL says.
pub(crate) async fn tell(
    connection: &mut PgConnection,
    account: Uuid,
    told: Told<'_>,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    let record = NotificationRecord {
        id: fresh_id(at),
        account_id: account,
        kind: told.kind.to_owned(),
        about: Some(told.about),
        establishment_id: told.establishment,
        decision: Some(told.decision.to_owned()),
        answer: told.answer.to_owned(),
        created_at: at,
        read_at: None,
    };
    notify(connection, &record).await
}

/// What a notification says, in a sentence.
pub(crate) fn sentence_of(kind: &str, decision: Option<&str>, lang: Lang) -> &'static str {
    let accepted = decision == Some("accepted");
    let (fr, en) = match (kind, accepted) {
        ("suggestion", true) => {
            ("Votre proposition a été acceptée et publiée.", "Your suggestion was accepted and published.")
        }
        ("suggestion", false) => {
            ("Votre proposition n'a pas été retenue.", "Your suggestion was not accepted.")
        }
        ("report", true) => ("Votre signalement a été retenu.", "Your report was accepted."),
        ("report", false) => ("Votre signalement n'a pas été retenu.", "Your report was not accepted."),
        ("reported", true) => (
            "Un lieu que vous avez décrit a été signalé, et le signalement a été retenu.",
            "A place that you described was reported, and the report was accepted.",
        ),
        ("reported", false) => (
            "Un lieu que vous avez décrit a été signalé, et le signalement n'a pas été retenu.",
            "A place that you described was reported, and the report was not accepted.",
        ),
        ("claim", true) => ("Vous gérez maintenant ce lieu.", "You manage this place now."),
        ("claim", false) => (
            "Votre demande de gérer ce lieu n'a pas été acceptée.",
            "Your claim of this place was not accepted.",
        ),
        _ => (
            "Un texte que vous aviez écrit a été retiré par la modération.",
            "A text that you wrote was taken out by the moderators.",
        ),
    };
    if lang == Lang::Fr { fr } else { en }
}
