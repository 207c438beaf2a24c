pub mod create;
pub mod delete;
pub mod list;
pub mod unsubscribe;
mod view;

pub(crate) use view::{SubscriptionView, SubscriptionsView};
