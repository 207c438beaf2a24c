//! A search without what it says of whoever searches.

use plainpied_domain::text::on_one_line;
use plainpied_domain::understanding::{Asked, Field, Kind, Lexicon};

use super::form::is_personal;
use crate::extract::Fields;
use crate::problem::Problem;
use crate::state::AppState;

/// How results are shown, not which there are.
const SHOWING: [&str; 6] = ["cursor", "explain", "facets", "lang", "limit", "sort"];

/// What is left of a search.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Impersonal {
    /// Its query string; empty: it asked for nothing else.
    pub query: String,
    /// Whether something was left out.
    pub less: bool,
}

/// A search, as a form or an address asks for it, without needs and limits, those among its words too.
///
/// # Errors
/// A query string that is none; 503.
pub(crate) async fn impersonal(state: &AppState, query: &str) -> Result<Impersonal, Problem> {
    let fields = Fields::parse(query)?;
    Ok(without(fields, &*state.lexicon().await?))
}

fn without(mut fields: Fields, lexicon: &Lexicon) -> Impersonal {
    fields.of_form("need", "needs");
    let mut less = false;
    let mut kept: Vec<(String, String)> = Vec::new();
    for (name, value) in fields.pairs() {
        let mut value = value.clone();
        if is_personal(name) {
            less = true;
            continue;
        }
        if name == "q" {
            let words = without_needs(&value, lexicon);
            less |= words.is_some();
            value = words.unwrap_or(value);
        }
        if !value.is_empty() && !SHOWING.contains(&name.as_str()) {
            kept.push((name.clone(), value));
        }
    }
    // What words are to mean is nothing without words.
    let has_words = kept.iter().any(|(name, _)| matches!(name.as_str(), "q" | "where"));
    kept.retain(|(name, _)| has_words || !matches!(name.as_str(), "meant" | "without"));
    kept.sort_unstable();
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish();
    Impersonal { query, less }
}

/// Words without those that are understood as needs; none where there are no such.
fn without_needs(words: &str, lexicon: &Lexicon) -> Option<String> {
    let understood = lexicon.read(&Asked { what: words, ..Asked::default() });
    let needs = understood.parts.iter().filter(|part| part.field == Field::What && part.kind == Kind::Need);
    let ranges: Vec<_> = needs.map(|part| part.range.clone()).collect();
    if ranges.is_empty() {
        return None;
    }
    let kept = words.chars().enumerate().filter(|(at, _)| !ranges.iter().any(|range| range.contains(at)));
    let kept: String = kept.map(|(_, letter)| letter).collect();
    Some(on_one_line(&kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(query: &str) -> Impersonal {
        let lexicon = Lexicon::new(Vec::new(), Vec::new(), &fixtures::activities().unwrap()).unwrap();
        without(Fields::parse(query).unwrap(), &lexicon)
    }

    #[test]
    fn needs_and_limits_are_left_out_of_a_search_wherever_they_stand() {
        for query in [
            "q=boulangerie&commune=69266&need[blind]=1&lang=en&sort=name",
            "q=boulangerie&needs=deaf&limits[max_steps]=1&commune=69266&verdict=yes&unknown=include",
            "q=boulangerie fauteuil roulant&where=&commune=69266",
        ] {
            let query = query.replace(' ', "+");
            let expected = Impersonal { query: "commune=69266&q=boulangerie".to_owned(), less: true };
            assert_eq!(left(&query), expected, "{query}");
        }
        let nothing = left("q=fauteuil+roulant&needs=deaf");
        assert!(nothing.query.is_empty() && nothing.less);
        let other = left("q=pain&criteria[entree_plain_pied]=true");
        assert_eq!(other.query, "criteria%5Bentree_plain_pied%5D=true&q=pain");
        assert!(!other.less, "what a place is like says nothing of a person");
    }
}
