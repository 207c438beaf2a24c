//! Random places and random texts: the engine agrees with a plain filter, and never fails.

use std::cell::RefCell;

use plainpied_domain::{BoundingBox, LonLat, Near};
use plainpied_search::{Document, FacetSet, Query, SearchEngine, Sort};
use proptest::prelude::*;
use tokio::runtime::Runtime;

use crate::corpus::{at, corpus, id, place};
use crate::subject::{Embedded, LISTS, Subject};

fn points() -> impl Strategy<Value = Vec<LonLat>> {
    let anywhere = (-180.0..=180.0f64, -90.0..=90.0f64);
    let in_lyon = (4.7..5.0f64, 45.6..45.9f64);
    let at_the_edge = (prop_oneof![-180.0..-179.0f64, 179.0..180.0f64], -1.0..1.0f64);
    let one = prop_oneof![1 => anywhere, 4 => in_lyon, 1 => at_the_edge];
    prop::collection::vec(one.prop_map(|(lon, lat)| at(lon, lat)), 1..100)
}

fn documents(points: &[LonLat]) -> Vec<Document> {
    points.iter().zip(1..).map(|(at, number)| Document { id: id(number), at: *at, ..place(1) }).collect()
}

fn found(subject: &Embedded, runtime: &Runtime, query: Query) -> Vec<u16> {
    let mut found = runtime.block_on(subject.found(query));
    found.sort_unstable();
    found
}

fn expected(points: &[LonLat], holds: impl Fn(LonLat) -> bool) -> Vec<u16> {
    points.iter().zip(1..).filter(|(at, _)| holds(**at)).map(|(_, number)| number).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn areas_hold_what_a_plain_filter_holds(
        points in points(),
        radii in prop::collection::vec(1.0..100_000.0f64, 8),
        corners in prop::collection::vec((-180.0..=180.0f64, -90.0..=90.0f64, -180.0..=180.0f64, -90.0..=90.0f64), 8),
    ) {
        let runtime = Runtime::new().unwrap();
        let subject = runtime.block_on(Embedded::with(&documents(&points)));
        for (at, radius) in radii.iter().enumerate() {
            let centre = points[at % points.len()];
            let near = Some(Near::new(centre, Some(*radius)).unwrap());
            let query = Query { near, ..Query::default() };
            let holds = |point: LonLat| centre.metres_to(point) <= *radius;
            prop_assert_eq!(found(&subject, &runtime, query), expected(&points, holds));
        }
        for (west, a, east, b) in corners {
            let bbox = BoundingBox::new(west, a.min(b), east, a.max(b)).unwrap();
            let query = Query { bbox: Some(bbox), ..Query::default() };
            prop_assert_eq!(found(&subject, &runtime, query), expected(&points, |point| bbox.contains(point)));
        }
    }

    #[test]
    fn the_nearest_are_those_of_a_full_sort(points in points(), lon in -180.0..=180.0f64, lat in -90.0..=90.0f64) {
        let runtime = Runtime::new().unwrap();
        let subject = runtime.block_on(Embedded::with(&documents(&points)));
        for centre in [at(lon, lat), points[0]] {
            let near = Some(Near::new(centre, None).unwrap());
            let query = Query { near, sort: Sort::Distance, limit: 5, ..Query::default() };
            let page = runtime.block_on(subject.page(query));
            let mut metres: Vec<f64> = points.iter().map(|point| centre.metres_to(*point)).collect();
            metres.sort_by(f64::total_cmp);
            metres.truncate(5);
            prop_assert_eq!(page.hits.iter().filter_map(|hit| hit.metres).collect::<Vec<_>>(), metres);
            prop_assert_eq!(page.matched, points.len() as u64);
        }
    }
}

#[test]
fn no_text_makes_a_search_fail() {
    let runtime = Runtime::new().unwrap();
    let subject = runtime.block_on(Embedded::with(&corpus()));
    let texts =
        prop_oneof![any::<String>(), ".{0,40}", "[a-zà-ÿœ'’ 0-9-]{0,60}", "(boulangerie|hotel|\\PC){1,6}"];
    proptest!(ProptestConfig::with_cases(400), |(text in texts, facets in any::<bool>())| {
        let facets = if facets { LISTS } else { FacetSet::default() };
        let query = Query { text: Some(text), facets, ..Query::default() };
        prop_assert!(runtime.block_on(subject.engine().search(query)).is_ok());
    });
}

#[test]
fn no_name_makes_indexing_fail() {
    let runtime = Runtime::new().unwrap();
    let subject = RefCell::new(runtime.block_on(Embedded::with(&[])));
    proptest!(ProptestConfig::with_cases(40), |(name in any::<String>(), street in any::<Option<String>>())| {
        let odd = Document { name: name.repeat(50), street, ..place(1) };
        runtime.block_on(subject.borrow_mut().write(&[odd], &[], 2));
        prop_assert_eq!(runtime.block_on(subject.borrow().page(Query::default())).matched, 1);
    });
}
