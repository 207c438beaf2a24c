//! The embedded schema against what is known of the national one.

use plainpied_criteria::{Criterion, GroupSet, Kind, Part, Schema, derive, schema, try_schema};

fn count(is: impl Fn(&Criterion) -> bool) -> usize {
    schema().criteria().iter().filter(|criterion| is(criterion)).count()
}

fn in_group(key: &str) -> usize {
    let group = schema().group(key).unwrap().id;
    count(|criterion| criterion.groups.contains(&group))
}

#[test]
fn the_embedded_files_load() {
    let loaded = try_schema().map(Schema::len);
    assert_eq!(loaded.map_err(ToString::to_string), Ok(110));
}

#[test]
fn the_schema_has_110_criteria_of_which_85_are_in_the_national_csv() {
    assert_eq!(schema().len(), 110);
    assert_eq!(derive::csv_columns().len(), 85);
}

#[test]
fn each_kind_has_as_many_criteria_as_in_the_national_schema() {
    assert_eq!(count(|c| matches!(c.kind, Kind::Boolean)), 69);
    assert_eq!(count(|c| matches!(c.kind, Kind::Integer { .. })), 7);
    assert_eq!(count(|c| matches!(c.kind, Kind::Choice(_))), 18);
    assert_eq!(count(|c| matches!(c.kind, Kind::Choices(_))), 11);
    assert_eq!(count(|c| matches!(c.kind, Kind::Text { .. })), 4);
    assert_eq!(count(|c| matches!(c.kind, Kind::Url { .. })), 1);
}

#[test]
fn each_group_adds_its_criteria() {
    assert_eq!(in_group("hosting"), 9);
    assert_eq!(in_group("polling_station"), 3);
    assert_eq!(in_group("healthcare"), 5);
    assert_eq!(in_group("large_establishments"), 4);
    assert_eq!(in_group("school"), 4);
    assert_eq!(in_group("sports_equipment"), 21 + 2);
}

#[test]
fn schools_are_asked_about_lifts_and_sports_about_signage() {
    let asks = |group: &str, key: &str| {
        let groups = GroupSet::new(schema(), &[[group]]).unwrap();
        groups.asks(schema().get(key).unwrap().id)
    };
    assert!(asks("school", "accueil_ascenseur_etage_pmr"));
    assert!(asks("sports_equipment", "cheminement_ext_signaletique_exterieure"));
    assert!(asks("sports_equipment", "accueil_signaletique_interieure"));
    assert!(!asks("sports_equipment", "accueil_ascenseur_etage"));
    assert!(!asks("sports_equipment", "accueil_personnels"));
    assert!(!asks("polling_station", "accueil_cheminement_nombre_marches"));
    assert!(!asks("polling_station", "labels"));
    assert!(asks("polling_station", "accueil_visibilite"));
    assert!(!asks("healthcare", "accueil_equipements_malentendants"));
    assert!(asks("healthcare", "accueil_personnels"));
}

#[test]
fn there_are_45_roots_and_12_criteria_that_do_not_count() {
    assert_eq!(schema().roots().count(), 45);
    assert_eq!(count(|c| !c.counts), 12);
}

#[test]
fn register_conformity_labels_and_remark_never_count() {
    let of_the_place = |c: &Criterion| schema().section(c.section).part.describes_the_place();
    assert_eq!(count(|c| !of_the_place(c) && c.counts), 0);
    assert_eq!(count(|c| !of_the_place(c)), 6);
}

#[test]
fn criteria_follow_the_order_of_the_sections() {
    assert!(schema().criteria().is_sorted_by_key(|criterion| criterion.section));
    let used = |id| count(|criterion| criterion.section == id) > 0;
    assert!(schema().sections().iter().all(|section| used(section.id)), "a section holds nothing");
}

#[test]
fn keys_stand_in_the_part_of_the_compatible_api_that_they_name() {
    let part = |key: &str| schema().section(schema().get(key).unwrap().section).part;
    assert_eq!(part("stationnement_pmr"), Part::Transport);
    assert_eq!(part("cheminement_ext_rampe"), Part::CheminementExt);
    assert_eq!(part("entree_pmr"), Part::Entree);
    assert_eq!(part("sanitaires_adaptes"), Part::Accueil);
    assert_eq!(part("registre_url"), Part::Registre);
    assert_eq!(part("conformite"), Part::Conformite);
    assert_eq!(part("labels_autre"), Part::Commentaire);
}

#[test]
fn a_number_of_steps_starts_at_one_and_a_number_of_rooms_at_none() {
    let min = |criterion: &Criterion| match &criterion.kind {
        Kind::Integer { min, unit, .. } => Some((unit.clone(), *min)),
        _ => None,
    };
    let limits: Vec<(String, i64)> = schema().criteria().iter().filter_map(min).collect();
    let of = |unit: &str| limits.iter().filter(|l| l.0 == unit).map(|l| l.1).collect::<Vec<_>>();
    assert_eq!(of("step"), [1, 1, 1]);
    assert_eq!(of("room"), [0]);
    assert_eq!(of("place"), [0, 0]);
}

#[test]
fn the_fingerprint_is_the_same_on_every_load_and_changes_with_the_text() {
    let load = |text: &str| Schema::load(&[("sections.toml", text)]).unwrap().fingerprint();
    assert_eq!(load("# a"), load("# a"));
    assert_ne!(load("# a"), load("# b"));
    // FNV-1a of no byte is its offset basis.
    assert_eq!(Schema::load(&[]).unwrap().fingerprint(), 0xcbf2_9ce4_8422_2325);
}

#[test]
fn a_misspelt_key_finds_its_neighbour_and_nonsense_finds_nothing() {
    assert_eq!(schema().nearest("entree_plainpied"), Some("entree_plain_pied"));
    assert_eq!(schema().nearest("wifi"), None);
}
