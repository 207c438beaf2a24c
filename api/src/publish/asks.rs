//! What people missed and what proved true, counted by place and criterion: a CSV of each set.

use std::collections::BTreeSet;

use plainpied_store::Snapshot;
use plainpied_store::participation::heard_all;
use serde::Serialize;
use uuid::Uuid;

use super::FileEntry;
use super::file::Sink;
use super::run::{PublishError, Run};
use crate::routes::campaigns::csv_of;
use crate::view::media;

/// Name of what the file holds.
pub(crate) const ASKS: &str = "asks";
/// Where it lies in its set.
const PATH: &str = "all/plainpied-asks.csv";
/// Nobody who says such a thing is remembered.
const SOURCE: &str = "anonymous";

/// A row.
#[derive(Serialize)]
struct Row {
    establishment: Uuid,
    commune: String,
    /// Empty: everything that is said of the place.
    criterion: String,
    asked: i64,
    proved: i64,
    disproved: i64,
}

impl Run<'_> {
    /// Writes the file; none where nobody has said anything.
    pub async fn asks(&self, snapshot: &mut Snapshot) -> Result<Option<FileEntry>, PublishError> {
        let heard = heard_all(snapshot).await?;
        if heard.is_empty() {
            return Ok(None);
        }
        let places: BTreeSet<Uuid> = heard.iter().map(|one| one.establishment_id).collect();
        let rows = heard.into_iter().map(|one| Row {
            establishment: one.establishment_id,
            commune: one.commune_code,
            criterion: one.criterion,
            asked: one.asked,
            proved: one.proved,
            disproved: one.disproved,
        });
        let mut sink = Sink::begin(self.target, &format!("{}/{PATH}", self.set));
        sink.take(csv_of(&rows.collect::<Vec<_>>())?).await?;
        let (size, sha256) = sink.finish().await?;
        let source = self.reference.source(SOURCE);
        Ok(Some(FileEntry {
            path: PATH.to_owned(),
            department: None,
            format: ASKS.to_owned(),
            media_type: media::CSV.to_owned(),
            compression: None,
            size,
            sha256,
            places: places.len() as u64,
            sources: source.iter().map(|source| source.key.to_string()).collect(),
            licences: source.iter().map(|source| source.licence.clone()).collect(),
        }))
    }
}
