use std::path::PathBuf;

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use plainpied_store::mail::DueMail;
use tokio::sync::Notify;

/// No server gets longer for one step of SMTP.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(30);

/// How mails leave.
#[derive(Debug, Clone)]
pub enum MailConfig {
    /// Over SMTP.
    Smtp {
        /// `smtp://host:port?tls=required`, `smtps://user:password@host`.
        url: String,
        /// The sender: `Plainpied <contact@example.org>`.
        from: String,
    },
    /// As `.eml` files in this folder, for development.
    Files(PathBuf),
}

/// Why mails cannot leave as configured.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The URL of the server is none. It may hold a password, and is not repeated.
    #[error("PLAINPIED_SMTP_URL is no SMTP URL, as smtps://user:password@mail.example.org: {0}")]
    Url(#[source] lettre::transport::smtp::Error),
    /// The sender is none.
    #[error("PLAINPIED_MAIL_FROM is no sender, as Plainpied <contact@example.org>: {0}")]
    From(#[source] lettre::address::AddressError),
}

/// Sends mails.
pub(crate) struct Mailer {
    transport: Transport,
    from: Mailbox,
    woken: Notify,
}

enum Transport {
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
    Files(PathBuf),
}

/// Why one mail was not sent; says nothing of its reader.
#[derive(Debug)]
pub(super) struct Failure {
    pub reason: String,
    /// Whether trying again is of no use.
    pub for_good: bool,
}

impl Mailer {
    /// Of this configuration.
    ///
    /// # Errors
    /// A URL or a sender that is none.
    pub fn new(config: &MailConfig) -> Result<Self, MailError> {
        let (transport, from) = match config {
            MailConfig::Smtp { url, from } => {
                let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(MailError::Url)?;
                (Transport::Smtp(Box::new(builder.timeout(Some(PATIENCE)).build())), from.as_str())
            }
            MailConfig::Files(folder) => {
                (Transport::Files(folder.clone()), "Plainpied <plainpied@localhost.localdomain>")
            }
        };
        Ok(Self { transport, from: from.parse().map_err(MailError::From)?, woken: Notify::new() })
    }

    /// Whether mails reach people, rather than a folder.
    pub fn is_real(&self) -> bool {
        matches!(self.transport, Transport::Smtp(_))
    }

    /// Tells the worker that there is something to send.
    pub fn wake(&self) {
        self.woken.notify_one();
    }

    /// Until somebody calls [`Mailer::wake`].
    pub(super) async fn woken(&self) {
        self.woken.notified().await;
    }

    /// Sends a mail.
    pub(super) async fn send(&self, mail: &DueMail) -> Result<(), Failure> {
        let message = self.message(mail)?;
        match &self.transport {
            Transport::Smtp(transport) => {
                transport.send(message).await.map(|_| ()).map_err(|error| Failure::of(&error))
            }
            Transport::Files(folder) => {
                let failed = |error: std::io::Error| Failure { reason: error.to_string(), for_good: false };
                tokio::fs::create_dir_all(folder).await.map_err(failed)?;
                // Under its name only when it is whole: who waits for it must not read half of it.
                let (draft, whole) = (format!("{}.part", mail.id), format!("{}.eml", mail.id));
                tokio::fs::write(folder.join(&draft), message.formatted()).await.map_err(failed)?;
                tokio::fs::rename(folder.join(draft), folder.join(whole)).await.map_err(failed)
            }
        }
    }

    fn message(&self, mail: &DueMail) -> Result<Message, Failure> {
        let never = |reason: String| Failure { reason, for_good: true };
        let to: Address =
            mail.recipient.parse().map_err(|_not_one| never("the address is none".to_owned()))?;
        let mut builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(mail.subject.replace(['\r', '\n'], " "))
            .date(mail.created_at.into())
            .message_id(Some(format!("<{}@{}>", mail.id, self.from.email.domain())))
            // Answers by machines are not wanted (RFC 3834).
            .raw_header(raw("Auto-Submitted", "auto-generated"));
        if let Some(address) = &mail.unsubscribe {
            builder = builder
                .raw_header(raw("List-Unsubscribe", &format!("<{address}>")))
                .raw_header(raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }
        let body = MultiPart::alternative_plain_html(mail.text_body.clone(), mail.html_body.clone());
        builder.multipart(body).map_err(|error| never(error.to_string()))
    }
}

fn raw(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

impl Failure {
    /// The text of an answer may repeat the address: only its code is told.
    fn of(error: &lettre::transport::smtp::Error) -> Self {
        let code = error.status();
        let reason = match code {
            Some(code) => format!("the server answered {code}"),
            None if error.is_timeout() => "the server did not answer in time".to_owned(),
            None if error.is_tls() => "no secure connection".to_owned(),
            None if error.is_client() => "what the server asks for is not supported".to_owned(),
            None => "no connection to the server".to_owned(),
        };
        // 55x is about this mail; other refusals, as of our password, are about us and may be mended.
        let about_mail =
            |code: lettre::transport::smtp::response::Code| (550..560).contains(&u16::from(code));
        Self { reason, for_good: code.is_some_and(about_mail) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(recipient: &str) -> DueMail {
        let at = time::macros::datetime!(2026-11-25 12:00 UTC);
        DueMail {
            id: uuid::Uuid::nil(),
            kind: "test".to_owned(),
            recipient: recipient.to_owned(),
            subject: "Été\r\nBcc: other@example.org".to_owned(),
            text_body: "texte".to_owned(),
            html_body: "<p>texte</p>".to_owned(),
            unsubscribe: Some("https://example.org/u/1".to_owned()),
            created_at: at,
            expires_at: None,
            attempts: 1,
        }
    }

    fn mailer() -> Mailer {
        Mailer::new(&MailConfig::Files(PathBuf::from("nowhere"))).unwrap()
    }

    #[test]
    fn a_subject_cannot_add_headers() {
        let text = String::from_utf8(mailer().message(&mail("a@example.org")).unwrap().formatted()).unwrap();
        assert!(!text.lines().any(|line| line.starts_with("Bcc")), "{text}");
        assert!(text.contains("List-Unsubscribe: <https://example.org/u/1>"), "{text}");
        assert!(text.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{text}");
    }

    #[test]
    fn a_mail_without_an_address_is_given_up_and_the_address_not_told() {
        let failure = mailer().message(&mail("nobody, other@example.org")).unwrap_err();
        assert!(failure.for_good && !failure.reason.contains("nobody"), "{failure:?}");
    }

    // Connections of the SMTP client belong to a runtime.
    #[tokio::test]
    async fn a_wrong_configuration_names_the_variable_and_keeps_the_password() {
        let config = |url: &str, from: &str| MailConfig::Smtp { url: url.to_owned(), from: from.to_owned() };
        let error = Mailer::new(&config("http://user:secret@host", "a@b.fr")).err().unwrap().to_string();
        assert!(error.contains("PLAINPIED_SMTP_URL") && !error.contains("secret"), "{error}");
        let error = Mailer::new(&config("smtp://localhost", "nobody")).err().unwrap().to_string();
        assert!(error.contains("PLAINPIED_MAIL_FROM"), "{error}");
    }
}
