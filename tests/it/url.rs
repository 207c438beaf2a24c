//! Imports from a web server that is not always well.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::json;

use crate::harness::{World, sample};

/// What the server does.
#[derive(Clone, Default)]
struct Behaviour {
    body: Vec<u8>,
    etag: &'static str,
    /// The first answer ends after so many bytes.
    cut_at: Option<usize>,
    /// What the body is from the second request on.
    then: Option<(Vec<u8>, &'static str)>,
}

struct Server {
    url: String,
    /// The head of each request, in lower case.
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/places.csv", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heads = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                answer(stream, &behaviour, &heads);
            }
        });
        Self { url, asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn answer(mut stream: TcpStream, behaviour: &Behaviour, heads: &Mutex<Vec<String>>) {
    let lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let head: Vec<String> = lines
        .map_while(Result::ok)
        .take_while(|line| !line.is_empty())
        .map(|line| line.to_lowercase())
        .collect();
    let header = |name: &str| {
        head.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ").map(str::to_owned))
    };
    let mut heads = heads.lock().unwrap();
    heads.push(head.join("\n"));
    let first = heads.len() == 1;
    let (body, etag) = match &behaviour.then {
        Some((body, etag)) if !first => (body, *etag),
        _ => (&behaviour.body, behaviour.etag),
    };
    if header("if-none-match").as_deref() == Some(etag) {
        let _gone = write!(stream, "HTTP/1.1 304 Not Modified\r\netag: {etag}\r\nconnection: close\r\n\r\n");
        return;
    }
    let range = header("range")
        .and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse::<usize>().ok());
    let (status, from) = match range {
        Some(from) if header("if-range").as_deref() == Some(etag) => ("206 Partial Content", from),
        _ => ("200 OK", 0),
    };
    let content_range = match range {
        Some(_) if from > 0 => format!("content-range: bytes {from}-{}/{}\r\n", body.len() - 1, body.len()),
        _ => String::new(),
    };
    let length = body.len() - from;
    let _gone = write!(
        stream,
        "HTTP/1.1 {status}\r\netag: {etag}\r\ncontent-length: {length}\r\n{content_range}connection: close\r\n\r\n"
    );
    let end = behaviour.cut_at.filter(|_| first).unwrap_or(body.len());
    let _gone = stream.write_all(&body[from..end]);
}

fn sample_bytes() -> Vec<u8> {
    std::fs::read(sample()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_lost_half_way_is_resumed_and_the_next_run_reads_nothing() {
    let world = World::seeded().await;
    let body = sample_bytes();
    let half = body.len() / 2;
    let server =
        Server::start(Behaviour { body, etag: "\"one\"", cut_at: Some(half), ..Behaviour::default() });
    let summary = world.import(server.url.as_ref(), &["--source", "sample"]);
    assert_eq!((&summary["created"], &summary["rejected"]), (&json!(2000), &json!(0)), "{summary}");
    let asked = server.asked();
    assert_eq!(asked.len(), 2);
    assert!(
        asked[1].contains(&format!("range: bytes={half}-")) && asked[1].contains("if-range: \"one\""),
        "{}",
        asked[1]
    );

    let again = world.import(server.url.as_ref(), &["--source", "sample"]);
    assert_eq!(again["not_modified"], json!(true), "{again}");
    assert!(server.asked()[2].contains("if-none-match: \"one\""));
    let forced = world.import(server.url.as_ref(), &["--source", "sample", "--force"]);
    assert_eq!(forced["unchanged"], json!(2000), "{forced}");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_changes_while_it_is_read_is_never_mixed_with_the_one_before() {
    let world = World::seeded().await;
    let body = sample_bytes();
    let mut other = body.clone();
    other.reverse();
    let cut_at = Some(body.len() / 2);
    let then = Some((other, "\"two\""));
    let server = Server::start(Behaviour { body, etag: "\"one\"", cut_at, then });
    let output = world.plainpied(&["import", "national-csv", &server.url, "--source", "sample"]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("the file changed on the server while it was read: start again"), "{told}");
    let finished: i64 = sqlx::query_scalar("SELECT count(*) FROM import_job WHERE finished_at IS NOT NULL")
        .fetch_one(&world.database.pool)
        .await
        .unwrap();
    assert_eq!(finished, 0, "an import that stopped leaves no entity tag to go on by");
    world.end().await;
}
