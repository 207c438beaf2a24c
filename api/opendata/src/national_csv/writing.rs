//! Cells as they are written.

use plainpied_criteria::Value;

/// What a spreadsheet takes for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The cell of an answer. Several choices are a JSON array, as in the national file.
pub fn answer_cell(value: &Value) -> String {
    match value {
        Value::Bool(value) => value.to_string(),
        Value::Choice(text) => text.clone(),
        Value::Text(text) => text_cell(text).into_owned(),
        Value::Integer(_) | Value::Choices(_) => value.to_json().to_string(),
    }
}

/// The cell of a text: what a spreadsheet would run as a formula gets an apostrophe in front, which
/// [`text_of_cell`] takes away again.
///
/// Source: OWASP, "CSV Injection".
pub fn text_cell(text: &str) -> std::borrow::Cow<'_, str> {
    if text.trim_start_matches('\'').starts_with(FORMULA) { format!("'{text}").into() } else { text.into() }
}

/// The text of a cell that [`text_cell`] has written.
pub fn text_of_cell(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if text.trim_start_matches('\'').starts_with(FORMULA) => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_as_a_formula_and_every_text_comes_back() {
        for text in ["=1+1", "'=1", "''=1", "-", "@x", "+33", "\tx", "'bout", "L'Épi", "", "a=b"] {
            let cell = text_cell(text);
            assert!(!cell.starts_with(FORMULA), "{cell:?}");
            assert_eq!(text_of_cell(&cell), text);
        }
    }
}
