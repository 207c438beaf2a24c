//! The view with one typed column for each criterion, for analysts and GIS tools.

use crate::embedded::schema;
use crate::model::{Criterion, Kind};
use crate::text::Lang;

const VIEW: &str = "establishment_criteria";

/// The columns before the criteria: expression and name.
const FIXED: &[&str] =
    &["e.id", "e.version", "e.status", "e.name", "e.commune_code", "e.location AS geometry"];

/// SQL (PostgreSQL) that makes the view `establishment_criteria` over `establishment e`, and comments its columns.
///
/// Booleans are `boolean`, integers `integer` in the unit of the criterion, choices `text[]`, all others `text`.
/// An unknown answer is NULL, never false and never an empty array. `CREATE OR REPLACE` can only add columns at
/// the end: a migration that moves or removes some drops the view first.
pub fn sql_view() -> String {
    let criteria = schema().criteria();
    let fixed = FIXED.iter().map(|column| format!("    {column}"));
    let columns: Vec<String> = fixed.chain(criteria.iter().map(column)).collect();
    let comments: Vec<String> = criteria.iter().map(comment).collect();
    format!(
        "CREATE OR REPLACE VIEW {VIEW} AS\nSELECT\n{}\nFROM establishment e;\n\n{}\n",
        columns.join(",\n"),
        comments.join("\n"),
    )
}

fn column(criterion: &Criterion) -> String {
    let key = &criterion.key;
    match criterion.kind {
        Kind::Boolean => format!("    (e.criteria->>'{key}')::boolean AS {key}"),
        Kind::Integer { .. } => format!("    (e.criteria->>'{key}')::integer AS {key}"),
        Kind::Choice(_) | Kind::Text { .. } | Kind::Url { .. } => {
            format!("    e.criteria->>'{key}' AS {key}")
        }
        Kind::Choices(_) => format!(
            "    CASE WHEN jsonb_typeof(e.criteria->'{key}') = 'array' \
             THEN ARRAY(SELECT jsonb_array_elements_text(e.criteria->'{key}')) END AS {key}"
        ),
    }
}

fn comment(criterion: &Criterion) -> String {
    let label = criterion.label.get(Lang::Fr);
    let text = match &criterion.kind {
        Kind::Integer { unit, .. } if unit == "cm" => format!("{label} ({unit})"),
        _ => label.to_owned(),
    };
    format!("COMMENT ON COLUMN {VIEW}.{} IS {};", criterion.key, quote(&text))
}

/// A string literal, under `standard_conforming_strings` (the default since PostgreSQL 9.1).
fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_inside_a_comment_are_doubled() {
        assert_eq!(quote("l'entrée d'honneur"), "'l''entrée d''honneur'");
    }

    #[test]
    fn each_kind_has_its_column_type() {
        let view = sql_view();
        let plain_pied = "(e.criteria->>'entree_plain_pied')::boolean AS entree_plain_pied,";
        let width = "(e.criteria->>'entree_largeur_mini')::integer AS entree_largeur_mini,";
        let ramp = "    e.criteria->>'entree_marches_rampe' AS entree_marches_rampe,";
        let labels = "jsonb_array_elements_text(e.criteria->'labels')) END AS labels,";
        for column in [plain_pied, width, ramp, labels] {
            assert!(view.contains(column), "{column}");
        }
    }

    #[test]
    fn every_criterion_is_a_column_with_a_comment_and_no_column_stands_twice() {
        let view = sql_view();
        let (select, comments) = view.split_once("FROM establishment e;").unwrap();
        let mut names: Vec<&str> = select
            .lines()
            .filter(|line| line.starts_with("    "))
            .filter_map(|line| line.trim_end_matches(',').rsplit([' ', '.']).next())
            .collect();
        assert_eq!(names.len(), FIXED.len() + schema().len());
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), FIXED.len() + schema().len());
        assert_eq!(comments.matches("COMMENT ON COLUMN").count(), schema().len());
    }
}
