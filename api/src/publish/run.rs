use std::io;

use indicatif::{ProgressBar, ProgressStyle};
use plainpied_domain::Clock;
use plainpied_store::index_lock::PublicationLock;
use plainpied_store::{PgPool, StoreError, change, reference, tile};
use time::macros::format_description;
use time::{OffsetDateTime, UtcOffset};

use super::target::{Target, TargetError};
use super::{FileEntry, Latest, LicenceEntry, MANIFEST, Manifest, POINTER};
use crate::problem::Problem;
use crate::reference::Reference;
use crate::site::Site;

/// What to publish where.
#[derive(Debug, Clone)]
pub struct PublishOptions {
    /// Folder, or `s3://bucket/prefix`.
    pub to: String,
    /// Sets to keep, the new one included; at least one.
    pub keep: usize,
    /// What clients call the service: the base of URLs in the files.
    pub site: Site,
}

/// Why nothing was published. Readers go on with the set before.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The target.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// A file cannot be written to the target.
    #[error("a file cannot be written: {0}")]
    Upload(#[from] object_store::Error),
    /// A file cannot be written.
    #[error("a file cannot be written: {0}")]
    Write(#[source] io::Error),
    /// A record cannot be written, or there is no room for a temporary file (in TMPDIR).
    #[error(transparent)]
    Export(#[from] Problem),
    /// The archive of tiles cannot be written: mostly no room for its temporary file (in TMPDIR).
    #[error("the tiles cannot be written: {0}")]
    Tiles(#[from] pmtiles::PmtError),
    /// What the base holds is no JSON, or the manifest cannot be written: a defect.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// Somebody else publishes.
    #[error("another `plainpied publish` of this database is running: wait for its end")]
    Busy,
    /// A second set of one second.
    #[error("there is a set {0} already")]
    Exists(String),
}

/// One run.
pub(super) struct Run<'a> {
    pub target: &'a Target,
    pub set: &'a str,
    pub time: OffsetDateTime,
    pub site: &'a Site,
    pub reference: Reference,
    pub bar: ProgressBar,
}

/// Writes a new set, leads readers to it, and removes those that are too old.
///
/// # Errors
/// See [`PublishError`]. What was written so far stays until the next run, which removes it.
pub async fn publish(
    pool: &PgPool,
    clock: &dyn Clock,
    options: &PublishOptions,
) -> Result<Manifest, PublishError> {
    let target = Target::open(&options.to)?;
    let Some(_lock) = PublicationLock::try_acquire(pool).await? else {
        return Err(PublishError::Busy);
    };
    let now = clock.now().to_offset(UtcOffset::UTC);
    let set = set_name(now);
    remove_halves(&target).await?;
    if target.sets().await?.iter().any(|(name, _)| *name == set) {
        return Err(PublishError::Exists(set));
    }
    let manifest = write_set(pool, &target, (&set, now), &options.site).await?;
    target.put(&format!("{set}/{MANIFEST}"), serde_json::to_vec_pretty(&manifest)?).await?;
    let latest = Latest { manifest: format!("{set}/{MANIFEST}"), set };
    target.put(POINTER, serde_json::to_vec_pretty(&latest)?).await?;
    remove_old(&target, options.keep).await?;
    Ok(manifest)
}

async fn write_set(
    pool: &PgPool,
    target: &Target,
    (set, time): (&str, OffsetDateTime),
    site: &Site,
) -> Result<Manifest, PublishError> {
    let mut snapshot = tile::snapshot(pool).await?;
    let position = change::head(&mut snapshot).await?.position;
    let reference = Reference::load(&mut snapshot).await?;
    let run = Run { target, set, time, site, reference, bar: bar() };
    let mut files = run.scope(&mut snapshot, None).await?;
    if let Some(tiles) = run.tiles(&mut snapshot, &files).await? {
        files.push(tiles);
    }
    files.extend(run.asks(&mut snapshot).await?);
    for department in reference::departments(&mut snapshot).await? {
        run.bar.set_message(department.name);
        files.extend(run.scope(&mut snapshot, Some(&department.code)).await?);
    }
    run.bar.finish_and_clear();
    let places = files.iter().find(|file| file.department.is_none()).map_or(0, |file| file.places);
    let licences = licences(&run.reference, &files);
    Ok(Manifest { set: set.to_owned(), time, position, places, licences, files })
}

/// The terms of the sources of the files.
fn licences(reference: &Reference, files: &[FileEntry]) -> Vec<LicenceEntry> {
    let named = |key: &str| files.iter().any(|file| file.sources.iter().any(|source| source == key));
    let sources = reference.sources().iter().filter(|source| named(source.key.as_str()));
    let entry = |source: &plainpied_domain::Source| LicenceEntry {
        source: source.key.to_string(),
        attribution: source.attribution.clone(),
        licence: source.licence.clone(),
        licence_url: source.licence_url.clone(),
    };
    sources.map(entry).collect()
}

/// What runs that were killed have left.
async fn remove_halves(target: &Target) -> Result<(), PublishError> {
    for (set, whole) in target.sets().await? {
        if !whole {
            target.remove(&set).await?;
        }
    }
    Ok(())
}

/// All but the newest sets, and never the one that readers are led to.
async fn remove_old(target: &Target, keep: usize) -> Result<(), PublishError> {
    let latest = target.latest().await?.map(|latest| latest.set);
    let sets = target.sets().await?;
    let old = sets.len().saturating_sub(keep.max(1));
    for (set, _) in &sets[..old] {
        if latest.as_ref() != Some(set) {
            target.remove(set).await?;
        }
    }
    Ok(())
}

/// `2026-11-24T023000Z`: sorts by time, and no file system minds it.
fn set_name(at: OffsetDateTime) -> String {
    let format = format_description!("[year]-[month]-[day]T[hour][minute][second]Z");
    // The format holds only parts that every time has.
    at.format(format).unwrap_or_default()
}

/// A bar over places, where standard error is a terminal.
fn bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {percent}% {per_sec} eta {eta} {msg}") {
        bar.set_style(style);
    }
    bar
}
