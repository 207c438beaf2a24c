//! A service of its own for each test.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response};
use plainpied::router::router;
use plainpied::site::Site;
use plainpied::state::{AppState, HttpConfig};
use plainpied_criteria::{Answers, schema};
use plainpied_domain::{Activity, Commune, EstablishmentId, LonLat, Origin, Proposal, Source};
use plainpied_indexer::{Worker, WorkerConfig};
use plainpied_search::embedded::EmbeddedSearch;
use plainpied_store::reference::{self, DepartmentSeed, RegionSeed, Seed};
use plainpied_store::testing::TestDatabase;
use plainpied_store::write::{self, Catalogue, Target, Write, WriteContext};
use plainpied_store::{PgConnection, installation};
use serde_json::Value;
use tempfile::TempDir;
use time::macros::{date, datetime};
use tokio::sync::watch;
use tower::ServiceExt;

/// A service with its database and its index, which is followed until the end of the test.
pub struct Service {
    router: Router,
    pub database: TestDatabase,
    stop: watch::Sender<bool>,
    worker: tokio::task::JoinHandle<()>,
    _dir: TempDir,
}

impl Service {
    pub async fn with(places: &[Proposal]) -> (Self, Vec<EstablishmentId>) {
        let database = TestDatabase::new().await.unwrap();
        let mut connection = database.pool.acquire().await.unwrap();
        reference::seed(&mut connection, &facts()).await.unwrap();
        let ids = write_all(&mut connection, places).await;
        let installation = installation::get(&mut connection).await.unwrap();
        drop(connection);
        let dir = TempDir::new().unwrap();
        let search = Arc::new(EmbeddedSearch::open(dir.path()).unwrap());
        let (stop, worker) = follow(&database, dir.path(), Arc::clone(&search));
        let http = HttpConfig::new(Site::default());
        let state = AppState::with_limits(database.pool.clone(), search, installation, http).unwrap();
        let service = Self { router: router(state), database, stop, worker, _dir: dir };
        service.wait_for_index().await;
        (service, ids)
    }

    /// A service whose index was never built, and that nobody builds.
    pub async fn without_index(places: &[Proposal]) -> (Self, Vec<EstablishmentId>) {
        let (service, ids) = Self::with(places).await;
        let Self { database, stop, worker, .. } = service;
        stop.send(true).unwrap();
        worker.await.unwrap();
        let dir = TempDir::new().unwrap();
        let search = Arc::new(EmbeddedSearch::open(dir.path()).unwrap());
        let mut connection = database.pool.acquire().await.unwrap();
        let installation = installation::get(&mut connection).await.unwrap();
        drop(connection);
        let http = HttpConfig::new(Site::default());
        let state = AppState::with_limits(database.pool.clone(), search, installation, http).unwrap();
        let (stop, mut stopped) = watch::channel(false);
        let worker = tokio::spawn(async move { _ = stopped.changed().await });
        (Self { router: router(state), database, stop, worker, _dir: dir }, ids)
    }

