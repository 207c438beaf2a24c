use plainpied_domain::understanding::Suggestion;

use crate::support::LEXICON;

fn suggest(prefix: &str, limit: usize) -> Vec<String> {
    let name = |suggestion| match suggestion {
        Suggestion::Commune(choice) => choice.commune.name,
        Suggestion::Department(department) => format!("[{}]", department.code),
        Suggestion::Activity { slug, .. } => slug.to_string(),
    };
    LEXICON.suggest(prefix, limit).into_iter().map(name).collect()
}

fn communes(prefix: &str) -> Vec<String> {
    let communes = LEXICON.suggest(prefix, 10).into_iter().filter_map(|suggestion| match suggestion {
        Suggestion::Commune(choice) => Some(choice.commune.name),
        _ => None,
    });
    communes.collect()
}

#[test]
fn communes_come_by_population() {
    assert_eq!(communes("lyo")[..2], ["Lyon", "Lyons-la-Forêt"]);
    assert_eq!(communes("st-éti")[0], "Saint-Étienne");
    assert_eq!(communes("st")[0], "Strasbourg");
    assert_eq!(communes("hav")[0], "Le Havre");
    assert_eq!(communes("l'isle d'a")[0], "L'Isle-d'Abeau");
    assert_eq!(communes("lyon 3")[0], "Lyon 3e Arrondissement");
    assert_eq!(communes("lyon 3eme")[0], "Lyon 3e Arrondissement");
}

#[test]
fn codes_lead_to_communes() {
    assert!(communes("69003").contains(&"Lyon 3e Arrondissement".to_owned()));
    assert_eq!(communes("69381")[0], "Lyon 1er Arrondissement");
    assert_eq!(communes("2a004")[0], "Ajaccio");
}

#[test]
fn activities_come_by_any_of_their_words_names_first() {
    assert_eq!(suggest("boulang", 3), ["boulangerie", "Boulange"]);
    assert_eq!(suggest("toub", 3), ["medecin-generaliste"]);
    assert!(suggest("coif", 10).contains(&"coiffure".to_owned()));
    assert!(suggest("salon de c", 10).contains(&"coiffure".to_owned()));
    assert_eq!(suggest("bakery", 5), ["boulangerie"]);
    assert!(suggest("pool", 10).contains(&"piscine".to_owned()));
}

#[test]
fn departments_come_by_name_and_number() {
    assert!(suggest("rhô", 10).contains(&"[69]".to_owned()));
    assert!(suggest("69", 10).contains(&"[69]".to_owned()));
    assert!(suggest("réun", 10).contains(&"[974]".to_owned()));
}

#[test]
fn no_kind_crowds_out_the_others() {
    let found = LEXICON.suggest("pa", 10);
    assert_eq!(found.len(), 10);
    let activities = found.iter().filter(|found| matches!(found, Suggestion::Activity { .. })).count();
    assert!((2..=8).contains(&activities), "{activities}");
}

#[test]
fn nothing_is_suggested_for_nothing() {
    assert_eq!(suggest("", 10), [""; 0]);
    assert_eq!(suggest("🦽 *", 10), [""; 0]);
    assert_eq!(suggest("a", 0), [""; 0]);
    assert_eq!(suggest("xyzzyq", 10), [""; 0]);
}
