use plainpied_domain::filter::{Comparison, Condition, Scalar, ShapeOperand};
use proptest::prelude::*;

use super::*;

fn text(filter: &str) -> Result<Condition, Cql2Error> {
    read(Subject::Establishments, filter, Cql2Language::Text, Crs::Crs84)
}

fn json(filter: &str) -> Result<Condition, Cql2Error> {
    read(Subject::Establishments, filter, Cql2Language::Json, Crs::Crs84)
}

#[test]
fn text_and_json_mean_the_same() {
    for (in_text, in_json) in [
        (
            "entree_plain_pied = TRUE AND NOT entree_marches > 2",
            r#"{"op":"and","args":[{"op":"=","args":[{"property":"entree_plain_pied"},true]},
                {"op":"not","args":[{"op":">","args":[{"property":"entree_marches"},2]}]}]}"#,
        ),
        (
            "CASEI(name) LIKE CASEI('boul%')",
            r#"{"op":"like","args":[{"op":"casei","args":[{"property":"name"}]},{"op":"casei","args":["boul%"]}]}"#,
        ),
        (
            "S_INTERSECTS(geometry, BBOX(4.8, 45.7, 4.9, 45.8))",
            r#"{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[4.8,45.7,4.9,45.8]}]}"#,
        ),
        (
            "A_CONTAINS(activities, ('boulangerie'))",
            r#"{"op":"a_contains","args":[{"property":"activities"},["boulangerie"]]}"#,
        ),
        (
            "T_AFTER(updated_at, DATE('2026-01-31'))",
            r#"{"op":"t_after","args":[{"property":"updated_at"},{"date":"2026-01-31"}]}"#,
        ),
        ("siret IS NULL", r#"{"op":"isNull","args":[{"property":"siret"}]}"#),
        ("completeness IN (10, 20)", r#"{"op":"in","args":[{"property":"completeness"},[10,20]]}"#),
    ] {
        let condition = text(in_text).unwrap();
        assert_eq!(condition, json(in_json).unwrap(), "{in_text}");
    }
}

