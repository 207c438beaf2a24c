//! What people are told of what became of what they did.

use plainpied_criteria::Lang;
use plainpied_domain::EstablishmentId;
use plainpied_store::moderation::{NotificationRecord, managers_to_tell, notify};
use plainpied_store::{PgConnection, StoreError, account};
use time::OffsetDateTime;
use uuid::Uuid;

use super::fresh_id;
use crate::extract::language_named;
use crate::mail::{Addressee, Block, Letter, post};
use crate::problem::Problem;
use crate::site::Site;

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

/// Tells an account something, in the transaction of what it is told of: where it looks, and by a mail where it has an
/// address.
///
/// # Errors
/// The database cannot answer.
pub(crate) async fn tell(
    connection: &mut PgConnection,
    site: &Site,
    account: Uuid,
    told: Told<'_>,
    at: OffsetDateTime,
) -> Result<(), Problem> {
    let record = NotificationRecord {
        id: fresh_id(at),
        account_id: account,
        kind: told.kind.to_owned(),
        about: Some(told.about),
        establishment_id: told.establishment,
        criterion: None,
        decision: Some(told.decision.to_owned()),
        answer: told.answer.to_owned(),
        created_at: at,
        read_at: None,
    };
    notify(connection, &record).await?;
    let address = account::find(connection, &account.to_string()).await?.and_then(|account| account.email);
    let Some(address) = address else {
        return Ok(());
    };
    let profile = account::profile(connection, account).await?;
    let lang = profile.and_then(|profile| language_named(&profile.language)).unwrap_or_default();
    write_to(connection, site, (&address, lang), told, at).await
}

/// Tells the managers of a place what somebody said of it: where they look, once until they have read it. Their digests
/// have the counts.
///
/// # Errors
/// The database cannot answer.
pub(crate) async fn tell_managers(
    connection: &mut PgConnection,
    establishment: EstablishmentId,
    (kind, criterion): (&str, Option<&str>),
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    for account_id in managers_to_tell(connection, establishment, (kind, criterion)).await? {
        let record = NotificationRecord {
            id: fresh_id(at),
            account_id,
            kind: kind.to_owned(),
            about: None,
            establishment_id: Some(establishment.as_uuid()),
            criterion: criterion.map(str::to_owned),
            decision: None,
            answer: String::new(),
            created_at: at,
            read_at: None,
        };
        notify(connection, &record).await?;
    }
    Ok(())
}

/// Writes to somebody whose address is known, in the transaction of what is told.
///
/// # Errors
/// The database cannot answer.
pub(super) async fn write_to(
    connection: &mut PgConnection,
    site: &Site,
    (address, lang): (&str, Lang),
    told: Told<'_>,
    at: OffsetDateTime,
) -> Result<(), Problem> {
    post(connection, Addressee(address), &letter(site, lang, told), at).await
}

fn letter(site: &Site, lang: Lang, told: Told<'_>) -> Letter {
    let say = |fr: &str, en: &str| if lang == Lang::Fr { fr } else { en }.to_owned();
    let mut blocks = vec![Block::Text(sentence_of(told.kind, Some(told.decision), lang).to_owned())];
    if !told.answer.is_empty() {
        let answers = say("Réponse de la modération : ", "Answer of the moderators: ");
        blocks.push(Block::Text(format!("{answers}{}", told.answer)));
    }
    if let Some(id) = told.establishment {
        let address = site.url_of("/establishments/", id);
        blocks.push(Block::Action(say("Voir le lieu", "See the place"), address));
    }
    Letter {
        lang,
        kind: "decision",
        subject: say("Plainpied : une décision de la modération", "Plainpied: a decision of the moderators"),
        blocks,
        reason: say(
            "Ce message est envoyé parce que vous avez écrit à propos de ce lieu.",
            "You get this because you wrote about this place.",
        ),
        unsubscribe: None,
        expires_at: None,
    }
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
        ("asked", _) => (
            "Quelqu'un a eu besoin d'une réponse sur un lieu que vous gérez.",
            "Somebody needed an answer about a place that you manage.",
        ),
        ("proved", _) => (
            "Ce qui est dit d'un lieu que vous gérez s'est vérifié sur place.",
            "What is said of a place that you manage proved true on the spot.",
        ),
        ("disproved", _) => (
            "Ce qui est dit d'un lieu que vous gérez ne s'est pas vérifié sur place.",
            "What is said of a place that you manage did not prove true on the spot.",
        ),
        _ => (
            "Un texte que vous aviez écrit a été retiré par la modération.",
            "A text that you wrote was taken out by the moderators.",
        ),
    };
    if lang == Lang::Fr { fr } else { en }
}
