//! What a search says it found, left out and counted, against SQL over the same places: 500 random queries on a base
//! where nobody writes. Texts are the engine's own affair: of those its ids are taken, and all the rest is compared.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use plainpied_criteria::condition::{Condition, Predicate, parse_filter};
use plainpied_criteria::derive::jsonpath;
use plainpied_criteria::needs::{Limits, Need, Verdict, needs};
use plainpied_criteria::schema;
use serde_json::Value;
use uuid::Uuid;

use crate::harness::{World, get, sample, text};

const QUERIES: u32 = 500;
const TEXTS: [&str; 5] = ["boulangerie", "pharmacie", "ecole", "rue des lilas", "coifeur"];
const FILTERS: [(&str, &str); 8] = [
    ("entree_plain_pied", "true"),
    ("entree_plain_pied", "false"),
    ("entree_largeur_mini", "gte:80"),
    ("entree_marches", "lte:2"),
    ("entree_marches_rampe", "in:fixe,amovible"),
    ("accueil_personnels", "formés"),
    ("sanitaires_adaptes", "true"),
    ("stationnement_pmr", "unknown"),
];
const COMMUNES: [&str; 4] = ["69266", "69123", "69383", "69256"];

/// The same numbers on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

/// One query, as HTTP and as SQL have it.
#[derive(Default)]
struct Drawn {
    parameters: Vec<String>,
    text: Option<&'static str>,
    commune: Option<&'static str>,
    activity: Option<String>,
    bbox: Option<[f64; 4]>,
    needs: Vec<(&'static Need, Limits)>,
    filter: Option<Condition>,
    /// The least verdict that is wanted.
    least: Option<Verdict>,
    include: bool,
}

impl Drawn {
    fn draw(dice: &mut Dice, activities: &[String]) -> Self {
        let mut drawn = Self { least: Some(Verdict::WithHelp), ..Self::default() };
        if dice.below(3) == 0 {
            drawn.text = Some(TEXTS[dice.below(TEXTS.len())]);
        }
        if dice.below(3) == 0 {
            drawn.commune = Some(COMMUNES[dice.below(COMMUNES.len())]);
        }
        if dice.below(3) == 0 {
            drawn.activity = Some(activities[dice.below(activities.len())].clone());
        }
        if dice.below(3) == 0 {
            let (west, south) = (4.80 + dice.below(8) as f64 / 100.0, 45.70 + dice.below(8) as f64 / 100.0);
            drawn.bbox = Some([west, south, west + 0.05, south + 0.05]);
        }
        drawn.draw_asked(dice);
        drawn
    }

    fn draw_asked(&mut self, dice: &mut Dice) {
        let mut limits = Limits::NONE;
        if dice.below(2) == 0 {
            let (width, steps) = ((60 + dice.below(40)).to_string(), dice.below(4).to_string());
            needs().set(&mut limits, "chair_width", &width).unwrap();
            needs().set(&mut limits, "max_steps", &steps).unwrap();
            self.parameters.push(format!("limits[chair_width]={width}&limits[max_steps]={steps}"));
        }
        for _ in 0..dice.below(3) {
            let need = &needs().all()[dice.below(needs().all().len())];
            if !self.needs.iter().any(|(known, _)| known.key == need.key) {
                self.needs.push((need, limits));
            }
        }
        if dice.below(2) == 0 {
            let (key, text) = FILTERS[dice.below(FILTERS.len())];
            self.filter = Some(parse_filter(schema(), key, text).unwrap());
            self.parameters.push(format!("criteria[{key}]={}", text.replace('é', "%C3%A9")));
        }
        if dice.below(3) == 0 {
            self.least = Some(Verdict::Yes);
            self.parameters.push("verdict=yes".to_owned());
        }
        self.include = dice.below(3) == 0;
    }

