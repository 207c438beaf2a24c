//! What to check again in a commune: the places that people asked about first, then those that nobody wrote to for
//! longest; of each the questions that are worth a visit.

use std::collections::{BTreeMap, HashMap};

use plainpied_criteria::Lang;
use plainpied_criteria::needs::{Need, needs};
use plainpied_domain::{EstablishmentId, InseeCode};
use plainpied_store::establishment::FeatureRecord;
use plainpied_store::participation::{CampaignRow, HeardRecord};
use plainpied_store::{PgConnection, StoreError, establishment, participation};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::problem::Problem;
use crate::questions::{NextQuestionView, next_questions};
use crate::state::AppState;
use crate::view::AddressLine;

/// Questions about one place: as many as one person asks in a visit.
const QUESTIONS: usize = 5;
/// Answers of one commune that are looked at for what people said of them.
const MOST_HEARD: i64 = 2_000;

/// Which campaign.
#[derive(Debug, Clone)]
pub(crate) struct CampaignWanted {
    /// Where; a city holds its municipal arrondissements.
    pub commune: InseeCode,
    /// Only places of this activity, by slug.
    pub activity: Option<String>,
    /// Places at the most.
    pub limit: usize,
    /// The language of labels and sentences.
    pub lang: Lang,
}

/// What to check again in a commune.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CampaignView {
    /// INSEE code.
    #[schema(example = "69266")]
    pub commune: String,
    /// Its name.
    #[schema(example = "Villeurbanne")]
    pub name: String,
    /// Only places of this activity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity: Option<String>,
    /// Those that people asked about most first, then those where the answers would decide most.
    pub places: Vec<PlaceToCheckView>,
}

/// A place worth a visit.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlaceToCheckView {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub address: String,
    /// The page for people.
    #[schema(format = "uri-reference")]
    pub page: String,
    /// How often people needed an answer about it to decide, or found one untrue.
    pub asked: u32,
    /// What to ask there, the best first.
    pub questions: Vec<NextQuestionView>,
}

/// What was read for a campaign.
struct Read {
    name: String,
    records: Vec<FeatureRecord>,
    heard: HashMap<Uuid, Vec<HeardRecord>>,
}

/// The campaign; none where there is no such commune.
///
/// # Errors
/// 503 where the database cannot answer.
pub(crate) async fn campaign(
    state: &AppState,
    wanted: &CampaignWanted,
) -> Result<Option<CampaignView>, Problem> {
    let Some(read) = state.query(async |connection| read(connection, wanted).await).await? else {
        return Ok(None);
    };
    let reference = state.reference().await?;
    let all: Vec<&'static Need> = needs().all().iter().collect();
    let now = state.clock().now();
    let mut places = Vec::with_capacity(read.records.len());
    for record in &read.records {
        let said = read.heard.get(&record.id).map_or(&[][..], Vec::as_slice);
        let mut questions = next_questions(record, &reference, (&all, wanted.lang), said, now)?;
        questions.retain(is_worth_a_visit);
        questions.truncate(QUESTIONS);
        // One that was asked and answered since is done.
        let asked = questions.iter().map(|one| one.heard.asked + one.heard.disproved).sum();
        if !questions.is_empty() {
            places.push(PlaceToCheckView {
                id: record.id,
                name: record.name.clone(),
                address: record.address_line(),
                page: state.site().url_of("/establishments/", record.id),
                asked,
                questions,
            });
        }
    }
    let worth = |place: &PlaceToCheckView| place.questions.iter().map(|one| one.score).sum::<u32>();
    places.sort_by_cached_key(|place| (std::cmp::Reverse((place.asked, worth(place))), place.id));
    places.truncate(wanted.limit);
    Ok(Some(CampaignView {
        commune: wanted.commune.to_string(),
        name: read.name,
        activity: wanted.activity.clone(),
        places,
    }))
}

/// What is merely unknown is for those who pass by, not for a campaign.
fn is_worth_a_visit(question: &NextQuestionView) -> bool {
    question.reason != "unknown" || question.heard.asked > 0 || !question.decides.is_empty()
}

async fn read(connection: &mut PgConnection, wanted: &CampaignWanted) -> Result<Option<Read>, StoreError> {
    let Some(name) = establishment::commune_name(connection, &wanted.commune).await? else {
        return Ok(None);
    };
    let rows = participation::heard_in(connection, &wanted.commune, MOST_HEARD).await?;
    let most = i64::try_from(wanted.limit).unwrap_or(i64::MAX);
    let old = participation::places_to_check(
        connection,
        &wanted.commune,
        wanted.activity.as_deref(),
        most.saturating_mul(2),
    )
    .await?;
    let mut ids = most_asked(&rows, wanted.limit);
    ids.extend(old);
    ids.sort_unstable();
    ids.dedup();
    let ids: Vec<EstablishmentId> = ids.into_iter().map(Into::into).collect();
    let mut records = establishment::by_ids(connection, &ids).await?;
    if let Some(activity) = &wanted.activity {
        records.retain(|record| record.activities.contains(activity));
    }
    Ok(Some(Read { name, records, heard: by_place(rows) }))
}

/// The places that people asked about most.
fn most_asked(rows: &[CampaignRow], most: usize) -> Vec<Uuid> {
    let mut asked: BTreeMap<Uuid, i64> = BTreeMap::new();
    for row in rows {
        *asked.entry(row.establishment_id).or_default() += row.asked + row.disproved;
    }
    let mut asked: Vec<(Uuid, i64)> = asked.into_iter().collect();
    asked.sort_by_key(|(_, asked)| std::cmp::Reverse(*asked));
    asked.into_iter().take(most).map(|(id, _)| id).collect()
}

fn by_place(rows: Vec<CampaignRow>) -> HashMap<Uuid, Vec<HeardRecord>> {
    let mut heard: HashMap<Uuid, Vec<HeardRecord>> = HashMap::new();
    for row in rows {
        let CampaignRow { establishment_id, criterion, asked, proved, disproved } = row;
        heard.entry(establishment_id).or_default().push(HeardRecord { criterion, asked, proved, disproved });
    }
    heard
}
