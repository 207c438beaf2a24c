use plainpied_domain::access::Action;
use plainpied_store::{PgConnection, account};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::extract::{Faults, Members};
use crate::problem::Problem;

/// Who looks after it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AssignRequest {
    /// A moderator's account; oneself unless given, nobody where it is null.
    assignee: Option<Uuid>,
}

/// Who is to look after something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Assignee {
    /// Who asks.
    Oneself,
    /// Nobody any more.
    Nobody,
    /// Another moderator.
    Account(Uuid),
}

impl Assignee {
    /// The member `assignee`: absent, null, or the id of an account.
    pub fn read(members: &mut Members<'_>, faults: &mut Faults) -> Self {
        match members.said("assignee") {
            None => Self::Oneself,
            Some(value) if value.is_null() => Self::Nobody,
            Some(_) => members.parsed("assignee", faults).map_or(Self::Nobody, Self::Account),
        }
    }

    /// The account, which must be one that may decide.
    ///
    /// # Errors
    /// 422 for another one.
    pub async fn account(
        self,
        connection: &mut PgConnection,
        oneself: Uuid,
    ) -> Result<Option<Uuid>, Problem> {
        let id = match self {
            Self::Oneself => return Ok(Some(oneself)),
            Self::Nobody => return Ok(None),
            Self::Account(id) => id,
        };
        let account = account::find(connection, &id.to_string()).await?;
        let decides = Action::Decide.rule().roles;
        if account.is_some_and(|account| decides.contains(&account.role) && account.blocked_at.is_none()) {
            return Ok(Some(id));
        }
        let mut faults = Faults::default();
        faults.add("/assignee", "no account of a moderator", None);
        faults.check()?;
        Ok(None)
    }
}
