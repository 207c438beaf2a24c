use std::error::Error as _;

/// Why a statement gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// PostgreSQL is away, too busy or gave up in time: trying again later may help.
    #[error("the database cannot answer now: {0}")]
    Unavailable(#[source] sqlx::Error),
    /// A row that the program could not have written.
    #[error("table {table}, row {row}, column {column}: {reason}")]
    Inconsistent {
        /// Table.
        table: &'static str,
        /// Column.
        column: &'static str,
        /// Primary key of the row.
        row: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The base was migrated by a newer program.
    #[error(
        "the database has migration {found}, this program knows none after {known}: run a newer release of plainpied"
    )]
    NewerSchema {
        /// The newest migration of the base.
        found: i64,
        /// The newest migration of the program.
        known: i64,
    },
    /// The base lacks migrations of this program.
    #[error("the database lacks migration {0}: run `plainpied migrate`")]
    OlderSchema(i64),
    /// A migration failed; it was rolled back.
    #[error("migration failed and was rolled back: {0}")]
    Migration(#[source] sqlx::migrate::MigrateError),
    /// The schema of the criteria cannot be turned to JSON: a defect.
    #[error("criteria could not be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// Numbers of a condition beyond what can be reckoned with.
    #[error("the arithmetic of the condition fails: {0}")]
    Arithmetic(#[source] sqlx::Error),
    /// Anything else that PostgreSQL said.
    #[error("the database refused a statement: {0}")]
    Database(#[source] sqlx::Error),
}

impl StoreError {
    /// Whether the same call may work later without anything being changed.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let transient = match &error {
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::Io(_)
            | sqlx::Error::Tls(_) => true,
            // Class 08 connection, 53 resources (disk full, too many connections), 57 operator (shutdown, statement
            // timeout), 55P03 lock not available, 40 serialisation and deadlock.
            sqlx::Error::Database(database) => database
                .code()
                .is_some_and(|code| matches!(&code[..2], "08" | "53" | "57" | "40") || code == "55P03"),
            other => other.source().is_some_and(|source| source.is::<std::io::Error>()),
        };
        // 22003 out of range, 2201F power of such numbers, 22023 coordinates that cannot be projected.
        let code = error.as_database_error().and_then(|database| database.code());
        if matches!(code.as_deref(), Some("22003" | "2201F")) {
            return Self::Arithmetic(error);
        }
        if transient { Self::Unavailable(error) } else { Self::Database(error) }
    }
}
