//! Mails. What causes one writes it to the outbox in its own transaction ([`post`]) and wakes the worker after the
//! commit ([`Mailer::wake`]); no request waits for SMTP, and a server that is killed loses none. A mail may come twice
//! where the worker dies between sending and forgetting: its Message-ID is the same then.

#![expect(dead_code, unused_imports, reason = "what causes mails comes with the accounts")]

mod letter;
mod mailer;
mod outbox;

pub(crate) use letter::{Addressee, Block, Letter, post};
pub(crate) use mailer::Mailer;
pub use mailer::{MailConfig, MailError};
pub(crate) use outbox::deliver;
