use plainpied_store::moderation::ReportRecord;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::site::Site;

/// What somebody told the moderators.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReportView {
    /// Id.
    id: Uuid,
    /// About which establishment.
    establishment: Uuid,
    /// Its address here.
    #[schema(format = "uri-reference")]
    url: String,
    /// `closed`, `wrong`, `duplicate`, `offensive`, `other`.
    #[schema(example = "closed")]
    kind: String,
    /// In words.
    message: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    at: OffsetDateTime,
    /// Who told it; absent for somebody without an account.
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<Uuid>,
    /// The account that looks after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    assignee: Option<Uuid>,
    /// `accepted` or `rejected`; absent while it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<String>,
    /// What the reporter is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
}

impl ReportView {
    pub fn new(record: ReportRecord, site: &Site) -> Self {
        Self {
            id: record.id,
            establishment: record.establishment_id,
            url: site.url_of("/api/v1/establishments/", record.establishment_id),
            kind: record.kind,
            message: record.message,
            at: record.created_at,
            author: record.account_id,
            assignee: record.assignee_id,
            decision: record.decision,
            answer: record.answer,
        }
    }

    /// For lists of commands.
    pub fn line(&self) -> String {
        let state = self.decision.as_deref().unwrap_or("open");
        format!("{}  {state:<9} {:<9} {}  {}", self.id, self.kind, self.establishment, self.message)
    }
}
