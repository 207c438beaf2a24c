//! The cells of one Parquet column of one row group, until it is written.

use bytes::Bytes;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::Result;
use parquet::file::writer::SerializedColumnWriter;

use super::{FlatCell, FlatKind};

/// The values that are there, by physical type.
enum Values {
    Bool(Vec<bool>),
    Integer(Vec<i32>),
    /// Microseconds since 1970.
    Time(Vec<i64>),
    Double(Vec<f64>),
    /// The texts behind each other, and where each ends.
    Text(Vec<u8>, Vec<usize>),
}

/// The levels of nesting (Dremel) that say where values are missing or belong to one list.
#[derive(Default)]
struct Levels {
    definition: Vec<i16>,
    repetition: Vec<i16>,
}

/// A column.
pub(super) struct Leaf {
    values: Values,
    /// None for a column whose values are all there.
    levels: Option<Levels>,
    list: bool,
}

impl Leaf {
    /// A column of this kind, of which every row has a value or not.
    pub fn new(kind: FlatKind, always: bool) -> Self {
        let values = match kind {
            FlatKind::Bool => Values::Bool(Vec::new()),
            FlatKind::Integer => Values::Integer(Vec::new()),
            FlatKind::Time => Values::Time(Vec::new()),
            FlatKind::Text | FlatKind::List | FlatKind::Json => Values::Text(Vec::new(), Vec::new()),
        };
        let list = kind == FlatKind::List;
        Self { values, levels: (!always || list).then(Levels::default), list }
    }

    /// A column of numbers that are always there.
    pub fn double() -> Self {
        Self { values: Values::Double(Vec::new()), levels: None, list: false }
    }

    /// A column of bytes that are always there.
    pub fn bytes() -> Self {
        Self { values: Values::Text(Vec::new(), Vec::new()), levels: None, list: false }
    }

    pub fn push_double(&mut self, number: f64) {
        if let Values::Double(numbers) = &mut self.values {
            numbers.push(number);
        }
    }

    pub fn push_bytes(&mut self, bytes: &[u8]) {
        if let Values::Text(all, ends) = &mut self.values {
            all.extend_from_slice(bytes);
            ends.push(all.len());
        }
    }

    /// Takes a cell; one of another kind counts as unknown, and the schema gives none such.
    pub fn push(&mut self, cell: FlatCell<'_>) {
        match (cell, &mut self.values) {
            (FlatCell::List(texts), Values::Text(..)) if self.list => return self.push_list(texts),
            (FlatCell::Bool(value), Values::Bool(values)) => values.push(value),
            (FlatCell::Integer(number), Values::Integer(values)) => values.push(number),
            (FlatCell::Time(at), Values::Time(values)) => {
                values.push(i64::try_from(at.unix_timestamp_nanos() / 1_000).unwrap_or(i64::MAX));
            }
            (FlatCell::Text(text), Values::Text(..)) if !self.list => self.push_bytes(text.as_bytes()),
            _ => return self.level(0, 0),
        }
        self.level(1, 0);
    }

    /// 0: there is no list; 1: it is empty; 2: an item, the first of its list or a further one.
    fn push_list(&mut self, texts: &[String]) {
        if texts.is_empty() {
            self.level(1, 0);
        }
        for (rank, text) in texts.iter().enumerate() {
            self.push_bytes(text.as_bytes());
            self.level(2, i16::from(rank > 0));
        }
    }

    fn level(&mut self, definition: i16, repetition: i16) {
        if let Some(levels) = &mut self.levels {
            levels.definition.push(definition);
            if self.list {
                levels.repetition.push(repetition);
            }
        }
    }

    /// Writes what was taken, and forgets it.
    pub fn write(&mut self, writer: &mut SerializedColumnWriter<'_>) -> Result<()> {
        let levels = self.levels.as_ref();
        let definition = levels.map(|levels| levels.definition.as_slice());
        let repetition = levels.filter(|_| self.list).map(|levels| levels.repetition.as_slice());
        match &mut self.values {
            Values::Bool(values) => {
                writer.typed::<BoolType>().write_batch(values, definition, repetition)?;
                values.clear();
            }
            Values::Integer(values) => {
                writer.typed::<Int32Type>().write_batch(values, definition, repetition)?;
                values.clear();
            }
            Values::Time(values) => {
                writer.typed::<Int64Type>().write_batch(values, definition, repetition)?;
                values.clear();
            }
            Values::Double(values) => {
                writer.typed::<DoubleType>().write_batch(values, definition, repetition)?;
                values.clear();
            }
            Values::Text(all, ends) => {
                let texts = texts(std::mem::take(all), ends);
                writer.typed::<ByteArrayType>().write_batch(&texts, definition, repetition)?;
                ends.clear();
            }
        }
        if let Some(levels) = &mut self.levels {
            levels.definition.clear();
            levels.repetition.clear();
        }
        Ok(())
    }
}

/// The texts, each a part of one piece of memory.
fn texts(all: Vec<u8>, ends: &[usize]) -> Vec<ByteArray> {
    let all = Bytes::from(all);
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(ends).map(|(start, end)| ByteArray::from(all.slice(start..*end))).collect()
}