    fn query(&self) -> String {
        let mut all = self.parameters.clone();
        let keys: Vec<&str> = self.needs.iter().map(|(need, _)| need.key.as_str()).collect();
        if !keys.is_empty() {
            all.push(format!("needs={}", keys.join(",")));
        }
        all.extend(self.text.map(text_only));
        all.extend(self.commune.map(|code| format!("commune={code}")));
        all.extend(self.activity.as_ref().map(|slug| format!("activity={slug}")));
        all.extend(self.bbox.map(|[west, south, east, north]| format!("bbox={west},{south},{east},{north}")));
        all.extend(self.include.then(|| "unknown=include".to_owned()));
        all.join("&")
    }

    /// Places that stand at least so.
    fn at_least(&self, least: Verdict) -> Predicate {
        let mut all: Vec<Predicate> =
            self.needs.iter().map(|(need, limits)| need.at_least(limits, least)).collect();
        all.extend(self.filter.as_ref().map(|filter| match least {
            Verdict::Yes | Verdict::WithHelp => filter.certain(),
            Verdict::Unknown | Verdict::No => filter.possible(),
        }));
        Predicate::All(all)
    }
}

/// A text of which nothing is understood but that it is a text.
fn text_only(text: &str) -> String {
    format!(
        "q={}&without=commune,department,postal_code,activity,need,access,near_me,address",
        text.replace(' ', "%20")
    )
}

struct Counted {
    found: i64,
    unknown: i64,
    activities: BTreeMap<String, i64>,
}

async fn count(world: &World, drawn: &Drawn, ids: Option<&Vec<Uuid>>) -> Counted {
    let stands = |predicate: &Predicate| jsonpath(schema(), predicate);
    let (wanted, maybe) = (drawn.at_least(drawn.least.unwrap()), drawn.at_least(Verdict::Unknown));
    let unknown = Predicate::All(vec![maybe, Predicate::Not(Box::new(drawn.at_least(Verdict::WithHelp)))]);
    let found = match drawn.include {
        true => Predicate::Any(vec![wanted, unknown.clone()]),
        false => wanted,
    };
    let [west, south, east, north] = drawn.bbox.unwrap_or([-180.0, -90.0, 180.0, 90.0]);
    let rows: Vec<(bool, bool, Vec<String>)> = sqlx::query_as(
        "SELECT e.criteria @@ $1::jsonpath, e.criteria @@ $2::jsonpath, e.activities
         FROM establishment e JOIN commune c ON c.code = e.commune_code
         WHERE e.status = 'published' AND ($3::text IS NULL OR c.code = $3 OR c.parent_code = $3)
           AND ($4::text IS NULL OR $4 = ANY (e.activities))
           AND ST_X(e.location) BETWEEN $5 AND $7 AND ST_Y(e.location) BETWEEN $6 AND $8
           AND ($9::uuid[] IS NULL OR e.id = ANY ($9))",
    )
    .bind(stands(&found))
    .bind(stands(&unknown))
    .bind(drawn.commune)
    .bind(drawn.activity.as_deref())
    .bind(west)
    .bind(south)
    .bind(east)
    .bind(north)
    .bind(ids)
    .fetch_all(&world.database.pool)
    .await
    .unwrap();
    let mut counted = Counted { found: 0, unknown: 0, activities: BTreeMap::new() };
    for (found, unknown, activities) in rows {
        counted.found += i64::from(found);
        counted.unknown += i64::from(unknown && !drawn.include);
        for activity in activities.into_iter().filter(|_| found) {
            *counted.activities.entry(activity).or_insert(0) += 1;
        }
    }
    counted
}

/// Everything that the engine finds for a text, page by page.
fn ids(url: &str, text: &str) -> Vec<Uuid> {
    let mut next = format!("/api/v1/search?facets=false&limit=100&{}", text_only(text));
    let mut ids = Vec::new();
    loop {
        let (status, body) = get(&format!("{url}{next}"), "application/json");
        assert_eq!(status, 200, "{next}");
        let found = body["results"].as_array().unwrap().iter();
        ids.extend(found.map(|place| place["id"].as_str().unwrap().parse::<Uuid>().unwrap()));
        match body["next"].as_str() {
            Some(more) => next = more.to_owned(),
            None => return ids,
        }
    }
}

fn counts(facet: &Value) -> BTreeMap<String, i64> {
    let values = facet.as_array().unwrap().iter();
    values.map(|one| (one["slug"].as_str().unwrap().to_owned(), one["count"].as_i64().unwrap())).collect()
}

/// Whatever a facet counts of how much is known and how lately it was seen is what a search and an export find that ask
/// for it; together it is everything.
fn asking_for_a_value_finds_what_is_counted(url: &str, query: &str, body: &Value) {
    for parameter in ["completeness", "freshness"] {
        let counts = body["facets"][parameter].as_object().unwrap();
        let sum: i64 = counts.values().filter_map(Value::as_i64).sum();
        assert_eq!(Some(sum), body["matched"].as_i64(), "{parameter}: {query}");
        for (value, count) in counts {
            let asked = format!("{parameter}={value}&{query}");
            let (_, found) =
                get(&format!("{url}/api/v1/search?limit=1&facets=false&{asked}"), "application/json");
            if found["relaxed"] == true {
                // Nothing that has all the words has the value either: other places answer, and say so.
                assert_eq!(*count, 0, "{asked}");
                continue;
            }
            assert_eq!(found["matched"], *count, "{asked}");
            let exported = ids_of_lines(&text(&format!("{url}/api/v1/export?format=geojsonl&{asked}")));
            assert_eq!(Some(exported.len() as i64), count.as_i64(), "{asked}");
        }
    }
}

fn id_of(id: &Value) -> Uuid {
    id.as_str().unwrap().parse().unwrap()
}

/// The ids of an export, each there once.
fn ids_of_lines(lines: &str) -> BTreeSet<Uuid> {
    let features = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut ids = BTreeSet::new();
    for feature in features {
        assert!(ids.insert(id_of(&feature["id"])), "twice: {feature}");
    }
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_searches_and_exports_find_leave_out_and_count_what_sql_does() {
    let world = World::seeded().await;
    world.import(&sample(), &["--source", "sample"]);
    let (_server, url) = world.serve();
    let texts: HashMap<&str, Vec<Uuid>> = TEXTS.iter().map(|text| (*text, ids(&url, text))).collect();
    let activities: Vec<String> = sqlx::query_scalar(
        "SELECT a FROM establishment, unnest(activities) a GROUP BY a ORDER BY count(*) DESC, a LIMIT 20",
    )
    .fetch_all(&world.database.pool)
    .await
    .unwrap();
    let (mut dice, mut found, mut left_out) = (Dice(11), 0, 0);
    for number in 0..QUERIES {
        let drawn = Drawn::draw(&mut dice, &activities);
        let query = drawn.query();
        let (status, body) = get(&format!("{url}/api/v1/search?{query}"), "application/json");
        assert_eq!(status, 200, "{query}: {body}");
        if body["relaxed"] == true {
            // No place here has all the words: what half of the words find is the engine's affair.
            continue;
        }
        let expected = count(&world, &drawn, drawn.text.map(|text| &texts[text])).await;
        assert_eq!(body["matched"].as_i64(), Some(expected.found), "query {number}: {query}");
        assert_eq!(body["excluded_unknown"].as_i64(), Some(expected.unknown), "query {number}: {query}");
        let exported = ids_of_lines(&text(&format!("{url}/api/v1/export?format=geojsonl&{query}")));
        assert_eq!(exported.len() as i64, expected.found, "query {number}: {query}");
        let listed = body["results"].as_array().unwrap().iter().map(|place| id_of(&place["id"]));
        assert!(listed.into_iter().all(|id| exported.contains(&id)), "query {number}: {query}");
        if expected.activities.len() <= 50 {
            assert_eq!(counts(&body["facets"]["activities"]), expected.activities, "query {number}: {query}");
        }
        if number % 10 == 0 && expected.found > 0 {
            asking_for_a_value_finds_what_is_counted(&url, &query, &body);
        }
        found += i64::from(expected.found > 0);
        left_out += i64::from(expected.unknown > 0);
    }
    assert!(
        found > 150 && left_out > 50,
        "the queries are worth nothing: {found} found, {left_out} left out"
    );
    world.end().await;
}
