use plainpied_criteria::needs::{LimitError, Limits, Need, Verdict, needs};
use plainpied_criteria::{Answers, Lang, schema, sentence};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value as Json, json};

use crate::properties::{answers, value};

fn need(key: &str) -> &'static Need {
    needs().get(key).unwrap()
}

fn at(json: Json) -> Answers {
    let answers = Answers::parse_part(schema(), &json).unwrap();
    plainpied_criteria::validate(schema(), &answers).unwrap();
    answers
}

fn set(pairs: &[(&str, i64)]) -> Limits {
    let mut limits = Limits::NONE;
    for (key, value) in pairs {
        needs().set(&mut limits, key, &value.to_string()).unwrap();
    }
    limits
}

/// What a manual wheelchair needs, and these answers instead.
fn wheelchair_place(with: Json) -> Answers {
    let mut all = json!({
        "cheminement_ext_presence": false,
        "entree_pmr": false,
        "entree_plain_pied": true,
        "entree_largeur_mini": 90,
        "accueil_retrecissement": false,
        "accueil_cheminement_plain_pied": true,
    });
    for (key, value) in with.as_object().unwrap() {
        all[key] = value.clone();
    }
    let known = all.as_object().unwrap().iter().filter(|(_, value)| !value.is_null());
    at(known.map(|(key, value)| (key.clone(), value.clone())).collect::<serde_json::Map<_, _>>().into())
}

#[test]
fn all_twelve_needs_are_there_and_their_files_load() {
    let keys: Vec<&str> = needs().all().iter().map(|need| need.key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "manual_wheelchair",
            "electric_wheelchair",
            "walks_with_difficulty",
            "blind",
            "low_vision",
            "deaf",
            "hard_of_hearing",
            "cognitive",
            "autism",
            "assistance_dog",
            "pushchair",
            "short_stature"
        ]
    );
    assert_eq!(needs().equipments().len(), 25);
    assert_eq!(need("wheelchair").key, "manual_wheelchair");
    assert_eq!(needs().nearest("weelchair"), Some("wheelchair"));
    assert_eq!(needs().nearest("qqqq"), None);
}

#[test]
fn a_wheelchair_gets_in_by_what_is_known_and_by_nothing_else() {
    use Verdict::{No, Unknown, WithHelp, Yes};
    let steps = |with: Json| {
        let mut all = json!({"entree_plain_pied": false});
        all.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
        wheelchair_place(all)
    };
    for (place, manual, electric, why) in [
        (wheelchair_place(json!({})), Yes, Yes, "level and wide"),
        (wheelchair_place(json!({"entree_largeur_mini": 79})), No, No, "narrower than 80 cm"),
        (
            wheelchair_place(json!({"entree_largeur_mini": null})),
            Unknown,
            Unknown,
            "nobody measured the door",
        ),
        (
            wheelchair_place(json!({"entree_largeur_mini": null, "entree_pmr": true})),
            Yes,
            Yes,
            "an entrance of their own",
        ),
        (wheelchair_place(json!({"accueil_retrecissement": true})), No, No, "a narrowing inside"),
        (
            wheelchair_place(json!({"cheminement_ext_presence": null})),
            Unknown,
            Unknown,
            "the outside is unknown",
        ),
        (
            wheelchair_place(json!({"cheminement_ext_presence": true})),
            Unknown,
            Unknown,
            "a path of which nothing is known",
        ),
        (steps(json!({"entree_marches_rampe": "fixe"})), Yes, Yes, "a fixed ramp"),
        (steps(json!({"entree_marches_rampe": "amovible"})), WithHelp, WithHelp, "a ramp that is fetched"),
        (
            steps(json!({"entree_ascenseur": true, "entree_ascenseur_pmr": true})),
            Yes,
            Yes,
            "a lift that fits",
        ),
        (
            steps(
                json!({"entree_ascenseur": true, "entree_ascenseur_pmr": false, "entree_marches_rampe": "aucune"}),
            ),
            No,
            No,
            "a lift too small",
        ),
        (steps(json!({"entree_marches": 3})), Unknown, Unknown, "steps, and a ramp that nobody spoke of"),
        (
            steps(json!({"entree_marches": 3, "entree_marches_rampe": "aucune"})),
            Unknown,
            Unknown,
            "the lift is unknown",
        ),
        (
            steps(json!({"entree_marches": 3, "entree_marches_rampe": "aucune", "entree_ascenseur": false})),
            No,
            No,
            "neither",
        ),
        (
            steps(
                json!({"entree_marches": 1, "entree_marches_rampe": "aucune", "entree_ascenseur": false, "entree_aide_humaine": true}),
            ),
            No,
            No,
            "staff do not count unless the person accepts steps",
        ),
    ] {
        assert_eq!(need("manual_wheelchair").verdict(&place, &Limits::NONE), manual, "manual: {why}");
        assert_eq!(need("electric_wheelchair").verdict(&place, &Limits::NONE), electric, "electric: {why}");
    }
}

