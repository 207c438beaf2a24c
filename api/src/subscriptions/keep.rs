//! Keeping a subscription: the API and the pages do it the same way.

use plainpied_domain::{EstablishmentId, Interest};
use plainpied_store::account::Account;
use plainpied_store::change;
use plainpied_store::subscription::{self, Subscription};

use super::Frequency;
use crate::interest;
use crate::problem::{Problem, code};
use crate::state::AppState;

/// Subscriptions of one account.
pub(crate) const MOST: i64 = 50;

/// Tells an account of changes from now on. For an interest that it has already, the frequency is changed. Whether it may
/// is asked before.
///
/// # Errors
/// 409 where the account has no address, or as many as it may; 422 where there is nothing of what is named; 503.
pub(crate) async fn keep(
    state: &AppState,
    account: &Account,
    interest: Interest,
    frequency: Frequency,
) -> Result<Subscription, Problem> {
    if account.email.is_none() {
        return Err(Problem::new(&code::WRONG_STATE).detail("the account has no e-mail address"));
    }
    interest::check(state, &interest).await?;
    let now = state.clock().now();
    let mut subscription = Subscription {
        id: EstablishmentId::new(now, rand::random()).as_uuid(),
        account_id: account.id,
        interest,
        frequency: frequency.as_str().to_owned(),
        position: 0,
        created_at: now,
        due_at: frequency.first(now),
    };
    let kept = state
        .query(async |connection| {
            subscription.position = change::head(connection).await?.position;
            match subscription::add(connection, &subscription, MOST).await? {
                Some(id) => subscription::get(connection, id).await,
                None => Ok(None),
            }
        })
        .await?;
    kept.ok_or_else(|| {
        Problem::new(&code::WRONG_STATE).detail(format!("an account has at most {MOST} subscriptions"))
    })
}

/// What an account is told of, the oldest first.
///
/// # Errors
/// 503.
pub(crate) async fn list(state: &AppState, account: &Account) -> Result<Vec<Subscription>, Problem> {
    state.query(async |connection| subscription::of_account(connection, account.id).await).await
}
