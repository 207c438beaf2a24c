//! The national CSV of establishments: the exchange format of the French national schema `acceslibre` and of the file
//! on data.gouv.fr. 103 columns in any order, any of them missing but the necessary ones; comma or semicolon; UTF-8
//! with or without a byte order mark; LF or CRLF.
//!
//! A row is read whole or refused whole, each fault with line, column, value and reason. Nothing is guessed: an empty
//! cell says nothing, `false` is an answer.

mod capped;
mod cells;
mod columns;
mod header;
mod reader;
mod row;
mod table_schema;
mod writing;

pub use columns::{Column, NATIONAL_COLUMNS};
pub use header::{Header, HeaderError};
pub use reader::{Line, ReadError, Reader};
pub use row::{Fault, NationalRow, Note, Reject};
pub use table_schema::table_schema;
pub use writing::{answer_cell, text_cell, text_of_cell};
