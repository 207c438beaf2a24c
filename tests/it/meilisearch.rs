//! The programs with a Meilisearch server, where `MEILISEARCH_URL` names one.

use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::harness::{World, get, sample, wait_until};

const JSON: &str = "application/json";

/// A cable to the server, which can be pulled.
struct Cable {
    address: SocketAddr,
    pulled: Arc<AtomicBool>,
    open: Arc<Mutex<Vec<TcpStream>>>,
}

impl Cable {
    fn to(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (pulled, open) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
        let (is_pulled, connections) = (Arc::clone(&pulled), Arc::clone(&open));
        thread::spawn(move || {
            for near in listener.incoming().map_while(Result::ok) {
                if is_pulled.load(Ordering::SeqCst) {
                    continue;
                }
                let far = TcpStream::connect(&server).unwrap();
                for (from, into) in [(&near, &far), (&far, &near)] {
                    let (mut from, mut into) = (from.try_clone().unwrap(), into.try_clone().unwrap());
                    thread::spawn(move || {
                        let _broken = io::copy(&mut from, &mut into);
                        let _closed = into.shutdown(Shutdown::Both);
                    });
                }
                connections.lock().unwrap().extend([near, far]);
            }
        });
        Self { address, pulled, open }
    }

    fn pull(&self) {
        self.pulled.store(true, Ordering::SeqCst);
        for connection in self.open.lock().unwrap().drain(..) {
            let _closed = connection.shutdown(Shutdown::Both);
        }
    }

    fn plug(&self) {
        self.pulled.store(false, Ordering::SeqCst);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_meilisearch_a_pulled_cable_takes_text_search_away_and_nothing_else_and_it_catches_up() {
    let Ok(server) = std::env::var("MEILISEARCH_URL") else { return };
    let key = std::env::var("MEILISEARCH_KEY").unwrap_or_default();
    let cable = Cable::to(server.trim_start_matches("http://").to_owned());
    let through = format!("http://{}", cable.address);
    let index = format!("journey_{}", uuid::Uuid::now_v7().simple());
    let world = World::seeded().await;
    world.import(&sample(), &["--source", "sample"]);
    let engine = [
        "--search",
        "meilisearch",
        "--meilisearch-url",
        &through,
        "--meilisearch-key",
        &key,
        "--meilisearch-index",
        &index,
    ];
    let (running, url) = world.serve_with(&engine);
    let search = format!("{url}/api/v1/search?q=boulangeri&lat=45.77&lon=4.88&radius=8000");
    let (status, found) = get(&search, JSON);
    assert_eq!(status, 200, "{found}");
    assert!(found["matched"].as_u64().unwrap() > 5, "{found}");
    let (_, ready) = get(&format!("{url}/readyz"), JSON);
    assert_eq!(ready["documents"].as_u64().unwrap() as usize, world.published().await.len());

    cable.pull();
    assert_eq!(get(&search, JSON).0, 503);
    let (status, list) = get(&format!("{url}/api/v1/establishments?bbox=4,45,6,46"), JSON);
    assert_eq!(status, 200, "lists go on: {list}");
    let file = world.data.path().join("new.csv");
    let row = "new-1,Crêperie Xyloglotte,69100,Villeurbanne,69266,4.88,45.77";
    std::fs::write(&file, format!("id,name,postal_code,commune,code_insee,longitude,latitude\n{row}\n"))
        .unwrap();
    world.import(&file, &["--source", "sample"]);

    cable.plug();
    wait_until("the index has caught up by itself", || {
        let (status, found) = get(&format!("{url}/api/v1/search?q=xyloglotte"), JSON);
        status == 200 && found["matched"] == 1
    });
    drop(running);
    let again = world.command("plainpied-indexer", &["rebuild"]).args(engine).output().unwrap();
    assert!(again.status.success(), "{again:?}");
    let status = world.command("plainpied-indexer", &["status"]).args(engine).output().unwrap();
    let told = String::from_utf8(status.stdout).unwrap();
    assert!(told.contains("generation 2") && told.contains("lag: 0 changes"), "{told}");
    remove(&server, &key, &index).await;
    world.end_after(&["Meilisearch", "indexing failed", "503", "search-unavailable"]).await;
}

async fn remove(server: &str, key: &str, index: &str) {
    let server = plainpied_search::meilisearch::Server::new(server, Some(key), index).unwrap();
    server.remove_index().await.unwrap();
}
