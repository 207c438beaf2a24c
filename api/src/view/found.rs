//! What a search adds to an establishment.

use plainpied_criteria::needs::Verdict;
use plainpied_criteria::{Lang, schema};
use plainpied_search::{Asked, Hit, ScoreParts};
use plainpied_store::establishment::FeatureRecord;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::{Judged, NoticeView, VerdictSummaryView, doubted, known, notices_of, or_nothing};

/// What a search adds to an establishment.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub distance_m: Option<u64>,
    /// As it is now.
    pub standing: Option<Verdict>,
    /// As it usually is, by which it was found: a notice takes no place away, only its promise.
    pub usual: Option<Verdict>,
    pub verdicts: Vec<VerdictSummaryView<'static>>,
    pub score: Option<ScoreView>,
    /// What is temporary there.
    pub notices: Vec<NoticeView>,
}

/// What a score is made of: text x (1 + near + standing + completeness + freshness).
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct ScoreView {
    /// The score.
    total: f32,
    /// How well the words match.
    text: f32,
    /// Being near.
    near: f32,
    /// How it stands to what was asked.
    standing: f32,
    /// How much is known of it.
    completeness: f32,
    /// How lately it was seen.
    freshness: f32,
}

impl From<ScoreParts> for ScoreView {
    fn from(parts: ScoreParts) -> Self {
        let ScoreParts { text, near, standing, completeness, freshness } = parts;
        Self { total: parts.score(), text, near, standing, completeness, freshness }
    }
}

impl Found {
    /// What a hit says, and what the record as it stands now comes to.
    pub fn new(
        hit: &Hit,
        asked: &Asked,
        record: &FeatureRecord,
        (lang, now): (Lang, OffsetDateTime),
    ) -> Self {
        let mut found = Self {
            distance_m: hit.metres.map(whole_metres),
            score: hit.parts.map(ScoreView::from),
            notices: notices_of(record, now),
            ..Self::default()
        };
        if asked.is_nothing() {
            return found;
        }
        let (answers, provenance) = or_nothing(record, known(record));
        found.usual = asked.standing(&answers);
        let answers = doubted(schema(), answers, &found.notices);
        let judged = Judged { schema: schema(), answers: &answers, provenance: &provenance, lang };
        found.standing = asked.standing(&answers);
        found.verdicts = asked.needs.iter().map(|need| judged.summary(need.need, &need.limits)).collect();
        found
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a distance on Earth, never negative"
)]
fn whole_metres(metres: f64) -> u64 {
    metres.round() as u64
}
