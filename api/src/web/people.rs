//! The pages of signing in.

use askama::Template;
use plainpied_criteria::Lang;
use plainpied_domain::EstablishmentId;

use super::Shell;
use crate::state::AppState;

/// Signing in: by a link, or by a password.
#[derive(Debug, Template)]
#[template(path = "signin.html")]
pub(crate) struct SignInPage {
    shell: Shell,
    next: String,
    email: String,
    wrong_email: bool,
    wrong_password: bool,
    /// The address that leads through a provider, and what people call that.
    provider: Option<(String, String)>,
}

impl SignInPage {
    pub fn new(state: &AppState, lang: Lang, next: String) -> Self {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", &next).finish();
        let title = if lang == Lang::Fr { "Se connecter" } else { "Sign in" }.to_owned();
        let shell = Shell::new(lang, title, &format!("/signin?{query}"));
        let provider = state
            .openid()
            .map(|openid| (shell.to(&format!("/signin/openid?{query}")), openid.config.name.clone()));
        Self { shell, next, email: String::new(), wrong_email: false, wrong_password: false, provider }
    }

    /// With what was typed.
    pub fn with_email(self, email: String) -> Self {
        Self { email, ..self }
    }

    /// That the address is none.
    pub fn wrong_email(self) -> Self {
        Self { wrong_email: true, ..self }
    }

    /// That address and password do not belong together.
    pub fn wrong_password(self) -> Self {
        Self { wrong_password: true, ..self }
    }
}

/// A link that was mailed, with the button that uses it.
#[derive(Debug, Template)]
#[template(path = "signin_link.html")]
pub(crate) struct LinkPage {
    shell: Shell,
    action: String,
    email: String,
    /// Whether a name is wanted.
    new: bool,
    name: String,
    wrong_name: bool,
}

impl LinkPage {
    pub fn new(lang: Lang, (token, email): (&str, String), new: bool) -> Self {
        let title = match (lang, new) {
            (Lang::Fr, true) => "Bienvenue",
            (Lang::En, true) => "Welcome",
            (Lang::Fr, false) => "Se connecter",
            (Lang::En, false) => "Sign in",
        };
        let path = format!("/signin/{token}");
        let shell = Shell::new(lang, title.to_owned(), &path);
        Self { action: shell.to(&path), shell, email, new, name: String::new(), wrong_name: false }
    }

    /// That the name is missing or too long.
    pub fn wrong_name(self, name: String) -> Self {
        Self { wrong_name: true, name, ..self }
    }
}

/// A page that says one thing.
#[derive(Debug, Template)]
#[template(path = "message.html")]
pub(crate) struct MessagePage {
    shell: Shell,
    texts: Vec<&'static str>,
    /// A button: where it leads, and its words.
    action: Option<(String, &'static str)>,
}

impl MessagePage {
    fn new(lang: Lang, (fr, en): (&str, &str), path: &str) -> Self {
        let title = if lang == Lang::Fr { fr } else { en }.to_owned();
        Self { shell: Shell::new(lang, title, path), texts: Vec::new(), action: None }
    }

    fn says(mut self, fr: &'static str, en: &'static str) -> Self {
        self.texts.push(self.shell.tongue.say(fr, en));
        self
    }

    /// A link is on its way; `real`: to people, rather than to a folder.
    pub fn sent(lang: Lang, real: bool) -> Self {
        let page = Self::new(lang, ("Regardez vos messages", "Look at your mail"), "/signin/sent")
            .says(
                "Un lien de connexion est en route vers l'adresse que vous avez donnée. Il sert une seule fois, dans les 15 minutes.",
                "A link to sign in is on its way to the address that you gave. It works once, within 15 minutes.",
            )
            .says(
                "Rien reçu ? Regardez parmi les indésirables et vérifiez l'adresse.",
                "Nothing there? Look among the junk, and check the address.",
            );
        if real {
            return page;
        }
        page.says(
            "Ce service n'a pas de serveur de messagerie : le message est un fichier du dossier « mail » de ses données.",
            "This service has no mail server: the message is a file in the folder “mail” of its data.",
        )
    }

    /// A new address waits for its button.
    pub fn confirm_address(lang: Lang, token: &str) -> Self {
        let path = format!("/account/address/{token}");
        let mut page = Self::new(lang, ("Confirmer votre adresse", "Confirm your address"), &path).says(
            "Désormais, c'est avec cette adresse que vous vous connecterez.",
            "From now on you sign in with this address.",
        );
        page.action = Some((page.shell.to(&path), page.shell.tongue.say("Confirmer", "Confirm")));
        page
    }

    /// It counts.
    pub fn address_changed(lang: Lang) -> Self {
        Self::new(lang, ("Adresse confirmée", "Address confirmed"), "/account").says(
            "Votre nouvelle adresse est en place ; l'ancienne a été prévenue.",
            "Your new address counts; the old one was told.",
        )
    }

    /// A page of moderators, shown to somebody else.
    pub fn for_moderators(lang: Lang) -> Self {
        Self::new(lang, ("Réservé à la modération", "For moderators only"), "/moderation").says(
            "Votre compte ne permet pas de voir cette page. Si vous devriez la voir, écrivez à l'équipe du site.",
            "Your account may not see this page. If it should, write to the team of the site.",
        )
    }

    /// A page of whoever runs a place, shown to somebody else.
    pub fn for_managers(id: EstablishmentId, lang: Lang) -> Self {
        let page = format!("/establishments/{id}/notices");
        Self::new(lang, ("Réservé à qui gère ce lieu", "For those who run this place only"), &page).says(
            "Votre compte ne gère pas ce lieu. Si vous le gérez, dites-le depuis sa page ; sinon, signalez-nous ce que vous avez vu.",
            "Your account does not run this place. If you do, say so from its page; else report to us what you saw.",
        )
    }

    /// Somebody has left.
    pub fn left(lang: Lang) -> Self {
        Self::new(lang, ("Compte supprimé", "Account deleted"), "/").says(
            "Votre nom, votre adresse, vos sessions et vos clés sont effacés. Vos contributions restent, sans nom.",
            "Your name, address, sessions and keys are gone. What you contributed stays, without a name.",
        )
    }
}
