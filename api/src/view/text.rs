use plainpied_criteria::{Answers, Lang, Text2, schema, sentence};
use serde::Serialize;
use utoipa::ToSchema;

/// A text in both languages.
#[derive(Debug, Serialize, ToSchema)]
pub struct TextView<'a> {
    /// French.
    #[schema(value_type = String)]
    pub fr: &'a str,
    /// English.
    #[schema(value_type = String)]
    pub en: &'a str,
}

impl<'a> From<&'a Text2> for TextView<'a> {
    fn from(text: &'a Text2) -> Self {
        Self { fr: &text.fr, en: &text.en }
    }
}

/// The first known answers that describe the place, in sentences.
pub(crate) fn sentences(answers: &Answers, lang: Lang, most: usize) -> Vec<String> {
    let known = answers.iter().map(|(id, value)| (schema().criterion(id), value));
    known
        .filter(|(criterion, _)| schema().section(criterion.section).part.describes_the_place())
        .take(most)
        .map(|(criterion, value)| sentence(criterion, Some(value), lang))
        .collect()
}
