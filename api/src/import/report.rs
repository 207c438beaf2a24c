//! What an import tells: a progress bar, a file of rejects, a summary.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};
use plainpied_domain::Status;
use plainpied_opendata::national_csv::Reject;
use serde::Serialize;

/// Rejects shown on the terminal where no file was asked for.
const SHOWN: u64 = 10;
/// Unknown activities told apart; a file full of nonsense must not fill the memory.
const ACTIVITIES: usize = 500;

/// How an import ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Rows read.
    pub rows: u64,
    /// New establishments.
    pub created: u64,
    /// New versions.
    pub updated: u64,
    /// Rows that said nothing new.
    pub unchanged: u64,
    /// Rows that were refused.
    pub rejected: u64,
    /// Places that are closed, merged or deleted here: reported, not revived.
    pub gone: u64,
    /// Answers kept because a better source gave them.
    pub kept: u64,
    /// Cells that were tolerated: 0 steps.
    pub notes: u64,
    /// Activities that nobody knows, and how many rows name them: those places came without.
    pub unknown_activities: BTreeMap<String, u64>,
    /// Columns of the file that were not read.
    pub unknown_columns: Vec<String>,
    /// Nothing was written.
    pub dry_run: bool,
    /// The URL still had the entity tag of the last import: nothing was read.
    pub not_modified: bool,
}

/// Collects what an import tells.
pub struct Report {
    /// The figures so far.
    pub summary: Summary,
    rejects: Option<csv::Writer<File>>,
    bar: ProgressBar,
}

impl Report {
    /// A report whose rejects go to a file, if one is named.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn new(rejects: Option<&Path>, dry_run: bool) -> io::Result<Self> {
        let mut rejects = rejects.map(csv::Writer::from_path).transpose().map_err(io::Error::from)?;
        if let Some(file) = &mut rejects {
            file.write_record(["line", "id", "column", "value", "reason"])?;
            file.flush()?;
        }
        let summary = Summary { dry_run, ..Summary::default() };
        Ok(Self { summary, rejects, bar: ProgressBar::hidden() })
    }

    /// Shows a bar over so many bytes, where standard error is a terminal.
    pub(super) fn start(&mut self, bytes: Option<u64>) -> ProgressBar {
        let template = match bytes {
            Some(_) => "{bar:30} {percent}% {bytes}/{total_bytes} {bytes_per_sec} eta {eta} {msg}",
            None => "{spinner} {bytes} {bytes_per_sec} {msg}",
        };
        self.bar = bytes.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style);
        }
        self.bar.clone()
    }

    /// A row was refused.
    ///
    /// # Errors
    /// The file of rejects cannot be written: the import stops rather than losing them.
    pub(super) fn reject(&mut self, reject: &Reject) -> io::Result<()> {
        self.summary.rejected += 1;
        for fault in &reject.faults {
            match &mut self.rejects {
                Some(file) => file.write_record([
                    &reject.line.to_string(),
                    &reject.id,
                    &fault.column,
                    &fault.value,
                    &fault.reason,
                ])?,
                None if self.summary.rejected <= SHOWN => {
                    let column = if fault.column.is_empty() { "row" } else { &fault.column };
                    let told = format!("line {}: {column} {:?}: {}", reject.line, fault.value, fault.reason);
                    self.bar.suspend(|| writeln!(io::stderr(), "{told}"))?;
                }
                None => {}
            }
        }
        Ok(())
    }

    /// A place is gone here.
    ///
    /// # Errors
    /// As [`Report::reject`].
    pub(super) fn gone(&mut self, line: u64, id: &str, status: Status) -> io::Result<()> {
        self.summary.gone += 1;
        let reason = format!("the place is {status} here: not revived");
        match &mut self.rejects {
            Some(file) => file.write_record([&line.to_string(), id, "", "", &reason])?,
            None if self.summary.gone <= SHOWN => {
                self.bar.suspend(|| writeln!(io::stderr(), "line {line}: {id}: {reason}"))?;
            }
            None => {}
        }
        Ok(())
    }

    pub(super) fn unknown_activity(&mut self, name: String) {
        let known = &mut self.summary.unknown_activities;
        if known.len() < ACTIVITIES || known.contains_key(&name) {
            *known.entry(name).or_default() += 1;
        }
    }

    /// What was rejected so far is on the disk.
    ///
    /// # Errors
    /// The file of rejects cannot be written.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.bar.set_message(format!("{} rows, {} rejected", self.summary.rows, self.summary.rejected));
        self.rejects.as_mut().map_or(Ok(()), csv::Writer::flush)
    }

    pub(super) fn finish(mut self) -> io::Result<Summary> {
        self.flush()?;
        self.bar.finish_and_clear();
        Ok(self.summary)
    }
}

impl std::fmt::Display for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.not_modified {
            return f.write_str(
                "not modified since the last import: nothing to do (--force imports all the same)",
            );
        }
        let Self { rows, created, updated, unchanged, rejected, gone, .. } = self;
        write!(
            f,
            "{rows} rows: {created} created, {updated} updated, {unchanged} unchanged, {rejected} rejected, {gone} gone"
        )?;
        if self.dry_run {
            f.write_str(" (dry run: nothing was written)")?;
        }
        if self.kept > 0 {
            write!(f, "\n{} answers kept from better sources", self.kept)?;
        }
        if self.notes > 0 {
            write!(f, "\n{} cells of \"0 steps\" taken as unknown", self.notes)?;
        }
        if !self.unknown_columns.is_empty() {
            write!(f, "\ncolumns not read: {}", self.unknown_columns.join(", "))?;
        }
        for (name, rows) in self.unknown_activities.iter().take(10) {
            write!(f, "\nunknown activity {name:?} in {rows} rows: imported without activity")?;
        }
        Ok(())
    }
}
