//! CQL2 (21-065r2), annex A: each conformance class against SQL that says the same by other means.

use std::collections::BTreeSet;

use super::Ogc;

/// Class, filter, SQL over establishment `e`, commune `c` and the view of the criteria `k`.
const FILTERS: &[(&str, &str, &str)] = &[
    ("basic-cql2", "name = 'Boulangerie Martin'", "e.name = 'Boulangerie Martin'"),
    ("basic-cql2", "name <> 'Boulangerie Martin'", "e.name <> 'Boulangerie Martin'"),
    ("basic-cql2", "entree_plain_pied = TRUE", "k.entree_plain_pied"),
    ("basic-cql2", "entree_plain_pied", "k.entree_plain_pied"),
    ("basic-cql2", "NOT entree_plain_pied = TRUE", "NOT k.entree_plain_pied"),
    ("basic-cql2", "NOT (NOT entree_plain_pied = TRUE)", "k.entree_plain_pied"),
    ("basic-cql2", "entree_plain_pied IS NULL", "k.entree_plain_pied IS NULL"),
    ("basic-cql2", "entree_plain_pied IS NOT NULL", "k.entree_plain_pied IS NOT NULL"),
    (
        "basic-cql2",
        "entree_largeur_mini >= 80 AND entree_largeur_mini < 100",
        "k.entree_largeur_mini >= 80 AND k.entree_largeur_mini < 100",
    ),
    (
        "basic-cql2",
        "entree_largeur_mini > 90 OR completeness <= 5",
        "k.entree_largeur_mini > 90 OR e.completeness <= 5",
    ),
    ("basic-cql2", "entree_marches_rampe = 'fixe' AND TRUE", "k.entree_marches_rampe = 'fixe'"),
    ("basic-cql2", "updated_at >= TIMESTAMP('2020-01-01T00:00:00Z')", "true"),
    ("basic-cql2", "created_at < DATE('2020-01-01')", "false"),
    ("basic-cql2", "siret IS NULL", "e.siret IS NULL"),
    (
        "basic-cql2",
        "department_code = '69' AND postal_code <> '69100'",
        "c.department_code = '69' AND e.postal_code <> '69100'",
    ),
    ("advanced-comparison-operators", "name LIKE 'B%'", "e.name LIKE 'B%'"),
    ("advanced-comparison-operators", "name NOT LIKE '_o%'", "e.name NOT LIKE '_o%'"),
    ("advanced-comparison-operators", "completeness BETWEEN 10 AND 30", "e.completeness BETWEEN 10 AND 30"),
    (
        "advanced-comparison-operators",
        "completeness NOT BETWEEN 10 AND 30",
        "e.completeness NOT BETWEEN 10 AND 30",
    ),
    (
        "advanced-comparison-operators",
        "commune_code IN ('69266', '69383')",
        "e.commune_code IN ('69266', '69383')",
    ),
    (
        "advanced-comparison-operators",
        "entree_largeur_mini NOT IN (80, 90)",
        "k.entree_largeur_mini NOT IN (80, 90)",
    ),
    ("advanced-comparison-operators", "updated_at BETWEEN DATE('2020-01-01') AND DATE('2120-01-01')", "true"),
    ("case-insensitive-comparison", "CASEI(name) LIKE CASEI('BOUL%')", "lower(e.name) LIKE 'boul%'"),
    (
        "case-insensitive-comparison",
        "CASEI(street) = CASEI('RUE DE LA PAIX')",
        "lower(e.street) = 'rue de la paix'",
    ),
    (
        "accent-insensitive-comparison",
        "ACCENTI(name) LIKE ACCENTI('%ecole%')",
        "translate(e.name, 'éèêëàâäîïôöùûüç', 'eeeeaaaiioouuuc') LIKE '%ecole%'",
    ),
    (
        "accent-insensitive-comparison",
        "CASEI(ACCENTI(name)) LIKE CASEI(ACCENTI('%ÉC%'))",
        "translate(lower(e.name), 'éèêëàâäîïôöùûüç', 'eeeeaaaiioouuuc') LIKE '%ec%'",
    ),
    (
        "basic-spatial-functions",
        "S_INTERSECTS(geometry, BBOX(4.8, 45.7, 4.9, 45.8))",
        "ST_Intersects(e.location, ST_MakeEnvelope(4.8, 45.7, 4.9, 45.8, 4326))",
    ),
    (
        "basic-spatial-functions",
        "S_INTERSECTS(geometry, POINT(4.8803 45.7667))",
        "ST_Intersects(e.location, 'SRID=4326;POINT(4.8803 45.7667)')",
    ),
    (
        "spatial-functions",
        "S_WITHIN(geometry, POLYGON((4.8 45.7, 4.9 45.7, 4.85 45.8, 4.8 45.7)))",
        "ST_Within(e.location, 'SRID=4326;POLYGON((4.8 45.7, 4.9 45.7, 4.85 45.8, 4.8 45.7))')",
    ),
    (
        "spatial-functions",
        "S_CONTAINS(POLYGON((4.8 45.7, 4.9 45.7, 4.85 45.8, 4.8 45.7)), geometry)",
        "ST_Within(e.location, 'SRID=4326;POLYGON((4.8 45.7, 4.9 45.7, 4.85 45.8, 4.8 45.7))')",
    ),
    (
        "spatial-functions",
        "S_DISJOINT(geometry, BBOX(0, 40, 5, 60))",
        "ST_Disjoint(e.location, ST_MakeEnvelope(0, 40, 5, 60, 4326))",
    ),
    ("spatial-functions", "S_TOUCHES(geometry, BBOX(0, 40, 5, 60)) OR S_EQUALS(geometry, geometry)", "true"),
    (
        "spatial-functions",
        "S_OVERLAPS(geometry, BBOX(0, 40, 5, 60)) OR S_CROSSES(geometry, LINESTRING(0 40, 5 60))",
        "false",
    ),
    ("temporal-functions", "T_AFTER(updated_at, DATE('2020-01-01'))", "true"),
    ("temporal-functions", "T_BEFORE(updated_at, TIMESTAMP('2020-01-01T00:00:00Z'))", "false"),
    ("temporal-functions", "T_DURING(created_at, INTERVAL('2020-01-01', '..'))", "true"),
    (
        "temporal-functions",
        "T_INTERSECTS(INTERVAL(created_at, updated_at), INTERVAL('2020-01-01', '2120-01-01'))",
        "true",
    ),
    ("temporal-functions", "T_DISJOINT(created_at, INTERVAL('2020-01-01', '2120-01-01'))", "false"),
    ("temporal-functions", "T_EQUALS(created_at, updated_at)", "e.created_at = e.updated_at"),
    (
        "temporal-functions",
        "T_CONTAINS(INTERVAL('2020-01-01', '2120-01-01'), INTERVAL(created_at, updated_at))",
        "true",
    ),
    ("temporal-functions", "T_STARTS(INTERVAL(created_at, updated_at), INTERVAL(created_at, '..'))", "true"),
    (
        "temporal-functions",
        "T_FINISHES(INTERVAL(created_at, updated_at), INTERVAL('..', updated_at))",
        "true",
    ),
    ("temporal-functions", "T_MEETS(INTERVAL('2020-01-01', created_at), INTERVAL(created_at, '..'))", "true"),
    (
        "temporal-functions",
        "T_OVERLAPS(INTERVAL('2020-01-01', created_at), INTERVAL('2021-01-01', '2120-01-01'))",
        "true",
    ),
    ("array-functions", "A_CONTAINS(activities, ('boulangerie'))", "e.activities @> ARRAY['boulangerie']"),
    (
        "array-functions",
        "A_OVERLAPS(activities, ('boulangerie', 'restaurant'))",
        "e.activities && ARRAY['boulangerie', 'restaurant']",
    ),
    (
        "array-functions",
        "A_CONTAINEDBY(activities, ('boulangerie', 'restaurant'))",
        "e.activities <@ ARRAY['boulangerie', 'restaurant']",
    ),
    ("array-functions", "A_EQUALS(activities, ('boulangerie'))", "e.activities = ARRAY['boulangerie']"),
    ("array-functions", "A_OVERLAPS(labels, ('th', 'dpt'))", "k.labels && ARRAY['th', 'dpt']"),
    (
        "property-property",
        "created_at = updated_at AND name <> street",
        "e.created_at = e.updated_at AND e.name <> e.street",
    ),
    ("arithmetic", "entree_largeur_mini * 2 - 10 > 150", "k.entree_largeur_mini * 2 - 10 > 150"),
    ("arithmetic", "completeness % 7 = 3", "e.completeness % 7 = 3"),
    ("arithmetic", "completeness div 10 = 2", "e.completeness / 10 = 2"),
    ("arithmetic", "completeness ^ 2 / 4 >= 100", "power(e.completeness, 2) / 4 >= 100"),
    ("arithmetic", "completeness / 0 = 1", "false"),
    ("ours", "verdict_manual_wheelchair IN ('yes', 'with_help')", "substr(e.verdicts, 7, 1) IN ('y', 'h')"),
    (
        "ours",
        "NOT (verdict_manual_wheelchair = 'no' OR verdict_manual_wheelchair = 'unknown')",
        "substr(e.verdicts, 7, 1) IN ('y', 'h')",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_class_of_cql2_that_is_claimed_finds_what_sql_finds() {
    let ogc = Ogc::new().await;
    let claimed = ogc.json("/conformance").to_string();
    let mut empty = Vec::new();
    for (class, filter, sql) in FILTERS {
        assert!(
            *class == "ours" || claimed.contains(&format!("cql2/1.0/conf/{class}\"")),
            "{class} is not claimed"
        );
        let found = ogc.all_ids("establishments", &[("filter", filter), ("limit", "10000")]);
        let wanted = ogc.sql(sql).await;
        assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), wanted, "{class}: {filter}");
        if wanted.is_empty() && *sql != "false" {
            empty.push(*filter);
        }
    }
    assert!(empty.len() <= 4, "filters that find nothing prove nothing: {empty:?}");
    let asked: BTreeSet<&str> = FILTERS.iter().map(|(class, ..)| *class).collect();
    for class in claimed.split("cql2/1.0/conf/").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(class.starts_with("cql2-") || asked.contains(class), "{class} is claimed and not tested");
    }
    every_queryable_can_be_asked(&ogc);
    ogc.end().await;
}

