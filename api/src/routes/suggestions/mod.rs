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

use crate::moderation::{self, SuggestionView};
use crate::problem::Problem;
use crate::state::AppState;
use crate::writing::Room;

/// A suggestion as a moderator looks at it.
async fn examined(state: &AppState, record: SuggestionRecord, lang: Lang) -> Result<SuggestionView, Problem> {
    let (catalogue, reference) = (state.catalogue().await?, state.reference().await?);
    let room = Room { catalogue: &catalogue, reference: &reference, site: state.site() };
    let now = state.clock().now();
    moderation::examine(&mut *state.acquire().await?, &room, record, (lang, now)).await
}
