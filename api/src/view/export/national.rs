//! The national CSV.

use plainpied_criteria::schema;
use plainpied_opendata::national_csv::{Column, NATIONAL_COLUMNS, answer_cell, text_cell};
use plainpied_store::establishment::FeatureRecord;

use crate::problem::Problem;
use crate::reference::Reference;
use crate::site::Site;
use crate::view::answers;

/// Writes rows.
pub(super) struct National {
    columns: Vec<Option<Column>>,
}

impl National {
    /// The writer, and the header.
    pub fn begin(out: &mut Vec<u8>) -> Result<Self, Problem> {
        row(out, NATIONAL_COLUMNS.iter())?;
        Ok(Self { columns: NATIONAL_COLUMNS.iter().map(|name| Column::named(schema(), name)).collect() })
    }

    /// Appends a record.
    pub fn write(
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
