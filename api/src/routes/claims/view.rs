use plainpied_store::moderation::ClaimRecord;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::site::Site;

/// An account says that it speaks for an establishment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClaimView {
    /// Id.
    id: Uuid,
    /// Its address.
    #[schema(format = "uri-reference")]
    url: String,
    /// `open`, `accepted`, `rejected`, `withdrawn`.
    #[schema(example = "open")]
    state: String,
    /// For which establishment.
    establishment: Uuid,
    /// Who.
    author: Uuid,
    /// How that can be seen.
    #[serde(skip_serializing_if = "String::is_empty")]
    message: String,
    /// An address where it can be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    website: Option<String>,
    /// The number of the business.
    #[serde(skip_serializing_if = "Option::is_none")]
    siret: Option<String>,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    at: OffsetDateTime,
    /// The account that looks after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    assignee: Option<Uuid>,
    /// What the claimant is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    /// When it was decided.
    #[serde(with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "date-time")]
    decided_at: Option<OffsetDateTime>,
    /// Of a single claim: how many manage the establishment already.
    #[serde(skip_serializing_if = "Option::is_none")]
    managers: Option<i64>,
    /// Of a single claim with a SIRET number: whether the establishment is known by it. Absent where it is known by none.
    #[serde(skip_serializing_if = "Option::is_none")]
    siret_matches: Option<bool>,
}

impl ClaimView {
    pub fn new(record: ClaimRecord, site: &Site) -> Self {
        Self {
            id: record.id,
            url: site.url_of("/api/v1/claims/", record.id),
            state: record.decision.unwrap_or_else(|| "open".to_owned()),
            establishment: record.establishment_id,
            author: record.account_id,
            message: record.message,
            website: record.website,
            siret: record.siret,
            at: record.created_at,
            assignee: record.assignee_id,
            answer: record.answer.filter(|answer| !answer.is_empty()),
            decided_at: record.decided_at,
            managers: None,
            siret_matches: None,
        }
    }

    /// With what speaks for it and against it.
    pub fn weighed(self, (managers, known): (i64, Option<String>)) -> Self {
        let siret_matches = self.siret.as_ref().zip(known).map(|(claimed, known)| *claimed == known);
        Self { managers: Some(managers), siret_matches, ..self }
    }

    /// For lists of commands.
    pub fn line(&self) -> String {
        let proof = self.siret.as_deref().or(self.website.as_deref()).unwrap_or(&self.message);
        format!("{}  {:<9} {}  by {}  {proof}", self.id, self.state, self.establishment, self.author)
    }
}