/// Part 3, /conf/queryables/get-conformance and /conf/filter/filter-param
fn every_queryable_can_be_asked(ogc: &Ogc) {
    for collection in ["establishments", "communes"] {
        let queryables = ogc.json(&format!("/collections/{collection}/queryables"));
        assert_eq!(queryables["$schema"], "https://json-schema.org/draft/2020-12/schema");
        for (name, schema) in queryables["properties"].as_object().unwrap() {
            // One of the values that it has, where these are given.
            let given = [&schema["enum"][0], &schema["items"]["enum"][0]];
            let value = given.iter().find_map(|value| value.as_str()).unwrap_or("x");
            let filter = match schema["type"].as_str() {
                Some("boolean") => format!("{name} = TRUE"),
                Some("number" | "integer") => format!("{name} > 1"),
                Some("array") => format!("A_CONTAINS({name}, ('{value}'))"),
                Some("string") if schema["format"] == "date-time" => format!("{name} > DATE('2020-01-01')"),
                Some("string") => format!("{name} = '{value}'"),
                _ => format!("S_INTERSECTS({name}, POINT(1 2))"),
            };
            let (status, body) = ogc.items(collection, &[("filter", &filter), ("limit", "1")]);
            assert_eq!(status, 200, "{filter}: {body}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_that_no_server_should_run_are_refused_with_their_place() {
    let ogc = Ogc::new().await;
    for filter in [
        "completeness * 1e300 * 1e300 > 1".to_owned(),
        "completeness ^ 0.5 ^ -1e308 = 1".to_owned(),
        "(".repeat(200),
        "NOT ".repeat(2_000) + "TRUE",
        format!("name = '{}'", "x".repeat(20_000)),
        "name LIKE '%a%a%a%a%a%a%a%'".to_owned(),
        "'; DROP TABLE establishment; --".to_owned(),
        "name = 'x' OR 1=1; --".to_owned(),
        "S_INTERSECTS(geometry, POLYGON((1 1, 2 2)))".to_owned(),
        "S_INTERSECTS(geometry, POINT(1e999 2))".to_owned(),
        "updated_at > TIMESTAMP('99999-01-01T00:00:00Z')".to_owned(),
        "f(name) = 1".to_owned(),
    ] {
        let (status, problem) = ogc.items("establishments", &[("filter", &filter)]);
        let short: String = filter.chars().take(60).collect();
        assert_eq!((status, problem["parameter"].as_str()), (400, Some("filter")), "{short}: {problem}");
    }
    let quoted = ogc.items("establishments", &[("filter", "name = 'x'' OR ''1''=''1'")]).1;
    assert_eq!(quoted["numberMatched"], 0, "a quotation mark stays in its text");
    ogc.end().await;
}
