//! The published set as its readers get it.

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::Value;

use crate::harness::{World, bytes, get, sample, text};
use crate::publish::publish;

/// Status, headers and body of a request written by hand: clients of libraries tidy paths up before they send them.
fn raw(url: &str, path: &str, headers: &[(&str, &str)]) -> (u16, String, Vec<u8>) {
    let address = url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).unwrap();
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(answer[..end].to_vec()).unwrap().to_lowercase();
    (head[9..12].parse().unwrap(), head, answer[end + 4..].to_vec())
}

#[tokio::test(flavor = "multi_thread")]
async fn published_files_are_served_with_ranges_and_entity_tags_and_nothing_else_is() {
    let world = World::seeded().await;
    world.import(&sample(), &["--source", "sample"]);
    let dir = world.data.path().join("open");
    let to = dir.to_str().unwrap();
    let manifest = publish(&world, to, &[]);
    let set = manifest["set"].as_str().unwrap();
    std::fs::write(dir.join(set).join("secret.txt"), "not listed").unwrap();
    let operated = ["--operator", "Ville de Test", "--contact", "donnees@ville.example"];
    let options = [&["--open-data", to, "--public-url", "https://plainpied.example"], &operated[..]].concat();
    let (server, url) = world.serve_with(&options);
    for file in manifest["files"].as_array().unwrap() {
        let body = bytes(&format!("{url}/open-data/files/{}", file["path"].as_str().unwrap()));
        assert_eq!(file["size"], body.len(), "{file}");
    }
    let file = manifest["files"]
        .as_array()
        .unwrap()
        .iter()
        .find(|file| file["path"] == "all/plainpied.fgb")
        .unwrap();
    let path = "/open-data/files/all/plainpied.fgb";
    let whole = bytes(&format!("{url}{path}"));
    let etag = format!("\"{}\"", file["sha256"].as_str().unwrap());
    let (status, head, body) = raw(&url, path, &[("Range", "bytes=8-99")]);
    assert_eq!((status, &body[..]), (206, &whole[8..100]), "{head}");
    assert!(head.contains(&format!("content-range: bytes 8-99/{}", whole.len())), "{head}");
    assert!(head.contains(&format!("etag: {etag}")) && head.contains("last-modified: "), "{head}");
    assert!(head.contains("content-type: application/flatgeobuf"), "{head}");
    assert_eq!(raw(&url, path, &[("If-None-Match", &etag)]).0, 304);
    assert_eq!(raw(&url, path, &[("If-None-Match", "\"other\"")]).0, 200);
    assert_eq!(raw(&url, path, &[("Range", "bytes=0-1"), ("If-Range", &etag)]).0, 206);
    assert_eq!(raw(&url, path, &[("Range", "bytes=0-1"), ("If-Range", "\"other\"")]).0, 200, "another file");
    assert_eq!(raw(&url, path, &[("Range", "bytes=0-1"), ("If-Match", &etag)]).0, 206, "the same file");
    let (status, head, _) = raw(&url, path, &[("If-Match", "\"other\", W/\"x\"")]);
    assert!(status == 412 && head.contains("application/problem+json"), "{head}");
    for ignored in ["bytes=5-2", "lines=1-2", "bytes=0-0,5-6"] {
        let (status, head, body) = raw(&url, path, &[("Range", ignored)]);
        assert_eq!((status, body.len()), (200, whole.len()), "{ignored}: {head}");
    }
    let (_, head, packed) = raw(&url, path, &[("Accept-Encoding", "gzip")]);
    assert!(head.contains("content-encoding: gzip") && packed.len() < whole.len() / 2, "{head}");
    let (status, head, body) = raw(&url, path, &[("Accept-Encoding", "gzip"), ("Range", "bytes=0-4999")]);
    assert!(status == 206 && !head.contains("content-encoding") && body == whole[..5_000], "{head}");
    for as_it_is in ["parquet", "pmtiles", "csv.gz"] {
        let path = format!("/open-data/files/all/plainpied.{as_it_is}");
        let (_, head, _) = raw(&url, &path, &[("Accept-Encoding", "gzip")]);
        assert!(!head.contains("content-encoding"), "{head}");
    }
    let (status, head, body) = raw(&url, path, &[("Range", "bytes=999999999-")]);
    assert!(status == 416 && head.contains(&format!("content-range: bytes */{}", whole.len())), "{head}");
    assert!(String::from_utf8(body).unwrap().contains("/problems/wrong-range"));

    for outside in [
        "secret.txt",
        "2020-01-01T000000Z/manifest.json",
        "2020-01-01T000000Z/../latest.json",
        "../latest.json",
        "all/../../latest.json",
        "..%2f..%2flatest.json",
        "%2e%2e/latest.json",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "all/plainpied.fgb%00",
        "all",
        "all/",
        "..\\latest.json",
        "all//plainpied.fgb",
        "./all/plainpied.fgb",
        "../../../../../../etc/passwd",
    ] {
        let (status, head, body) = raw(&url, &format!("/open-data/files/{outside}"), &[]);
        assert!(status == 404 && head.contains("application/problem+json"), "{outside}: {head}");
        assert!(!String::from_utf8_lossy(&body).contains("not listed"), "{outside}");
    }
    let (_, head, _) = raw(&url, "/open-data/files/all/plainpied.csv.gz", &[]);
    assert!(head.contains("content-type: application/gzip") && !head.contains("content-encoding"), "{head}");
    pages(&url, &manifest);
    // The next set takes over without a restart.
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    let next = publish(&world, to, &["--keep", "2"]);
    let (_, catalog) = get(&format!("{url}/open-data/catalog.jsonld"), "application/ld+json");
    assert_eq!(modified(&catalog), next["time"]);
    assert_eq!(bytes(&format!("{url}{path}")).len(), whole.len());
    // What the catalogue of the first set named still is what it said.
    for file in manifest["files"].as_array().unwrap().iter().take(6) {
        let path = format!("/open-data/files/{set}/{}", file["path"].as_str().unwrap());
        let (status, head, body) = raw(&url, &path, &[]);
        assert_eq!((status, &file["size"]), (200, &body.len().into()), "{head}");
        let etag = format!("etag: \"{}\"", file["sha256"].as_str().unwrap());
        assert!(head.contains(&etag) && head.contains("immutable"), "{head}");
    }
    let (_, told) = get(&format!("{url}/open-data/files/{set}/manifest.json"), "application/json");
    assert_eq!(told, manifest);
    let (_, head, body) = raw(&url, "/open-data/files/manifest.json", &[]);
    assert_eq!(serde_json::from_slice::<Value>(&body).unwrap(), next);
    let lasting =
        format!("content-location: /open-data/files/{}/manifest.json", next["set"].as_str().unwrap());
    assert!(head.contains(&lasting.to_lowercase()), "{head}");
    drop(server);
    world.end().await;
}

