//! `POST /api/v1/subscriptions`: be told of changes by mail.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use plainpied_domain::access::Action;
use serde::Serialize;
use utoipa::ToSchema;

use super::SubscriptionView;
use crate::extract::{NoParams, Params, read_whole};
use crate::interest::{self, InterestRequest};
use crate::problem::{Problem, ProblemView, code};
use crate::state::AppState;
use crate::subscriptions::{self, Frequency};
use crate::view::Body;
use crate::writing::{Submission, WriteErrors};

/// What to be told of, and how often.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SubscriptionRequest {
    /// Which changes.
    interest: InterestRequest,
    /// `at_once` (with at least five minutes between two mails), `daily` (unless given) or `weekly`.
    #[schema(example = "daily")]
    frequency: Option<String>,
}

/// Subscribe
///
/// Mails go to the address of the account, in its language, where something has changed. Each holds a link that ends the
/// subscription without signing in. For an interest that there is already, the frequency is changed.
#[utoipa::path(
    post,
    path = "/api/v1/subscriptions",
    operation_id = "createSubscription",
    tag = "following",
    request_body(content = SubscriptionRequest, content_type = "application/json"),
    responses(
        (status = 201, description = "Subscribed", body = SubscriptionView),
        (status = 409, description = "The account has no address, or as many subscriptions as it may", body = ProblemView, content_type = "application/problem+json"),
        WriteErrors,
    ),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(NoParams): Params<NoParams>,
    submission: Submission,
) -> Result<Response, Problem> {
    let caller = &submission.caller;
    caller.permit(&state, Action::Follow, None).await?;
    let (interest, frequency) = read_whole(&submission.body, |members, faults| {
        let interest = interest::read(members, faults);
        if interest.is_none() {
            faults.add("/interest", "is missing or wrong", None);
        }
        let word = members.text("frequency", faults).unwrap_or_else(|| Frequency::Daily.as_str().to_owned());
        let frequency = Frequency::of(&word);
        if frequency.is_none() {
            let words = Frequency::ALL.map(|(word, _)| word).join(", ");
            faults.add("/frequency", format!("must be among {words}"), None);
        }
        interest.zip(frequency)
    })?
    .ok_or_else(|| Problem::new(&code::INVALID_BODY))?;
    let kept = subscriptions::keep(&state, &caller.account, interest, frequency).await?;
    Ok((StatusCode::CREATED, Body::json(&SubscriptionView::from(kept))?).into_response())
}
