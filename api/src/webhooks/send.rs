//! One attempt to hand a message over.

use std::error::Error;
use std::time::Instant;

use plainpied_store::webhook::{Attempt, Delivery, DeliveryKind, Webhook};
use reqwest::{Client, Response, StatusCode, header};
use time::{Duration, OffsetDateTime};

use super::backoff::{PATIENCE, pause};
use super::secret::signatures;
use super::target::{Allowed, check_url};

/// What is told of a failure, at most.
const TOLD: usize = 200;

/// What came back.
struct Outcome {
    status: Option<StatusCode>,
    asked: Option<Duration>,
    error: Option<String>,
}

/// Sends a body to a webhook, signed; what it came to, as it is to be written down.
pub(super) async fn attempt(
    (client, allowed): (&Client, &Allowed),
    (webhook, delivery): (&Webhook, &Delivery),
    body: Vec<u8>,
    (now, luck): (OffsetDateTime, f64),
) -> Attempt {
    let began = Instant::now();
    let outcome = match check_url(&webhook.url, allowed) {
        Ok(url) => {
            let request = client
                .post(url)
                .header(header::CONTENT_TYPE, "application/json")
                .header("webhook-id", delivery.id.to_string())
                .header("webhook-timestamp", now.unix_timestamp().to_string())
                .header("webhook-signature", signed(webhook, delivery, &body, now))
                .body(body);
            match request.send().await {
                Ok(response) => answered(&response),
                Err(error) => failed(reason(&error)),
            }
        }
        Err(refused) => failed(refused.to_string()),
    };
    judged(
        (webhook, delivery),
        outcome,
        i32::try_from(began.elapsed().as_millis()).unwrap_or(i32::MAX),
        (now, luck),
    )
}

fn signed(webhook: &Webhook, delivery: &Delivery, body: &[u8], now: OffsetDateTime) -> String {
    let previous = webhook.secrets.previous.as_ref().filter(|(_, until)| *until > now);
    let secrets = std::iter::once(&webhook.secrets.present).chain(previous.map(|(secret, _)| secret));
    signatures(secrets.map(Vec::as_slice), (&delivery.id.to_string(), now.unix_timestamp()), body)
}

/// Only the head of an answer is read: what follows could have no end.
fn answered(response: &Response) -> Outcome {
    let status = response.status();
    let asked = response.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
    let error = (!status.is_success()).then(|| match status.is_redirection() {
        true => format!("the answer was {status}: redirects are not followed"),
        false => format!("the answer was {status}"),
    });
    Outcome {
        status: Some(status),
        asked: asked.and_then(|text| text.trim().parse().ok()).map(Duration::seconds),
        error,
    }
}

fn failed(error: String) -> Outcome {
    Outcome { status: None, asked: None, error: Some(error) }
}

/// The innermost cause says most, and holds no URL.
fn reason(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer in time".to_owned();
    }
    let mut cause: &dyn Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string().chars().take(TOLD).collect()
}

fn judged(
    (webhook, delivery): (&Webhook, &Delivery),
    outcome: Outcome,
    milliseconds: i32,
    (now, luck): (OffsetDateTime, f64),
) -> Attempt {
    let Outcome { status, asked, error } = outcome;
    let gone = status == Some(StatusCode::GONE);
    let ping = delivery.kind == DeliveryKind::Ping.as_str();
    let tired = webhook.failing_since.is_some_and(|since| now - since > PATIENCE);
    let disable = match &error {
        Some(_) if ping => None,
        Some(_) if gone => Some("the address answered 410 Gone".to_owned()),
        Some(error) if tired => {
            Some(format!("nothing was accepted for {} days: {error}", PATIENCE.whole_days()))
        }
        _ => None,
    };
    let (state, at) = match &error {
        None => ("delivered", now),
        Some(_) if ping => ("failed", now),
        Some(_) => ("pending", now + pause(delivery.attempts.saturating_add(1), luck, asked)),
    };
    Attempt {
        state,
        at,
        status: status.and_then(|status| i16::try_from(status.as_u16()).ok()),
        milliseconds,
        error,
        made_at: now,
        disable,
    }
}
