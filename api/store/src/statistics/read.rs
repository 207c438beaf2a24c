use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::StoreError;

/// How far the statistics go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The last position of the change log that is counted.
    pub position: i64,
    /// The last position of the log.
    pub head: i64,
    /// When something was last counted.
    pub at: Option<OffsetDateTime>,
}

/// The counters of an area and an activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// What they are of: an activity or the code of an area.
    pub key: String,
    /// Its name; none of an activity.
    pub name: Option<String>,
    /// Establishments.
    pub total: i32,
    /// The sum of their percentages.
    pub completeness: i64,
    /// How many have nothing, up to 25 %, 50 %, 75 %, more.
    pub levels: Vec<i32>,
    /// Of each need how many no, unknown, with_help, yes.
    pub verdicts: Vec<i32>,
    /// Of each criterion how many have an answer; empty where it is not counted.
    pub known: Vec<i32>,
    /// Changes that created, updated, ended.
    pub changes: [i64; 3],
}

/// The counters at the last count of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthFigures {
    /// Its first day.
    pub month: Date,
    /// Establishments.
    pub total: i32,
    /// The sum of their percentages.
    pub completeness: i64,
    /// As in [`Figures`].
    pub levels: Vec<i32>,
    /// As in [`Figures`].
    pub verdicts: Vec<i32>,
}

/// What one source did in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthContributions {
    /// Its first day.
    pub month: Date,
    /// The source.
    pub source: String,
    /// How much.
    pub changes: Contributions,
}

/// Numbers of changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Contributions {
    /// That created a place.
    pub created: i64,
    /// That updated one.
    pub updated: i64,
    /// That closed, merged or withdrew one.
    pub ended: i64,
}

struct FiguresRow {
    key: String,
    name: Option<String>,
    total: i32,
    completeness: i64,
    levels: Vec<i32>,
    verdicts: Vec<i32>,
    known: Vec<i32>,
    created: i64,
    updated: i64,
    ended: i64,
}

impl From<FiguresRow> for Figures {
    fn from(row: FiguresRow) -> Self {
        Self {
            key: row.key,
            name: row.name,
            total: row.total,
            completeness: row.completeness,
            levels: row.levels,
            verdicts: row.verdicts,
            known: row.known,
            changes: [row.created, row.updated, row.ended],
        }
    }
}

/// How far the statistics go.
///
/// # Errors
/// As PostgreSQL says.
pub async fn counted(connection: &mut PgConnection) -> Result<Counted, StoreError> {
    let state =
        sqlx::query!("SELECT position, counted_at FROM statistics_state").fetch_one(&mut *connection).await?;
    let head = crate::change::head(connection).await?.position;
    Ok(Counted { position: state.position, head, at: state.counted_at })
}

/// The name of a department or commune; none where there is no such.
///
/// # Errors
/// As PostgreSQL says.
pub async fn area_name(connection: &mut PgConnection, area: &str) -> Result<Option<String>, StoreError> {
    let name = sqlx::query_scalar!(
        r#"SELECT name AS "name!" FROM department WHERE code = $1 UNION ALL SELECT name FROM commune WHERE code = $1"#,
        area
    )
    .fetch_optional(connection)
    .await?;
    Ok(name)
}

/// The counters of an area and an activity; none where no place is counted.
///
/// # Errors
/// As PostgreSQL says.
pub async fn figures(
    connection: &mut PgConnection,
    area: &str,
    activity: &str,
) -> Result<Option<Figures>, StoreError> {
    let row = sqlx::query_file_as!(FiguresRow, "src/statistics/figures.sql", area, activity)
        .fetch_optional(connection)
        .await?;
    Ok(row.map(Into::into))
}

/// The counters of every activity in an area.
///
/// # Errors
/// As PostgreSQL says.
pub async fn figures_by_activity(
    connection: &mut PgConnection,
    area: &str,
) -> Result<Vec<Figures>, StoreError> {
    let rows = sqlx::query_file_as!(FiguresRow, "src/statistics/by_activity.sql", area)
        .fetch_all(connection)
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The counters of the departments, or of the communes of one, for an activity.
///
/// # Errors
/// As PostgreSQL says.
pub async fn figures_of_areas(
    connection: &mut PgConnection,
    department: Option<&str>,
    activity: &str,
) -> Result<Vec<Figures>, StoreError> {
    let rows = match department {
        None => {
            sqlx::query_file_as!(FiguresRow, "src/statistics/by_department.sql", activity)
                .fetch_all(connection)
                .await?
        }
        Some(department) => {
            sqlx::query_file_as!(FiguresRow, "src/statistics/by_commune.sql", department, activity)
                .fetch_all(connection)
                .await?
        }
    };
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The counters at the end of each month in which something changed, the earliest first.
///
/// # Errors
/// As PostgreSQL says.
pub async fn months(
    connection: &mut PgConnection,
    area: &str,
    activity: &str,
) -> Result<Vec<MonthFigures>, StoreError> {
    Ok(sqlx::query_as!(
        MonthFigures,
        "SELECT month, total, completeness, levels, verdicts FROM statistics_month
         WHERE area = $1 AND activity = $2 ORDER BY month",
        area,
        activity
    )
    .fetch_all(connection)
    .await?)
}

/// What each source did in each month, the earliest first.
///
/// # Errors
/// As PostgreSQL says.
pub async fn contributions(
    connection: &mut PgConnection,
    area: &str,
    activity: &str,
) -> Result<Vec<MonthContributions>, StoreError> {
    let rows = sqlx::query!(
        "SELECT month, source_key, created, updated, ended FROM statistics_contribution
         WHERE area = $1 AND activity = $2 ORDER BY month, source_key",
        area,
        activity
    )
    .fetch_all(connection)
    .await?;
    let month = |row: (Date, String, [i32; 3])| MonthContributions {
        month: row.0,
        source: row.1,
        changes: Contributions { created: row.2[0].into(), updated: row.2[1].into(), ended: row.2[2].into() },
    };
    Ok(rows
        .into_iter()
        .map(|row| month((row.month, row.source_key, [row.created, row.updated, row.ended])))
        .collect())
}
