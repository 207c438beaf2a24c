use std::sync::Arc;

use plainpied_domain::EstablishmentId;
use tantivy::SegmentReader;
use tantivy::columnar::{Column, ColumnValues, StrColumn};
use uuid::Uuid;

use super::begun::Begun;
use super::bits::Bits;
use super::error::searching;
use super::fields::column;
use super::interner::Interner;
use super::merit::Merit;
use super::plan::Plan;
use super::slips::Slips;
use super::witness::Witness;
use crate::SearchError;

/// The properties of the documents of one segment, by document number. A segment never changes, so these are opened
/// once and kept from commit to commit.
pub(super) struct Columns {
    /// Document numbers are below this.
    pub(super) end: u32,
    pub(super) commune: FacetColumn,
    pub(super) department: FacetColumn,
    pub(super) activity: FacetColumn,
    pub(super) witness: Witness,
    /// Of names.
    pub(super) begun: Begun,
    pub(super) slips: Slips,
    /// Longitude and latitude, and what a document is worth by itself: in memory, 24 bytes a document, because most searches
    /// look at those of thousands.
    positions: Vec<[f64; 2]>,
    merits: Vec<Merit>,
    name: StrColumn,
    name_order: StrColumn,
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

/// What the values of the facets are numbered by.
#[derive(Debug, Default)]
pub(super) struct Interners {
    pub(super) communes: Interner,
    pub(super) departments: Interner,
    pub(super) activities: Interner,
}

impl Columns {
    pub(super) fn open(segment: &SegmentReader, interners: &mut Interners) -> Result<Self, SearchError> {
        let fast = segment.fast_fields();
        let step = "open a column";
        let u64s = |name| fast.column_first_or_default::<u64>(name).map_err(searching(step));
        let f64s = |name| fast.column_first_or_default::<f64>(name).map_err(searching(step));
        let end = segment.max_doc();
        let positions = all(end, &f64s(column::LON)?).zip(all(end, &f64s(column::LAT)?));
        Ok(Self {
            end,
            positions: positions.map(|(lon, lat)| [lon, lat]).collect(),
            merits: all(end, &u64s(column::MERIT)?).map(Merit::from).collect(),
            commune: FacetColumn::open(segment, column::COMMUNE, &mut interners.communes)?,
            department: FacetColumn::open(segment, column::DEPARTMENT, &mut interners.departments)?,
            activity: FacetColumn::open(segment, column::ACTIVITY, &mut interners.activities)?,
            witness: Witness::open(segment)?,
            begun: Begun::new(),
            slips: Slips::new(),
            name: texts(segment, column::NAME)?,
            name_order: texts(segment, column::NAME_ORDER)?,
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

    pub(super) fn merit(&self, doc: u32) -> Merit {
        self.merits[doc as usize]
    }

    /// Longitude and latitude.
    pub(super) fn position(&self, doc: u32) -> [f64; 2] {
        self.positions[doc as usize]
    }

    /// Those of some documents of which as much is known as the plan asks for.
    pub(super) fn known(&self, plan: &Plan, among: &Bits) -> Bits {
        let mut known = Bits::new(self.end);
        let takes = |doc: &u32| {
            let merit = self.merit(*doc);
            plan.known.takes(merit.completeness(), merit.observed(), plan.today)
        };
        among.iter().filter(takes).for_each(|doc| known.insert(doc));
        known
    }

    /// Where the folded name stands among the names of this segment.
    pub(super) fn name_ordinal(&self, doc: u32) -> u64 {
        self.name_order.ords().first(doc).unwrap_or(0)
    }

    /// The folded name behind an ordinal.
    pub(super) fn folded_name(&self, ordinal: u64) -> Result<String, SearchError> {
        text(&self.name_order, ordinal)
    }

    /// The name as written.
    pub(super) fn name(&self, doc: u32) -> Result<String, SearchError> {
        self.name.ords().first(doc).map_or(Ok(String::new()), |ordinal| text(&self.name, ordinal))
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

/// The values of all documents below `end`.
fn all<T: Copy + Default + PartialOrd + 'static>(
    end: u32,
    column: &Arc<dyn ColumnValues<T>>,
) -> impl Iterator<Item = T> + use<T> {
    let mut values = vec![T::default(); end as usize];
    column.get_range(0, &mut values);
    values.into_iter()
}

fn text(column: &StrColumn, ordinal: u64) -> Result<String, SearchError> {
    let mut text = String::new();
    column.ord_to_str(ordinal, &mut text).map_err(searching("read a name"))?;
    Ok(text)
}

fn texts(segment: &SegmentReader, name: &str) -> Result<StrColumn, SearchError> {
    let column = segment.fast_fields().str(name).map_err(searching("open a column"))?;
    // A segment where no document has a value has no column.
    let empty = || StrColumn::wrap(tantivy::columnar::BytesColumn::empty(segment.max_doc()));
    Ok(column.unwrap_or_else(empty))
}
