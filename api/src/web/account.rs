//! One's own space.

use askama::Template;
use plainpied_criteria::Lang;
use plainpied_domain::access::Action;
use plainpied_store::account::{self, ApiKey, SessionRecord};
use plainpied_store::{history, subscription};
use time::OffsetDateTime;

use super::faulty::text_of;
use super::rooms::{Counts, Room, rooms};
use super::{Shell, Tongue};
use crate::auth::SignedIn;
use crate::extract::language_named;
use crate::people::{self, is_in_use};
use crate::problem::Problem;
use crate::state::{AppState, in_time};

/// What the page says of the form that was just sent.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// What was done.
    pub done: Option<String>,
    /// A key that was just made.
    pub secret: Option<String>,
    /// What was typed, by the name of its field.
    pub typed: Vec<(String, String)>,
    /// The fields that are wrong, and what is, in French and English.
    pub wrong: Vec<(&'static str, &'static str, &'static str)>,
}

impl Notes {
    /// That a field is wrong.
    pub fn wrong(field: &'static str, fr: &'static str, en: &'static str) -> Self {
        Self { wrong: vec![(field, fr, en)], ..Self::default() }
    }

    /// With what was typed.
    pub fn with(mut self, field: &str, typed: String) -> Self {
        self.typed.push((field.to_owned(), typed));
        self
    }
}

/// One's own space.
#[derive(Debug, Template)]
#[template(path = "account.html")]
pub(crate) struct AccountPage {
    shell: Shell,
    csrf: String,
    notes: Notes,
    faults: Vec<(&'static str, String)>,
    name: String,
    email: String,
    role: &'static str,
    /// Whether mails are in English.
    english: bool,
    has_password: bool,
    sessions: Vec<SessionLine>,
    keys: Vec<KeyLine>,
    /// Where the other pages of one's own are.
    rooms: Vec<Room>,
}

#[derive(Debug)]
struct SessionLine {
    id: String,
    agent: String,
    seen: String,
    own: bool,
}

#[derive(Debug)]
struct KeyLine {
    address: String,
    prefix: String,
    name: String,
    scopes: String,
    origin: Option<String>,
    until: Option<String>,
    used: Option<String>,
}

impl AccountPage {
    /// Reads what it shows.
    ///
    /// # Errors
    /// The database cannot answer.
    pub async fn load(
        state: &AppState,
        signed_in: &SignedIn,
        lang: Lang,
        notes: Notes,
    ) -> Result<Self, Problem> {
        let (id, now, tongue) = (signed_in.account.id, state.clock().now(), Tongue(lang));
        let keys = people::keys(state, id).await?;
        let mut connection = state.acquire().await?;
        let found = in_time(account::find(&mut connection, &id.to_string())).await?;
        let account = found.unwrap_or_else(|| signed_in.account.clone());
        let profile = in_time(account::profile(&mut connection, id)).await?;
        let sessions = in_time(account::sessions(&mut connection, id, now)).await?;
        let counts = Counts {
            contributions: in_time(history::count_by(&mut connection, id)).await?,
            subscriptions: in_time(subscription::of_account(&mut connection, id)).await?.len() as i64,
            establishments: in_time(account::managed(&mut connection, id)).await?.len() as i64,
            decides: Action::Decide.rule().roles.contains(&account.role),
        };
        let line = |session| session_line(session, signed_in, tongue);
        let in_use = keys.into_iter().filter(|key| is_in_use(key, now));
        let faults: Vec<_> =
            notes.wrong.iter().map(|(field, fr, en)| (*field, tongue.say(fr, en).to_owned())).collect();
        let title = tongue.say("Mon espace", "My space");
        let title = tongue.title(title, !faults.is_empty());
        Ok(Self {
            shell: Shell::new(lang, title, "/account"),
            faults,
            csrf: signed_in.csrf.clone(),
            name: account.name,
            email: account.email.unwrap_or_default(),
            role: role(account.role, tongue),
            english: profile
                .as_ref()
                .is_some_and(|profile| language_named(&profile.language) == Some(Lang::En)),
            has_password: profile.is_some_and(|profile| profile.has_password),
            sessions: sessions.into_iter().map(line).collect(),
            keys: in_use.map(|key| key_line(key, tongue)).collect(),
            rooms: rooms(&counts, tongue),
            notes,
        })
    }

    /// What was typed into a field, or what stands there now.
    fn typed<'a>(&'a self, field: &str, now: &'a str) -> &'a str {
        let typed = self.notes.typed.iter().find(|(name, _)| name == field);
        typed.map_or(now, |(_, text)| text.as_str())
    }

    fn password_label(&self) -> &'static str {
        match self.has_password {
            true => self.shell.tongue.say("Nouveau mot de passe", "New password"),
            false => self.shell.tongue.say("Mot de passe (facultatif)", "Password (optional)"),
        }
    }

    /// What is wrong with a field; empty: nothing.
    fn error(&self, field: &str) -> &str {
        text_of(&self.faults, field)
    }

    /// Whether a key is to reach so far: as it was ticked, reading unless it was typed at all.
    fn reaches(&self, scope: &str) -> bool {
        let typed = |name: &str| self.notes.typed.iter().any(|(known, _)| known == name);
        typed(&format!("scope[{scope}]")) || (scope == "read" && !typed("key_name"))
    }

    /// What was done, in words.
    fn done(&self) -> Option<&str> {
        let (fr, en) = match self.notes.done.as_deref()? {
            "profile" => ("C'est enregistré.", "It is saved."),
            "address" => (
                "Un lien de confirmation est en route vers la nouvelle adresse.",
                "A link to confirm it is on its way to the new address.",
            ),
            "password" => (
                "Le mot de passe est enregistré ; les autres sessions sont closes.",
                "The password is saved; the other sessions have ended.",
            ),
            "no-password" => ("Le mot de passe est retiré.", "The password is removed."),
            "sessions" => ("La session est close.", "The session has ended."),
            "revoked" => ("La clé est retirée.", "The key is taken back."),
            _ => return None,
        };
        Some(self.shell.tongue.say(fr, en))
    }
}

fn session_line(session: SessionRecord, signed_in: &SignedIn, tongue: Tongue) -> SessionLine {
    SessionLine {
        own: session.id == signed_in.session,
        id: session.id.to_string(),
        agent: session.agent,
        seen: tongue.day(session.last_seen_at.date()),
    }
}

fn key_line(key: ApiKey, tongue: Tongue) -> KeyLine {
    let day = |at: OffsetDateTime| tongue.day(at.date());
    KeyLine {
        address: tongue.to(&format!("/account/keys/{}", key.prefix)),
        prefix: key.prefix,
        name: key.name,
        scopes: key.scopes.join(", "),
        origin: key.origin,
        until: key.expires_at.map(day),
        used: key.last_used_at.map(day),
    }
}

fn role(role: plainpied_domain::access::Role, tongue: Tongue) -> &'static str {
    use plainpied_domain::access::Role;
    let (fr, en) = match role {
        Role::Contributor => ("contributeur", "contributor"),
        Role::Partner => ("partenaire", "partner"),
        Role::Moderator => ("modérateur", "moderator"),
        Role::Administrator => ("administrateur", "administrator"),
    };
    tongue.say(fr, en)
}
