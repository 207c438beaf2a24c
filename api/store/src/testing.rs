//! A database of its own for every test, in a fraction of a second: the migrations run once into a template, which is
//! named by their fingerprint and cloned. Wants `PLAINPIED_TEST_DATABASE_URL`, which `deploy/test` sets.

use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Execute, PgConnection, PgPool};
use uuid::Uuid;

use crate::StoreError;
use crate::compat::{self, CompatFilter};
use crate::database::{self, DatabaseConfig};

/// The advisory lock under which the template is made: several test programs may start at once.
const TEMPLATE_LOCK: i64 = 0x7465_6d70_6c61_7465;

/// A database that exists as long as this value, and its pool.
#[derive(Debug)]
pub struct TestDatabase {
    /// Connections to it.
    pub pool: PgPool,
    /// Its URL, for programs that the test starts.
    pub url: String,
    name: String,
    server: PgConnectOptions,
}

impl TestDatabase {
    /// An empty, migrated database.
    ///
    /// # Errors
    /// No server, or one that refuses.
    ///
    /// # Panics
    /// Without `PLAINPIED_TEST_DATABASE_URL`.
    pub async fn new() -> Result<Self, StoreError> {
        let server_url = std::env::var("PLAINPIED_TEST_DATABASE_URL")
            .expect("PLAINPIED_TEST_DATABASE_URL is not set: run the tests with deploy/test");
        Self::on(&server_url).await
    }

    /// An empty, migrated database of this server.
    ///
    /// # Errors
    /// No server, or one that refuses.
    pub async fn on(server_url: &str) -> Result<Self, StoreError> {
        let server = PgConnectOptions::from_str(server_url)?.disable_statement_logging();
        let mut connection = server.connect().await?;
        let template = template(&mut connection, server_url).await?;
        let name = format!("plainpied_test_{}", Uuid::new_v4().simple());
        run(&mut connection, format!("CREATE DATABASE {name} TEMPLATE {template}")).await?;
        let url = with_database(server_url, &name);
        let pool = database::connect(&config(&url)).await?;
        Ok(Self { pool, url, name, server })
    }

    /// Drops the database. A test that fails leaves it for a look; `deploy/test` removes such at its start.
    ///
    /// # Errors
    /// As PostgreSQL says.
    pub async fn drop(self) -> Result<(), StoreError> {
        self.pool.close().await;
        let mut connection = self.server.connect().await?;
        run(&mut connection, format!("DROP DATABASE {} WITH (FORCE)", self.name)).await
    }
}

fn config(url: &str) -> DatabaseConfig {
    DatabaseConfig { url: url.to_owned(), connections: 8, statement_timeout: Duration::from_secs(60) }
}

/// The name of the template, made where it is not there yet.
async fn template(connection: &mut PgConnection, server_url: &str) -> Result<String, StoreError> {
    let criteria = plainpied_criteria::schema().fingerprint();
    let name = format!("plainpied_template_{:016x}", database::migrations_fingerprint() ^ criteria);
    sqlx::query("SELECT pg_advisory_lock($1)").bind(TEMPLATE_LOCK).execute(&mut *connection).await?;
    let there: bool = sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
        .bind(&name)
        .fetch_one(&mut *connection)
        .await?;
    if !there {
        // Under another name until it is whole: a run cut short must not leave half a template behind.
        let draft = format!("{name}_draft");
        run(connection, format!("DROP DATABASE IF EXISTS {draft}")).await?;
        run(connection, format!("CREATE DATABASE {draft}")).await?;
        let pool = database::connect(&config(&with_database(server_url, &draft))).await?;
        database::migrate(&pool).await?;
        pool.close().await;
        run(connection, format!("ALTER DATABASE {draft} RENAME TO {name}")).await?;
    }
    sqlx::query("SELECT pg_advisory_unlock($1)").bind(TEMPLATE_LOCK).execute(&mut *connection).await?;
    Ok(name)
}

/// The names in these statements are made here, of letters, digits and underscores.
async fn run(connection: &mut PgConnection, statement: String) -> Result<(), StoreError> {
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(connection).await?;
    Ok(())
}

fn with_database(server_url: &str, name: &str) -> String {
    let (base, query) =
        server_url.split_once('?').map_or((server_url, None), |(base, query)| (base, Some(query)));
    let base = base.rsplit_once('/').map_or(base, |(base, _)| base);
    query.map_or_else(|| format!("{base}/{name}"), |query| format!("{base}/{name}?{query}"))
}

/// The plans of a page of the compatible API and of its count, for what the filter asks: these statements are put together
/// when they are asked for, and planned for their values.
///
/// # Errors
/// As PostgreSQL says.
pub async fn compat_plans(
    connection: &mut PgConnection,
    filter: &CompatFilter,
) -> Result<[String; 2], StoreError> {
    let mut plans = [String::new(), String::new()];
    for (plan, mut asked) in
        plans.iter_mut().zip([compat::page_of(filter, (0, 20)), compat::count_of(filter)])
    {
        let explained = AssertSqlSafe(format!("EXPLAIN (COSTS OFF) {}", asked.sql().as_str()));
        let arguments = asked.build().take_arguments().map_err(sqlx::Error::Encode)?.unwrap_or_default();
        let lines: Vec<String> =
            sqlx::query_scalar_with(explained, arguments).fetch_all(&mut *connection).await?;
        *plan = lines.iter().map(|line| format!("{line}\n")).collect();
    }
    Ok(plans)
}
