//! Sends what waits, for as long as the server runs.

use std::time::Duration;

use metrics::gauge;
use plainpied_store::StoreError;
use plainpied_store::mail::{self, DueMail};
use time::OffsetDateTime;

use super::mailer::Failure;
use crate::state::AppState;

/// Waiting mails are looked for so often, woken or not.
const LOOK: Duration = Duration::from_secs(5);
/// After this time another worker takes over what one has taken.
const LEASE: time::Duration = time::Duration::minutes(5);
/// Mails taken at once.
const TOGETHER: i64 = 8;
/// How long until the second, third, fourth try; then every six hours.
const PAUSES: [time::Duration; 5] = [
    time::Duration::seconds(30),
    time::Duration::minutes(2),
    time::Duration::minutes(10),
    time::Duration::hours(1),
    time::Duration::hours(6),
];
/// A mail that could not be sent for so long is given up.
const GIVEN_UP_AFTER: time::Duration = time::Duration::days(4);
/// A mail that was given up is shown to operators for so long.
const SHOWN: time::Duration = time::Duration::days(30);

const WAITING: &str = "plainpied_mails_waiting";
const GIVEN_UP: &str = "plainpied_mails_given_up";

/// Sends mails until the server ends. Several servers may do so at once.
pub(crate) async fn deliver(state: AppState) {
    loop {
        match round(&state).await {
            // There may be more.
            Ok(sent) if sent == TOGETHER => continue,
            Ok(_) => {}
            Err(error) => tracing::info!(%error, "the outbox of mails cannot be read; again soon"),
        }
        let _look = tokio::time::timeout(LOOK, state.mailer().woken()).await;
    }
}

/// Sends a few; how many were due.
async fn round(state: &AppState) -> Result<i64, StoreError> {
    let now = state.clock().now();
    let mails = {
        let mut connection = state.pool().acquire().await?;
        mail::forget_given_up(&mut connection, now - SHOWN).await?;
        let (waiting, given_up) = mail::counts(&mut connection).await?;
        #[expect(clippy::cast_precision_loss, reason = "a count of mails stays far below 2^53")]
        for (name, count) in [(WAITING, waiting), (GIVEN_UP, given_up)] {
            gauge!(name).set(count as f64);
        }
        mail::take_due(&mut connection, now, now + LEASE, TOGETHER).await?
    };
    let count = i64::try_from(mails.len()).unwrap_or(TOGETHER);
    // Beside each other: one address that is slow must not hold up the others.
    for done in futures::future::join_all(mails.iter().map(|mail| attend(state, mail))).await {
        done?;
    }
    Ok(count)
}

/// Sends one mail and remembers what came of it.
async fn attend(state: &AppState, mail: &DueMail) -> Result<(), StoreError> {
    let expired = |now: OffsetDateTime| mail.expires_at.is_some_and(|end| end <= now);
    let outcome = if expired(state.clock().now()) {
        tracing::info!(mail = %mail.id, kind = mail.kind, "mail dropped: it is of no use any more");
        Ok(())
    } else {
        state.mailer().send(mail).await
    };
    let mut connection = state.pool().acquire().await?;
    let Err(failure) = outcome else {
        return mail::forget(&mut connection, mail.id).await;
    };
    let now = state.clock().now();
    let next = next(mail, &failure, now);
    let (id, kind, reason) = (mail.id, mail.kind.as_str(), failure.reason.as_str());
    if next.1.is_some() {
        tracing::warn!(mail = %id, kind, attempts = mail.attempts, reason, "mail given up");
    } else {
        tracing::info!(mail = %id, kind, attempts = mail.attempts, reason, "mail not sent; again later");
    }
    mail::put_off(&mut connection, id, next, reason).await
}

/// When a mail is tried again, and since when it is given up.
fn next(mail: &DueMail, failure: &Failure, now: OffsetDateTime) -> (OffsetDateTime, Option<OffsetDateTime>) {
    if failure.for_good || now - mail.created_at >= GIVEN_UP_AFTER {
        return (now, Some(now));
    }
    let tries = usize::try_from(mail.attempts).unwrap_or_default();
    let pause = PAUSES.get(tries.saturating_sub(1)).or(PAUSES.last()).copied().unwrap_or_default();
    (now + pause, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_tried_ever_more_seldom_and_given_up_after_days() {
        let created_at = time::macros::datetime!(2026-11-25 12:00 UTC);
        let mail = |attempts| DueMail {
            id: uuid::Uuid::nil(),
            kind: "test".to_owned(),
            recipient: String::new(),
            subject: String::new(),
            text_body: String::new(),
            html_body: String::new(),
            unsubscribe: None,
            created_at,
            expires_at: None,
            attempts,
        };
        let passing = Failure { reason: String::new(), for_good: false };
        let mut now = created_at;
        for (attempts, pause) in (1..).zip(PAUSES) {
            let (due, given_up) = next(&mail(attempts), &passing, now);
            assert_eq!((due - now, given_up), (pause, None));
            now = due;
        }
        assert_eq!(next(&mail(90), &passing, now).0, now + time::Duration::hours(6));
        let late = created_at + GIVEN_UP_AFTER;
        assert_eq!(next(&mail(9), &passing, late).1, Some(late));
        let refused = Failure { reason: String::new(), for_good: true };
        assert_eq!(next(&mail(1), &refused, now).1, Some(now));
    }
}
