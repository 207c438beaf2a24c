//! What narrows a search, each with the address that undoes it; and what would narrow it further, with counts.

use plainpied_criteria::Lang;
use plainpied_criteria::needs::needs;
use plainpied_domain::text::on_one_line;
use plainpied_domain::understanding::{Field, Kind, Lexicon, Understood};
use plainpied_search::{Asked, Facets, VerdictCounts};

use super::wanted::Wanted;
use super::{Tongue, lately};
use crate::reference::Reference;

/// Values of a facet.
const VALUES: usize = 8;

/// By what codes are called.
pub(crate) struct Names<'a> {
    pub reference: &'a Reference,
    pub lexicon: &'a Lexicon,
    pub lang: Lang,
}

/// Matches by one property.
#[derive(Debug)]
pub(crate) struct Facet {
    pub title: &'static str,
    /// Name, count, and the address that asks for it.
    pub values: Vec<(String, u64, String)>,
}

impl Names<'_> {
    pub fn tongue(&self) -> Tongue {
        Tongue(self.lang)
    }

    pub fn activity(&self, slug: &str) -> String {
        let activity = self.reference.activity(slug);
        activity.map_or_else(|| slug.to_owned(), |activity| activity.name(self.lang).to_owned())
    }

    pub fn commune(&self, code: &str) -> String {
        self.lexicon.commune_name(code).unwrap_or(code).to_owned()
    }

    fn department(&self, code: &str) -> String {
        match self.lexicon.department_name(code) {
            Some(name) => format!("{name} ({code})"),
            None => code.to_owned(),
        }
    }
}

/// What narrows the search beside its words and needs: how to say it, and the address without it.
pub(crate) fn narrowed(wanted: &Wanted, names: &Names<'_>) -> Vec<(String, String)> {
    let say = |fr: &str, en: &str| names.tongue().say(fr, en).to_owned();
    let mut all = Vec::new();
    for slug in wanted.get("activity").split(',').filter(|slug| !slug.is_empty()) {
        all.push((names.activity(slug), wanted.less_of("activity", slug)));
    }
    let mut one = |name: &str, label: &dyn Fn(&str) -> String, with: &[&str]| {
        let value = wanted.get(name);
        if !value.is_empty() {
            all.push((label(value), wanted.less(with)));
        }
    };
    one("commune", &|code| names.commune(code), &["commune"]);
    one("department", &|code| names.department(code), &["department"]);
    one("postal_code", &str::to_owned, &["postal_code"]);
    one("bbox", &|_| say("dans la zone de la carte", "within the area of the map"), &["bbox"]);
    let near = ["lat", "lon", "radius", "sort"];
    one("lat", &|_| say("autour de ma position", "around my position"), &near);
    one("verdict", &|value| verdicts(value, names.tongue()), &["verdict"]);
    let unknown = |value: &str| match value {
        "only" => {
            say("seulement ceux dont on ne sait pas assez", "only those about which not enough is known")
        }
        "exclude" => {
            say("sans ceux dont on ne sait pas assez", "without those about which not enough is known")
        }
        _ => say("avec ceux dont on ne sait pas assez", "with those about which not enough is known"),
    };
    one("unknown", &unknown, &["unknown"]);
    all.extend(lately::narrowed(wanted, names.tongue()));
    all
}

/// What a search looks for, in words: those that were typed, then what narrows it.
pub(crate) fn search_words(pairs: Vec<(String, String)>, names: &Names<'_>) -> String {
    let tongue = names.tongue();
    let answers = pairs.iter().filter(|(name, _)| name.starts_with("criteria[")).count();
    let wanted = Wanted::new(pairs);
    let typed = ["q", "where"].map(|name| wanted.get(name).to_owned());
    let mut words: Vec<String> = typed.into_iter().filter(|words| !words.is_empty()).collect();
    words.extend(narrowed(&wanted, names).into_iter().map(|(label, _)| label));
    if answers > 0 || !wanted.get("equipments").is_empty() {
        words.push(tongue.say("avec certaines réponses", "with certain answers").to_owned());
    }
    format!("{}{} {}", tongue.say("Recherche", "Search"), tongue.say(" :", ":"), words.join(", "))
}

