//! Whether a whole set of answers holds together.

use crate::answers::Answers;
use crate::error::{AnswerError, Rule};
use crate::model::Criterion;
use crate::schema::Schema;
use crate::value::Value;

/// Looks at every value, and that a child is answered only while its parent has the opening value.
///
/// # Errors
/// Every broken rule, in schema order.
pub fn validate(schema: &Schema, answers: &Answers) -> Result<(), Vec<AnswerError>> {
    let mut errors = Vec::new();
    for (id, value) in answers.iter() {
        let criterion = schema.criterion(id);
        errors.extend(criterion.check(value).err());
        errors.extend(check_parent(schema, answers, criterion, value).err());
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// Whether `criterion` may be answered with `value`, given the answers around it.
pub(crate) fn check_parent(
    schema: &Schema,
    answers: &Answers,
    criterion: &Criterion,
    value: &Value,
) -> Result<(), AnswerError> {
    match criterion.parent {
        Some(parent) if !answers.opens(criterion) => {
            let rule = Rule::Closed { parent: schema.criterion(parent.id).key.clone(), when: parent.when };
            Err(AnswerError::of(criterion, value.shown(), rule))
        }
        _ => Ok(()),
    }
}
