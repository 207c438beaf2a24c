use plainpied_criteria::{Answers, Schema};
use plainpied_domain::EstablishmentId;
use plainpied_store::moderation::{self, NoticeRecord};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::problem::Problem;
use crate::state::{AppState, in_time};

/// Something temporary, such as a lift out of order.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NoticeView {
    /// Id.
    pub id: Uuid,
    /// `lift`, `entrance`, `works`, `equipment`, `other`.
    #[schema(example = "lift")]
    pub kind: String,
    /// In words.
    #[schema(example = "The lift is out of order; the hall is on the first floor.")]
    pub message: String,
    /// Answers that do not hold meanwhile: verdicts take them as unknown.
    pub criteria: Vec<String>,
    /// From when on.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    pub from: OffsetDateTime,
    /// Until when.
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = "date-time")]
    pub until: OffsetDateTime,
    /// On whose word.
    pub source: String,
    /// Whether it holds now, and not only later.
    pub current: bool,
}

impl NoticeView {
    pub fn new(record: NoticeRecord, now: OffsetDateTime) -> Self {
        Self {
            id: record.id,
            kind: record.kind,
            message: record.message,
            criteria: record.criteria,
            from: record.begins_at,
            until: record.ends_at,
            source: record.source_key,
            current: record.begins_at <= now,
        }
    }
}

/// The notices of an establishment that have not ended.
///
/// # Errors
/// 503 where the database cannot answer.
pub(crate) async fn current(state: &AppState, id: EstablishmentId) -> Result<Vec<NoticeView>, Problem> {
    let now = state.clock().now();
    let read = in_time(async { moderation::notices(&mut *state.pool().acquire().await?, id, now).await });
    Ok(read.await?.into_iter().map(|notice| NoticeView::new(notice, now)).collect())
}

/// The answers without those that do not hold now.
pub(crate) fn doubted(schema: &Schema, mut answers: Answers, notices: &[NoticeView]) -> Answers {
    let now = notices.iter().filter(|notice| notice.current).flat_map(|notice| &notice.criteria);
    for criterion in now.filter_map(|key| schema.get(key)) {
        answers.remove(criterion.id);
    }
    answers.close_orphans(schema);
    answers
}
