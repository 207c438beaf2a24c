use std::borrow::Cow;

/// A text as it is kept: without characters that are not seen and only change what others look like. Overrides of the
/// direction of writing show a text in another order than it is read in, spaces without width hide words from whoever looks
/// for them. What scripts need to be written rightly (joiners, marks of direction) stays.
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| !is_hidden(*c)).collect())
}

fn is_hidden(c: char) -> bool {
    matches!(c,
        // Embeddings, overrides and isolates of direction.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}'
        // No width, and no meaning in any script.
        | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}' | '\u{180e}'
        // Annotations and tags.
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_not_kept() {
        assert_eq!(plain("evil\u{202e}txt.exe\u{202c}"), "eviltxt.exe");
        assert_eq!(plain("ca\u{200b}si\u{2060}no\u{feff}"), "casino");
        assert_eq!(plain("\u{2066}a\u{2069}"), "a");
    }

    #[test]
    fn what_scripts_need_stays() {
        for text in ["Café de l\u{2019}Étoile", "می\u{200c}خواهم", "👩\u{200d}🦽", "مقهى\u{200f}!", "a\nb"]
        {
            assert_eq!(plain(text), text);
        }
    }
}
