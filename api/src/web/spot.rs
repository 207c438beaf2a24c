//! What is told of the point of a search, and of words that lead to none.

use plainpied_domain::understanding::{Kind, Understood};
use plainpied_search::{Query, Sort};

use super::Tongue;
use super::wanted::Wanted;

/// What was understood, and the address that undoes it. An address says in which commune it is.
pub(super) fn understood_parts(
    understood: &Understood,
    wanted: &Wanted,
    tongue: Tongue,
) -> Vec<(String, String)> {
    let has_address = understood.parts.iter().any(|part| part.kind == Kind::Address);
    let is_said = |kind| has_address && matches!(kind, Kind::Commune | Kind::Department | Kind::PostalCode);
    let parts = understood.parts.iter().filter(|part| !is_said(part.kind));
    let mut all: Vec<(String, String)> =
        parts.map(|part| (part.label.get(tongue.0).to_owned(), wanted.without(part.kind.as_str()))).collect();
    all.dedup();
    all
}

/// What is told of words that say where and lead to no place that is known.
pub(super) fn unplaced(understood: &Understood, tongue: Tongue) -> Option<String> {
    let words: Vec<&str> = understood.unplaced.iter().map(|part| part.label.fr.as_str()).collect();
    if words.is_empty() {
        return None;
    }
    let words = words.join(" ");
    let is_text = understood.text.as_ref().is_some_and(|text| text.contains(&words));
    let has_area =
        understood.commune.is_some() || understood.department.is_some() || understood.postal_code.is_some();
    Some(match (is_text, has_area) {
        (true, _) => tongue.say(
            "« {} » ne mène à aucun endroit que nous connaissons : ces mots ont été cherchés dans les noms et les adresses.",
            "“{}” leads to no place that we know: these words were looked for in names and addresses.",
        ),
        (false, true) => tongue.say(
            "Nous ne savons pas où est « {} » : voici toute la commune ou la zone demandée.",
            "We do not know where “{}” is: here is the whole commune or area that was asked for.",
        ),
        (false, false) => tongue.say(
            "Nous ne connaissons pas le lieu « {} » : ces résultats sont partout en France. Écrivez aussi la commune ou le code postal.",
            "We know no place “{}”: these results are all over France. Write the commune or postal code too.",
        ),
    }
    .replace("{}", &words))
}

/// The orders there are where there is a point: how to say it, and the address that asks for it; none for the one that is
/// shown.
pub(super) fn orders(query: &Query, wanted: &Wanted, tongue: Tongue) -> Vec<(&'static str, Option<String>)> {
    if query.near.is_none() {
        return Vec::new();
    }
    let has_words = query.text.is_some();
    let shown = if has_words || query.sort == Sort::Name { query.sort } else { Sort::Distance };
    [
        (Sort::Distance, "distance", tongue.say("les plus proches", "the nearest")),
        (Sort::Relevance, "relevance", tongue.say("les plus pertinents", "the best matches")),
        (Sort::Name, "name", tongue.say("par nom", "by name")),
    ]
    .into_iter()
    .filter(|(sort, ..)| has_words || *sort != Sort::Relevance)
    .map(|(sort, name, words)| (words, (sort != shown).then(|| wanted.with("sort", name))))
    .collect()
}

#[cfg(test)]
mod tests {
    use plainpied_criteria::Lang;
    use plainpied_domain::understanding::{Asked, Lexicon};
    use plainpied_domain::{LonLat, Near};

    use super::*;

    #[test]
    fn what_leads_nowhere_is_said_and_so_is_where_was_looked_instead() {
        let lexicon = Lexicon::new(Vec::new(), Vec::new(), &[]).unwrap();
        let asked = Asked { what: "pain", place: Some("Atlantis"), ..Asked::default() };
        let nowhere = lexicon.read(&asked).nowhere();
        let said = unplaced(&nowhere, Tongue(Lang::En)).unwrap();
        assert!(said.contains("“Atlantis”") && said.contains("all over France"), "{said}");
        let as_text = Understood { text: Some("pain Atlantis".to_owned()), ..nowhere };
        assert!(unplaced(&as_text, Tongue(Lang::En)).unwrap().contains("names and addresses"));
        assert_eq!(unplaced(&Understood::default(), Tongue(Lang::Fr)), None);
    }

    #[test]
    fn an_order_is_offered_where_there_is_a_point_and_another_is_shown() {
        let near = Some(Near { centre: LonLat::new(4.88, 45.77).unwrap(), radius: None });
        let wanted = Wanted::new(vec![("q".to_owned(), "pain".to_owned())]);
        let text = Some("pain".to_owned());
        let orders = |query| {
            let all = super::orders(&query, &wanted, Tongue(Lang::En)).into_iter();
            all.map(|(_, address)| address.unwrap_or_default()).collect::<Vec<_>>()
        };
        assert!(orders(Query { text: text.clone(), ..Query::default() }).is_empty());
        assert_eq!(
            orders(Query { near, text, ..Query::default() }),
            ["/?q=pain&sort=distance", "", "/?q=pain&sort=name"]
        );
        assert_eq!(orders(Query { near, ..Query::default() }), ["", "/?q=pain&sort=name"]);
    }
}
