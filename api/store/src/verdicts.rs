//! What each need comes to at the usual limits, kept beside the answers: exports, maps and filters read it instead of
//! judging a million places. Only rows that the present rules have marked are believed.

use plainpied_criteria::needs::needs;
use plainpied_criteria::schema;
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

use crate::{StoreError, row};

/// Rows that are judged together.
const BATCH: i64 = 5_000;

/// Judges every establishment anew where the rules are not those that the base was last judged by. A release that runs
/// beside this one may still write marks of its own; they are not believed, and the next call ends them.
///
/// # Errors
/// As PostgreSQL says; what was judged before stays, and the next call goes on.
pub async fn refresh(connection: &mut PgConnection) -> Result<(), StoreError> {
    let mark = needs().mark();
    let judged_by =
        sqlx::query_scalar!("SELECT verdicts_mark FROM installation").fetch_one(&mut *connection).await?;
    if judged_by.as_deref() == Some(mark) {
        return Ok(());
    }
    let mut after = Uuid::nil();
    while let Some(last) = refresh_batch(connection, after, mark).await? {
        after = last;
    }
    sqlx::query!("UPDATE installation SET verdicts_mark = $1", mark).execute(connection).await?;
    Ok(())
}

/// The last id of the batch; none where there was nothing left.
async fn refresh_batch(
    connection: &mut PgConnection,
    after: Uuid,
    mark: &str,
) -> Result<Option<Uuid>, StoreError> {
    let mut transaction = connection.begin().await?;
    let rows = sqlx::query!(
        r#"SELECT id, criteria::text AS "criteria!", verdicts FROM establishment
           WHERE id > $1 ORDER BY id LIMIT $2 FOR NO KEY UPDATE"#,
        after,
        BATCH
    )
    .fetch_all(&mut *transaction)
    .await?;
    let last = rows.last().map(|row| row.id);
    let (mut ids, mut stamps) = (Vec::new(), Vec::new());
    for row in rows {
        if row.verdicts.is_none_or(|verdicts| !verdicts.starts_with(mark)) {
            ids.push(row.id);
            stamps.push(needs().stamp(&row::answers(row.id, schema(), &row.criteria)?));
        }
    }
    sqlx::query!(
        "UPDATE establishment SET verdicts = given.verdicts
         FROM UNNEST($1::uuid[], $2::text[]) AS given (id, verdicts) WHERE establishment.id = given.id",
        &ids,
        &stamps
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(last)
}
