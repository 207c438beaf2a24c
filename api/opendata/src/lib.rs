//! Readers and writers of the formats that data comes in and goes out by. No SQL, no HTTP: a reader turns bytes into
//! proposals, a writer turns records into bytes.

pub mod cql2;
pub mod flat;
pub mod national_csv;