#[test]
fn a_person_s_own_limits_decide() {
    let narrow = wheelchair_place(json!({"entree_largeur_mini": 70}));
    assert_eq!(need("wheelchair").verdict(&narrow, &set(&[("chair_width", 68)])), Verdict::Yes);
    let one_step = wheelchair_place(json!({
        "entree_plain_pied": false, "entree_marches": 1, "entree_marches_rampe": "aucune", "entree_ascenseur": false,
        "entree_aide_humaine": true
    }));
    let accepts = set(&[("max_steps", 1)]);
    assert_eq!(need("manual_wheelchair").verdict(&one_step, &accepts), Verdict::WithHelp);
    assert_eq!(need("electric_wheelchair").verdict(&one_step, &accepts), Verdict::No);
    let toilets = set(&[("needs_toilets", 1)]);
    assert_eq!(need("wheelchair").verdict(&wheelchair_place(json!({})), &toilets), Verdict::Unknown);
    let none = wheelchair_place(json!({"sanitaires_presence": false}));
    assert_eq!(need("wheelchair").verdict(&none, &toilets), Verdict::No);
    assert_eq!(
        need("wheelchair").verdict(&none, &Limits::NONE),
        Verdict::Yes,
        "toilets are not silently required"
    );
    let steep = wheelchair_place(json!({
        "cheminement_ext_presence": true, "cheminement_ext_terrain_stable": true, "cheminement_ext_plain_pied": true,
        "cheminement_ext_retrecissement": false, "cheminement_ext_devers": "aucun",
        "cheminement_ext_pente_presence": true, "cheminement_ext_pente_degre_difficulte": "importante"
    }));
    assert_eq!(need("wheelchair").verdict(&steep, &Limits::NONE), Verdict::No);
    assert_eq!(need("wheelchair").verdict(&steep, &set(&[("max_slope", 2)])), Verdict::Yes);
}

#[test]
fn parking_counts_as_near_as_the_person_needs_it() {
    let nearby = wheelchair_place(json!({
        "stationnement_presence": false, "stationnement_ext_presence": true, "stationnement_ext_pmr": true
    }));
    let on_site = wheelchair_place(json!({"stationnement_presence": true, "stationnement_pmr": true}));
    for (place, level, verdict) in [
        (&nearby, 0, Verdict::Yes),
        (&nearby, 1, Verdict::Yes),
        (&nearby, 2, Verdict::No),
        (&on_site, 1, Verdict::Yes),
        (&on_site, 2, Verdict::Yes),
    ] {
        assert_eq!(need("wheelchair").verdict(place, &set(&[("needs_parking", level)])), verdict, "{level}");
    }
}

