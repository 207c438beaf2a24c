/// The known name that the text was probably meant to be: at most one edit away, or a third of its length.
pub fn nearest_name<'a>(text: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let text: String = text.chars().take(64).collect();
    let limit = (text.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&text, name), name))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_parameter_finds_its_name() {
        let known = ["bbox", "limit", "radius"];
        assert_eq!(nearest_name("raduis", known), Some("radius"));
        assert_eq!(nearest_name("bbx", known), Some("bbox"));
        assert_eq!(nearest_name("CP", ["id"]), None);
        assert_eq!(nearest_name("entree_plain_pied", known), None);
    }
}
