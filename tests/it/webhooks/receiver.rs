//! Somebody who receives messages, well or badly.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;
use standardwebhooks::Webhook;

/// One request, as it came.
#[derive(Debug, Clone)]
pub struct Received {
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Received {
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Positions of the changes that it tells of.
    pub fn positions(&self) -> Vec<i64> {
        let json = self.json();
        let changes = json["data"]["changes"].as_array().unwrap().iter();
        changes.map(|change| change["position"].as_i64().unwrap()).collect()
    }

    /// Whether the library of the specification takes it for signed by this secret, now.
    pub fn is_signed_by(&self, secret: &str) -> bool {
        let mut headers = ureq::http::HeaderMap::new();
        for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
            headers.insert(name, self.header(name).parse().unwrap());
        }
        Webhook::new(secret).unwrap().verify(&self.body, &headers).is_ok()
    }
}

/// How the nth request (from 0) is answered.
#[derive(Debug, Clone)]
pub enum Behaviour {
    Status(u16),
    Redirect(String),
    /// Says nothing.
    Hang,
    /// Says 200 and goes on for ever.
    Endless,
}

pub struct Receiver {
    pub url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Receiver {
    /// One that accepts everything.
    pub fn new() -> Self {
        Self::that(|_| Behaviour::Status(204))
    }

    pub fn that(behave: impl Fn(usize) -> Behaviour + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&received);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let Some(request) = read(&mut stream) else { continue };
                let number = kept.lock().unwrap().len();
                kept.lock().unwrap().push(request);
                let behaviour = behave(number);
                std::thread::spawn(move || answer(stream, &behaviour));
            }
        });
        Self { url, received }
    }

    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// All positions told of, in the order in which they came.
    pub fn positions(&self) -> Vec<i64> {
        self.received().iter().flat_map(Received::positions).collect()
    }
}

fn read(stream: &mut TcpStream) -> Option<Received> {
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let mut bytes = Vec::new();
    let mut piece = [0; 8_192];
    let end = loop {
        let read = stream.read(&mut piece).ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&piece[..read]);
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
    };
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let headers: Vec<(String, String)> = head
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let mut body = bytes[end + 4..].to_vec();
    let length = headers.iter().find(|(name, _)| name == "content-length")?.1.parse::<usize>().ok()?;
    while body.len() < length {
        let read = stream.read(&mut piece).ok().filter(|read| *read > 0)?;
        body.extend_from_slice(&piece[..read]);
    }
    Some(Received { headers, body })
}

fn answer(mut stream: TcpStream, behaviour: &Behaviour) {
    let _gone = match behaviour {
        Behaviour::Status(status) => {
            stream.write_all(format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n").as_bytes())
        }
        Behaviour::Redirect(to) => stream
            .write_all(format!("HTTP/1.1 307 X\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n").as_bytes()),
        Behaviour::Hang => {
            std::thread::sleep(Duration::from_secs(120));
            Ok(())
        }
        Behaviour::Endless => endless(&mut stream),
    };
}

fn endless(stream: &mut TcpStream) -> std::io::Result<()> {
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n")?;
    loop {
        stream.write_all(&[b'x'; 65_536])?;
    }
}
