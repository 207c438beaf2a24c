pub mod accept;
pub mod assign;
pub mod create;
pub mod decisions;
pub mod get;
pub mod list;
pub mod reject;
pub mod withdraw;

use plainpied_criteria::Lang;
use plainpied_store::moderation::SuggestionRecord;

use crate::moderation::{self, Desk, SuggestionView};
use crate::problem::Problem;
use crate::state::AppState;

/// A suggestion as a moderator looks at it.
async fn examined(state: &AppState, record: SuggestionRecord, lang: Lang) -> Result<SuggestionView, Problem> {
    let desk = Desk::of(state).await?;
    let now = state.clock().now();
    moderation::examine(&mut *state.acquire().await?, &desk.room(), record, (lang, now)).await
}
