use std::process::ExitCode;

use plainpied_store::{PgPool, database};

pub(super) async fn run(pool: &PgPool) -> anyhow::Result<ExitCode> {
    database::migrate(pool).await?;
    super::print("the database is up to date")
}
