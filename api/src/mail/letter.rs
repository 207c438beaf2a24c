use askama::Template;
use plainpied_criteria::Lang;
use plainpied_domain::EstablishmentId;
use plainpied_store::PgConnection;
use plainpied_store::mail::{self, NewMail};
use time::OffsetDateTime;

use crate::problem::Problem;
use crate::web::Tongue;

/// What a mail says, in one language. The same blocks make its text and its HTML.
#[derive(Debug)]
pub(crate) struct Letter {
    /// The language.
    pub lang: Lang,
    /// What it is about, for operators: `sign_in`, `digest`.
    pub kind: &'static str,
    /// The subject.
    pub subject: String,
    /// What it says.
    pub blocks: Vec<Block>,
    /// Why the reader gets it.
    pub reason: String,
    /// Of a subscription: the address that ends it by one POST, without signing in (RFC 8058).
    pub unsubscribe: Option<String>,
    /// After which it is of no use and not sent any more.
    pub expires_at: Option<OffsetDateTime>,
}

/// A part of a mail.
#[derive(Debug)]
pub(crate) enum Block {
    /// A paragraph.
    Text(String),
    /// A heading.
    Heading(String),
    /// What the reader is asked to follow: the words on it, and its address.
    Action(String, String),
    /// A list: each item with its address, where it has one.
    Items(Vec<(String, Option<String>)>),
}

/// To whom a mail goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Addressee<'a>(pub &'a str);

#[derive(Template)]
#[template(path = "mail/letter.txt")]
struct AsText<'a> {
    letter: &'a Letter,
    tongue: Tongue,
}

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct AsHtml<'a> {
    letter: &'a Letter,
    tongue: Tongue,
}

/// Puts a mail into the outbox, in the transaction of what causes it. Once that is committed, [`super::Mailer::wake`].
///
/// # Errors
/// The database cannot answer, or a template fails.
pub(crate) async fn post(
    connection: &mut PgConnection,
    Addressee(recipient): Addressee<'_>,
    letter: &Letter,
    at: OffsetDateTime,
) -> Result<(), Problem> {
    let tongue = Tongue(letter.lang);
    let mail = NewMail {
        id: EstablishmentId::new(at, rand::random()).as_uuid(),
        kind: letter.kind,
        recipient,
        subject: &letter.subject,
        text: &AsText { letter, tongue }.render()?,
        html: &AsHtml { letter, tongue }.render()?,
        unsubscribe: letter.unsubscribe.as_deref(),
        created_at: at,
        expires_at: letter.expires_at,
    };
    Ok(mail::enqueue(connection, &mail).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter() -> Letter {
        Letter {
            lang: Lang::En,
            kind: "test",
            subject: "Test".to_owned(),
            blocks: vec![
                Block::Heading("News".to_owned()),
                Block::Text("A & <b>B</b>".to_owned()),
                Block::Items(vec![("One".to_owned(), Some("https://example.org/?a=1&b=2".to_owned()))]),
                Block::Action("Go".to_owned(), "https://example.org/x?a=1&b=2".to_owned()),
            ],
            reason: "Somebody asked.".to_owned(),
            unsubscribe: Some("https://example.org/unsubscribe/1".to_owned()),
            expires_at: None,
        }
    }

    #[test]
    fn text_is_plain_and_html_is_escaped() {
        let (letter, tongue) = (letter(), Tongue(Lang::En));
        let text = AsText { letter: &letter, tongue }.render().unwrap();
        let html = AsHtml { letter: &letter, tongue }.render().unwrap();
        assert!(text.contains("A & <b>B</b>") && text.contains("https://example.org/x?a=1&b=2"), "{text}");
        assert!(!html.contains("<b>B") && html.contains("A &#38; &#60;b&#62;"), "{html}");
        for both in [&text, &html] {
            assert!(both.contains("https://example.org/unsubscribe/1") && both.contains("Somebody asked."));
        }
        assert!(!html.contains("<img") && !html.contains("<script"), "nothing is loaded from elsewhere");
    }
}
