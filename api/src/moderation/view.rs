use plainpied_store::moderation::{NewSuggestion, SuggestionRecord};
use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::ChangeView;
use crate::site::Site;

/// A write that waits for a moderator, or that waited.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SuggestionView {
    /// Id.
    pub id: Uuid,
    /// Its address.
    #[schema(format = "uri-reference")]
    pub url: String,
    /// `open`, `accepted`, `rejected`, `withdrawn`.
    #[schema(example = "open")]
    pub state: String,
    /// `create`, `describe`, `replace` for all answers, `verify`, or `revert` for the undoing of a version.
    #[schema(example = "describe")]
    pub kind: String,
    /// Why it waits: `anonymous`, `asked`, `newcomer`, `burst`, `words`.
    #[schema(example = "newcomer")]
    pub held: String,
    /// About which establishment; absent for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub establishment: Option<Uuid>,
    /// Who says it; absent for somebody without an account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<Uuid>,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    pub at: OffsetDateTime,
    /// The body of the request.
    #[schema(value_type = Object)]
    pub says: Value,
    /// The account that looks after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<Uuid>,
    /// What the author is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// When it was decided.
    #[serde(with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "date-time")]
    pub decided_at: Option<OffsetDateTime>,
    /// What it became.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<WrittenToView>,
    /// What it would change now: `{"name": ["old", "new"], "criteria": {"entree_pmr": [null, true]}}`.
    #[serde(skip_serializing_if = "Value::is_null")]
    #[schema(value_type = Option<Object>)]
    pub changed: Value,
    /// The same in sentences. Of a single suggestion.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<ChangeView>,
    /// What would not be taken over, because a better source says otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(example = json!(["/criteria/entree_pmr"]))]
    pub kept: Vec<String>,
    /// Of what it would change, that which others changed since it was made.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(example = json!(["/name"]))]
    pub conflicts: Vec<String>,
    /// The version that stands now: accepting in spite of conflicts names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i32>,
    /// Why it could not be accepted now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub problem: Option<Value>,
    /// The same for people, in the language in which it was looked at.
    #[serde(skip)]
    pub obstacle: Option<String>,
}

/// What a suggestion became.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WrittenToView {
    /// The establishment.
    establishment: Uuid,
    /// Its address.
    #[schema(format = "uri-reference")]
    url: String,
    /// The version; absent where everything was so already.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i32>,
}

impl SuggestionView {
    pub fn new(record: SuggestionRecord, site: &Site) -> Self {
        let written = record.written_id.map(|id| WrittenToView {
            establishment: id,
            url: site.url_of("/api/v1/establishments/", id),
            version: record.written_version,
        });
        Self {
            id: record.id,
            url: site.url_of("/api/v1/suggestions/", record.id),
            state: record.decision.unwrap_or_else(|| "open".to_owned()),
            kind: record.kind,
            held: record.held,
            establishment: record.establishment_id,
            author: record.account_id,
            at: record.created_at,
            says: record.body,
            assignee: record.assignee_id,
            answer: record.answer.filter(|answer| !answer.is_empty()),
            decided_at: record.decided_at,
            written,
            changed: Value::Null,
            changes: Vec::new(),
            kept: Vec::new(),
            conflicts: Vec::new(),
            version: None,
            problem: None,
            obstacle: None,
        }
    }

    /// Of one that was just kept.
    pub fn of_new(new: &NewSuggestion<'_>, changed: Value, site: &Site) -> Self {
        let record = SuggestionRecord {
            id: new.id,
            kind: new.kind.to_owned(),
            held: new.held.to_string(),
            establishment_id: new.establishment.map(plainpied_domain::EstablishmentId::as_uuid),
            base_version: new.base_version,
            body: new.body.clone(),
            account_id: new.account,
            created_at: new.at,
            assignee_id: None,
            decision: None,
            answer: None,
            decided_at: None,
            written_id: None,
            written_version: None,
            notify_email: None,
            notify_language: None,
        };
        Self { changed, ..Self::new(record, site) }
    }

    /// For lists of commands.
    pub fn line(&self) -> String {
        let about = self
            .establishment
            .map_or_else(|| self.says["name"].as_str().unwrap_or("-").to_owned(), |id| id.to_string());
        format!("{}  {:<9} {:<9} {:<9} {about}", self.id, self.state, self.held, self.kind)
    }
}
