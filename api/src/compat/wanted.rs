//! What a list may be asked: every parameter narrows it.

use plainpied_criteria::condition::Condition;
use plainpied_criteria::derive::jsonpath;
use plainpied_criteria::schema;
use plainpied_domain::{ActivitySlug, InseeCode, LonLat, Near, PostalCode};
use plainpied_search::{Asked, Query, Sort, Unknown};
use plainpied_store::compat::{AROUND, CompatFilter};
use time::Duration;

use super::ASP;
use crate::auth::Caller;
use crate::extract::{Fields, bounding_box_of, equipment, refuse_swapped, shortened};
use crate::problem::{Problem, code};
use crate::state::AppState;

/// The longest time looked back, days.
const MOST_DAYS: i64 = 36_500;
/// Equipments of one request.
const MOST_EQUIPMENTS: usize = 32;
const UNKNOWNS: [(&str, Unknown); 2] = [("exclude", Unknown::Exclude), ("include", Unknown::Include)];

/// The filters as they are given.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    /// Words.
    pub q: Option<String>,
    /// Everything that needs no look at the base.
    filter: CompatFilter,
    commune: Option<String>,
    code_insee: Option<InseeCode>,
    source: Option<String>,
    source_id: Option<String>,
    asp_id: Option<String>,
    equipments: Option<Condition>,
    unknown: Unknown,
    days: Option<i64>,
    with_drafts: bool,
}

/// The filters as base and search engine take them.
#[derive(Debug)]
pub(crate) struct Settled {
    pub q: Option<String>,
    /// For the base: everything but `q`.
    pub filter: CompatFilter,
    /// For the search engine: what it knows of.
    pub query: Query,
    /// Nothing is asked that the engine does not know of.
    pub engine_knows_all: bool,
}

impl Wanted {
    /// Takes them from the fields given.
    ///
    /// # Errors
    /// The first parameter that is not what it should be.
    pub fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let filter = CompatFilter {
            id: fields.parsed("uuid")?,
            postal_code: fields.parsed::<PostalCode>("code_postal")?,
            activity: text(fields, "activite").map(ActivitySlug::from),
            siret: fields.parsed("siret")?,
            ban_id: text(fields, "ban_id"),
            known_to: fields.switch("asp_id_not_null")?.map(|known| (ASP.to_owned(), known)),
            zone: bounding_box_of(fields, "zone")?,
            around: around(fields)?,
            ..CompatFilter::default()
        };
        Ok(Self {
            q: text(fields, "q"),
            filter,
            commune: text(fields, "commune"),
            code_insee: fields.parsed("code_insee")?,
            source: text(fields, "source"),
            source_id: text(fields, "source_id"),
            asp_id: text(fields, "asp_id"),
            equipments: equipments(fields)?,
            unknown: fields.word("unknown", &UNKNOWNS)?.unwrap_or_default(),
            days: fields.within("created_or_updated_in_last_days", 0..=MOST_DAYS)?,
            with_drafts: fields.switch("with_drafts")?.unwrap_or(false),
        })
    }

    /// Whether drafts are asked for: they belong to somebody.
    pub fn with_drafts(&self) -> bool {
        self.with_drafts
    }

    /// Looks up what the names mean.
    ///
    /// # Errors
    /// An activity that does not exist; drafts without a key; 503 where the base is away.
    pub async fn settle(mut self, state: &AppState, caller: Option<&Caller>) -> Result<Settled, Problem> {
        self.check_activity(state).await?;
        let engine_knows_all = self.engine_knows_all();
        let query = self.query();
        let mut filter = std::mem::take(&mut self.filter);
        filter.communes = communes(state, self.commune.as_deref(), self.code_insee.as_ref()).await?;
        filter.known_by = self.known_by(state).await?;
        if let Some(days) = self.days {
            filter.changed_since = Some(state.clock().now() - Duration::days(days));
        }
        if self.with_drafts {
            let caller = caller.ok_or_else(|| {
                Problem::new(&code::NOT_SIGNED_IN).detail("drafts are shown to the key that wrote them")
            })?;
            filter.drafts_of = Some(caller.account.actor());
        }
        if let Some(condition) = &self.equipments {
            let predicate =
                if self.unknown == Unknown::Include { condition.possible() } else { condition.certain() };
            filter.criteria = Some(jsonpath(schema(), &predicate));
        }
        Ok(Settled { q: self.q, filter, query, engine_knows_all })
    }

    fn engine_knows_all(&self) -> bool {
        let Self { filter, commune, source, source_id, asp_id, days, with_drafts, .. } = self;
        let texts = [&filter.ban_id, commune, source, source_id, asp_id];
        texts.into_iter().all(Option::is_none)
            && filter.id.is_none()
            && filter.siret.is_none()
            && filter.known_to.is_none()
            && days.is_none()
            && !with_drafts
    }

    /// What the engine knows of it. Without a page: it only counts.
    fn query(&self) -> Query {
        let near = self.filter.around.and_then(|centre| Near::new(centre, Some(AROUND)).ok());
        Query {
            commune: self.code_insee.clone(),
            postal_code: self.filter.postal_code.clone(),
            activities: self.filter.activity.clone().into_iter().collect(),
            bbox: self.filter.zone,
            sort: if near.is_some() { Sort::Distance } else { Sort::Relevance },
            near,
            asked: Asked { filter: self.equipments.clone(), unknown: self.unknown, ..Asked::default() },
            limit: 0,
            ..Query::default()
        }
    }

    /// Which sources must know a place, and by which id.
    async fn known_by(&self, state: &AppState) -> Result<Vec<(Vec<String>, Option<String>)>, Problem> {
        let mut known_by = Vec::new();
        if let Some(source) = &self.source {
            known_by.push((vec![source.clone()], self.source_id.clone()));
        } else if self.source_id.is_some() {
            let reference = state.reference().await?;
            let all = reference.sources().iter().map(|source| source.key.to_string()).collect();
            known_by.push((all, self.source_id.clone()));
        }
        if let Some(asp_id) = &self.asp_id {
            known_by.push((vec![ASP.to_owned()], Some(asp_id.clone())));
        }
        Ok(known_by)
    }

    async fn check_activity(&self, state: &AppState) -> Result<(), Problem> {
        let Some(slug) = &self.filter.activity else {
            return Ok(());
        };
        let reference = state.reference().await?;
        if reference.activity(slug.as_str()).is_some() {
            return Ok(());
        }
        let text = shortened(slug.as_str());
        Err(Problem::parameter("activite", format!("{text:?} is no activity; /api/activites/ lists them"))
            .nearest(reference.nearest_activity(slug)))
    }
}

