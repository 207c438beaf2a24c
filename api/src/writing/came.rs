use axum::body::to_bytes;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use crate::moderation::Kept;
use crate::problem::{Problem, code};

/// Answers to writes are shorter.
const LONGEST: usize = 1024 * 1024;

/// What became of a write, as pages say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Came {
    /// It is written.
    Done(Uuid),
    /// A better source says otherwise; both are kept.
    Beside,
    /// A moderator looks at it first.
    Waits,
    /// It says nothing new.
    Nothing,
}

/// The part of an answer that tells.
#[derive(Deserialize)]
struct Written {
    id: Uuid,
    outcome: String,
    #[serde(default)]
    kept: Vec<String>,
}

impl Came {
    /// Reads what a writing function answered.
    ///
    /// # Errors
    /// 500 for an answer that none of them gives.
    pub async fn of(answer: Response) -> Result<Self, Problem> {
        if answer.status() == StatusCode::ACCEPTED {
            return Ok(Self::Waits);
        }
        let internal = |error| Problem::new(&code::INTERNAL).cause(error);
        let bytes = to_bytes(answer.into_body(), LONGEST).await.map_err(internal)?;
        let written: Written = serde_json::from_slice(&bytes)?;
        Ok(match (written.outcome.as_str(), written.kept.is_empty()) {
            (_, false) => Self::Beside,
            ("unchanged", true) => Self::Nothing,
            _ => Self::Done(written.id),
        })
    }

    /// The word that stands in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done(_) => "done",
            Self::Beside => "beside",
            Self::Waits => "waits",
            Self::Nothing => "nothing",
        }
    }
}

impl From<&Kept> for Came {
    fn from(kept: &Kept) -> Self {
        match kept {
            Kept::Nothing(_) => Self::Nothing,
            Kept::Suggestion(_) => Self::Waits,
        }
    }
}
