//! How fast the embedded engine indexes and searches, and how that grows with the number of documents:
//! `cargo run --release -p plainpied-search --example bench -- 100000 1000000`

#![allow(clippy::print_stdout, clippy::expect_used, missing_docs, reason = "a program that prints")]

mod answers;
mod dice;
mod documents;
mod measure;
mod queries;

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use documents::document;
use measure::{Figures, figures, measure, percentile};
use plainpied_search::embedded::{Binding, EmbeddedSearch, IndexWriter, Rebuild, Resources, WriterLock};
use queries::QUESTIONS;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let counts: Vec<u64> = std::env::args().skip(1).map(|count| count.parse()).collect::<Result<_, _>>()?;
    let counts = if counts.is_empty() { vec![100_000] } else { counts };
    let mut first: Option<Vec<Figures>> = None;
    for count in counts {
        let figures = run(count, first.as_deref())?;
        first.get_or_insert(figures);
    }
    Ok(())
}

/// Builds an index, measures every question, and compares with the figures of the first index.
fn run(count: u64, first: Option<&[Figures]>) -> Outcome<Vec<Figures>> {
    let dir = tempfile::tempdir()?;
    let lock = WriterLock::try_acquire(dir.path())?;
    let mut writer = build(&lock, count)?;
    println!("{:.0} bytes a document on disk", size(dir.path())? as f64 / count as f64);
    let opened = Instant::now();
    let search = EmbeddedSearch::open(dir.path())?;
    println!("opened in {:.2?}\n", opened.elapsed());
    println!(
        "| question | p50 ms | p99 ms | matches | a second, 8 threads | p50 ms | p99 ms | growth of p50 |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let mut measured = Vec::new();
    for (at, (what, make)) in QUESTIONS.iter().enumerate() {
        let found = figures(&search, *make)?;
        let growth = first.and_then(|first| first.get(at)).map(|first| found.p50 / first.p50);
        println!(
            "| {what} | {found} | {} |",
            growth.map_or("".to_owned(), |growth| format!("x {growth:.1}"))
        );
        measured.push(found);
    }
    let commits = measure(50, |at| {
        writer.upsert(&document(at))?;
        writer.commit(at as i64 + 1)?;
        search.refresh();
        Ok(0)
    })?;
    let [p50, p99] = [50, 99].map(|share| percentile(&commits.times, share));
    println!("\none update, commit, refresh: p50 {p50:.1} ms, p99 {p99:.1} ms\n");
    Ok(measured)
}

fn build(lock: &WriterLock, count: u64) -> Outcome<IndexWriter> {
    let start = Instant::now();
    let mut rebuild = Rebuild::begin(lock, &Binding::new(uuid::Uuid::nil()), Resources::rebuild())?;
    let mut making = Duration::ZERO;
    for first in (0..count).step_by(10_000) {
        let began = Instant::now();
        let made: Vec<_> = (first..count.min(first + 10_000)).map(document).collect();
        making += began.elapsed();
        for document in &made {
            rebuild.add(document)?;
        }
    }
    let writer = rebuild.publish(0, Resources::live())?;
    let time = start.elapsed() - making;
    println!("{count} documents in {time:.2?}: {:.0} a second", count as f64 / time.as_secs_f64());
    Ok(writer)
}

fn size(path: &Path) -> Outcome<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(path)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        bytes += if metadata.is_dir() { size(&entry.path())? } else { metadata.len() };
    }
    Ok(bytes)
}
