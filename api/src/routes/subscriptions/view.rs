use plainpied_store::subscription::Subscription;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::interest::InterestView;

/// What an account is told of by mail.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SubscriptionView {
    /// Id.
    id: Uuid,
    /// Which changes.
    interest: InterestView,
    /// `at_once`, `daily`, `weekly`.
    #[schema(example = "daily")]
    frequency: String,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    created_at: OffsetDateTime,
    /// When the next digest is due; none is sent where nothing has changed.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    due_at: OffsetDateTime,
}

impl From<Subscription> for SubscriptionView {
    fn from(subscription: Subscription) -> Self {
        Self {
            id: subscription.id,
            interest: InterestView::from(&subscription.interest),
            frequency: subscription.frequency,
            created_at: subscription.created_at,
            due_at: subscription.due_at,
        }
    }
}

/// All subscriptions of an account.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SubscriptionsView {
    /// The oldest first.
    pub subscriptions: Vec<SubscriptionView>,
}
