//! What is wrong with a form, from what is wrong with the body that it stands for.

use serde_json::Value;

use super::Tongue;

/// What stands under a name, of what was typed or of what is told of each box; empty: nothing.
pub(crate) fn text_of<'a>(pairs: &'a [(impl AsRef<str>, String)], name: &str) -> &'a str {
    pairs.iter().find(|(known, _)| known.as_ref() == name).map_or("", |(_, text)| text.as_str())
}

/// The boxes at fault with what is told of each: `texts` has the name of a box, which is the member's, and the words in
/// French and English.
pub(super) fn faulty(
    errors: &Value,
    texts: &[(&'static str, &'static str, &'static str)],
    tongue: Tongue,
) -> Vec<(&'static str, String)> {
    let wrong = |name: &str| {
        let mut pointers =
            errors.as_array().into_iter().flatten().filter_map(|error| error["pointer"].as_str());
        pointers.any(|pointer| pointer.split('/').nth(1) == Some(name))
    };
    let boxes = texts.iter().filter(|(name, ..)| wrong(name));
    boxes.map(|(name, fr, en)| (*name, tongue.say(fr, en).to_owned())).collect()
}
