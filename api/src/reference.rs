//! Sources and activities: few, the same for everybody, and needed by almost every answer. They are read again once
//! they are [`FRESH`] old; while the base is away the last ones go on serving.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use plainpied_domain::matching::CommonWords;
use plainpied_domain::{Activity, ActivitySlug, Source, text};
use plainpied_store::{PgConnection, PgPool, StoreError, reference};

use crate::problem::Problem;
use crate::state::in_time;

const FRESH: Duration = Duration::from_secs(10);

/// A source that nobody knows yet makes us look again, but no more often than this.
const AGAIN: Duration = Duration::from_secs(1);

/// Sources and activities at one time.
#[derive(Debug)]
pub(crate) struct Reference {
    /// By key.
    sources: Vec<Source>,
    /// By slug.
    activities: Vec<Activity>,
    /// Places in `activities`, by folded name.
    by_name: HashMap<String, usize>,
    /// Words of names that tell little.
    pub common_words: CommonWords,
    /// Changes with anything of the sources: part of the entity tags of what shows them.
    pub revision: u32,
    read: Instant,
}

impl Reference {
    /// As the base has them.
    pub async fn load(connection: &mut PgConnection) -> Result<Self, StoreError> {
        let sources = reference::sources(connection).await?;
        Ok(Self::of(sources, reference::activities(connection).await?))
    }

    /// As of now.
    pub fn of(mut sources: Vec<Source>, mut activities: Vec<Activity>) -> Self {
        sources.sort_by(|left, right| left.key.cmp(&right.key));
        activities.sort_by(|left, right| left.slug.cmp(&right.slug));
        let mut hasher = DefaultHasher::new();
        for source in &sources {
            (source.key.as_str(), &source.attribution, &source.licence, &source.licence_url)
                .hash(&mut hasher);
        }
        #[expect(clippy::cast_possible_truncation, reason = "any 32 bits of the hash will do")]
        let revision = hasher.finish() as u32;
        let common_words = CommonWords::new(&activities);
        let by_name = by_name(&activities);
        Self { sources, activities, by_name, common_words, revision, read: Instant::now() }
    }

    /// The source with this key.
    pub fn source(&self, key: &str) -> Option<&Source> {
        let found = self.sources.binary_search_by(|source| source.key.as_str().cmp(key));
        found.ok().map(|place| &self.sources[place])
    }

    /// All sources, by key.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The activity with this slug.
    pub fn activity(&self, slug: &str) -> Option<&Activity> {
        let found = self.activities.binary_search_by(|activity| activity.slug.as_str().cmp(slug));
        found.ok().map(|place| &self.activities[place])
    }

    /// The activity with this slug, or with this name in either language or in a file.
    pub fn activity_named(&self, name: &str) -> Option<&Activity> {
        self.activity(name)
            .or_else(|| self.by_name.get(&text::fold(name)).map(|place| &self.activities[*place]))
    }

    /// All activities, by slug.
    pub fn activities(&self) -> &[Activity] {
        &self.activities
    }

    /// The slug that was probably meant.
    pub fn nearest_activity(&self, slug: &ActivitySlug) -> Option<&str> {
        let slugs = self.activities.iter().map(|activity| activity.slug.as_str());
        plainpied_domain::nearest_name(slug.as_str(), slugs)
    }
}

/// Where several have a name, the first by slug has it; French names go before others.
fn by_name(activities: &[Activity]) -> HashMap<String, usize> {
    let mut names = HashMap::new();
    let mut add = |name: &str, place| _ = names.entry(text::fold(name)).or_insert(place);
    activities.iter().enumerate().for_each(|(place, activity)| add(&activity.name_fr, place));
    for (place, activity) in activities.iter().enumerate() {
        activity.aliases.iter().chain([&activity.name_en]).for_each(|name| add(name, place));
    }
    names
}

/// The last ones read.
#[derive(Debug, Default)]
pub(crate) struct ReferenceCache(RwLock<Option<Arc<Reference>>>);

impl ReferenceCache {
    pub async fn get(&self, pool: &PgPool) -> Result<Arc<Reference>, Problem> {
        let last = self.last();
        match last {
            Some(last) if last.read.elapsed() < FRESH => Ok(last),
            last => self.renew(pool, last).await,
        }
    }

    pub async fn with_sources<'a>(
        &self,
        pool: &PgPool,
        mut sources: impl Iterator<Item = &'a str>,
    ) -> Result<Arc<Reference>, Problem> {
        let last = self.get(pool).await?;
        if last.read.elapsed() < AGAIN || sources.all(|source| last.source(source).is_some()) {
            return Ok(last);
        }
        self.renew(pool, Some(last)).await
    }

    async fn renew(&self, pool: &PgPool, last: Option<Arc<Reference>>) -> Result<Arc<Reference>, Problem> {
        match (in_time(async { Reference::load(&mut *pool.acquire().await?).await }).await, last) {
            (Ok(read), _) => {
                let read = Arc::new(read);
                *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&read));
                Ok(read)
            }
            (Err(problem), Some(last)) if problem.is_transient() => Ok(last),
            (Err(problem), _) => Err(problem),
        }
    }

    fn last(&self) -> Option<Arc<Reference>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
