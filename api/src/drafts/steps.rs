//! In which order questions are put, and which stand on one page.

use plainpied_criteria::{Answers, Criterion, GroupSet, exposed, schema};

/// Asked first: they decide most at a first visit.
const FIRST: [&str; 5] = [
    "entree_plain_pied",
    "sanitaires_presence",
    "stationnement_ext_presence",
    "accueil_personnels",
    "cheminement_ext_presence",
];

/// Asked together: one drawing explains them, or one answer is nothing without the other.
const TOGETHER: [&[&str]; 6] = [
    &["entree_plain_pied", "entree_largeur_mini"],
    &["entree_marches", "entree_marches_sens", "entree_marches_reperage", "entree_marches_main_courante"],
    &[
        "cheminement_ext_nombre_marches",
        "cheminement_ext_sens_marches",
        "cheminement_ext_reperage_marches",
        "cheminement_ext_main_courante",
    ],
    &[
        "accueil_cheminement_nombre_marches",
        "accueil_cheminement_sens_marches",
        "accueil_cheminement_reperage_marches",
        "accueil_cheminement_main_courante",
    ],
    &["cheminement_ext_pente_degre_difficulte", "cheminement_ext_pente_longueur"],
    &["accueil_tribunes_places", "accueil_tribunes_localisation_places"],
];

/// The questions of one page.
pub(crate) type Step = Vec<&'static Criterion>;

/// The pages of questions of such a place, as far as what is answered opens them. `asks` says which are put at all. An
/// answer changes what comes after its own page only, so that going on and back meets the same pages.
pub(crate) fn steps(
    answers: &Answers,
    groups: &GroupSet,
    asks: impl Fn(&'static Criterion) -> bool,
) -> Vec<Step> {
    let open: Vec<&'static Criterion> =
        exposed(schema(), answers, groups).map(|id| schema().criterion(id)).filter(|one| asks(one)).collect();
    let is_first = |criterion: &&'static Criterion| FIRST.contains(&root(criterion).key.as_str());
    let mut ordered: Vec<&'static Criterion> = open.iter().copied().filter(is_first).collect();
    ordered.sort_by_key(|criterion| FIRST.iter().position(|key| *key == root(criterion).key));
    ordered.extend(open.iter().copied().filter(|criterion| !is_first(criterion)));
    let mut steps: Vec<Step> = Vec::new();
    for criterion in ordered {
        if steps.iter().flatten().any(|known| known.id == criterion.id) {
            continue;
        }
        let together = TOGETHER.iter().find(|keys| keys.contains(&criterion.key.as_str()));
        steps.push(match together {
            None => vec![criterion],
            Some(keys) => open.iter().copied().filter(|one| keys.contains(&one.key.as_str())).collect(),
        });
    }
    steps
}

/// The question above all others of a subject.
fn root(criterion: &'static Criterion) -> &'static Criterion {
    let above = |one: &&'static Criterion| Some(schema().criterion(one.parent?.id));
    std::iter::successors(Some(criterion), above).last().unwrap_or(criterion)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(said: serde_json::Value) -> Vec<Vec<&'static str>> {
        let answers = Answers::parse_part(schema(), &said).unwrap();
        let steps = steps(&answers, &GroupSet::base(schema()), |_| true);
        steps.into_iter().map(|step| step.into_iter().map(|one| one.key.as_str()).collect()).collect()
    }

    #[test]
    fn what_decides_most_comes_first_and_every_question_once() {
        let steps = keys(serde_json::json!({}));
        assert_eq!(steps[0], ["entree_plain_pied", "entree_largeur_mini"]);
        assert_eq!(steps[1], ["sanitaires_presence"]);
        let mut all = steps.concat();
        let asked = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), asked);
        let exposed = exposed(schema(), &Answers::new(), &GroupSet::base(schema())).count();
        assert_eq!(asked, exposed);
    }

    #[test]
    fn what_an_answer_opens_is_asked_right_after_it_and_steps_on_one_page() {
        let steps = keys(serde_json::json!({ "entree_plain_pied": false }));
        assert_eq!(steps[0], ["entree_plain_pied", "entree_largeur_mini"]);
        let marches = steps.iter().position(|step| step.contains(&"entree_marches")).unwrap();
        let toilets = steps.iter().position(|step| step.contains(&"sanitaires_presence")).unwrap();
        assert!(marches < toilets, "{steps:?}");
    }

    #[test]
    fn every_name_in_the_tables_is_a_criterion() {
        for key in FIRST.iter().chain(TOGETHER.iter().copied().flatten()) {
            assert!(schema().get(key).is_some_and(|criterion| criterion.counts), "{key}");
        }
    }
}
