//! The view `establishment_criteria`: one typed column for each criterion, for analysts and GIS tools. Generated from
//! the schema, so it cannot drift from it.

use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::StoreError;

/// Makes the view anew where the schema of the criteria is not the one it was made from.
///
/// # Errors
/// As PostgreSQL says; the old view then stays.
pub async fn refresh(connection: &mut PgConnection) -> Result<(), StoreError> {
    let fingerprint = plainpied_criteria::schema().fingerprint().cast_signed();
    let mut transaction = connection.begin().await?;
    let made_from = sqlx::query_scalar!("SELECT criteria_fingerprint FROM installation FOR UPDATE")
        .fetch_one(&mut *transaction)
        .await?;
    if made_from != Some(fingerprint) {
        // Its only variable parts are criteria keys and labels of the embedded schema, quoted by the generator.
        let statements = plainpied_criteria::derive::sql_view();
        sqlx::raw_sql(AssertSqlSafe(format!("DROP VIEW IF EXISTS establishment_criteria; {statements}")))
            .execute(&mut *transaction)
            .await?;
        sqlx::query!("UPDATE installation SET criteria_fingerprint = $1", fingerprint)
            .execute(&mut *transaction)
            .await?;
    }
    Ok(transaction.commit().await?)
}
