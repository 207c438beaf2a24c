use std::io::{self, BufRead, BufReader, Read};

use plainpied_criteria::Schema;

use super::capped::{Budget, Capped};
use super::{Header, HeaderError, NationalRow, Reject, cells};

/// One line of the file: a row, or why it is none.
pub type Line = Result<NationalRow, Reject>;

/// Why reading stopped. Everything before it was read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The first line is no header.
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// The file cannot be read, or not to its end.
    #[error("reading stopped near line {line}: {source}")]
    Io {
        /// Line reached.
        line: u64,
        /// Why.
        source: io::Error,
    },
}

/// Reads rows one by one, in constant memory.
#[derive(Debug)]
pub struct Reader<R: Read> {
    csv: csv::Reader<Capped<BufReader<R>>>,
    schema: &'static Schema,
    header: Header,
    budget: Budget,
    record: csv::ByteRecord,
    /// The parser ends a record at CR and counts the LF to the next one: one more where lines end in CRLF.
    line_offset: u64,
}

impl<R: Read> Reader<R> {
    /// Reads the header; comma or semicolon is told from it.
    ///
    /// # Errors
    /// A first line that is no header of the national CSV, or that cannot be read.
    pub fn new(schema: &'static Schema, input: R) -> Result<Self, ReadError> {
        let mut input = BufReader::with_capacity(1 << 16, input);
        let start = input.fill_buf().map_err(|source| ReadError::Io { line: 1, source })?;
        refuse_other_formats(start)?;
        let delimiter = delimiter(start);
        let line_offset =
            u64::from(start.split(|byte| *byte == b'\n').next().is_some_and(|line| line.ends_with(b"\r")));
        let budget = Budget::default();
        let mut csv = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(Capped::new(input, budget.clone()));
        let mut record = csv::ByteRecord::new();
        if !csv.read_byte_record(&mut record).map_err(|error| io_error(error, 1))? {
            return Err(HeaderError::Empty.into());
        }
        let names: Vec<_> = record.iter().map(std::str::from_utf8).collect::<Result<_, _>>().or(Err(
            HeaderError::NotText("convert it to UTF-8, for instance with iconv -f CP1252 -t UTF-8"),
        ))?;
        let header = Header::new(schema, names.into_iter())?;
        Ok(Self { csv, schema, header, budget, record, line_offset })
    }

    /// What the columns hold.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The next row, good or bad; `None` at the end.
    ///
    /// # Errors
    /// The input fails, or a record is longer than 1 MiB.
    pub fn next_line(&mut self) -> Result<Option<Line>, ReadError> {
        loop {
            self.budget.renew();
            let line = self.csv.position().line();
            if !self.csv.read_byte_record(&mut self.record).map_err(|error| io_error(error, line))? {
                return Ok(None);
            }
            let line = self.record.position().map_or(line, csv::Position::line) + self.line_offset;
            // A line of separators only, as spreadsheets leave them at the end.
            if self.record.iter().all(<[u8]>::is_empty) {
                continue;
            }
            return Ok(Some(cells::read(self.schema, &self.header, &self.record, line)));
        }
    }
}

fn io_error(error: csv::Error, line: u64) -> ReadError {
    let source = match error.into_kind() {
        csv::ErrorKind::Io(source) if source.kind() == io::ErrorKind::FileTooLarge => io::Error::new(
            io::ErrorKind::FileTooLarge,
            "a row is longer than 1 MiB: a quote that opens a cell there is never closed",
        ),
        csv::ErrorKind::Io(source) => source,
        other => io::Error::new(io::ErrorKind::InvalidData, format!("{other:?}")),
    };
    ReadError::Io { line, source }
}

fn refuse_other_formats(start: &[u8]) -> Result<(), HeaderError> {
    let what = match start {
        [] => return Err(HeaderError::Empty),
        [0x1f, 0x8b, ..] => "it is compressed with gzip: unpack it first",
        [0x50, 0x4b, 3, 4, ..] => "it is a ZIP archive or a spreadsheet: save it as CSV in UTF-8",
        [0x28, 0xb5, 0x2f, 0xfd, ..] => "it is compressed with zstd: unpack it first",
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "it is UTF-16: convert it to UTF-8",
        // In the header only: further down it is one bad row.
        _ if start.iter().take_while(|byte| **byte != b'\n').take(4096).any(|byte| *byte == 0) => {
            "it holds NUL bytes"
        }
        _ => return Ok(()),
    };
    Err(HeaderError::NotText(what))
}

/// Semicolon where the first line has more of them than commas.
fn delimiter(start: &[u8]) -> u8 {
    let line = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |wanted: u8| line.iter().filter(|byte| **byte == wanted).count();
    if count(b';') > count(b',') { b';' } else { b',' }
}
