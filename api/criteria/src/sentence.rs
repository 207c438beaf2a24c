//! An answer, or its absence, in a sentence.

use crate::model::{Criterion, Says};
use crate::text::Lang;
use crate::value::Value;

/// Says what is known of a criterion, or that nothing is.
///
/// A value of another kind than the criterion's, which no checked set holds, is said as unknown: never as an answer.
pub fn sentence(criterion: &Criterion, answer: Option<&Value>, lang: Lang) -> String {
    match (&criterion.says, answer) {
        (Says::Boolean { yes, .. }, Some(Value::Bool(true))) => yes.get(lang).to_owned(),
        (Says::Boolean { no, .. }, Some(Value::Bool(false))) => no.get(lang).to_owned(),
        (Says::Known { known, unknown }, Some(value)) => match words(criterion, value, lang) {
            Some(words) => known.get(lang).replace("{value}", &words),
            None => unknown.get(lang).to_owned(),
        },
        (Says::Boolean { unknown, .. } | Says::Known { unknown, .. }, _) => unknown.get(lang).to_owned(),
    }
}

/// What stands for `{value}`: the number, the text, or the labels of the options.
fn words(criterion: &Criterion, value: &Value, lang: Lang) -> Option<String> {
    let label = |option: &String| Some(criterion.option(option)?.label.get(lang));
    match value {
        Value::Integer(number) => Some(number.to_string()),
        Value::Text(text) => Some(text.clone()),
        Value::Choice(option) => label(option).map(str::to_owned),
        Value::Choices(options) => {
            let labels: Option<Vec<&str>> = options.iter().map(label).collect();
            labels.map(|labels| labels.join(", "))
        }
        Value::Bool(_) => None,
    }
}
