use plainpied_store::participation::IdeaRecord;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::site::Site;

/// What somebody would have otherwise, and what the moderators say.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProposalView)]
pub(crate) struct IdeaView {
    /// Id.
    id: Uuid,
    /// Its address here.
    #[schema(format = "uri-reference")]
    url: String,
    /// `criterion`: one is missing; `wording`: a text is unclear; `rule`: a verdict is wrong; `other`.
    #[schema(example = "criterion")]
    kind: String,
    /// The criterion or need that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<String>,
    /// In words.
    text: String,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    at: OffsetDateTime,
    /// `open`, `accepted`, `declined`, `done`.
    #[schema(example = "open")]
    state: String,
    /// What the moderators say.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    /// When they said it.
    #[serde(with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "date-time")]
    answered_at: Option<OffsetDateTime>,
}

impl IdeaView {
    pub fn new(record: IdeaRecord, site: &Site) -> Self {
        Self {
            id: record.id,
            url: site.url_of("/api/v1/proposals/", record.id),
            kind: record.kind,
            about: record.about,
            text: record.text,
            at: record.created_at,
            state: record.state,
            answer: record.answer,
            answered_at: record.answered_at,
        }
    }
}
