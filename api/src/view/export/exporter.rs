use std::fs::File;
use std::io::{self, Seek, Write};

use plainpied_opendata::flat::{FlatGeobufWriter, GeoParquetWriter};
use plainpied_store::establishment::FeatureRecord;
use time::OffsetDateTime;

use super::ExportFormat;
use super::flat::with_place;
use super::national::National;
use crate::problem::{Problem, code};
use crate::reference::Reference;
use crate::site::Site;
use crate::view::{Shown, answers, expanded_provenance, noticed, notices_of, place_info, present_verdicts};

/// Writes records into bytes that are taken away as they fill.
pub(crate) struct Exporter {
    form: Form,
    /// The instant of which it tells: what is temporary holds or does not.
    now: OffsetDateTime,
    first: bool,
    /// Whether every answer has its own entry in the provenance.
    expanded: bool,
}

enum Form {
    GeoJson,
    A11yJson,
    Lines,
    Sequence,
    Csv(National),
    FlatGeobuf(Box<FlatGeobufWriter>),
    GeoParquet(Box<GeoParquetWriter>),
}

impl Exporter {
    /// A writer of a format at an instant, and what stands before the first record.
    ///
    /// # Errors
    /// 503 where a temporary file is needed and cannot be made.
    pub fn begin(format: ExportFormat, now: OffsetDateTime, out: &mut Vec<u8>) -> Result<Self, Problem> {
        let form = match format {
            ExportFormat::GeoJson | ExportFormat::A11yJson => {
                out.extend_from_slice(br#"{"type":"FeatureCollection","features":["#);
                if format == ExportFormat::GeoJson { Form::GeoJson } else { Form::A11yJson }
            }
            ExportFormat::GeoJsonLines => Form::Lines,
            ExportFormat::GeoJsonSeq => Form::Sequence,
            ExportFormat::Csv => Form::Csv(National::begin(out)?),
            ExportFormat::FlatGeobuf => Form::FlatGeobuf(Box::new(FlatGeobufWriter::new()?)),
            ExportFormat::GeoParquet => Form::GeoParquet(Box::new(GeoParquetWriter::new()?)),
        };
        Ok(Self { form, now, first: true, expanded: false })
    }

    /// With an entry for every answer in the provenance, instead of one that stands for many.
    #[must_use]
    pub fn expanded(mut self, expanded: bool) -> Self {
        self.expanded = expanded;
        self
    }

    /// Takes a record, and appends what of the file is ready.
    ///
    /// # Errors
    /// 500 for a record that cannot be read; 503 where a temporary file cannot grow.
    pub fn write(
        &mut self,
        record: &FeatureRecord,
        (site, reference): (&Site, &Reference),
        out: &mut Vec<u8>,
    ) -> Result<(), Problem> {
        let first = std::mem::take(&mut self.first);
        let written_out;
        let record = if self.expanded {
            let provenance = expanded_provenance(record)?;
            written_out = FeatureRecord { provenance, ..record.clone() };
            &written_out
        } else {
            record
        };
        let shown = Shown::new(record, site, reference).at(self.now);
        match &mut self.form {
            Form::GeoJson => {
                out.extend_from_slice(if first { b"\n" } else { b",\n" });
                shown.write_feature(out)?;
            }
            Form::A11yJson => {
                out.extend_from_slice(if first { b"\n" } else { b",\n" });
                let verdicts = present_verdicts(record, &notices_of(record, self.now))?;
                let answers = noticed(record, answers(record)?, self.now);
                let info = place_info(record, &answers, &verdicts, site);
                serde_json::to_writer(out, &info)?;
            }
            Form::Lines => {
                shown.write_feature(out)?;
                out.push(b'\n');
            }
            Form::Sequence => {
                out.push(0x1e);
                shown.write_feature(out)?;
                out.push(b'\n');
            }
            Form::Csv(csv) => csv.write(record, (site, reference), out)?,
            Form::FlatGeobuf(file) => with_place(record, (reference, self.now), |place| file.push(place))??,
            Form::GeoParquet(file) => {
                with_place(record, (reference, self.now), |place| file.push(place))??;
                file.drain(out);
            }
        }
        Ok(())
    }

    /// Writes what is left of the file. Of FlatGeobuf that is all of it: it may take a while, and wants a file.
    ///
    /// # Errors
    /// 503 where there is no room for it.
    pub fn end(self, out: &mut impl Write) -> Result<(), Problem> {
        let written = match self.form {
            Form::GeoJson | Form::A11yJson => out.write_all(b"\n]}\n"),
            Form::Lines | Form::Sequence | Form::Csv(_) => Ok(()),
            Form::FlatGeobuf(file) => return Ok(file.finish(out)?),
            Form::GeoParquet(file) => out.write_all(&file.finish()?),
        };
        written.map_err(no_room)
    }

    /// [`Exporter::end`] into a temporary file, which is gone when it is closed.
    ///
    /// # Errors
    /// 503 where there is no room for it.
    pub async fn spool(self) -> Result<File, Problem> {
        let written = tokio::task::spawn_blocking(move || {
            let mut file = io::BufWriter::new(tempfile::tempfile().map_err(no_room)?);
            self.end(&mut file)?;
            let mut file = file.into_inner().map_err(|error| no_room(error.into_error()))?;
            file.rewind().map_err(no_room)?;
            Ok(file)
        });
        written.await.map_err(|error| Problem::new(&code::INTERNAL).cause(error))?
    }
}

fn no_room(error: io::Error) -> Problem {
    Problem::new(&code::NO_ROOM).cause(error)
}
