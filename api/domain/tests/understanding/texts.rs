//! Texts and their readings, in the notation of [`line`].

use plainpied_domain::understanding::Kind;

use crate::support::{line, read};

fn check(texts: &[(&str, &str)]) {
    let wrong: Vec<String> = texts
        .iter()
        .map(|(text, expected)| (text, expected, line(&read(text))))
        .filter(|(_, expected, found)| *expected != found)
        .map(|(text, expected, found)| format!("{text}\n  expected {expected}\n  found    {found}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_and_where_are_told_apart() {
    check(&[
        ("boulangerie lyon", "boulangerie + Lyon"),
        ("boulangerie rue victor hugo lyon", "Lyon | boulangerie rue victor hugo"),
        ("un bar à Lyon", "debit-de-boisson + Lyon"),
        ("je cherche un restaurant à Lyon", "restaurant + Lyon"),
        ("Lyon piscine", "piscine + Lyon"),
        ("Lyon, piscine", "piscine + Lyon"),
        ("coiffeur (lyon)", "coiffure + Lyon"),
        ("restaurant près de Lyon", "restaurant + Lyon"),
        ("Nice restaurant", "restaurant + Nice"),
        ("McDonald's Villeurbanne", "Villeurbanne | McDonald's"),
        ("restaurants italiens à Villeurbanne", "Villeurbanne | restaurants italiens"),
        ("bar de la marine marseille", "Marseille | bar de la marine"),
        ("restaurant le bec lyon", "Lyon | restaurant le bec"),
        ("coiffure sens", "coiffure + Sens"),
        ("boulangerie gex", "boulangerie + Gex"),
        ("theatre chartres", "theatre + Chartres"),
        ("restaurant italien vichy", "Vichy | restaurant italien"),
        ("restaurant pas cher lyon", "Lyon | restaurant pas cher"),
        ("paris", "Paris"),
    ]);
}

#[test]
fn names_of_communes_are_read_however_they_are_written() {
    check(&[
        ("mairie saint étienne", "mairie + Saint-Étienne"),
        ("Mairie St-Etienne", "mairie + Saint-Étienne"),
        ("MAIRIE ST ETIENNE CEDEX 2", "mairie + Saint-Étienne"),
        ("restaurant l'isle d'abeau", "restaurant + L'Isle-d'Abeau"),
        ("L'Haÿ-les-Roses pharmacie", "pharmacie + L'Haÿ-les-Roses"),
        ("boulangerie Bourg en Bresse", "boulangerie + Bourg-en-Bresse"),
        ("kebab vaulx en velin", "restauration-rapide + Vaulx-en-Velin"),
        ("crèche sainte foy les lyon", "petite-enfance-creche + Sainte-Foy-lès-Lyon"),
        ("restaurant chalon s/ saone", "restaurant + Chalon-sur-Saône"),
        ("restaurant le havre", "restaurant + Le Havre"),
        ("restaurant au havre", "restaurant + Le Havre"),
        ("restaurant havre", "restaurant + Le Havre"),
        ("restaurant aux ulis", "restaurant + Les Ulis"),
        ("restaurant près du mans", "restaurant + Le Mans"),
        ("supermarché les mureaux", "supermarche + Les Mureaux"),
        ("camping saint tropez", "camping + Saint-Tropez"),
        ("hotel mont saint michel", "hotel + Le Mont-Saint-Michel"),
        ("Pont-à-Mousson", "Pont-à-Mousson"),
        ("mairie le pont de claix", "mairie + Le Pont-de-Claix"),
        ("boulangerie saint nazaire", "boulangerie + Saint-Nazaire"),
        ("salon de coiffure salon de provence", "coiffure + Salon-de-Provence"),
        ("Boulangerie BOULOGNE\u{2010}BILLANCOURT", "boulangerie + Boulogne-Billancourt"),
    ]);
}

#[test]
fn arrondissements_are_read_by_their_number() {
    check(&[
        ("lyon 3", "Lyon 3e Arrondissement"),
        ("kiné lyon 3e", "masseur-kinesitherapeute + Lyon 3e Arrondissement"),
        ("coiffeur Lyon 3ème", "coiffure + Lyon 3e Arrondissement"),
        ("coiffeur paris 12", "coiffure + Paris 12e Arrondissement"),
        ("coiffeur paris 12e arrondissement", "coiffure + Paris 12e Arrondissement"),
        ("3e arrondissement de lyon", "Lyon 3e Arrondissement"),
        ("restaurant Marseille 8eme", "restaurant + Marseille 8e Arrondissement"),
        ("sushi lyon 6", "Lyon 6e Arrondissement | sushi"),
        ("12 rue de rivoli paris 4", "Paris 4e Arrondissement | 12 rue de rivoli"),
        ("lyon 10", "| lyon 10 ? Lyon (69), Aube"),
    ]);
}

#[test]
fn the_number_of_a_house_is_no_arrondissement() {
    check(&[
        ("coiffeur paris 12 rue de rivoli", "| coiffeur paris 12 rue de rivoli ? Paris (75)"),
        ("boulangerie 12 rue de lyon", "| boulangerie 12 rue de lyon"),
    ]);
}

#[test]
fn a_town_in_the_name_of_a_street_is_the_street() {
    check(&[
        ("rue de Lyon", "| rue de Lyon"),
        ("avenue de Paris", "| avenue de Paris"),
        ("rue saint étienne", "| rue saint étienne"),
        ("12 avenue de paris villeurbanne", "Villeurbanne | 12 avenue de paris"),
        ("rue de lyon paris", "Paris | rue de lyon"),
        ("place bellecour lyon", "Lyon | place bellecour"),
        (
            "restaurant rue de la république lyon 2",
            "Lyon 2e Arrondissement | restaurant rue de la république",
        ),
        ("bd de la villette paris", "Paris | bd de la villette"),
        ("rue du faubourg saint denis paris", "Paris | rue du faubourg saint denis"),
        ("place de la mairie", "| place de la mairie"),
    ]);
}

#[test]
fn a_town_in_the_name_of_a_house_is_asked_for() {
    check(&[
        ("Pharmacie de Lyon", "| Pharmacie de Lyon ? Lyon (69)"),
        ("hotel de paris", "| hotel de paris ? Paris (75)"),
        ("gare de lyon paris", "Paris | gare de lyon"),
        ("pharmacie du mans", "| pharmacie du mans ? Le Mans (72)"),
        ("école sainte marie lyon", "Lyon | école sainte marie"),
        ("hôpital saint louis paris", "Paris | hôpital saint louis"),
        ("lycée saint louis", "| lycée saint louis ? Saint-Louis (974), Saint-Louis (68)"),
        ("medecin st maurice", "| medecin st maurice ? Saint-Maurice (94), Saint-Maurice (63)"),
        ("hotel ibis lyon part dieu", "| hotel ibis lyon part dieu ? Lyon (69)"),
        ("église notre dame", "| église notre dame"),
        ("café de la gare", "| café de la gare"),
        ("auberge de la fontaine", "| auberge de la fontaine ? Fontaine (38), Fontaine (90)"),
        ("domaine les cerisiers", "| domaine les cerisiers"),
        ("aux bonnes choses", "| aux bonnes choses"),
        ("chocolatier robert", "| chocolatier robert"),
        ("chez paul orange", "| chez paul orange ? Orange (84)"),
        ("coiffure léon", "| coiffure léon ? Léon (40)"),
        ("espace les lilas", "| espace les lilas ? Les Lilas (93)"),
        (
            "pharmacie saint paul",
            "| pharmacie saint paul ? Saint-Paul (974), Saint-Paul (60), Saint-Paul-lès-Dax (40)",
        ),
        ("mairie de lyon 3e", "mairie + Lyon 3e Arrondissement"),
    ]);
}

#[test]
fn small_communes_with_ordinary_names_do_not_swallow_words() {
    check(&[
        ("bar", "debit-de-boisson ? Bar (19), Bar-le-Duc (55)"),
        ("restaurant à Bar", "| restaurant à Bar ? Bar (19), Bar-le-Duc (55)"),
        ("Y", "| Y ? Y (80)"),
        ("les", "| les"),
        ("sainte", "| sainte"),
        ("piscine", "piscine"),
        ("garage rue", "| garage rue ? Rue (80)"),
        ("marché les halles", "| marché les halles ? Les Halles (69)"),
        ("restaurant aix", "| restaurant aix ? Aix (19), Aix-en-Provence (13), Aix-les-Bains (73)"),
        ("bar des sports", "| bar des sports"),
        ("salle à manger", "| salle à manger"),
        ("bar à vins lyon", "bar-a-vin + Lyon"),
        ("tir à l'arc grenoble", "tir + Grenoble"),
        ("aide à domicile rennes", "aide-a-domicile + Rennes"),
    ]);
}

#[test]
fn postal_codes_are_those_that_exist() {
    check(&[
        ("médecin 69003", "medecin-generaliste + 69003"),
        ("69003 lyon", "Lyon + 69003"),
        ("lyon 69003", "Lyon + 69003"),
        ("mairie saint-denis 97400", "mairie + Saint-Denis + 97400"),
        ("restaurant 75999", "| restaurant 75999"),
        ("69003", "69003"),
    ]);
}

#[test]
fn departments_are_read_by_name_and_number() {
    check(&[
        ("boulangerie 69", "boulangerie + [69]"),
        ("boulangerie dans le 69", "boulangerie + [69]"),
        ("mairie 2A", "mairie + [2A]"),
        ("69", "[69]"),
        ("lyon 69", "Lyon + [69]"),
        ("saint denis 93", "Saint-Denis + [93]"),
        ("Saint-Denis (La Réunion)", "Saint-Denis + [974]"),
        ("restaurant Rhône", "restaurant + [69]"),
        ("restaurant dans le Rhône", "restaurant + [69]"),
        ("médecin val de marne", "medecin-generaliste + [94]"),
        ("plage en Guadeloupe", "plage + [971]"),
        ("restaurant à la Réunion", "restaurant + [974] ? La Réunion (47)"),
        ("piscine en Mayenne", "piscine + [53]"),
        ("piscine Mayenne", "piscine + [53] ? Mayenne (53)"),
        ("restaurant vienne", "restaurant + Vienne"),
        ("restaurant dans la Vienne", "restaurant + [86]"),
        ("garage département du Rhône", "garage + [69]"),
    ]);
}

#[test]
fn numbers_and_words_that_are_also_departments_stay_words() {
    check(&[
        ("studio 54", "| studio 54 ? Meurthe-et-Moselle"),
        ("gare du nord", "| gare du nord"),
        ("hôpital nord marseille", "Marseille | hôpital nord"),
        ("restaurant pas cher", "| restaurant pas cher"),
        ("hôtel du nord", "| hôtel du nord"),
    ]);
}

#[test]
fn needs_are_read_in_both_languages() {
    check(&[
        ("restaurant accessible fauteuil lyon", "restaurant + Lyon + manual_wheelchair"),
        ("wheelchair accessible restaurant in Paris", "restaurant + Paris + manual_wheelchair"),
        ("restaurant fauteuil électrique Toulouse", "restaurant + Toulouse + electric_wheelchair"),
        ("restaurant sans marches annecy", "restaurant + Annecy + walks_with_difficulty"),
        ("musée pour aveugles Paris", "musee + Paris + blind"),
        ("cinéma malvoyants", "cinema + low_vision"),
        ("museum for visually impaired people", "musee + low_vision"),
        ("école pour sourds lyon", "ecole-primaire + Lyon + deaf"),
        ("cinéma malentendant Nantes", "cinema + Nantes + hard_of_hearing"),
        ("cinéma accessible aux malentendants à Bron", "cinema + Bron + hard_of_hearing"),
        ("hotel chien guide", "hotel + assistance_dog"),
        ("guide dog friendly hotel in nice", "hotel + Nice + assistance_dog"),
        ("poussette parc lille", "parc-ou-jardin-public + Lille + pushchair"),
        ("pram friendly café near Lyon", "debit-de-boisson + Lyon + pushchair"),
        ("supermarché heure calme autisme", "supermarche + autism"),
        ("musée handicap mental", "musee + cognitive"),
        ("coiffeur personne de petite taille", "coiffure + short_stature"),
        ("restaurant fauteuil et sourd", "restaurant + manual_wheelchair + deaf"),
        ("piscine, lyon, accessible", "piscine + Lyon + access"),
        ("fauteil roulant bibliotheque", "bibliotheque-mediatheque + manual_wheelchair"),
        ("wheelchiar restaurant", "restaurant + manual_wheelchair"),
    ]);
}

#[test]
fn what_somebody_is_called_or_sells_is_no_need_but_is_asked_for() {
    for text in
        ["Institut national des jeunes aveugles", "location de fauteuil roulant", "association des sourds"]
    {
        let understood = read(text);
        assert_eq!(line(&understood), format!("| {text}"));
        assert!(understood.perhaps.iter().any(|part| part.kind == Kind::Need), "{text}");
    }
    check(&[("rue des Aveugles", "| rue des Aveugles")]);
    check(&[("handicap international lyon", "Lyon | handicap international")]);
}

#[test]
fn the_surroundings_are_asked_for_in_both_languages() {
    check(&[
        ("piscine près de moi", "piscine + near_me"),
        ("piscine autour de chez moi", "piscine + near_me"),
        ("wheelchair restaurant near me", "restaurant + manual_wheelchair + near_me"),
        ("toilettes PMR près de moi", "toilettes-publiques + manual_wheelchair + near_me"),
        ("épicerie à proximité", "epicerie + near_me"),
        ("épicerie de proximité", "| épicerie de proximité"),
        ("near me", "near_me"),
    ]);
}

#[test]
fn activities_are_read_by_every_word_for_them() {
    check(&[
        ("toubib nantes", "medecin-generaliste + Nantes"),
        ("bakeries in Bordeaux", "boulangerie + Bordeaux"),
        ("vet near Lyon", "veterinaire + Lyon"),
        ("chemist paris 15", "pharmacie + Paris 15e Arrondissement"),
        ("churches Strasbourg", "lieu-de-culte + Strasbourg"),
        ("hopitaux lille", "hopital + Lille"),
        ("la poste lyon", "bureau-de-poste + Lyon"),
        ("apothicaire", "pharmacie"),
        ("wc", "toilettes-publiques"),
        ("ciné", "cinema"),
        ("kiné", "masseur-kinesitherapeute"),
        ("véto", "veterinaire"),
        ("salon de coiffure", "coiffure"),
        ("boulangrie", "boulangerie"),
        ("phramacie", "pharmacie"),
        ("boulangrie lyon", "boulangerie + Lyon"),
        ("cafe", "debit-de-boisson"),
        ("caf", "allocations-familiales"),
        ("boîte de nuit lille", "discotheque + Lille"),
    ]);
}

#[test]
fn words_that_several_activities_claim_are_left_to_the_engine() {
    for text in ["doctor", "spa", "cave"] {
        let understood = read(text);
        assert_eq!(line(&understood), format!("| {text}"));
        let activities = understood.perhaps.iter().filter(|part| part.kind == Kind::Activity).count();
        assert!(activities > 1, "{text}: {activities}");
    }
}

#[test]
fn typing_errors_are_forgiven_where_a_town_is_expected() {
    check(&[
        ("boulangerie à marseile", "boulangerie + Marseille"),
        ("boulangerie marseile", "boulangerie + Marseille"),
        ("restaurant grenbole", "restaurant + Grenoble"),
        ("grenbole", "Grenoble"),
        ("lhay les roses", "L'Haÿ-les-Roses"),
        ("café royal", "| café royal ? Royan (17)"),
        ("ehpad les tilleuls", "| ehpad les tilleuls"),
        ("ecole jean moulin", "| ecole jean moulin"),
        (
            "boulangerie villefranche",
            "| boulangerie villefranche ? Villefranche-sur-Saône (69), Villefranche-de-Rouergue (12)",
        ),
        ("médecin 69030", "| médecin 69030"),
    ]);
}

#[test]
fn other_scripts_and_signs_are_plain_text() {
    check(&[
        ("♿ restaurant ♿ lyon", "restaurant + Lyon"),
        ("lyon \"restaurant\" AND:*", "restaurant + Lyon"),
        ("مطعم باريس", "| مطعم باريس"),
        ("a\u{0}b\u{7}  c", "| a b c"),
        ("*** !!", "| *** !!"),
        ("", ""),
    ]);
}

/// Of the towns, how many are found by a text with their name in it.
fn found(text: &str, from: i32) -> f64 {
    let communes = fixtures::communes().unwrap();
    let towns = communes.iter().filter(|commune| commune.parent.is_none() && commune.population >= from);
    let is_found = |name: &str| {
        let understood = read(&text.replace("{}", name));
        understood.commune.is_some_and(|found| found.commune.name == name)
    };
    let (all, right) =
        towns.fold((0, 0), |(all, right), town| (all + 1, right + u32::from(is_found(&town.name))));
    f64::from(right) / f64::from(all)
}

#[test]
fn nearly_every_town_is_found_and_every_village_after_a_preposition() {
    for (text, from, least) in [
        ("{}", 0, 0.98),
        ("mairie à {}", 0, 0.98),
        ("restaurant italien à {}", 2_000, 0.995),
        ("boulangerie {}", 10_000, 0.98),
        ("restaurant italien {}", 10_000, 0.95),
    ] {
        let found = found(text, from);
        assert!(found >= least, "{text}: {found:.3} of the communes from {from} inhabitants");
    }
}
