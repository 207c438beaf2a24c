use time::macros::date;

use super::*;

fn document(name: &str) -> Document {
    let items: Vec<String> =
        (0..90).map(|number| format!("{name} {number} : de plain-pied, fluide, 90 cm.")).collect();
    Document {
        title: name.to_owned(),
        lang: Lang::Fr,
        day: date!(2026 - 11 - 01),
        foot: name.to_owned(),
        blocks: vec![
            Block::Heading(1, name.to_owned()),
            Block::Paragraph(String::new()),
            Block::Heading(2, "L'établissement".to_owned()),
            Block::List(items),
            Block::Heading(3, name.to_owned()),
            Block::Paragraph(name.to_owned()),
        ],
    }
}

/// Writes it so that what is not accessible is an error.
fn accessible(document: &Document) -> Result<Vec<u8>, KrillaError> {
    let configuration = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    with(document, &Fonts::new().unwrap(), configuration.unwrap())
}

#[test]
fn any_text_makes_a_document_that_is_accessible() {
    let long = "Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson".repeat(20);
    for name in [
        "Au <script>pain</script>",
        long.as_str(),
        "مخبز النور",
        "مَخْبَز النُّور (12) – Le « Fournil » لا",
        "מאפייה \u{202e}abc",
        "Łódź, naïve Œuvre, ﬁn, e\u{301}a\u{308}\u{30a}",
        "面包 \u{1f35e}\u{200d}\u{fe0f} \u{e000} \u{10ffff}",
        "\u{0}\u{1}\u{feff}\t",
    ] {
        let bytes = accessible(&document(name)).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert!(bytes.starts_with(b"%PDF-1.7") && bytes.trim_ascii_end().ends_with(b"%%EOF"), "{name}");
        assert!(bytes.len() < 400_000, "{name}: {} bytes", bytes.len());
    }
}

#[test]
fn a_document_without_words_is_written_all_the_same() {
    assert!(write(&document("")).unwrap().starts_with(b"%PDF-"));
}

#[test]
fn a_document_goes_on_over_pages_and_a_heading_stays_with_what_is_below_it() {
    let fonts = Fonts::new().unwrap();
    let laid = sheet::lay(&document("Le Fournil"), &fonts);
    assert_eq!(laid.headings.len(), 3);
    assert!(laid.headings[2].page >= 1, "{:?}", laid.headings);
    assert!(laid.headings.iter().all(|heading| heading.at.y < 780.0), "{:?}", laid.headings);
}
