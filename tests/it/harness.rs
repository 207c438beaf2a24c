use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use plainpied_store::testing::TestDatabase;
use serde_json::Value;
use tempfile::TempDir;

/// The folder of the programs: the tests lie in its subfolder `deps`.
fn programs() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.parent().and_then(Path::parent).unwrap().to_owned()
}

pub fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/sample.csv")
}

/// A seeded database, a folder for the index, and the programs that use them.
pub struct World {
    pub database: TestDatabase,
    pub data: TempDir,
    /// Where the index lies instead of there.
    elsewhere: Option<PathBuf>,
    /// Where temporary files lie.
    temporary: Option<PathBuf>,
    /// What the programs in the background log, a file each.
    logs: TempDir,
}

/// A program that is killed when the test ends.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _already_gone = self.0.kill();
        let _status = self.0.wait();
    }
}

impl World {
    pub async fn seeded() -> Self {
        Self::seeded_in(TestDatabase::new().await.unwrap())
    }

    /// [`World::seeded`] with a database of another server.
    pub fn seeded_in(database: TestDatabase) -> Self {
        let world = Self {
            database,
            data: tempfile::tempdir().unwrap(),
            elsewhere: None,
            temporary: None,
            logs: tempfile::tempdir().unwrap(),
        };
        let output = world.plainpied(&["seed"]);
        assert!(output.status.success(), "{output:?}");
        world
    }

    fn data_dir(&self) -> &Path {
        self.elsewhere.as_deref().unwrap_or(self.data.path())
    }

    /// Puts the index on another file system.
    pub fn data_on(&mut self, folder: &Path) {
        self.elsewhere = Some(folder.to_owned());
    }

    /// Puts temporary files on another file system.
    pub fn temporary_on(&mut self, folder: &Path) {
        self.temporary = Some(folder.to_owned());
    }

    pub fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let path = programs().join(program);
        assert!(path.exists(), "{} is not built: run the tests with deploy/test", path.display());
        let mut command = Command::new(path);
        command
            .args(arguments)
            .env_clear()
            .env("DATABASE_URL", &self.database.url)
            .env("PLAINPIED_DATA", self.data_dir())
            // Tests that are about review switch it on by options of the server.
            .env("PLAINPIED_REVIEW_FIRST_EDITS", "0")
            .env("PLAINPIED_REVIEW_BURST", "0")
            .env("PLAINPIED_LOG", "warn");
        if let Some(folder) = &self.temporary {
            command.env("TMPDIR", folder);
        }
        command
    }

    pub fn plainpied(&self, arguments: &[&str]) -> Output {
        self.command("plainpied", arguments).output().unwrap()
    }

    /// What a command that succeeds prints.
    pub fn told(&self, arguments: &[&str]) -> String {
        let output = self.plainpied(arguments);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Imports a file; the summary.
    pub fn import(&self, file: &Path, more: &[&str]) -> Value {
        let mut arguments = vec!["import", "national-csv", file.to_str().unwrap(), "--json"];
        arguments.extend(more);
        let output = self.plainpied(&arguments);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
    }

    pub fn spawn(&self, program: &str, arguments: &[&str]) -> Running {
        self.spawn_logging(program, arguments, "warn")
    }

    pub fn spawn_logging(&self, program: &str, arguments: &[&str], level: &str) -> Running {
        let log = self.logs.path().join(uuid::Uuid::new_v4().to_string());
        let log = std::fs::File::create(log).unwrap();
        let mut command = self.command(program, arguments);
        let child = command.env("PLAINPIED_LOG", level).stdout(Stdio::null()).stderr(log).spawn();
        Running(child.unwrap())
    }

    /// Everything that programs in the background have logged.
    pub fn logged(&self) -> String {
        let files = std::fs::read_dir(self.logs.path()).unwrap();
        files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect()
    }

    /// Ends the test: nobody may have warned of anything.
    pub async fn end(self) {
        self.end_after(&[]).await;
    }

    /// Ends a test that gives reason to warn: every warning must hold one of these texts.
    pub async fn end_after(self, expected: &[&str]) {
        let logged = self.logged();
        let unexpected = logged.lines().find(|line| {
            (line.contains("WARN") || line.contains("ERROR") || line.contains("panicked"))
                && !expected.iter().any(|text| line.contains(text))
        });
        assert_eq!(unexpected, None, "a program warned");
        self.database.drop().await.unwrap();
    }

    /// A server on a free port, ready; its URL.
    pub fn serve(&self) -> (Running, String) {
        self.serve_with(&[])
    }

    /// A server on a free port that may not be ready yet; its URL.
    pub fn start(&self, options: &[&str]) -> (Running, String) {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let address = format!("127.0.0.1:{port}");
        let server = self.spawn("plainpied", &[&["serve", "--listen", &address], options].concat());
        (server, format!("http://{address}"))
    }

    /// [`World::serve`] with more options.
    pub fn serve_with(&self, options: &[&str]) -> (Running, String) {
        let (server, url) = self.start(options);
        wait_until("the server is ready and its index has caught up", || {
            let (status, body) = get(&format!("{url}/readyz"), "application/json");
            status == 200 && body["lag"] == 0 && body["pending"] == false
        });
        (server, url)
    }

    /// Ids and versions of what can be found, as the database has them.
    pub async fn published(&self) -> Vec<(uuid::Uuid, i32)> {
        let mut connection = self.database.pool.acquire().await.unwrap();
        plainpied_store::document::published_versions(&mut connection).await.unwrap()
    }

    /// [`World::published`], also where connections were cut a moment ago.
    pub async fn published_patiently(&self) -> Vec<(uuid::Uuid, i32)> {
        for _ in 0..50 {
            if let Ok(mut connection) = self.database.pool.acquire().await
                && let Ok(versions) = plainpied_store::document::published_versions(&mut connection).await
            {
                return versions;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        self.published().await
    }

    /// Ids and versions as the index has them.
    pub fn indexed(&self) -> Vec<(uuid::Uuid, i32)> {
        let search =
            plainpied_search::embedded::EmbeddedSearch::open(&self.data_dir().join("index")).unwrap();
        let mut found: Vec<_> = search
            .dump()
            .unwrap_or_default()
            .into_iter()
            .map(|(id, version)| (id.as_uuid(), version))
            .collect();
        found.sort_unstable();
        found
    }
}

pub fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < Duration::from_secs(60), "waited a minute in vain until {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// The body of an answer that is 200.
pub fn text(url: &str) -> String {
    let mut response = ureq::get(url).call().unwrap();
    response.body_mut().with_config().limit(1 << 30).read_to_string().unwrap()
}

/// The body of an answer that is 200, as bytes.
pub fn bytes(url: &str) -> Vec<u8> {
    let mut response = ureq::get(url).call().unwrap();
    response.body_mut().with_config().limit(1 << 30).read_to_vec().unwrap()
}

/// Status and JSON body; status 0 where nobody answers.
pub fn get(url: &str, accept: &str) -> (u16, Value) {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    match agent.get(url).header("accept", accept).call() {
        Ok(mut response) => {
            let text = response.body_mut().read_to_string().unwrap_or_default();
            (response.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::Null))
        }
        Err(_) => (0, Value::Null),
    }
}
