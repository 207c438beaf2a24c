use plainpied_criteria::Text2;
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
