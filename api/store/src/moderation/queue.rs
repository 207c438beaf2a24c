use uuid::Uuid;

/// Which entries of a queue.
#[derive(Debug, Clone, Default)]
pub struct QueueFilter {
    /// `open`, or how they were decided; none: all.
    pub state: Option<String>,
    /// About this establishment.
    pub establishment: Option<Uuid>,
    /// Of this account.
    pub author: Option<Uuid>,
    /// Looked after by this account.
    pub assignee: Option<Uuid>,
    /// Looked after by nobody.
    pub unassigned: bool,
}