/// The communes that are meant by a part of their name and by a code, both where both are given.
///
/// # Errors
/// 503 where the base is away.
pub(crate) async fn communes(
    state: &AppState,
    name: Option<&str>,
    code: Option<&InseeCode>,
) -> Result<Option<Vec<InseeCode>>, Problem> {
    if name.is_none() && code.is_none() {
        return Ok(None);
    }
    let catalogue = state.catalogue().await?;
    let named = name.map(|name| catalogue.gazetteer.containing(name));
    let coded = code.map(|code| catalogue.gazetteer.with_arrondissements(code));
    Ok(match (named, coded) {
        (Some(named), Some(coded)) => Some(named.into_iter().filter(|code| coded.contains(code)).collect()),
        (named, coded) => named.or(coded),
    })
}

/// A text that is not empty.
pub(crate) fn text(fields: &mut Fields, name: &'static str) -> Option<String> {
    fields.take(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// `around=lat,lon`: the latitude comes first here.
fn around(fields: &mut Fields) -> Result<Option<LonLat>, Problem> {
    let Some(given) = fields.take("around") else {
        return Ok(None);
    };
    let wrong = || {
        let detail =
            format!("latitude and longitude are expected, as 45.76,4.83; got {:?}", shortened(&given));
        Problem::parameter("around", detail)
    };
    let (lat, lon) = given.split_once(',').ok_or_else(wrong)?;
    let (lat, lon): (f64, f64) = match (lat.trim().parse(), lon.trim().parse()) {
        (Ok(lat), Ok(lon)) => (lat, lon),
        _ => return Err(wrong()),
    };
    let at = LonLat::new(lon, lat).map_err(|error| Problem::parameter("around", error))?;
    refuse_swapped(at, "around")?;
    Ok(Some(at))
}

fn equipments(fields: &mut Fields) -> Result<Option<Condition>, Problem> {
    let slugs = fields.list("equipments");
    if slugs.len() > MOST_EQUIPMENTS {
        return Err(Problem::parameter("equipments", format!("at most {MOST_EQUIPMENTS} in one request")));
    }
    let all: Vec<Condition> = slugs.iter().map(|slug| equipment(slug)).collect::<Result<_, _>>()?;
    Ok((!all.is_empty()).then_some(Condition::All(all)))
}
