pub mod create;
pub mod delete;
pub mod list;

use plainpied_domain::EstablishmentId;
use plainpied_store::moderation;

use crate::problem::Problem;
use crate::state::AppState;
use crate::view::NoticeView;

/// The notices of an establishment that have not ended.
///
/// # Errors
/// 503 where the database cannot answer.
pub(crate) async fn current(state: &AppState, id: EstablishmentId) -> Result<Vec<NoticeView>, Problem> {
    let now = state.clock().now();
    let read = state.query(async |connection| moderation::notices(connection, id, now).await);
    Ok(read.await?.into_iter().map(|notice| NoticeView::new(notice, now)).collect())
}
