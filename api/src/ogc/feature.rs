//! Items as GeoJSON features with flat properties: every feature has all of them, null where nothing is known, because GIS
//! clients learn the columns of a layer from its first features.

use std::fmt::Write as _;

use plainpied_domain::Crs;
use plainpied_opendata::flat::{FlatCell, FlatKind, columns};
use plainpied_store::establishment::FeatureRecord;
use plainpied_store::items::CommuneRecord;
use serde_json::json;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::problem::Problem;
use crate::reference::Reference;
use crate::view::with_place;

/// The items of a page.
#[derive(Debug)]
pub(crate) enum Items {
    /// Establishments; their `lon` and `lat` are x and y of the system asked for.
    Establishments(Vec<FeatureRecord>),
    /// Communes; likewise.
    Communes(Vec<CommuneRecord>),
}

impl Items {
    /// How many.
    pub fn len(&self) -> usize {
        match self {
            Self::Establishments(records) => records.len(),
            Self::Communes(records) => records.len(),
        }
    }

    /// Ids and names, for people.
    pub fn named(&self) -> Vec<(String, String)> {
        match self {
            Self::Establishments(records) => {
                records.iter().map(|record| (record.id.to_string(), record.name.clone())).collect()
            }
            Self::Communes(records) => {
                records.iter().map(|record| (record.code.clone(), record.name.clone())).collect()
            }
        }
    }
}

/// Writes features.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ItemWriter<'a> {
    /// The system of the positions.
    pub crs: Crs,
    /// The properties that are wanted; none: all.
    pub properties: Option<&'a [String]>,
    /// What sources say of themselves.
    pub reference: &'a Reference,
    /// The instant of which is told.
    pub now: OffsetDateTime,
}

impl ItemWriter<'_> {
    /// Appends all of them, separated by commas.
    ///
    /// # Errors
    /// 500 for a record that cannot be read.
    pub fn write(&self, items: &Items, out: &mut Vec<u8>) -> Result<(), Problem> {
        let comma = |place: usize, out: &mut Vec<u8>| {
            if place > 0 {
                out.extend_from_slice(b",\n");
            }
        };
        match items {
            Items::Establishments(records) => {
                for (place, record) in records.iter().enumerate() {
                    comma(place, out);
                    self.establishment(record, out)?;
                }
            }
            Items::Communes(records) => {
                for (place, record) in records.iter().enumerate() {
                    comma(place, out);
                    self.commune(record, out)?;
                }
            }
        }
        Ok(())
    }

    fn wants(&self, name: &str) -> bool {
        self.properties.is_none_or(|wanted| wanted.iter().any(|one| one == name))
    }

    fn establishment(&self, record: &FeatureRecord, out: &mut Vec<u8>) -> Result<(), Problem> {
        self.head(&record.id.to_string(), [record.lon, record.lat], out)?;
        with_place(record, (self.reference, self.now), |place| {
            let mut first = true;
            for column in columns().iter().filter(|column| self.wants(&column.name)) {
                out.extend_from_slice(if std::mem::take(&mut first) { b"\"" } else { b",\"" });
                // Names of columns are keys of the schema: nothing in them to escape.
                out.extend_from_slice(column.name.as_bytes());
                out.extend_from_slice(b"\":");
                write_cell(column.cell(place), column.kind, out)?;
            }
            Ok::<_, Problem>(())
        })??;
        out.extend_from_slice(b"}}");
        Ok(())
    }

    fn commune(&self, record: &CommuneRecord, out: &mut Vec<u8>) -> Result<(), Problem> {
        self.head(&record.code, [record.lon, record.lat], out)?;
        let all = [
            ("code", json!(record.code)),
            ("name", json!(record.name)),
            ("postal_codes", json!(record.postal_codes)),
            ("department_code", json!(record.department_code)),
            ("parent_code", json!(record.parent_code)),
            ("population", json!(record.population)),
        ];
        let wanted = all.into_iter().filter(|(name, _)| self.wants(name));
        let properties: serde_json::Map<_, _> =
            wanted.map(|(name, value)| (name.to_owned(), value)).collect();
        // The brace that the head has opened is that of the properties.
        let written = serde_json::to_vec(&properties)?;
        out.extend_from_slice(&written[1..]);
        out.push(b'}');
        Ok(())
    }

    /// A feature up to the open brace of its properties.
    fn head(&self, id: &str, xy: [f64; 2], out: &mut Vec<u8>) -> Result<(), Problem> {
        let mut text = String::with_capacity(160);
        let [first, second] = self.crs.swap(xy);
        let at = if self.crs.is_geographic() {
            format!("{first},{second}")
        } else {
            // Millimetres.
            format!("{first:.3},{second:.3}")
        };
        let id = serde_json::to_string(id)?;
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            r#"{{"type":"Feature","id":{id},"geometry":{{"type":"Point","coordinates":[{at}]}},"properties":{{"#
        );
        out.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

fn write_cell(cell: FlatCell<'_>, kind: FlatKind, out: &mut Vec<u8>) -> Result<(), Problem> {
    match cell {
        FlatCell::Unknown => out.extend_from_slice(b"null"),
        FlatCell::Bool(value) => out.extend_from_slice(if value { b"true" } else { b"false" }),
        FlatCell::Integer(number) => serde_json::to_writer(out, &number)?,
        FlatCell::Text(json) if kind == FlatKind::Json => out.extend_from_slice(json.as_bytes()),
        FlatCell::Text(text) => serde_json::to_writer(out, text)?,
        FlatCell::List(texts) => serde_json::to_writer(out, texts)?,
        FlatCell::Time(at) => serde_json::to_writer(out, &at.format(&Rfc3339).ok())?,
    }
    Ok(())
}
