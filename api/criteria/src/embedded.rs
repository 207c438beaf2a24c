//! The schema files, compiled in. Their order here is the order of the criteria.

use std::sync::OnceLock;

use crate::load::SchemaError;
use crate::schema::Schema;

macro_rules! files {
    ($($name:literal),+ $(,)?) => { &[$(($name, include_str!(concat!("../schema/", $name)))),+] };
}

pub(crate) const FILES: &[(&str, &str)] = files![
    "sections.toml",
    "groups.toml",
    "transport.toml",
    "outside.toml",
    "entrance.toml",
    "reception.toml",
    "rooms.toml",
    "services.toml",
    "school_polling.toml",
    "healthcare.toml",
    "sports.toml",
    "toilets.toml",
    "about.toml",
];

static SCHEMA: OnceLock<Result<Schema, SchemaError>> = OnceLock::new();

/// The embedded schema. Binaries call this first, so that a broken file ends them with its name, line and reason.
///
/// # Errors
/// The first mistake in the embedded files.
pub fn try_schema() -> Result<&'static Schema, &'static SchemaError> {
    SCHEMA.get_or_init(|| Schema::load(FILES)).as_ref()
}

/// The embedded schema, for everything that runs after [`try_schema`] has succeeded.
///
/// # Panics
/// Where the embedded files hold a mistake, which a test of this crate excludes.
#[expect(clippy::panic, reason = "the files are part of the binary, and a test proves that they load")]
pub fn schema() -> &'static Schema {
    match try_schema() {
        Ok(schema) => schema,
        Err(error) => panic!("the embedded schema does not load: {error}"),
    }
}
