use serde::Serialize;

use super::{Role, Scope};

/// What can be done to what is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Add an establishment.
    Create,
    /// Add one although it looks like one that is there.
    CreateLikeness,
    /// Say what a source other than one's own calls an establishment.
    Identify,
    /// Say something of an establishment.
    Describe,
    /// Say that all that is known is still true.
    Verify,
    /// Say that an establishment is closed for good.
    Close,
    /// Open a closed or withdrawn establishment again.
    Reopen,
    /// Withdraw an establishment.
    Delete,
    /// Merge a duplicate into another establishment.
    Merge,
    /// Undo changes of an establishment.
    Revert,
    /// Undo all that an account did.
    RevertAccount,
    /// Write a batch.
    Batch,
    /// Announce something temporary, such as a lift out of order, or take it back.
    Announce,
    /// Tell the moderators of something.
    Report,
    /// See and decide what was reported.
    Decide,
    /// Make and take back accounts, keys and roles.
    Administer,
}

/// Who may do one thing.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// What.
    pub action: Action,
    /// The scope that a key needs.
    pub scope: Scope,
    /// The roles that may, whatever the establishment.
    pub roles: &'static [Role],
    /// Managers of the establishment may.
    pub manager: bool,
    /// Who made the change may.
    pub author: bool,
}

use Role::{Administrator, Contributor, Moderator, Partner};

const ALL: &[Role] = &[Contributor, Partner, Moderator, Administrator];
const TEAM: &[Role] = &[Moderator, Administrator];
const TRUSTED: &[Role] = &[Partner, Moderator, Administrator];

const fn rule(action: Action, scope: Scope, roles: &'static [Role]) -> Rule {
    Rule { action, scope, roles, manager: false, author: false }
}

impl Rule {
    const fn or_manager(self) -> Self {
        Self { manager: true, ..self }
    }

    const fn or_author(self) -> Self {
        Self { author: true, ..self }
    }
}

/// The table.
pub const RULES: &[Rule] = &[
    rule(Action::Create, Scope::Write, ALL),
    rule(Action::CreateLikeness, Scope::Write, TRUSTED),
    rule(Action::Identify, Scope::Write, TRUSTED),
    rule(Action::Describe, Scope::Write, ALL),
    rule(Action::Verify, Scope::Write, ALL),
    rule(Action::Close, Scope::Write, TEAM).or_manager(),
    rule(Action::Reopen, Scope::Moderate, TEAM),
    rule(Action::Delete, Scope::Moderate, TEAM),
    rule(Action::Merge, Scope::Moderate, TEAM),
    rule(Action::Revert, Scope::Write, TEAM).or_author(),
    rule(Action::RevertAccount, Scope::Moderate, TEAM),
    rule(Action::Batch, Scope::Write, TRUSTED),
    rule(Action::Announce, Scope::Write, TEAM).or_manager(),
    rule(Action::Report, Scope::Write, ALL),
    rule(Action::Decide, Scope::Moderate, TEAM),
    rule(Action::Administer, Scope::Moderate, &[Administrator]),
];

impl Action {
    /// Its row of the table.
    pub fn rule(self) -> &'static Rule {
        // Each action has one, in order: a test looks.
        &RULES[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Refusal, Scopes, Ties, permit};
    use super::*;

    #[test]
    fn every_action_has_its_row() {
        for (place, rule) in RULES.iter().enumerate() {
            assert_eq!(rule.action as usize, place, "{:?}", rule.action);
        }
        assert_eq!(RULES.len(), Action::Administer as usize + 1);
    }

    /// The table of the documentation.
    fn table() -> String {
        let mut lines = vec![
            "| action | scope | contributor | partner | moderator | administrator | manager | author |"
                .to_owned(),
            "| --- | --- | --- | --- | --- | --- | --- | --- |".to_owned(),
        ];
        for rule in RULES {
            let name = serde_json::to_value(rule.action).unwrap();
            let mut cells = vec![name.as_str().unwrap().to_owned(), rule.scope.to_string()];
            let yes = |may: bool| if may { "yes" } else { "-" }.to_owned();
            cells.extend(Role::ALL.map(|role| yes(rule.roles.contains(&role))));
            cells.extend([yes(rule.manager), yes(rule.author)]);
            lines.push(format!("| {} |", cells.join(" | ")));
        }
        lines.join("\n")
    }

    #[test]
    fn the_documented_table_is_this_one() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/permissions.md");
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(&table()), "docs/permissions.md must hold:\n{}", table());
    }

    #[test]
    fn a_scope_is_needed_whatever_the_role() {
        let read: Scopes = [Scope::Read, Scope::Moderate].into_iter().collect();
        let refused = permit(Action::Describe, Administrator, Ties::default(), read);
        assert_eq!(refused, Err(Refusal::Scope(Scope::Write)));
    }

    #[test]
    fn ties_count_only_where_the_table_says_so() {
        let all: Scopes = Scope::ALL.into_iter().collect();
        let manager = Ties { manages: true, author: false };
        assert_eq!(permit(Action::Close, Contributor, manager, all), Ok(()));
        assert_eq!(permit(Action::Delete, Contributor, manager, all), Err(Refusal::Role(Contributor)));
        let author = Ties { manages: false, author: true };
        assert_eq!(permit(Action::Revert, Contributor, author, all), Ok(()));
        assert_eq!(permit(Action::Close, Contributor, author, all), Err(Refusal::Role(Contributor)));
    }
}
