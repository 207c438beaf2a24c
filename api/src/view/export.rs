//! Establishments one after the other, in the formats of an export.

use plainpied_criteria::schema;
use plainpied_opendata::national_csv::{Column, NATIONAL_COLUMNS, answer_cell, text_cell};
use plainpied_store::establishment::FeatureRecord;

use super::{Shown, answers, media};
use crate::problem::Problem;
use crate::reference::Reference;
use crate::site::Site;

/// A format that can be written as it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExportFormat {
    /// One GeoJSON feature collection (RFC 7946).
    GeoJson,
    /// A GeoJSON feature a line.
    GeoJsonLines,
    /// A GeoJSON text sequence (RFC 8142): each feature between a record separator and a line feed.
    GeoJsonSeq,
    /// The national CSV.
    Csv,
}

impl ExportFormat {
    /// The names of the parameter `format`.
    pub const NAMES: [(&'static str, Self); 4] = [
        ("geojson", Self::GeoJson),
        ("geojsonl", Self::GeoJsonLines),
        ("geojsonseq", Self::GeoJsonSeq),
        ("csv", Self::Csv),
    ];

    /// Media type, and the name under which a browser saves it.
    pub fn media(self) -> (&'static str, &'static str) {
        match self {
            Self::GeoJson => (media::GEOJSON, "plainpied.geojson"),
            Self::GeoJsonLines => (media::NDJSON, "plainpied.geojsonl"),
            Self::GeoJsonSeq => (media::GEOJSON_SEQ, "plainpied.geojsonseq"),
            Self::Csv => (media::CSV, "plainpied.csv"),
        }
    }
}

/// Writes records into bytes that are taken away as they fill.
pub(crate) struct Exporter {
    format: ExportFormat,
    columns: Vec<Option<Column>>,
    first: bool,
}

impl Exporter {
    /// A writer of a format, and what stands before the first record.
    ///
    /// # Errors
    /// 500 where memory cannot be written to.
    pub fn begin(format: ExportFormat, out: &mut Vec<u8>) -> Result<Self, Problem> {
        let columns = NATIONAL_COLUMNS.iter().map(|name| Column::named(schema(), name)).collect();
        match format {
            ExportFormat::GeoJson => out.extend_from_slice(br#"{"type":"FeatureCollection","features":["#),
            ExportFormat::Csv => row(out, NATIONAL_COLUMNS.iter())?,
            ExportFormat::GeoJsonLines | ExportFormat::GeoJsonSeq => {}
        }
        Ok(Self { format, columns, first: true })
    }

    /// Appends a record.
    ///
    /// # Errors
    /// 500 for a record that cannot be read.
    pub fn write(
        &mut self,
        record: &FeatureRecord,
        (site, reference): (&Site, &Reference),
        out: &mut Vec<u8>,
    ) -> Result<(), Problem> {
        let first = std::mem::take(&mut self.first);
        let shown = Shown::new(record, site, reference);
        match self.format {
            ExportFormat::GeoJson => {
                out.extend_from_slice(if first { b"\n" } else { b",\n" });
                shown.write_feature(out)?;
            }
            ExportFormat::GeoJsonLines => {
                shown.write_feature(out)?;
                out.push(b'\n');
            }
            ExportFormat::GeoJsonSeq => {
                out.push(0x1e);
                shown.write_feature(out)?;
                out.push(b'\n');
            }
            ExportFormat::Csv => self.write_row(record, (site, reference), out)?,
        }
        Ok(())
    }

    /// What stands after the last record.
    pub fn end(&self, out: &mut Vec<u8>) {
        if self.format == ExportFormat::GeoJson {
            out.extend_from_slice(b"\n]}\n");
        }
    }

    fn write_row(
        &self,
        record: &FeatureRecord,
        (site, reference): (&Site, &Reference),
        out: &mut Vec<u8>,
    ) -> Result<(), Problem> {
        let answers = answers(record)?;
        let activity = record.activities.first().and_then(|slug| reference.activity(slug));
        let optional = |text: &Option<String>| text_cell(text.as_deref().unwrap_or_default()).into_owned();
        let cells = NATIONAL_COLUMNS.iter().zip(&self.columns).map(|(name, column)| match column {
            Some(Column::Id) => record.id.to_string(),
            Some(Column::Name) => text_cell(&record.name).into_owned(),
            Some(Column::PostalCode) => record.postal_code.clone(),
            Some(Column::Commune) => text_cell(&record.commune_name).into_owned(),
            Some(Column::HouseNumber) => optional(&record.house_number),
            Some(Column::Street) => optional(&record.street),
            Some(Column::Locality) => optional(&record.locality),
            Some(Column::InseeCode) => record.commune_code.clone(),
            Some(Column::Siret) => optional(&record.siret),
            Some(Column::Activity) => activity.map(|activity| activity.name_fr.clone()).unwrap_or_default(),
            Some(Column::ContactUrl) => optional(&record.contact_url),
            Some(Column::Website) => optional(&record.website),
            Some(Column::Longitude) => record.lon.to_string(),
            Some(Column::Latitude) => record.lat.to_string(),
            Some(Column::RnbId) => optional(&record.rnb_id),
            Some(Column::Criterion(id)) => answers.get(*id).map(answer_cell).unwrap_or_default(),
            Some(Column::Ignored) if *name == "web_url" => site.url_of("/establishments/", record.id),
            Some(Column::Ignored) | None => String::new(),
        });
        row(out, cells)
    }
}

fn row(out: &mut Vec<u8>, cells: impl Iterator<Item = impl AsRef<[u8]>>) -> Result<(), Problem> {
    let mut csv = csv::WriterBuilder::new().from_writer(out);
    csv.write_record(cells)?;
    csv.flush().map_err(csv::Error::from)?;
    Ok(())
}