fn verdicts(value: &str, tongue: Tongue) -> String {
    if ["yes", "with_help", "no"].iter().all(|verdict| value.split(',').any(|one| one == *verdict)) {
        return tongue.say("avec ceux qui ne conviennent pas", "with those that will not do").to_owned();
    }
    let word = |verdict| match verdict {
        "yes" => tongue.say("oui", "yes"),
        "with_help" => tongue.say("oui, avec de l'aide", "yes, with help"),
        _ => tongue.say("non", "no"),
    };
    value.split(',').map(word).collect::<Vec<_>>().join(tongue.say(" ou ", " or "))
}

/// What would narrow the search further. A facet of one value would narrow nothing.
pub(crate) fn facets(facets: Facets, wanted: &Wanted, asked: &Asked, names: &Names<'_>) -> Vec<Facet> {
    let tongue = names.tongue();
    let by = |title, name: &str, counts: Vec<(String, u64)>, say: &dyn Fn(&str) -> String| Facet {
        title,
        values: counts
            .into_iter()
            .take(if wanted.get(name).is_empty() { VALUES } else { 0 })
            .map(|(code, count)| (say(&code), count, wanted.with(name, &code)))
            .collect(),
    };
    let departments = if wanted.get("commune").is_empty() { facets.departments } else { Vec::new() };
    let mut all = vec![
        by(tongue.say("Activité", "Activity"), "activity", facets.activities, &|slug| names.activity(slug)),
        by(tongue.say("Commune", "Commune"), "commune", facets.communes, &|code| names.commune(code)),
        by(tongue.say("Département", "Department"), "department", departments, &|code| {
            names.department(code)
        }),
        answers(&facets.needs, wanted, asked, tongue),
    ];
    all.push(lately::freshness(&facets.freshness, wanted, tongue));
    all.push(lately::completeness(&facets.completeness, wanted, tongue));
    all.retain(|facet| facet.values.len() > 1);
    all.push(more_needs(&facets.needs, wanted, asked, names.lang));
    all.retain(|facet| !facet.values.is_empty());
    all
}

/// The answers to the one need that is asked for.
fn answers(counts: &[(String, VerdictCounts)], wanted: &Wanted, asked: &Asked, tongue: Tongue) -> Facet {
    let title = tongue.say("Réponse", "Answer");
    let own = match asked.needs.as_slice() {
        [one] => counts.iter().find(|(key, _)| *key == one.need.key),
        _ => None,
    };
    let Some((_, counts)) = own.filter(|_| wanted.get("verdict").is_empty()) else {
        return Facet { title, values: Vec::new() };
    };
    let values = [("yes", counts.yes), ("with_help", counts.with_help), ("no", counts.no)];
    let values = values.into_iter().filter(|(_, count)| *count > 0);
    let values =
        values.map(|(word, count)| (verdicts(word, tongue), count, wanted.with("verdict", word))).collect();
    Facet { title, values }
}

/// Needs that are not asked for, with the places that would be left.
fn more_needs(counts: &[(String, VerdictCounts)], wanted: &Wanted, asked: &Asked, lang: Lang) -> Facet {
    let before = wanted.get("needs");
    let values = counts.iter().filter_map(|(key, counts)| {
        let need = needs().get(key)?;
        let left = counts.yes + counts.with_help;
        let is_new = left > 0 && asked.needs.iter().all(|asked| asked.need.key != need.key);
        let all = if before.is_empty() { key.clone() } else { format!("{before},{key}") };
        is_new.then(|| (need.name.get(lang).to_owned(), left, wanted.with("needs", &all)))
    });
    Facet { title: Tongue(lang).say("Aussi possible pour", "Also possible for"), values: values.collect() }
}