    pub async fn request(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Response<Body> {
        let mut request = Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    pub async fn post(&self, path: &str, media: &str, body: impl Into<Body>) -> Response<Body> {
        let request = Request::post(path).header("content-type", media).body(body.into());
        self.router.clone().oneshot(request.unwrap()).await.unwrap()
    }

    pub async fn json(&self, path: &str) -> Value {
        let response = self.get(path, &[]).await;
        assert_eq!(response.status(), 200, "{path}");
        json(response).await
    }

    async fn wait_for_index(&self) {
        for _ in 0..200 {
            let response = self.get("/readyz", &[]).await;
            let body = json(response).await;
            if body["status"] == "ready" && body["lag"] == 0 && body["pending"] == false {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the index did not catch up");
    }

    pub async fn sql(&self, statement: &'static str, id: EstablishmentId) {
        sqlx::query(statement).bind(id.as_uuid()).execute(&self.database.pool).await.unwrap();
    }

    pub async fn end(self) {
        self.stop.send(true).unwrap();
        self.worker.await.unwrap();
        self.database.drop().await.unwrap();
    }
}

fn follow(
    database: &TestDatabase,
    dir: &Path,
    search: Arc<EmbeddedSearch>,
) -> (watch::Sender<bool>, tokio::task::JoinHandle<()>) {
    let (stop, stopped) = watch::channel(false);
    let config = WorkerConfig {
        pool: database.pool.clone(),
        dir: dir.to_owned(),
        poll: Duration::from_millis(20),
        committed: Box::new(move || search.refresh()),
    };
    (stop, tokio::spawn(Worker::new(config, stopped).run()))
}

pub async fn text(response: Response<Body>) -> String {
    String::from_utf8(to_bytes(response.into_body(), 10_000_000).await.unwrap().to_vec()).unwrap()
}

pub async fn json(response: Response<Body>) -> Value {
    serde_json::from_str(&text(response).await).unwrap()
}

fn facts() -> Seed {
    let commune = |code: &str, name: &str, postal: &str| Commune {
        code: code.parse().unwrap(),
        name: name.into(),
        postal_codes: vec![postal.into()],
        department: "69".into(),
        population: 1_000,
        location: LonLat::new(4.88, 45.77).unwrap(),
        parent: None,
    };
    Seed {
        regions: vec![RegionSeed { code: "84".into(), name: "Auvergne-Rhône-Alpes".into() }],
        departments: vec![DepartmentSeed { code: "69".into(), name: "Rhône".into(), region: "84".into() }],
        communes: vec![
            commune("69266", "Villeurbanne", "69100"),
            commune("69256", "Vaulx-en-Velin", "69120"),
        ],
        activities: vec![
            activity("boulangerie", ["Boulangerie", "Bakery", "pain"], "shop=bakery"),
            activity("pharmacie", ["Pharmacie", "Pharmacy", "médicaments"], "amenity=pharmacy"),
        ],
        sources: [("survey", 10), ("service-public", 40), ("contributor", 50), ("partner", 60)]
            .map(|(key, precedence)| source(key, precedence))
            .to_vec(),
    }
}

fn activity(slug: &str, [name_fr, name_en, word]: [&str; 3], tag: &str) -> Activity {
    Activity {
        slug: slug.into(),
        name_fr: name_fr.into(),
        name_en: name_en.into(),
        search_words: vec![word.into()],
        aliases: vec![],
        groups: vec![],
        osm: vec![tag.into()],
    }
}

fn source(key: &str, precedence: i16) -> Source {
    let (title, attribution) = ("Field survey", "Surveyors of Villeurbanne");
    Source {
        key: key.into(),
        title: title.into(),
        licence: "CC0-1.0".into(),
        licence_url: None,
        attribution: attribution.into(),
        precedence,
        national: false,
    }
}

/// A bakery in Villeurbanne, `east` hundredths of a degree from its middle.
pub fn bakery(name: &str, east: f64, said: Value) -> Proposal {
    Proposal {
        name: Some(name.into()),
        house_number: Some("3".into()),
        street: Some("Rue des Lilas".into()),
        postal_code: Some("69100".parse().unwrap()),
        commune: Some("69266".parse().unwrap()),
        location: Some(LonLat::new(4.88 + east / 100.0, 45.77).unwrap()),
        activities: vec!["boulangerie".into()],
        answers: Answers::parse_part(schema(), &said).unwrap(),
        ..Proposal::of(Origin { source: "survey".into(), observed: Some(date!(2026 - 05 - 01)) })
    }
}

async fn write_all(connection: &mut PgConnection, places: &[Proposal]) -> Vec<EstablishmentId> {
    let catalogue = Catalogue::load(connection).await.unwrap();
    let ids: Vec<_> = places.iter().map(|_| EstablishmentId::from(uuid::Uuid::now_v7())).collect();
    let mut left = ids.clone().into_iter();
    let mut new_id = || left.next().unwrap();
    let mut context = WriteContext {
        at: datetime!(2026-11-23 12:00 UTC),
        actor: "test",
        reason: "a test",
        new_id: &mut new_id,
    };
    let writes: Vec<_> = places
        .iter()
        .enumerate()
        .map(|(place, proposal)| {
            let id = place.to_string();
            let target = Target::External { source: "survey".into(), id, ours: None, fingerprint: 1 };
            Write::say(target, proposal.clone())
        })
        .collect();
    use sqlx::Connection;
    let mut transaction = connection.begin().await.unwrap();
    write::apply(&mut transaction, &catalogue, &mut context, &writes).await.unwrap();
    transaction.commit().await.unwrap();
    ids
}
