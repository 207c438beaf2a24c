//! What people would have otherwise, and what the moderators say of it, in public.

use plainpied_store::PgConnection;
use plainpied_store::participation::{self, Answer, IdeaRecord};
use uuid::Uuid;

use crate::extract::{Faults, Members};
use crate::problem::{Problem, code};
use crate::writing::line;

/// What can be answered.
pub(crate) const ANSWERS: [&str; 3] = ["accepted", "declined", "done"];

/// The members of an answer: what comes of the proposal, and why.
pub(crate) fn proposal_answer(members: &mut Members<'_>, faults: &mut Faults) -> (String, String) {
    let new = members.text("state", faults).unwrap_or_default();
    if !ANSWERS.contains(&new.as_str()) {
        faults.add("/state", format!("must be among {}", ANSWERS.join(", ")), None);
    }
    let text = line(&members.text("answer", faults).unwrap_or_default(), 2_000);
    (new, text.map_err(|wrong| faults.add("/answer", wrong, None)).unwrap_or_default())
}

/// One proposal.
///
/// # Errors
/// 404.
pub(crate) async fn proposal(connection: &mut PgConnection, id: Uuid) -> Result<IdeaRecord, Problem> {
    let unknown = || Problem::new(&code::NOT_FOUND).detail("there is no such proposal").at("id");
    participation::idea(connection, id).await?.ok_or_else(unknown)
}

/// Answers a proposal; a later answer takes the place of the one before.
///
/// # Errors
/// 404.
pub(crate) async fn answer_proposal(
    connection: &mut PgConnection,
    id: Uuid,
    answer: &Answer<'_>,
) -> Result<IdeaRecord, Problem> {
    participation::answer_idea(connection, id, answer).await?;
    proposal(connection, id).await
}