/// The parameters of the tiles that show what is looked for, as far as tiles can: one activity, and one need at its
/// usual limits. Anything else would colour the map for another person.
pub(crate) fn tiles(wanted: &Wanted, asked: &Asked, understood: &Understood) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let activity = match wanted.get("activity") {
        "" => understood.activity.as_ref().map(|slug| slug.as_str()),
        one => (!one.contains(',')).then_some(one),
    };
    if let Some(slug) = activity {
        query.append_pair("activity", slug);
    }
    if let [one] = asked.needs.as_slice()
        && one.limits.is_empty()
    {
        query.append_pair("need", &one.need.key);
    }
    query.finish()
}

/// The words of the first box without those that name a place.
pub(crate) fn words_without_place(q: &str, understood: &Understood) -> String {
    let is_place = |kind| {
        matches!(kind, Kind::Commune | Kind::Department | Kind::PostalCode | Kind::NearMe | Kind::Address)
    };
    let places = understood.parts.iter().filter(|part| part.field == Field::What && is_place(part.kind));
    let ranges: Vec<_> = places.map(|part| part.range.clone()).collect();
    let kept = q.chars().enumerate().filter(|(at, _)| !ranges.iter().any(|range| range.contains(at)));
    let kept: String = kept.map(|(_, letter)| letter).collect();
    on_one_line(&kept)
}

#[cfg(test)]
mod tests {
    use plainpied_domain::understanding::{Asked as Typed, Department};
    use plainpied_search::AskedNeed;

    use super::*;

    fn lexicon() -> Lexicon {
        let communes = fixtures::communes().unwrap().into_iter().filter(|one| one.code.as_str() == "69266");
        let rhone = Department { code: "69".to_owned(), name: "Rhône".to_owned() };
        Lexicon::new(communes.collect(), vec![rhone], &fixtures::activities().unwrap()).unwrap()
    }

    fn wanted(pairs: &[(&str, &str)]) -> Wanted {
        Wanted::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn everything_that_narrows_a_search_is_named_and_can_be_undone() {
        let reference = Reference::of(Vec::new(), fixtures::activities().unwrap());
        let names = Names { reference: &reference, lexicon: &lexicon(), lang: Lang::Fr };
        let wanted = wanted(&[
            ("activity", "boulangerie"),
            ("commune", "69266"),
            ("bbox", "1,2,3,4"),
            ("freshness", "under_1_year,unknown"),
        ]);
        let all = narrowed(&wanted, &names);
        let labels: Vec<_> = all.iter().map(|(label, _)| label.as_str()).collect();
        let seen = ["vu il y a moins d'un an", "date d'observation inconnue"];
        assert_eq!(
            labels,
            [&["Boulangerie", "Villeurbanne", "dans la zone de la carte"][..], &seen].concat()
        );
        assert_eq!(all[2].1, "/?activity=boulangerie&commune=69266&freshness=under_1_year%2Cunknown");
        assert_eq!(
            all[4].1,
            "/?activity=boulangerie&commune=69266&bbox=1%2C2%2C3%2C4&freshness=under_1_year"
        );
    }

    #[test]
    fn the_words_for_another_area_are_those_that_name_no_place() {
        let q = "boulangerie à Villeurbanne";
        let understood = lexicon().read(&Typed { what: q, ..Typed::default() });
        assert_eq!(words_without_place(q, &understood), "boulangerie");
        assert_eq!(tiles(&wanted(&[]), &Asked::default(), &understood), "activity=boulangerie");
    }

    #[test]
    fn the_map_is_coloured_only_for_one_need_at_its_usual_limits() {
        let need = needs().get("manual_wheelchair").unwrap();
        let usual = AskedNeed { need, limits: plainpied_criteria::needs::Limits::NONE };
        let one = Asked { needs: vec![usual.clone()], ..Asked::default() };
        let two = Asked { needs: vec![usual.clone(), usual], ..Asked::default() };
        let tiles = |asked| tiles(&wanted(&[]), asked, &Understood::default());
        assert_eq!((tiles(&one).as_str(), tiles(&two).as_str()), ("need=manual_wheelchair", ""));
    }
}
