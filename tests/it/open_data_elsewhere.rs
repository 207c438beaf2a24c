//! A set in a bucket: the server leads to its public address.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::PathBuf;

use serde_json::Value;

use crate::harness::{World, get, sample, text};
use crate::publish::publish;

/// Gives out the files of a folder, as a public bucket does; its address.
fn bucket(folder: PathBuf) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let Some(Ok(first)) = lines.next() else { continue };
            lines.take_while(|line| line.as_ref().is_ok_and(|line| !line.is_empty())).for_each(drop);
            let path = first.split(' ').nth(1).unwrap().strip_prefix("/prefix/").unwrap_or("none");
            let (status, body) = match std::fs::read(folder.join(path)) {
                Ok(body) => ("200 OK", body),
                Err(_) => ("404 Not Found", Vec::new()),
            };
            let head =
                format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            let _reader_gone = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
        }
    });
    format!("http://{address}/prefix")
}

/// Status of a path, and where it leads.
fn led(url: &str) -> (u16, Option<String>) {
    let agent = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build();
    let response = ureq::Agent::from(agent).get(url).call().unwrap();
    let to = response.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
    (response.status().as_u16(), to)
}

#[tokio::test(flavor = "multi_thread")]
async fn page_catalogue_and_files_lead_to_the_set_in_the_bucket() {
    let world = World::seeded().await;
    world.import(&sample(), &["--source", "sample"]);
    let folder = world.data.path().join("bucket");
    let bucket = bucket(folder.clone());
    let refused = world.plainpied(&["serve", "--open-data", "s3://bucket/prefix"]);
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && told.contains("public address"), "{told}");

    let (server, url) = world.serve_with(&["--open-data", &bucket]);
    assert!(text(&format!("{url}/open-data/?lang=en")).contains("No file has been published here yet"));
    drop(server);
    let manifest = publish(&world, folder.to_str().unwrap(), &[]);
    let (server, url) = world.serve_with(&["--open-data", &bucket]);
    let set = manifest["set"].as_str().unwrap();
    let (_, catalog) = get(&format!("{url}/open-data/catalog.jsonld"), "application/ld+json");
    let distributions = catalog["dcat:dataset"][0]["dcat:distribution"].as_array().unwrap();
    let files = manifest["files"].as_array().unwrap();
    assert_eq!(distributions.len(), files.len());
    for (distribution, file) in distributions.iter().zip(files) {
        let lasting = format!("{bucket}/{set}/{}", file["path"].as_str().unwrap());
        assert_eq!(distribution["dcat:downloadURL"]["@id"], lasting);
        let access = distribution["dcat:accessURL"]["@id"].as_str().unwrap();
        assert_eq!(led(&format!("{url}{access}")), (307, Some(lasting)), "{file}");
    }
    let page = text(&format!("{url}/open-data/?lang=en"));
    assert!(page.contains("href=\"/open-data/files/all/plainpied.csv\""), "{page}");
    let csv = text(&format!("{url}/open-data/files/all/plainpied.csv"));
    assert_eq!(csv.len() as u64, files[0]["size"].as_u64().unwrap(), "whoever follows has the file");
    let told: Value = serde_json::from_str(&text(&format!("{url}/open-data/files/manifest.json"))).unwrap();
    assert_eq!(told, manifest);
    let older = format!("{url}/open-data/files/2026-01-01T000000Z/all/plainpied.csv");
    assert_eq!(led(&older).1.unwrap(), format!("{bucket}/2026-01-01T000000Z/all/plainpied.csv"));
    for wrong in [
        "all/secret.txt",
        "..%2f..%2flatest.json",
        "2026-01-01T000000Z/../latest.json",
        "2026-01-01T000000Z/a%0d%0ab",
    ] {
        assert_eq!(led(&format!("{url}/open-data/files/{wrong}")).0, 404, "{wrong}");
    }
    drop(server);

    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (server, url) = world.serve_with(&["--open-data", &format!("http://{nobody}")]);
    let (status, problem) = get(&format!("{url}/open-data/catalog.jsonld"), "application/ld+json");
    assert_eq!((status, problem["type"].as_str()), (503, Some("/problems/files-unavailable")), "{problem}");
    drop(server);
    world.end_after(&["files-unavailable", "Files unavailable", "files_unavailable"]).await;
}