#[test]
fn a_mistake_is_told_with_its_place() {
    for (filter, position, word) in [
        ("name = ", 8, "ends"),
        ("name == 'a'", 7, "= 'a'"),
        ("completeness > 5 AND nam = 'a'", 22, "name was perhaps meant"),
        ("entree_marches = 'two'", 19, "a number"),
        ("entree_plain_pied > 3 OR name", 21, "true or false"),
        ("activities = 'boulangerie'", 1, "A_CONTAINS"),
        ("S_INTERSECTS(geometry, 5)", 24, "a shape"),
        ("S_INTERSECT(geometry, POINT(4 45))", 1, "s_intersects was perhaps meant"),
        ("S_INTERSECTS(geometry, POINT(45 400))", 30, "no position"),
        ("updated_at > '2026-01-31'", 15, "TIMESTAMP"),
        ("updated_at > DATE('2026-02-31')", 20, "no day"),
        ("name LIKE '%a%b%c%d%e%f%'", 12, "more than 5"),
        ("T_DURING(updated_at, INTERVAL('2026-02-01', '2026-01-01'))", 46, "before it begins"),
        ("completeness + name > 5", 16, "reckoned"),
        ("name LIKE 'B%' AND nam = 'a'", 20, "no property"),
        ("name = 'nam' OR nam = 'a'", 17, "no property"),
        ("name = 'x' AND name LIKE 'y' AND name > 5", 41, "a number"),
        ("completeness = 5 AND name = 5", 29, "a number"),
        ("S_INTERSECTS(geometry, POINT(5 45)) AND name = 5", 48, "a number"),
        ("S_INTERSECTS(geometry, POINT(5 45)) OR S_INTERSECTS(name, POINT(5 45))", 53, "no shape"),
        ("name = 'é\u{e9}''ss' AND updated_at = 'x' AND \"nam\" = 'a'", 35, "TIMESTAMP"),
        ("siret IS NULL AND \"nam\" IS NULL", 20, "no property"),
        ("verdict_blind = 'maybe'", 18, "no, unknown, with_help, yes"),
        ("verdict_blind IN ('yes', 'wiht_help')", 27, "with_help was perhaps meant"),
        ("'plat' = cheminement_ext_devers", 2, "no value of cheminement_ext_devers"),
        ("A_CONTAINS(accueil_equipements_malentendants, ('x'))", 49, "no value"),
    ] {
        let error = text(filter).unwrap_err();
        assert_eq!(error.position, Some(position), "{filter}: {error}");
        assert!(error.message.contains(word), "{filter}: {error}");
    }
    for (filter, at) in [
        (
            r#"{"op":"and","args":[{"op":"=","args":[{"property":"name"},"nam"]},{"op":"isNull","args":[{"property":"nam"}]}]}"#,
            "nam\"}]",
        ),
        (
            r#"{"op":"or","args":[{"op":"=","args":[{"property":"completeness"},5]},{"op":"=","args":[{"property":"name"},5]}]}"#,
            "5]}]}",
        ),
    ] {
        assert_eq!(json(filter).unwrap_err().position, filter.find(at).map(|byte| byte + 1), "{filter}");
    }
    let error = json("{\"op\":\"=\",\n\"args\":[}").unwrap_err();
    assert_eq!(error.position, Some(20), "{error}");
    assert!(json(r#"{"op":5}"#).unwrap_err().message.contains("no expression"));
}

#[test]
fn what_is_too_long_too_deep_or_quadratic_is_refused_at_once() {
    let started = std::time::Instant::now();
    let deep = |open: &str, filter: &str, close: &str, times| {
        format!("{}{filter}{}", open.repeat(times), close.repeat(times))
    };
    for filter in [
        deep("(", "name = 'a'", ")", 500),
        deep("(", "name = 'a'", "", 16),
        deep("NOT ", "name = 'a'", "", 3_000),
        deep("-", "1 = 1", "", 10_000),
        format!("name = '{}'", "a".repeat(20_000)),
        vec!["name = 'a'"; 1_000].join(" OR "),
        format!("completeness IN ({})", vec!["1"; 2_000].join(",")),
        format!("name {}", "= name ".repeat(2_000)),
        format!("{}name", "casei(".repeat(15)),
    ] {
        let error = text(&filter).unwrap_err();
        assert!(error.position.is_some(), "{error}");
    }
    for filter in [deep("[", "", "]", 100), deep("{\"op\":\"not\",\"args\":[", "true", "]}", 30)] {
        assert!(json(&filter).is_err());
    }
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn shapes_are_x_before_y_whatever_the_system_of_the_filter_says() {
    let point = |crs, filter: &str| {
        let Condition::Spatial(_, _, ShapeOperand::Given(shape, srid)) =
            read(Subject::Communes, filter, Cql2Language::Text, crs).unwrap()
        else {
            panic!("{filter} is spatial");
        };
        (geo::Point::try_from(shape).unwrap().x_y(), srid)
    };
    let degrees = ((4.8, 45.7), 4326);
    assert_eq!(point(Crs::Crs84, "S_EQUALS(geometry, POINT(4.8 45.7))"), degrees);
    assert_eq!(point(Crs::Epsg4326, "S_EQUALS(geometry, POINT(45.7 4.8))"), degrees);
    assert_eq!(
        point(Crs::Epsg2154, "S_EQUALS(geometry, POINT(842000 6515000))"),
        ((842_000.0, 6_515_000.0), 2154)
    );
}

#[test]
fn a_box_over_the_antimeridian_has_two_parts() {
    let Condition::Spatial(_, _, ShapeOperand::Given(geo::Geometry::MultiPolygon(parts), _)) =
        text("S_INTERSECTS(geometry, BBOX(177, -19, -178, -16))").unwrap()
    else {
        panic!("two parts");
    };
    assert_eq!(parts.0.len(), 2);
}

#[test]
fn an_instant_that_is_none_in_utc_is_refused() {
    for at in ["9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+00:01"] {
        assert!(text(&format!("updated_at < TIMESTAMP('{at}')")).is_err(), "{at}");
    }
}

#[test]
fn a_day_stands_for_all_of_it() {
    assert!(matches!(
        text("DATE('2026-01-31') < updated_at").unwrap(),
        Condition::CompareDay(Scalar::Property(_), Comparison::Greater, _)
    ));
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(filter in "\\PC{0,60}") {
        let _ = text(&filter);
        let _ = json(&filter);
    }

    #[test]
    fn no_words_of_the_language_make_the_reader_panic(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "name", "completeness", "entree_plain_pied", "geometry", "updated_at", "activities", "=", "<", "AND", "OR",
                "NOT", "(", ")", ",", "'a'", "5", "LIKE", "IN", "BETWEEN", "IS NULL", "S_INTERSECTS(", "POINT(1 2)", "T_AFTER(",
                "DATE('2026-01-01')", "INTERVAL(", "'..'", "+", "*", "A_CONTAINS(", "CASEI(", "TRUE", "-", "BBOX(", "1e999",
            ]),
            0..14,
        ),
    ) {
        let _ = text(&words.join(" "));
    }
}
