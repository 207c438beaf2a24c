//! Documents as PDF: headings, paragraphs and lists, tagged, so that a screen reader tells them apart (PDF/UA-1).

mod lines;
mod sheet;
mod tree;

use krilla::configure::{Accessibility, Configuration, ConfigurationBuilder};
use krilla::error::KrillaError;
use krilla::metadata::{DateTime, Metadata};
use krilla::{Document as Pdf, SerializeSettings};
use plainpied_criteria::Lang;
use thiserror::Error;
use time::Date;

use self::lines::Fonts;

/// A part of a document. Texts are shown as they are: nothing in them is markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Block {
    /// Level 1 to 3; the first block of a document is its only one of level 1.
    Heading(u16, String),
    Paragraph(String),
    List(Vec<String>),
}

/// What is written.
#[derive(Debug)]
pub(crate) struct Document {
    pub title: String,
    pub lang: Lang,
    pub day: Date,
    /// Beside the number of each page.
    pub foot: String,
    pub blocks: Vec<Block>,
}

/// Why there is no PDF.
#[derive(Debug, Error)]
pub(crate) enum PdfError {
    /// A font that is part of the program cannot be read.
    #[error("a font cannot be read")]
    Font,
    /// The library refuses what it was told to write.
    #[error("the document cannot be written: {0:?}")]
    Refused(KrillaError),
}

/// Writes a document. It claims to keep to PDF/UA-1 wherever it does.
///
/// # Errors
/// A mistake of this program: nothing that a text says can cause one.
pub(crate) fn write(document: &Document) -> Result<Vec<u8>, PdfError> {
    let fonts = Fonts::new().ok_or(PdfError::Font)?;
    let accessible = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    if let Ok(configuration) = accessible {
        match with(document, &fonts, configuration) {
            Err(KrillaError::Validation(errors)) => {
                tracing::warn!(title = document.title, ?errors, "a PDF that is not quite accessible");
            }
            written => return written.map_err(PdfError::Refused),
        }
    }
    with(document, &fonts, Configuration::default()).map_err(PdfError::Refused)
}

fn with(document: &Document, fonts: &Fonts, configuration: Configuration) -> Result<Vec<u8>, KrillaError> {
    let mut pdf = Pdf::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    pdf.set_metadata(metadata(document));
    let laid = sheet::lay(document, fonts);
    pdf.set_outline(tree::outline(&laid));
    let drawn = sheet::draw(&mut pdf, &laid, document, fonts);
    pdf.set_tag_tree(tree::tags(document, drawn));
    pdf.finish()
}

fn metadata(document: &Document) -> Metadata {
    let day = document.day;
    let date = DateTime::new(u16::try_from(day.year()).unwrap_or_default());
    Metadata::new()
        .title(document.title.clone())
        .language(document.lang.code().to_owned())
        .creator("Plainpied".to_owned())
        .creation_date(date.month(day.month().into()).day(day.day()))
}

#[cfg(test)]
mod tests;
