//! Drawings of our own, 64 units wide, in the colour of the text. They repeat what the words say, and are passed over by
//! screen readers.

macro_rules! drawing {
    ($name:ident, $shapes:literal) => {
        pub(super) const $name: &str = concat!(
            r#"<svg class="drawing" viewBox="0 0 64 64" aria-hidden="true" focusable="false">"#,
            $shapes,
            "</svg>"
        );
    };
}

drawing!(PLACE, r#"<path d="M8 56h48M14 56V20h36v36M26 56V38h12v18M14 20l4-10h28l4 10"/>"#);
drawing!(SEARCH, r#"<circle cx="27" cy="27" r="17"/><path d="M40 40l16 16"/>"#);
drawing!(PERSON, r#"<circle cx="32" cy="14" r="7"/><path d="M20 56l4-18-4-2 2-10h20l2 10-4 2 4 18"/>"#);
drawing!(
    CHAIR,
    r#"<circle cx="28" cy="10" r="6"/><path d="M28 18v18h14l8 16M28 26h12M24 30a15 15 0 1 0 19 20"/>"#
);
drawing!(QUESTION, r#"<path d="M22 22a10 10 0 1 1 14 9c-3 2-4 4-4 9"/><path d="M32 52h.01"/>"#);
drawing!(YES, r#"<circle cx="32" cy="32" r="25"/><path d="M19 33l9 9 17-19"/>"#);
drawing!(NO, r#"<rect x="8" y="8" width="48" height="48" rx="8"/><path d="M22 22l20 20M42 22L22 42"/>"#);
drawing!(
    HELP,
    r#"<circle cx="20" cy="16" r="6"/><circle cx="46" cy="16" r="6"/><path d="M12 54V34l8-8 8 8h10l8-8 8 8v20M28 34l-3 20M38 34l2 20"/>"#
);
drawing!(
    PHONE,
    r#"<path d="M16 8l10 2 3 13-7 4c3 7 8 12 15 15l4-7 13 3 2 10c-1 5-5 8-10 8C26 56 8 38 8 18c0-5 3-9 8-10z"/>"#
);
drawing!(PEN, r#"<path d="M10 54l4-14 28-28 10 10-28 28zM36 18l10 10"/>"#);
drawing!(STEPS, r#"<path d="M6 54h14V42h14V30h14V18h12"/>"#);
drawing!(MAP, r#"<path d="M8 14l16-6 16 6 16-6v42l-16 6-16-6-16 6zM24 8v42M40 14v42"/>"#);