fn modified(catalog: &Value) -> Value {
    catalog["dcat:dataset"][0]["dct:modified"]["@value"].clone()
}

/// Page and catalogue name every file of the set, and no other.
fn pages(url: &str, manifest: &Value) {
    let files = manifest["files"].as_array().unwrap();
    for (lang, size) in [("fr", "o</td>"), ("en", "B</td>")] {
        let page = text(&format!("{url}/open-data/?lang={lang}"));
        assert!(page.contains(size), "{lang}");
        for file in files {
            assert!(
                page.contains(&format!("href=\"/open-data/files/{}\"", file["path"].as_str().unwrap())),
                "{file}"
            );
        }
        assert!(
            page.contains(&format!("/open-data/files/{}/manifest.json", manifest["set"].as_str().unwrap()))
        );
        assert_eq!(page.matches("/open-data/files/").count(), files.len() + 1);
    }
    let (status, catalog) = get(&format!("{url}/open-data/catalog.jsonld"), "application/ld+json");
    assert_eq!((status, &catalog["@type"]), (200, &"dcat:Catalog".into()));
    assert_eq!(modified(&catalog), manifest["time"]);
    let distributions = catalog["dcat:dataset"][0]["dcat:distribution"].as_array().unwrap();
    assert_eq!(distributions.len(), files.len());
    for (distribution, file) in distributions.iter().zip(files) {
        let files = "https://plainpied.example/open-data/files";
        let (set, path) = (manifest["set"].as_str().unwrap(), file["path"].as_str().unwrap());
        assert_eq!(distribution["dcat:downloadURL"]["@id"], format!("{files}/{set}/{path}"));
        assert_eq!(distribution["dcat:accessURL"]["@id"], format!("{files}/{path}"));
        assert_eq!(distribution["dcat:byteSize"]["@value"], file["size"].to_string());
        assert_eq!(distribution["spdx:checksum"]["spdx:checksumValue"]["@value"], file["sha256"]);
        assert!(
            distribution["dct:license"][0]["@id"].as_str().unwrap().starts_with("http"),
            "{distribution}"
        );
    }
    crate::catalog::classes_are_complete(&catalog, true);
    let services: Vec<&Value> = catalog["dcat:service"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["dcat:endpointURL"]["@id"])
        .collect();
    assert_eq!(services, ["https://plainpied.example/api/v1", "https://plainpied.example/ogc"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_set_the_catalogue_offers_the_exports_of_the_api() {
    let world = World::seeded().await;
    let (server, url) = world.serve();
    let (status, catalog) = get(&format!("{url}/open-data/catalog.jsonld"), "application/ld+json");
    assert_eq!(status, 200);
    crate::catalog::classes_are_complete(&catalog, false);
    let distributions = catalog["dcat:dataset"][0]["dcat:distribution"].as_array().unwrap();
    assert_eq!(distributions.len(), 7);
    for distribution in distributions {
        let address = distribution["dcat:downloadURL"]["@id"].as_str().unwrap();
        assert_eq!(raw(&url, address, &[]).0, 200, "{address}");
    }
    let page = text(&format!("{url}/open-data"));
    assert!(page.contains("/api/v1/export?format=csv"));
    assert_eq!(raw(&url, "/open-data/files/all/plainpied.csv", &[]).0, 404);
    drop(server);
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_tells_what_changed_in_a_commune_and_a_widget_what_is_known_of_a_place() {
    let world = World::seeded().await;
    world.import(&crate::harness::sample(), &["--source", "sample"]);
    let (server, url) = world.serve();
    let id: String = sqlx::query_scalar(
        "SELECT id::text FROM establishment WHERE commune_code = '69266' AND criteria <> '{}' LIMIT 1",
    )
    .fetch_one(&world.database.pool)
    .await
    .unwrap();
    sqlx::query("UPDATE establishment SET name = $2, updated_at = now() WHERE id = $1::uuid")
        .bind(&id)
        .bind("Pain & <Vin>")
        .execute(&world.database.pool)
        .await
        .unwrap();
    let mut response = ureq::get(format!("{url}/communes/69266/feed.atom?lang=en")).call().unwrap();
    assert_eq!(response.headers()["content-type"], "application/atom+xml; charset=utf-8");
    let etag = response.headers()["etag"].to_str().unwrap().to_owned();
    let feed =
        atom_syndication::Feed::read_from(response.body_mut().read_to_string().unwrap().as_bytes()).unwrap();
    assert!(feed.id.ends_with("/communes/69266/feed.atom?lang=en"), "{}", feed.id);
    assert_eq!(feed.links[0].href, feed.id, "another feed than the French one");
    let wanted: i64 =
        sqlx::query_scalar("SELECT least(count(*), 50) FROM establishment WHERE commune_code = '69266'")
            .fetch_one(&world.database.pool)
            .await
            .unwrap();
    assert_eq!(feed.entries.len() as i64, wanted);
    assert_eq!(
        (feed.entries[0].id.as_str(), feed.entries[0].title.as_str()),
        (format!("urn:uuid:{id}").as_str(), "Pain & <Vin> – new place")
    );
    assert!(feed.entries.is_sorted_by_key(|entry| std::cmp::Reverse(entry.updated)));
    assert!(feed.entries[0].links[0].href.ends_with(&format!("/establishments/{id}")));
    let again = ureq::get(format!("{url}/communes/69266/feed.atom?lang=en"))
        .header("if-none-match", &etag)
        .call()
        .unwrap();
    assert_eq!(again.status(), 304);
    let lyon = crate::harness::text(&format!("{url}/communes/69123/feed.atom"));
    assert!(lyon.matches("<entry>").count() > 5, "the arrondissements of a city are its own");
    for (code, status) in [("99999", 404), ("abc", 400)] {
        assert_eq!(get(&format!("{url}/communes/{code}/feed.atom"), "*/*").0, status, "{code}");
    }

    let (status, embed) =
        get(&format!("{url}/api/v1/establishments/{id}/embed?needs=wheelchair&lang=en"), "application/json");
    assert_eq!((status, embed["name"].as_str()), (200, Some("Pain & <Vin>")));
    assert_eq!(embed["verdicts"][0]["need"], "manual_wheelchair");
    assert!(!embed["sections"].as_array().unwrap().is_empty() && embed.to_string().len() < 10_000, "{embed}");
    let (_, info) = get(&format!("{url}/api/v1/establishments/{id}.a11yjson"), "*/*");
    assert_eq!(
        (info["type"].as_str(), info["properties"]["name"]["fr"].as_str()),
        (Some("Feature"), Some("Pain & <Vin>"))
    );
    drop(server);
    world.end().await;
}
