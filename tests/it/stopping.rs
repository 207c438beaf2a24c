//! A server that is told to end ends soon, whatever its clients do.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::harness::{World, get, sample};

fn terminate(pid: u32) {
    assert!(std::process::Command::new("kill").arg(pid.to_string()).status().unwrap().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_poll_is_answered_when_the_server_ends() {
    let world = World::seeded().await;
    let (mut server, url) = world.serve();
    let asked =
        std::thread::spawn(move || get(&format!("{url}/api/v1/changes?since=0&wait=30"), "application/json"));
    std::thread::sleep(Duration::from_millis(500));
    let began = Instant::now();
    terminate(server.0.id());
    let (status, answer) = asked.join().unwrap();
    assert_eq!((status, answer["changes"].as_array().map(Vec::len)), (200, Some(0)));
    assert!(server.0.wait().unwrap().success());
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_does_not_read_does_not_keep_the_server() {
    let world = World::seeded().await;
    world.import(&crate::kill::generated(&world, 20_000), &["--source", "sample"]);
    world.import(&sample(), &["--source", "sample"]);
    let (mut server, url) = world.serve();
    let mut stream = TcpStream::connect(url.trim_start_matches("http://")).unwrap();
    stream.write_all(b"GET /api/v1/export?format=geojsonl HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    let mut first = [0; 1_000];
    assert!(stream.read(&mut first).unwrap() > 0);
    let began = Instant::now();
    terminate(server.0.id());
    server.0.wait().unwrap();
    assert!(began.elapsed() < Duration::from_secs(25), "{:?}", began.elapsed());
}
