//! What people are written about their accounts.

use plainpied_criteria::Lang;
use time::OffsetDateTime;

use crate::mail::{Block, Letter};
use crate::web::Tongue;

/// The link that signs in.
pub(super) fn sign_in(lang: Lang, address: String, expires_at: OffsetDateTime) -> Letter {
    let tongue = Tongue(lang);
    let say = |fr: &str, en: &str| tongue.say(fr, en).to_owned();
    Letter {
        lang,
        kind: "sign_in",
        subject: say("Votre lien de connexion à Plainpied", "Your link to sign in to Plainpied"),
        blocks: vec![
            Block::Text(say(
                "Bonjour, voici le lien pour vous connecter. Il sert une seule fois, dans les 15 minutes.",
                "Hello, here is the link to sign in. It works once, within 15 minutes.",
            )),
            Block::Action(say("Me connecter", "Sign in"), address),
            Block::Text(say(
                "Si vous n'avez rien demandé, ne faites rien : sans ce lien, personne ne peut entrer.",
                "If you did not ask for it, do nothing: without this link nobody can get in.",
            )),
        ],
        reason: say(
            "Ce message est envoyé parce que cette adresse a été saisie sur la page de connexion.",
            "You get this because this address was typed on the page for signing in.",
        ),
        unsubscribe: None,
        expires_at: Some(expires_at),
    }
}

/// The link that changes an address, to the new one.
pub(super) fn confirm_address(lang: Lang, address: String, expires_at: OffsetDateTime) -> Letter {
    let tongue = Tongue(lang);
    let say = |fr: &str, en: &str| tongue.say(fr, en).to_owned();
    Letter {
        lang,
        kind: "confirm_address",
        subject: say("Confirmez votre nouvelle adresse", "Confirm your new address"),
        blocks: vec![
            Block::Text(say(
                "Suivez ce lien pour vous connecter désormais avec cette adresse. Il sert une seule fois, dans la journée.",
                "Follow this link to sign in with this address from now on. It works once, within a day.",
            )),
            Block::Action(say("Confirmer cette adresse", "Confirm this address"), address),
        ],
        reason: say(
            "Ce message est envoyé parce que cette adresse a été donnée pour un compte Plainpied.",
            "You get this because this address was given for a Plainpied account.",
        ),
        unsubscribe: None,
        expires_at: Some(expires_at),
    }
}

/// To the address that was, or of whom the password changed.
pub(super) fn notice(lang: Lang, what: Noticed) -> Letter {
    let tongue = Tongue(lang);
    let say = |fr: &str, en: &str| tongue.say(fr, en).to_owned();
    let (subject, text) = what.words(tongue);
    Letter {
        lang,
        kind: "account_notice",
        subject: subject.to_owned(),
        blocks: vec![
            Block::Text(text.to_owned()),
            Block::Text(say(
                "Si ce n'est pas vous, connectez-vous, fermez toutes les sessions et écrivez à l'équipe du service.",
                "If this was not you, sign in, end all sessions, and write to the operators of the service.",
            )),
        ],
        reason: say(
            "Ce message est envoyé pour la sécurité de votre compte.",
            "You get this for the safety of your account.",
        ),
        unsubscribe: None,
        expires_at: None,
    }
}

/// What happened to an account.
#[derive(Debug, Clone, Copy)]
pub(super) enum Noticed {
    Asked,
    Changed,
    Password,
}

impl Noticed {
    /// Subject and text.
    fn words(self, tongue: Tongue) -> (&'static str, &'static str) {
        match self {
            Self::Asked => (
                tongue.say("Changement d'adresse demandé", "Change of address asked for"),
                tongue.say(
                    "Une autre adresse a été donnée pour votre compte Plainpied. Elle vaudra dès qu'elle sera confirmée.",
                    "Another address was given for your Plainpied account. It counts once it is confirmed.",
                ),
            ),
            Self::Changed => (
                tongue.say("Votre adresse a changé", "Your address has changed"),
                tongue.say(
                    "Votre compte Plainpied a désormais une autre adresse ; celle-ci ne permet plus de s'y connecter.",
                    "Your Plainpied account has another address now; this one no longer signs in.",
                ),
            ),
            Self::Password => (
                tongue.say("Votre mot de passe a changé", "Your password has changed"),
                tongue.say(
                    "Le mot de passe de votre compte Plainpied a été changé ou retiré, et les autres sessions sont closes.",
                    "The password of your Plainpied account was changed or removed, and the other sessions have ended.",
                ),
            ),
        }
    }
}
