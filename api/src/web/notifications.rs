//! What somebody was told.

use askama::Template;
use plainpied_criteria::{Lang, schema};
use plainpied_store::moderation::NotificationRecord;

use super::{Shell, Tongue};
use crate::moderation::sentence_of;

/// The list.
#[derive(Debug, Template)]
#[template(path = "notifications.html")]
pub(crate) struct NotificationsPage {
    shell: Shell,
    csrf: String,
    lines: Vec<Line>,
    /// The latest that was not read.
    unread: Option<String>,
    older: Option<String>,
}

#[derive(Debug)]
struct Line {
    sentence: &'static str,
    /// The answer that is spoken of.
    label: Option<&'static str>,
    /// What leads there, and its words.
    question: Option<(String, &'static str)>,
    answer: String,
    day: String,
    place: Option<String>,
    new: bool,
}

impl NotificationsPage {
    pub fn new(records: &[NotificationRecord], more: bool, csrf: String, lang: Lang) -> Self {
        let tongue = Tongue(lang);
        let criterion = |record: &NotificationRecord| schema().get(record.criterion.as_deref()?);
        let question = |record: &NotificationRecord| {
            let words = if record.kind == "asked" {
                ("Répondre", "Answer")
            } else {
                ("Revoir la réponse", "Look at the answer")
            };
            let path = format!(
                "/establishments/{}/edit?criterion={}",
                record.establishment_id?,
                criterion(record)?.key
            );
            Some((tongue.to(&path), tongue.say(words.0, words.1)))
        };
        let line = |record: &NotificationRecord| Line {
            sentence: sentence_of(&record.kind, record.decision.as_deref(), lang),
            label: criterion(record).map(|criterion| criterion.label.get(lang)),
            question: question(record),
            answer: record.answer.clone(),
            day: tongue.day(record.created_at.date()),
            place: record.establishment_id.map(|id| tongue.to(&format!("/establishments/{id}"))),
            new: record.read_at.is_none(),
        };
        let unread = records.iter().find(|record| record.read_at.is_none());
        let last = records.last().filter(|_| more);
        let title = tongue.say("Ce qu'on m'a dit", "What I was told").to_owned();
        Self {
            shell: Shell::new(lang, title, "/account/notifications")
                .below([(tongue.say("Mon espace", "My space").to_owned(), "/account".to_owned())]),
            csrf,
            lines: records.iter().map(line).collect(),
            unread: unread.map(|record| record.id.to_string()),
            older: last.map(|last| tongue.to(&format!("/account/notifications?before={}", last.id))),
        }
    }
}
