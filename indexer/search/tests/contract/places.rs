use plainpied_domain::{BoundingBox, Near};
use plainpied_search::{Query, Sort};

use crate::corpus::{at, id, place};
use crate::subject::{contract, text_of};

fn near(lon: f64, lat: f64, metres: f64) -> Query {
    Query { near: Some(Near::new(at(lon, lat), Some(metres)).unwrap()), ..Query::default() }
}

fn boxed(text: &str) -> Query {
    Query { bbox: Some(text.parse().unwrap()), ..Query::default() }
}

contract! {
    async fn a_radius_is_exact_at_its_edge(s) {
        let centre = at(4.83, 45.75);
        let metres = centre.metres_to(place(6).at);
        let query = |radius| Query { limit: 100, ..near(4.83, 45.75, radius) };
        let inside = s.page(query(metres)).await;
        assert!(inside.hits.iter().any(|hit| hit.id == id(6)));
        let outside = s.page(query(metres - 0.001)).await;
        assert!(!outside.hits.iter().any(|hit| hit.id == id(6)));
    }

    async fn distances_are_the_metres_to_the_point(s) {
        let page = s.page(near(4.85, 45.76, 3_000.0)).await;
        assert!(!page.hits.is_empty());
        for hit in page.hits {
            let number = (1..=40).find(|number| id(*number) == hit.id).unwrap();
            assert_eq!(hit.metres, Some(at(4.85, 45.76).metres_to(place(number).at)));
        }
        assert_eq!(s.page(text_of("zola")).await.hits[0].metres, None);
    }

    async fn a_box_may_cross_the_antimeridian(s) {
        let mut found = s.found(boxed("179,-17,-179,-16")).await;
        found.sort_unstable();
        assert_eq!(found, [39, 40]);
        assert_eq!(s.found(boxed("179,-17,180,-16")).await, [39]);
    }

    async fn a_radius_reaches_over_the_antimeridian(s) {
        let mut found = s.found(near(179.99, -16.5, 20_000.0)).await;
        found.sort_unstable();
        assert_eq!(found, [39, 40]);
    }

    async fn a_box_of_a_point_holds_the_place_on_it(s) {
        let [lon, lat]: [f64; 2] = place(26).at.into();
        let bbox = BoundingBox::new(lon, lat, lon, lat).unwrap();
        assert_eq!(s.found(Query { bbox: Some(bbox), ..Query::default() }).await, [26]);
    }

    async fn a_box_and_a_radius_both_hold(s) {
        let query = Query { bbox: Some("4.87,45.7,4.9,45.8".parse().unwrap()), ..near(4.86, 45.76, 2_000.0) };
        let found = s.found(query).await;
        assert!(!found.is_empty());
        for number in found {
            let at_place = place(number).at;
            assert!(at_place.lon() >= 4.87 && at_place.metres_to(at(4.86, 45.76)) <= 2_000.0, "{number}");
        }
    }

    async fn a_commune_finds_what_lies_in_its_arrondissements(s) {
        let of = |code: &str| Query { commune: Some(code.parse().unwrap()), sort: Sort::Name, ..Query::default() };
        let (third, seventh) = (s.found(of("69383")).await, s.found(of("69387")).await);
        let mut both = [third, seventh].concat();
        let mut lyon = s.found(of("69123")).await;
        both.sort_unstable();
        lyon.sort_unstable();
        assert_eq!(lyon, both);
        assert_eq!(lyon.len(), 14);
        assert_eq!(s.page(of("01001")).await.matched, 0);
    }

    async fn an_activity_filters_by_its_slug_alone(s) {
        let query = |slug: &str| Query { activities: vec![slug.into()], ..Query::default() };
        let mut found = s.found(query("mairie")).await;
        found.sort_unstable();
        assert_eq!(found, [20, 21, 22, 23]);
        assert_eq!(s.page(query("Mairie")).await.matched, 0);
    }

    async fn all_filters_hold_together(s) {
        let query = Query {
            text: Some("pharmacie".to_owned()),
            commune: Some("69123".parse().unwrap()),
            activities: vec!["pharmacie".into()],
            ..near(4.84, 45.74, 2_000.0)
        };
        assert_eq!(s.found(query).await, [28]);
    }

    async fn filters_are_never_relaxed(s) {
        let query = Query { commune: Some("42218".parse().unwrap()), ..text_of("kalliste ajaccio") };
        assert_eq!(s.page(query).await.matched, 0);
    }

    async fn the_nearest_of_all_are_found_however_far(s) {
        let query = Query {
            near: Some(Near::new(at(-60.0, -80.0), None).unwrap()),
            sort: Sort::Distance,
            limit: 3,
            ..Query::default()
        };
        let page = s.page(query).await;
        assert_eq!(page.matched, 40);
        let mut distances: Vec<f64> = crate::corpus::corpus().iter().map(|d| d.at.metres_to(at(-60.0, -80.0))).collect();
        distances.sort_by(f64::total_cmp);
        let metres: Vec<f64> = page.hits.iter().filter_map(|hit| hit.metres).collect();
        assert_eq!(metres, distances[..3]);
    }
}
