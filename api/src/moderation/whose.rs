//! Queues: whose entries, and pages of them.

use plainpied_store::moderation::QueueFilter;
use uuid::Uuid;

use crate::auth::Caller;
use crate::extract::Fields;
use crate::problem::Problem;

/// Whose, where a parameter names an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    /// Of who asks.
    Me,
    /// Of nobody.
    Nobody,
    /// Of this account.
    Account(Uuid),
}

impl Whose {
    fn account(self, caller: &Caller) -> Option<Uuid> {
        match self {
            Self::Me => Some(caller.account.id),
            Self::Account(id) => Some(id),
            Self::Nobody => None,
        }
    }
}

/// Which entries of a queue are asked for.
#[derive(Debug)]
pub(crate) struct Queue {
    state: Option<&'static str>,
    establishment: Option<Uuid>,
    author: Option<Whose>,
    assignee: Option<Whose>,
}

const STATES: [(&str, Option<&str>); 5] = [
    ("open", Some("open")),
    ("accepted", Some("accepted")),
    ("rejected", Some("rejected")),
    ("withdrawn", Some("withdrawn")),
    ("all", None),
];

impl Queue {
    /// The parameters `state`, `establishment`, `author` and `assignee`.
    ///
    /// # Errors
    /// One that is not what it should be.
    pub fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            state: fields.word("state", &STATES)?.unwrap_or(Some("open")),
            establishment: fields.parsed("establishment")?,
            author: whose(fields, "author")?,
            assignee: whose(fields, "assignee")?,
        })
    }

    /// Whether somebody asks for its own entries, which needs no moderator.
    pub fn is_own(&self) -> bool {
        self.author == Some(Whose::Me)
    }

    /// The same for the base.
    pub fn filter(&self, caller: &Caller) -> QueueFilter {
        QueueFilter {
            state: self.state.map(str::to_owned),
            establishment: self.establishment,
            author: self.author.and_then(|whose| whose.account(caller)),
            assignee: self.assignee.and_then(|whose| whose.account(caller)),
            unassigned: self.assignee == Some(Whose::Nobody),
        }
    }
}

fn whose(fields: &mut Fields, name: &'static str) -> Result<Option<Whose>, Problem> {
    let nobody = name == "assignee";
    match fields.take(name).as_deref() {
        None => Ok(None),
        Some("me") => Ok(Some(Whose::Me)),
        Some("nobody") if nobody => Ok(Some(Whose::Nobody)),
        Some(id) => {
            let detail =
                if nobody { "the id of an account, me or nobody" } else { "the id of an account, or me" };
            let id = id.parse().map_err(|_not_one| Problem::parameter(name, format!("{detail} is expected")));
            Ok(Some(Whose::Account(id?)))
        }
    }
}
