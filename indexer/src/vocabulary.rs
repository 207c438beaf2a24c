use std::collections::HashMap;

use plainpied_domain::ActivitySlug;
use plainpied_search::{Document, DocumentActivity};
use plainpied_store::document::IndexedRecord;
use plainpied_store::{PgConnection, StoreError, reference};

/// The words by which activities are found, by slug.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary(HashMap<String, DocumentActivity>);

impl Vocabulary {
    pub async fn load(connection: &mut PgConnection) -> Result<Self, StoreError> {
        let activities = reference::activities(connection).await?;
        let words =
            activities.iter().map(|activity| (activity.slug.to_string(), DocumentActivity::from(activity)));
        Ok(Self(words.collect()))
    }

    /// What the engine knows of an establishment.
    pub fn document(&self, record: IndexedRecord) -> Document {
        let activity = |slug: String| match self.0.get(&slug) {
            Some(known) => known.clone(),
            // Added since the vocabulary was read: found by its slug until the next rebuild.
            None => DocumentActivity { terms: vec![slug.replace('-', " ")], slug: ActivitySlug::from(slug) },
        };
        Document {
            id: record.id,
            version: record.version,
            name: record.name,
            activities: record.activities.into_iter().map(activity).collect(),
            commune: record.commune,
            commune_parent: record.commune_parent,
            commune_name: record.commune_name,
            department: record.department,
            street: record.street,
            locality: record.locality,
            postal_code: record.postal_code,
            at: record.at,
            completeness: record.completeness,
            answers: record.answers,
            observed: record.observed,
        }
    }
}
