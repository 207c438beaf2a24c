use plainpied_domain::LonLat;
use plainpied_domain::understanding::{Asked, Field, Kind};

use crate::support::{LEXICON, line, read, words};

fn in_two_boxes(what: &str, place: &str) -> String {
    line(&LEXICON.read(&Asked { what, place: Some(place), ..Asked::default() }))
}

fn without(what: &str, without: &[Kind]) -> String {
    line(&LEXICON.read(&Asked { what, without, ..Asked::default() }))
}

#[test]
fn the_box_for_the_place_names_a_place_in_every_way() {
    for (place, expected) in [
        ("Lyon", "Lyon"),
        ("lyon 3ème", "Lyon 3e Arrondissement"),
        ("69003", "69003"),
        ("69003 Lyon", "Lyon + 69003"),
        ("69", "[69]"),
        ("Rhône", "[69]"),
        ("dans le Rhône", "[69]"),
        ("Vienne", "Vienne"),
        ("Mayenne", "Mayenne"),
        ("près de moi", "near_me"),
        ("havre", "Le Havre"),
        ("villefranche", "Villefranche-sur-Saône"),
        ("marseile", "Marseille"),
        ("Bar", "Bar"),
        ("Le Sourd", "Le Sourd"),
        ("Saint-Denis (93)", "Saint-Denis + [93]"),
        ("à Paris", "Paris"),
        ("", ""),
    ] {
        let expected = format!("boulangerie + {expected}");
        assert_eq!(in_two_boxes("boulangerie", place), expected.trim_end_matches(" + "), "{place}");
    }
}

#[test]
fn what_names_no_area_in_the_box_for_the_place_is_an_address() {
    for (place, expected) in [
        ("rue victor hugo, Lyon", "Lyon + @rue victor hugo"),
        ("12 cours Émile Zola, 69100 Villeurbanne", "Villeurbanne + 69100 + @12 cours Émile Zola"),
        ("12 cours Émile Zola", "@12 cours Émile Zola"),
        ("xyzzy", "@xyzzy"),
        ("près de la gare, Villeurbanne", "Villeurbanne + @près de la gare"),
    ] {
        assert_eq!(in_two_boxes("pharmacie", place), format!("pharmacie + {expected}"), "{place}");
    }
    let place = Some("rue victor hugo, Lyon");
    let asked = Asked { what: "bar", place, without: &[Kind::Address], ..Asked::default() };
    assert_eq!(line(&LEXICON.read(&asked)), "debit-de-boisson + Lyon | rue victor hugo");
}

#[test]
fn what_is_near_something_in_a_town_says_where_and_not_what() {
    for (what, expected) in [
        ("boulangerie près de la gare, Villeurbanne", "boulangerie + Villeurbanne + @près de la gare"),
        ("boulangerie près de la gare à Villeurbanne", "boulangerie + Villeurbanne + @près de la gare"),
        ("bakery near the station, Villeurbanne", "boulangerie + Villeurbanne + @near the station"),
        ("boulangerie près de la gare", "| boulangerie près de la gare"),
        ("restaurant près de Lyon", "restaurant + Lyon"),
    ] {
        assert_eq!(line(&read(what)), expected, "{what}");
    }
}

#[test]
fn words_that_lead_nowhere_are_named_and_no_part_any_more() {
    let asked = Asked { what: "bar", place: Some("Atlantis"), ..Asked::default() };
    let nowhere = LEXICON.read(&asked).nowhere();
    assert_eq!((nowhere.address(), words(&nowhere.unplaced[0], &asked)), (None, "Atlantis"));
}

#[test]
fn a_place_in_its_own_box_leaves_the_other_box_its_words() {
    assert_eq!(in_two_boxes("restaurant Paris", "Lyon"), "Lyon | restaurant Paris");
    assert_eq!(in_two_boxes("wheelchair bakery", "Bordeaux"), "boulangerie + Bordeaux + manual_wheelchair");
}

#[test]
fn what_the_person_takes_back_is_text_again() {
    assert_eq!(without("boulangerie lyon", &[Kind::Commune]), "| boulangerie lyon");
    assert_eq!(without("boulangerie lyon", &[Kind::Activity]), "Lyon | boulangerie");
    assert_eq!(without("médecin 69003", &[Kind::PostalCode]), "| médecin 69003");
    assert_eq!(without("boulangerie 69", &[Kind::Department]), "| boulangerie 69");
    assert_eq!(without("musée aveugles paris", &[Kind::Need]), "Paris | musée aveugles");
    assert_eq!(without("musée accessible", &[Kind::Access]), "| musée accessible");
    assert_eq!(without("piscine près de moi", &[Kind::NearMe]), "| piscine près de moi");
    assert_eq!(
        without("boulangerie à lyon accessible fauteuil", &Kind::ALL),
        "| boulangerie à lyon accessible fauteuil"
    );
}