#[test]
fn steps_that_a_ramp_or_a_lift_avoids_stop_nobody_who_sees_badly() {
    let place = |with: Json| {
        let mut all = json!({
            "cheminement_ext_presence": false, "entree_reperage": true, "entree_balise_sonore": true,
            "entree_porte_presence": false, "entree_plain_pied": false, "entree_marches_reperage": false,
            "entree_ascenseur": false, "entree_aide_humaine": false, "accueil_cheminement_plain_pied": true,
            "accueil_personnels": "formés"
        });
        all.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
        at(all)
    };
    for (with, verdict) in [
        (json!({"entree_marches_rampe": "aucune"}), Verdict::No),
        (json!({"entree_marches_rampe": "amovible"}), Verdict::WithHelp),
        (json!({"entree_marches_rampe": "fixe"}), Verdict::Yes),
        (json!({"entree_marches_rampe": "aucune", "entree_ascenseur": true}), Verdict::Yes),
    ] {
        for key in ["blind", "low_vision"] {
            assert_eq!(need(key).verdict(&place(with.clone()), &Limits::NONE), verdict, "{key}: {with}");
        }
    }
    // Steps outside and inside count for the blind as they do at the entrance.
    let steps = |key: &str| json!({"entree_marches_rampe": "fixe", key: false});
    let outside = json!({
        "cheminement_ext_presence": true, "cheminement_ext_plain_pied": false, "cheminement_ext_ascenseur": false,
        "cheminement_ext_rampe": "aucune", "cheminement_ext_reperage_marches": false, "entree_marches_rampe": "fixe"
    });
    assert_eq!(need("blind").verdict(&place(outside), &Limits::NONE), Verdict::No);
    let inside = place(steps("accueil_cheminement_plain_pied"));
    assert_eq!(need("blind").verdict(&inside, &Limits::NONE), Verdict::WithHelp);
}

#[test]
fn a_wrong_limit_says_what_would_be_right() {
    let mut limits = Limits::NONE;
    assert_eq!(
        needs().set(&mut limits, "chair_width", "large").unwrap_err().to_string(),
        r#""large" is no chair_width: a whole number from 40 to 120 (cm)"#
    );
    assert!(matches!(needs().set(&mut limits, "chair_width", "39"), Err(LimitError::Value { .. })));
    assert!(
        needs().set(&mut limits, "width", "80").unwrap_err().to_string().contains("chair_width, max_steps")
    );
    assert!(limits.is_empty());
}

#[test]
fn what_the_criteria_cannot_witness_is_never_decided() {
    for key in ["autism", "assistance_dog", "short_stature"] {
        assert!(need(key).informative && need(key).links.is_empty() && !need(key).also_useful.is_empty());
        assert_eq!(need(key).verdict(&wheelchair_place(json!({})), &Limits::NONE), Verdict::Unknown);
    }
}

#[test]
fn an_explanation_gives_reasons_and_asks_for_the_most_decisive_first() {
    let place = wheelchair_place(
        json!({"entree_largeur_mini": null, "entree_pmr": null, "sanitaires_presence": true, "sanitaires_adaptes": true}),
    );
    let explained = need("wheelchair").explain(schema(), &place, &Limits::NONE);
    assert_eq!((explained.verdict, explained.known_links, explained.links.len()), (Verdict::Unknown, 2, 3));
    let keys = |ids: &[plainpied_criteria::CriterionId]| -> Vec<&str> {
        ids.iter().map(|id| schema().criterion(*id).key.as_str()).collect()
    };
    assert_eq!(keys(&explained.questions), ["entree_largeur_mini", "entree_pmr"]);
    assert_eq!(keys(&explained.useful), ["sanitaires_adaptes"]);
    let inside: Vec<_> = explained.links[2].reasons.iter().map(|reason| reason.criterion).collect();
    assert_eq!(keys(&inside), ["accueil_retrecissement", "accueil_cheminement_plain_pied"]);
    let narrow = need("wheelchair").explain(
        schema(),
        &wheelchair_place(json!({"entree_largeur_mini": 60})),
        &Limits::NONE,
    );
    assert_eq!(narrow.verdict, Verdict::No);
    assert!(narrow.questions.is_empty());
    let entrance = &narrow.links[1];
    let against: Vec<_> = entrance.reasons.iter().filter(|reason| reason.verdict == Verdict::No).collect();
    assert_eq!(keys(&[against[0].criterion]), ["entree_largeur_mini"]);
    assert_eq!(against[0].limit.and_then(|limit| needs().limit(limit)).unwrap().key, "chair_width");
}

