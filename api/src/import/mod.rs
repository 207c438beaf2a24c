//! `plainpied import`: files of partners, through the one write path.
//!
//! A thread reads and understands rows; batches of them wait in a channel that holds two, so memory stays flat however
//! long the file is. Each batch is one transaction, and two are written at once, over two connections: PostgreSQL works
//! on one core a connection. A run that is killed leaves whole batches behind, and the next run finds them unchanged and
//! goes on.

mod batch;
mod fingerprint;
mod input;
mod prepare;
mod report;
mod resume;
mod run;

pub use input::InputError;
pub use report::{Report, Summary};
pub use run::{ImportError, ImportOptions, import};