#[test]
fn kinds_are_named_as_they_are_shown() {
    for kind in Kind::ALL {
        assert_eq!(kind.as_str().parse(), Ok(kind));
    }
    assert!("communes".parse::<Kind>().unwrap_err().to_string().contains("communes"));
}

#[test]
fn communes_of_one_name_are_offered_with_their_departments() {
    let understood = read("mairie saint-denis");
    let chosen = understood.commune.unwrap();
    assert_eq!((chosen.commune.code.as_str(), chosen.department_name.as_str()), ("97411", "La Réunion"));
    let others: Vec<_> = understood.alternatives.iter().map(|other| other.commune.code.as_str()).collect();
    assert_eq!(others[0], "93066");
    let same: Vec<_> =
        understood.alternatives.iter().filter(|other| other.commune.name == "Saint-Denis").collect();
    assert!(
        same.len() >= 2
            && same.is_sorted_by(|left, right| left.commune.population >= right.commune.population)
    );
}

#[test]
fn the_person_chooses_among_communes_of_one_name() {
    let meant = "93066".parse().unwrap();
    let asked = Asked { what: "mairie saint-denis", meant: Some(&meant), ..Asked::default() };
    let understood = LEXICON.read(&asked);
    assert_eq!(understood.commune.unwrap().commune.code, meant);
    assert_eq!(understood.alternatives[0].commune.code.as_str(), "97411");
}

#[test]
fn a_commune_that_was_only_asked_for_can_be_chosen() {
    let meant = |what, code: &str| {
        let code = code.parse().unwrap();
        line(&LEXICON.read(&Asked { what, meant: Some(&code), ..Asked::default() }))
    };
    assert_eq!(meant("Pharmacie de Lyon", "69123"), "pharmacie + Lyon");
    assert_eq!(meant("restaurant aix", "13001"), "restaurant + Aix-en-Provence");
    assert_eq!(meant("rue de Lyon", "69123"), "| rue de Lyon");
    assert_eq!(meant("boulangerie lyon", "13055"), "boulangerie + Lyon");
}

#[test]
fn of_two_postal_codes_that_of_the_box_for_the_place_counts() {
    assert_eq!(in_two_boxes("médecin 69003", "75012"), "75012 | médecin 69003");
}

#[test]
fn postal_code_and_department_tell_communes_of_one_name_apart() {
    let code = |text| read(text).commune.unwrap().commune.code.to_string();
    assert_eq!(code("mairie saint-denis 93200"), "93066");
    assert_eq!(code("mairie 97400 saint-denis"), "97411");
    assert_eq!(code("mairie saint-denis (seine saint denis)"), "93066");
    assert_eq!(code("mairie saint-denis 974"), "97411");
}

#[test]
fn each_part_has_its_words() {
    let asked = Asked {
        what: "Un « bar à vins » pour ♿ fauteuil",
        place: Some("près de Lyon 3ème, 69"),
        ..Asked::default()
    };
    let understood = LEXICON.read(&asked);
    let parts: Vec<_> =
        understood.parts.iter().map(|part| (part.kind, part.field, words(part, &asked))).collect();
    let expected = [
        (Kind::Activity, Field::What, "Un « bar à vins"),
        (Kind::Need, Field::What, "pour ♿ fauteuil"),
        (Kind::Commune, Field::Place, "près de Lyon 3ème"),
        (Kind::Department, Field::Place, "69"),
    ];
    assert_eq!(parts, expected);
    assert_eq!(understood.text, None);
}

#[test]
fn parts_are_called_in_both_languages() {
    let understood = read("médecin fauteuil près de moi");
    let labels: Vec<_> =
        understood.parts.iter().map(|part| (part.label.fr.as_str(), part.label.en.as_str())).collect();
    let expected = [
        ("Médecin généraliste", "General practitioner"),
        ("fauteuil roulant", "wheelchair"),
        ("près de moi", "near me"),
    ];
    assert_eq!(labels, expected);
    let codes: Vec<_> = understood.parts.iter().map(|part| part.code.as_str()).collect();
    assert_eq!(codes, ["medecin-generaliste", "manual_wheelchair", ""]);
}

#[test]
fn of_communes_of_one_name_the_one_around_the_person_is_meant() {
    let of = |near: Option<(f64, f64)>| {
        let near = near.map(|(lon, lat)| LonLat::new(lon, lat).unwrap());
        let asked = Asked { what: "mairie saint-denis", near, ..Asked::default() };
        LEXICON.read(&asked).commune.unwrap().commune.code.to_string()
    };
    assert_eq!(of(Some((2.35, 48.93))), "93066");
    assert_eq!(of(Some((55.45, -20.9))), "97411");
    // Far from both, the larger.
    assert_eq!(of(Some((4.85, 45.75))), of(None));
}
