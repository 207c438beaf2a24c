use std::sync::Arc;

use plainpied_domain::EstablishmentId;
use tantivy::SegmentReader;
use tantivy::columnar::{Column, ColumnValues, StrColumn};
use uuid::Uuid;

use super::error::searching;
use super::fields::column;
use super::interner::Interner;
use crate::SearchError;

/// The properties of the documents of one segment, by document number. A segment never changes, so these are opened
/// once and kept from commit to commit.
pub(super) struct Columns {
    pub(super) lon: Arc<dyn ColumnValues<f64>>,
    pub(super) lat: Arc<dyn ColumnValues<f64>>,
    pub(super) completeness: Arc<dyn ColumnValues<u64>>,
    pub(super) commune: FacetColumn,
    pub(super) activity: FacetColumn,
    name: StrColumn,
    id_high: Arc<dyn ColumnValues<u64>>,
    id_low: Arc<dyn ColumnValues<u64>>,
    version: Arc<dyn ColumnValues<i64>>,
}

/// A column that is counted.
pub(super) struct FacetColumn {
    ordinals: Column<u64>,
    /// Number of each ordinal in the [`Interner`].
    numbers: Vec<u32>,
}

/// What the values of the two facets are numbered by.
#[derive(Debug, Default)]
pub(super) struct Interners {
    pub(super) communes: Interner,
    pub(super) activities: Interner,
}

impl Columns {
    pub(super) fn open(segment: &SegmentReader, interners: &mut Interners) -> Result<Self, SearchError> {
        let fast = segment.fast_fields();
        let step = "open a column";
        let u64s = |name| fast.column_first_or_default::<u64>(name).map_err(searching(step));
        let f64s = |name| fast.column_first_or_default::<f64>(name).map_err(searching(step));
        Ok(Self {
            lon: f64s(column::LON)?,
            lat: f64s(column::LAT)?,
            completeness: u64s(column::COMPLETENESS)?,
            commune: FacetColumn::open(segment, column::COMMUNE, &mut interners.communes)?,
            activity: FacetColumn::open(segment, column::ACTIVITY, &mut interners.activities)?,
            name: texts(segment, column::NAME_ORDER)?,
            id_high: u64s(column::ID_HIGH)?,
            id_low: u64s(column::ID_LOW)?,
            version: fast.column_first_or_default::<i64>(column::VERSION).map_err(searching(step))?,
        })
    }

    /// The id as a number that sorts as the id does.
    pub(super) fn id_number(&self, doc: u32) -> u128 {
        u128::from(self.id_high.get_val(doc)) << 64 | u128::from(self.id_low.get_val(doc))
    }

    pub(super) fn id(&self, doc: u32) -> EstablishmentId {
        EstablishmentId::from(Uuid::from_u128(self.id_number(doc)))
    }

    pub(super) fn version(&self, doc: u32) -> i32 {
        // Written from an i32.
        i32::try_from(self.version.get_val(doc)).unwrap_or(i32::MAX)
    }

    /// Where the name stands among the names of this segment.
    pub(super) fn name_ordinal(&self, doc: u32) -> u64 {
        self.name.ords().first(doc).unwrap_or(0)
    }

    /// The folded name behind an ordinal.
    pub(super) fn name(&self, ordinal: u64) -> Result<String, SearchError> {
        let mut name = String::new();
        self.name.ord_to_str(ordinal, &mut name).map_err(searching("read a name"))?;
        Ok(name)
    }
}

impl FacetColumn {
    fn open(segment: &SegmentReader, name: &str, interner: &mut Interner) -> Result<Self, SearchError> {
        let column = texts(segment, name)?;
        let numbers = interner.number_all(&column)?;
        Ok(Self { ordinals: column.ords().clone(), numbers })
    }

    /// The numbers of the values that a document has.
    pub(super) fn values(&self, doc: u32) -> impl Iterator<Item = u32> {
        self.ordinals.values_for_doc(doc).filter_map(|ordinal| self.numbers.get(ordinal as usize).copied())
    }
}

fn texts(segment: &SegmentReader, name: &str) -> Result<StrColumn, SearchError> {
    let column = segment.fast_fields().str(name).map_err(searching("open a column"))?;
    // A segment where no document has a value has no column.
    let empty = || StrColumn::wrap(tantivy::columnar::BytesColumn::empty(segment.max_doc()));
    Ok(column.unwrap_or_else(empty))
}
