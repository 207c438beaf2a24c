use super::*;
use crate::LonLat;

fn description(name: &str, number: &str, street: &str) -> Description {
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Description {
        name: text(name),
        house_number: text(number),
        street: text(street),
        postal_code: "69100".parse().ok(),
        commune_name: text("Villeurbanne"),
        at: LonLat::new(4.88, 45.77).ok(),
        ..Description::default()
    }
}

fn common() -> CommonWords {
    let activity = |slug: &str, name: &str| crate::Activity {
        slug: slug.into(),
        name_fr: name.to_owned(),
        name_en: name.to_owned(),
        search_words: vec![],
        aliases: vec![],
        groups: vec![],
        osm: vec![],
    };
    CommonWords::new(&[activity("boulangerie", "Boulangerie"), activity("pharmacie", "Pharmacie")])
}

fn judged(wanted: Description, known: &[Description]) -> Vec<Judged<usize>> {
    let common = common();
    let known: Vec<Profile> = known.iter().map(|known| Profile::new(known.clone(), &common)).collect();
    let candidates = known.iter().enumerate();
    let candidates = candidates.map(|(key, profile)| Candidate { key, profile, identified: false });
    judge(&Profile::new(wanted, &common), candidates)
}

fn matched(wanted: Description, known: &[Description]) -> Option<usize> {
    judged(wanted, known).into_iter().find(|judged| judged.matches).map(|judged| judged.candidate)
}

fn street() -> [Description; 3] {
    [
        description("Boulangerie Martin", "3", "Rue des Lilas"),
        description("Boulangerie Durand", "5", "Rue des Lilas"),
        description("Pharmacie Centrale Debussy", "3", "Rue des Lilas"),
    ]
}

#[test]
fn a_name_with_slips_short_forms_and_another_order_at_its_address_matches() {
    for (name, number, line) in [
        ("BOULANGERIE MARTIN", "3", "r des lilas"),
        ("Martin boulangerie", "", "3, rue des Lilas 69100 Villeurbanne"),
        ("Boulangerie Matrin", "3", "Rue des Lilas"),
        ("Martin", "3", "rue Lilas"),
        ("Boulang. Martin SARL", "3", "Rue des Lilas"),
    ] {
        assert_eq!(matched(description(name, number, line), &street()), Some(0), "{name}");
    }
}

#[test]
fn an_activity_in_common_is_no_name_in_common() {
    let wanted = description("Boulangerie Petit", "3", "Rue des Lilas");
    let judged = judged(wanted, &street());
    assert!(judged.iter().all(|judged| !judged.matches));
    assert!(judged[0].reasons.iter().any(|reason| reason.code == "other_name"), "{:?}", judged[0]);
}

#[test]
fn the_same_name_in_another_street_far_away_does_not_match() {
    let mut branch = description("Boulangerie Martin", "80", "Avenue Gambetta");
    branch.at = LonLat::new(4.90, 45.78).ok();
    assert_eq!(matched(branch, &street()), None);
}

#[test]
fn two_candidates_that_are_as_good_leave_it_open() {
    let twins =
        [description("Bar Zénith", "3", "Rue des Lilas"), description("Bar Zénith", "3", "Rue des Lilas")];
    assert_eq!(matched(description("Bar Zénith", "3", "Rue des Lilas"), &twins), None);
    assert_eq!(matched(description("Bar Zénith", "3", "Rue des Lilas"), &twins[..1]), Some(0));
}

#[test]
fn an_identifier_decides_and_an_address_without_a_name_does_not() {
    let siret = "12345678901234".parse().ok();
    let mut known = street();
    known[1].siret.clone_from(&siret);
    let wanted = Description { siret, ..Description::default() };
    assert_eq!(matched(wanted, &known), Some(1));
    assert_eq!(matched(description("", "5", "Rue des Lilas"), &known), None);
}

#[test]
fn a_number_in_a_name_is_never_a_slip() {
    let known = [description("École Jules Ferry 2", "1", "Place Ferry")];
    assert_eq!(matched(description("École Jules Ferry 3", "1", "Place Ferry"), &known), None);
    assert_eq!(matched(description("Ecole J. Ferry 2", "1", "Place Ferry"), &known), Some(0));
}

#[test]
fn a_letter_at_the_end_of_a_name_is_never_a_slip() {
    let parts = |names: [&str; 2]| names.map(|name| description(name, "3", "Rue des Lilas"));
    let wanted = |name| description(name, "3", "Rue des Lilas");
    assert_eq!(matched(wanted("Bâtiment B"), &parts(["Bâtiment A", "Bâtiment B"])), Some(1));
    assert_eq!(matched(wanted("Bâtiment A"), &parts(["Bâtiment B", "Bâtiment C"])), None);
    assert_eq!(matched(wanted("Salle A"), &parts(["Salle Y", "Pharmacie"])), None);
    assert_eq!(
        matched(wanted("Résidence Debussy Hall A"), &parts(["Hall B résidence Debussy B", "x"])),
        None
    );
    // Where one has none it may have been left out.
    assert_eq!(matched(wanted("Résidence Debussy"), &parts(["Résidence Debussy A", "Pharmacie"])), Some(0));
}

#[test]
fn the_points_of_the_reasons_make_up_the_score() {
    let judged = judged(description("Boulangerie Durand", "3", "Rue des Lilas"), &street());
    for one in judged {
        let sum: f64 = one.reasons.iter().map(|reason| reason.points).sum();
        assert!((one.score - sum.clamp(0.0, 100.0)).abs() < 1e-9, "{one:?}");
        for reason in one.reasons {
            assert!(reason.sentence.fr.ends_with('.') && reason.sentence.en.ends_with('.'), "{reason:?}");
        }
    }
}

#[test]
fn any_texts_can_be_compared() {
    let odd = [
        "",
        " ",
        "'",
        "L'",
        "é",
        "12",
        "12 bis 12",
        "ß∑ 🦽",
        "a b c d e f g h i j k l m n o p q r s t u v w",
    ];
    for one in odd {
        for other in odd {
            for judged in judged(description(one, other, one), &[description(other, one, other)]) {
                assert!((0.0..=100.0).contains(&judged.score));
            }
        }
    }
}
