//! Who may do what: the one table of permissions, which code, tests and documents share.
//!
//! An action needs a scope of the key that asks for it, and a role of the account or a tie to the establishment. Every
//! cell that is not in the table is a refusal.

mod action;
mod role;
mod scope;

pub use action::{Action, RULES, Rule};
pub use role::{Role, UnknownRole};
pub use scope::{Scope, Scopes, UnknownScope};

/// What an account has to do with the establishment, or the change, that an action is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ties {
    /// It is a manager of the establishment.
    pub manages: bool,
    /// It made the change.
    pub author: bool,
}

/// Why an action is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The key does not reach so far.
    #[error("the key lacks the scope {0}")]
    Scope(Scope),
    /// The account may not, whatever its key.
    #[error("a {0} may not do this")]
    Role(Role),
}

/// Whether an account of this role, with these ties and through a key of these scopes, may do this.
///
/// # Errors
/// Why not.
pub fn permit(action: Action, role: Role, ties: Ties, scopes: Scopes) -> Result<(), Refusal> {
    let rule = action.rule();
    if !scopes.has(rule.scope) {
        return Err(Refusal::Scope(rule.scope));
    }
    let tied = (rule.manager && ties.manages) || (rule.author && ties.author);
    if tied || rule.roles.contains(&role) { Ok(()) } else { Err(Refusal::Role(role)) }
}