#[test]
fn a_child_is_asked_only_once_its_parent_is_open() {
    let nothing = Answers::new();
    for need in needs().all() {
        for id in need.explain(schema(), &nothing, &Limits::NONE).questions {
            assert!(nothing.opens(schema().criterion(id)), "{}", schema().criterion(id).key);
        }
    }
}

pub fn limits() -> impl Strategy<Value = Limits> {
    let declared = needs().limits();
    prop::collection::vec((any::<Index>(), any::<u16>()), 0..4).prop_map(move |given| {
        let mut limits = Limits::NONE;
        for (index, number) in given {
            let limit = index.get(declared);
            let value = limit.min + i64::from(number) % (limit.max - limit.min + 1);
            needs().set(&mut limits, &limit.key, &value.to_string()).unwrap();
        }
        limits
    })
}

proptest! {
    #[test]
    fn predicates_and_verdicts_of_every_need_agree(answers in answers(), limits in limits()) {
        for need in needs().all() {
            let verdict = need.verdict(&answers, &limits);
            for other in Verdict::ALL {
                prop_assert_eq!(need.is(&limits, other).holds(&answers), verdict == other, "{} {:?}", need.key, other);
                prop_assert_eq!(need.at_least(&limits, other).holds(&answers), verdict >= other, "{} {:?}", need.key, other);
            }
            prop_assert_eq!(need.explain(schema(), &answers, &limits).verdict, verdict);
        }
    }

    #[test]
    fn one_more_answer_settles_but_never_unsettles(
        answers in answers(),
        limits in limits(),
        (id, value) in any::<Index>().prop_flat_map(|index| {
            let criterion = index.get(schema().criteria());
            (Just(criterion.id), value(criterion))
        }),
    ) {
        prop_assume!(answers.get(id).is_none() && answers.opens(schema().criterion(id)));
        let mut more = answers.clone();
        more.set(id, value);
        for need in needs().all() {
            let (before, after) = (need.verdict(&answers, &limits), need.verdict(&more, &limits));
            let settled = |verdict| verdict == Verdict::No || verdict == Verdict::Yes;
            prop_assert!(!settled(before) || after == before, "{}: {:?} became {:?}", need.key, before, after);
            // Something better than help may turn up, nothing worse.
            prop_assert!(before != Verdict::WithHelp || after >= Verdict::WithHelp, "{}: help became {:?}", need.key, after);
        }
    }

    #[test]
    fn where_a_verdict_is_unknown_something_may_be_asked(answers in answers(), limits in limits()) {
        for need in needs().all().iter().filter(|need| !need.informative) {
            let explained = need.explain(schema(), &answers, &limits);
            prop_assert_eq!(explained.verdict == Verdict::Unknown, !explained.questions.is_empty(), "{}", need.key);
            for reason in explained.links.iter().flat_map(|link| &link.reasons) {
                let criterion = schema().criterion(reason.criterion);
                prop_assert!(!sentence(criterion, answers.get(reason.criterion), Lang::Fr).is_empty());
            }
        }
    }
}

#[test]
fn nothing_known_is_unknown_for_every_need_and_every_limit() {
    let bounds = |pick: fn(&plainpied_criteria::needs::Limit) -> i64| {
        let pairs: Vec<_> = needs().limits().iter().map(|limit| (limit.key.as_str(), pick(limit))).collect();
        set(&pairs)
    };
    for limits in [Limits::NONE, bounds(|limit| limit.min), bounds(|limit| limit.max)] {
        for need in needs().all() {
            assert_eq!(need.verdict(&Answers::new(), &limits), Verdict::Unknown, "{}", need.key);
        }
    }
}
