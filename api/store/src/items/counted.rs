use plainpied_criteria::needs::Verdict;
use plainpied_domain::filter::{Comparison, Condition, Property, Scalar};
use sqlx::PgConnection;

use super::ItemsQuery;
use crate::StoreError;
use crate::statistics;

/// The longest code of a department.
const LONGEST: usize = 3;

/// How many establishments there are in all pages, where that is counted beforehand: everywhere or in a department, and of
/// them those that a need can use. None where anything else is asked, or a change has not been counted yet.
///
/// # Errors
/// As PostgreSQL says.
pub async fn counted(connection: &mut PgConnection, query: &ItemsQuery) -> Result<Option<i64>, StoreError> {
    let Some(area) = area(query) else { return Ok(None) };
    // The counts of a need stand in the order of the verdicts, of which the last two are asked for.
    let before = query.need.and_then(|rank| i32::try_from(rank * Verdict::ALL.len()).ok());
    let counted = sqlx::query_file_scalar!("src/items/counted.sql", area, before, statistics::mark());
    Ok(counted.fetch_optional(connection).await?.map(i64::from))
}

/// The area as the statistics have it.
fn area(query: &ItemsQuery) -> Option<&str> {
    let ItemsQuery { id: None, bbox: None, changed: (None, None), condition, .. } = query else {
        return None;
    };
    match condition {
        None => Some(""),
        Some(Condition::Compare(
            Scalar::Property(Property::Field("department_code")),
            Comparison::Equal,
            Scalar::Text(code),
        )) => (1..=LONGEST).contains(&code.len()).then_some(code.as_str()),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_areas_that_are_departments_are_taken_from_the_statistics() {
        let of = |property: &'static str, comparison, code: &str| {
            let property = Scalar::Property(Property::Field(property));
            let condition = Some(Condition::Compare(property, comparison, Scalar::Text(code.into())));
            area(&ItemsQuery { condition, ..ItemsQuery::default() }).map(str::to_owned)
        };
        assert_eq!(area(&ItemsQuery::default()), Some(""));
        assert_eq!(of("department_code", Comparison::Equal, "69").as_deref(), Some("69"));
        assert_eq!(of("department_code", Comparison::Equal, "974").as_deref(), Some("974"));
        assert_eq!(of("department_code", Comparison::Equal, ""), None, "not everywhere");
        assert_eq!(of("department_code", Comparison::Equal, "69266"), None, "not a commune");
        assert_eq!(of("department_code", Comparison::Unequal, "69"), None);
        assert_eq!(of("commune_code", Comparison::Equal, "69"), None);
    }
}
