//! From the cells of a record to a row, or to all its faults.

use plainpied_criteria::{Answers, Cell, Criterion, Schema, parse_cell, plain};
use plainpied_domain::{LonLat, PostalCode, Siret};

use super::row::{Fault, NationalRow, Note, Reject};
use super::writing::text_of_cell;
use super::{Column, Header};

/// The longest text of a field beside the criteria, characters.
const LONGEST_TEXT: usize = 500;

/// What has been read of a record so far.
#[derive(Default)]
struct Cells {
    id: String,
    name: String,
    postal_code: String,
    commune: String,
    insee_code: String,
    house_number: Option<String>,
    street: Option<String>,
    locality: Option<String>,
    siret: String,
    activity: Option<String>,
    contact_url: Option<String>,
    website: Option<String>,
    rnb_id: Option<String>,
    longitude: String,
    latitude: String,
    answers: Answers,
    notes: Vec<Note>,
    faults: Vec<Fault>,
}

/// Reads one record.
pub(super) fn read(
    schema: &Schema,
    header: &Header,
    record: &csv::ByteRecord,
    line: u64,
) -> Result<NationalRow, Reject> {
    let mut cells = Cells::default();
    if record.len() != header.columns.len() {
        let reason = format!("the row has {} cells, the header {}", record.len(), header.columns.len());
        cells.faults.push(Fault::new("", "", reason));
        return Err(cells.reject(line));
    }
    for ((name, column), bytes) in std::iter::zip(&header.columns, record) {
        let Some(column) = column else { continue };
        match std::str::from_utf8(bytes) {
            Ok(text) => cells.take(schema, (name, *column), text_of_cell(text.trim())),
            Err(error) => {
                let reason = format!("not UTF-8 after {} bytes", error.valid_up_to());
                cells.faults.push(Fault::new(name, &String::from_utf8_lossy(bytes), reason));
            }
        }
    }
    cells.finish(line)
}

impl Cells {
    fn take(&mut self, schema: &Schema, (name, column): (&str, Column), text: &str) {
        let text = plain(text);
        let text = text.as_ref();
        if text.is_empty() {
            return;
        }
        if let Column::Criterion(id) = column {
            return self.answer(schema.criterion(id), text);
        }
        if text.chars().count() > LONGEST_TEXT {
            let reason = format!("longer than {LONGEST_TEXT} characters");
            return self.faults.push(Fault::new(name, text, reason));
        }
        if text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
            return self.faults.push(Fault::new(name, text, "holds control characters"));
        }
        let text = text.to_owned();
        match column {
            Column::Id => self.id = text,
            Column::Name => self.name = text,
            Column::PostalCode => self.postal_code = text,
            Column::Commune => self.commune = text,
            Column::InseeCode => self.insee_code = text,
            Column::HouseNumber => self.house_number = Some(text),
            Column::Street => self.street = Some(text),
            Column::Locality => self.locality = Some(text),
            Column::Siret => self.siret = text,
            Column::Activity => self.activity = Some(text),
            Column::ContactUrl => self.contact_url = Some(text),
            Column::Website => self.website = Some(text),
            Column::RnbId => self.rnb_id = Some(text),
            Column::Longitude => self.longitude = text,
            Column::Latitude => self.latitude = text,
            Column::Criterion(_) | Column::Ignored => {}
        }
    }

    fn answer(&mut self, criterion: &Criterion, text: &str) {
        match parse_cell(criterion, text) {
            Ok(Cell::Value(value)) => {
                self.answers.set(criterion.id, value);
            }
            Ok(Cell::Empty) => {}
            // "Not step-free, 0 steps": a threshold, or a slip. Either way nobody said that it is step-free.
            Ok(Cell::ZeroSteps) => self.notes.push(Note {
                column: criterion.key.clone(),
                what: "0 steps: the number of steps is taken as unknown",
            }),
            Err(error) => self.faults.push(Fault::new(&criterion.key, text, error)),
        }
    }

    fn require(&mut self, column: &str, empty: bool) {
        if empty {
            self.faults.push(Fault::new(column, "", "empty, but needed"));
        }
    }

    /// A valid code, or a fault.
    fn code<T: std::str::FromStr>(&mut self, column: &str, text: &str) -> Option<T>
    where
        T::Err: std::fmt::Display,
    {
        if text.is_empty() {
            return None;
        }
        text.parse().map_err(|error| self.faults.push(Fault::new(column, text, error))).ok()
    }

    fn location(&mut self) -> Option<LonLat> {
        let mut number = |column: &str, text: &str| match text.parse::<f64>() {
            Ok(number) => Some(number),
            Err(_) if text.is_empty() => {
                self.faults.push(Fault::new(column, text, "empty, but needed"));
                None
            }
            Err(_) => {
                self.faults.push(Fault::new(column, text, "not a number with a decimal point"));
                None
            }
        };
        let (longitude, latitude) = (self.longitude.clone(), self.latitude.clone());
        let (lon, lat) = (number("longitude", &longitude), number("latitude", &latitude));
        LonLat::new(lon?, lat?)
            .map_err(|error| {
                let column = if matches!(error, plainpied_domain::LonLatError::Latitude(_)) {
                    "latitude"
                } else {
                    "longitude"
                };
                self.faults.push(Fault::new(column, &format!("{longitude} {latitude}"), error));
            })
            .ok()
    }

    fn finish(mut self, line: u64) -> Result<NationalRow, Reject> {
        self.require("id", self.id.is_empty());
        self.require("name", self.name.is_empty());
        self.require("commune", self.commune.is_empty() && self.insee_code.is_empty());
        let postal_code: Option<PostalCode> = self.code("postal_code", &self.postal_code.clone());
        let siret: Option<Siret> = self.code("siret", &self.siret.replace(' ', ""));
        let location = self.location();
        let (Some(location), true) = (location, self.faults.is_empty()) else {
            return Err(self.reject(line));
        };
        Ok(NationalRow {
            line,
            id: self.id,
            name: self.name,
            postal_code,
            commune: self.commune,
            insee_code: self.insee_code,
            house_number: self.house_number,
            street: self.street,
            locality: self.locality,
            siret,
            activity: self.activity,
            contact_url: self.contact_url,
            website: self.website,
            rnb_id: self.rnb_id,
            location,
            answers: self.answers,
            notes: self.notes,
        })
    }

    fn reject(self, line: u64) -> Reject {
        Reject { line, id: self.id, faults: self.faults }
    }
}
