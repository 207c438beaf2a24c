use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::Caller;
use crate::problem::{Problem, code};
use crate::state::AppState;

/// Who asks, where somebody who is not known may ask too.
#[derive(Debug, Clone)]
pub(crate) struct Reader(pub Option<Caller>);

impl Reader {
    /// Who asks; nobody only where that is allowed.
    ///
    /// # Errors
    /// 401.
    pub fn or_nobody(&self, allowed: bool) -> Result<Option<&Caller>, Problem> {
        match &self.0 {
            None if !allowed => Err(Problem::new(&code::NOT_SIGNED_IN)),
            caller => Ok(caller.as_ref()),
        }
    }
}

impl FromRequestParts<AppState> for Reader {
    type Rejection = Problem;

    /// # Errors
    /// 401 for a key that is of no use.
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        match Caller::from_request_parts(parts, state).await {
            Ok(caller) => Ok(Self(Some(caller))),
            Err(problem) if problem.code().name == code::NOT_SIGNED_IN.name => Ok(Self(None)),
            Err(problem) => Err(problem),
        }
    }
}
