//! The files of one part of the country, or of all of it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use plainpied_domain::EstablishmentId;
use plainpied_store::Snapshot;
use plainpied_store::establishment::{self, Among, Chunks, FeatureRecord};
use serde::Deserialize;

use super::FileEntry;
use super::file::{OpenFile, Written};
use super::run::{PublishError, Run};
use crate::view::{ExportFormat, Order};

/// What is published. Lines of GeoJSON are left out, as the sequence says the same, and A11yJSON, which says less.
pub(crate) const FORMATS: [ExportFormat; 5] = [
    ExportFormat::Csv,
    ExportFormat::GeoJson,
    ExportFormat::GeoJsonSeq,
    ExportFormat::FlatGeobuf,
    ExportFormat::GeoParquet,
];

impl Run<'_> {
    /// Writes the files of a department, or of all of them. One without places has none.
    pub async fn scope(
        &self,
        snapshot: &mut Snapshot,
        department: Option<&str>,
    ) -> Result<Vec<FileEntry>, PublishError> {
        let among = department.map_or(Among::All, Among::Department);
        let mut ids = establishment::along_curve(snapshot, among).await?;
        if ids.is_empty() && department.is_some() {
            return Ok(Vec::new());
        }
        if department.is_none() {
            // Twice as a whole, twice in departments.
            self.bar.set_length(4 * ids.len() as u64);
        }
        let (along_curve, mut sources) = self.pass(snapshot, department, (&ids, Order::Curve)).await?;
        ids.sort_unstable_by_key(|id| id.as_uuid());
        let (by_id, seen) = self.pass(snapshot, department, (&ids, Order::Id)).await?;
        sources.extend(seen);
        let entry = |file: Written| FileEntry {
            path: file.path,
            department: department.map(str::to_owned),
            format: file.format.name().to_owned(),
            media_type: file.format.media().to_owned(),
            compression: file.compression.map(str::to_owned),
            size: file.size,
            sha256: file.sha256,
            places: ids.len() as u64,
            sources: sources.iter().cloned().collect(),
            licences: self.licences(&sources),
        };
        Ok(by_id.into_iter().chain(along_curve).map(entry).collect())
    }

    /// Reads the places once and writes all formats that want them in this order.
    async fn pass(
        &self,
        snapshot: &mut Snapshot,
        department: Option<&str>,
        (ids, order): (&[EstablishmentId], Order),
    ) -> Result<(Vec<Written>, BTreeSet<String>), PublishError> {
        let open = |format: ExportFormat| {
            OpenFile::begin(self.target, (self.set, path(department, format)), (format, self.time))
        };
        let wanted = FORMATS.into_iter().filter(|format| format.order() == order);
        let mut files = wanted.map(open).collect::<Result<Vec<_>, _>>()?;
        let mut sources = BTreeSet::new();
        let mut chunks = Chunks::begin(snapshot, ids).await?;
        while let Some(records) = chunks.take() {
            let writing = async {
                for record in &records {
                    note_sources(record, &mut sources)?;
                    for file in &mut files {
                        file.write(record, (self.site, &self.reference)).await?;
                    }
                }
                Ok::<_, PublishError>(())
            };
            chunks.meanwhile(snapshot, writing).await??;
            self.bar.inc(records.len() as u64);
        }
        let mut written = Vec::with_capacity(files.len());
        for file in files {
            written.extend(file.finish().await?);
        }
        Ok((written, sources))
    }

    fn licences(&self, sources: &BTreeSet<String>) -> Vec<String> {
        let known = sources.iter().filter_map(|key| self.reference.source(key));
        known.map(|source| source.licence.clone()).collect::<BTreeSet<_>>().into_iter().collect()
    }
}

fn path(department: Option<&str>, format: ExportFormat) -> String {
    let ending = format.name();
    match department {
        None => format!("all/plainpied.{ending}"),
        Some(code) => format!("departements/{code}/plainpied-{code}.{ending}"),
    }
}

/// Who said something of a record.
fn note_sources(record: &FeatureRecord, sources: &mut BTreeSet<String>) -> Result<(), PublishError> {
    #[derive(Deserialize)]
    struct Origin<'a> {
        #[serde(borrow)]
        source: Cow<'a, str>,
    }
    let origins: BTreeMap<Cow<'_, str>, Origin<'_>> = serde_json::from_str(&record.provenance)?;
    let named = origins.values().map(|origin| &*origin.source);
    for source in named.chain([record.source_key.as_str()]) {
        if !sources.contains(source) {
            sources.insert(source.to_owned());
        }
    }
    Ok(())
}
