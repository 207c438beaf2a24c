//! A small SMTP server (RFC 5321) that keeps what it is given.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use mail_parser::{Message, MessageParser};

use crate::harness::wait_until;

/// A mail as it came.
#[derive(Clone)]
pub struct Received {
    pub to: String,
    pub data: Vec<u8>,
}

/// What the server answers to recipients, once each, before it accepts them.
type Refusals = Arc<Mutex<Vec<&'static str>>>;

pub struct Smtp {
    pub url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Smtp {
    pub fn start() -> Self {
        Self::refusing(&[])
    }

    /// A server that first answers so to recipients: `451 later`.
    pub fn refusing(first: &[&'static str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let received = Arc::<Mutex<Vec<Received>>>::default();
        let refusals = Arc::new(Mutex::new(first.to_vec()));
        let kept = Arc::clone(&received);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (kept, refusals) = (Arc::clone(&kept), Arc::clone(&refusals));
                std::thread::spawn(move || _ = talk(&stream.unwrap(), &kept, &refusals));
            }
        });
        Self { url, received }
    }

    /// The options of a server that sends its mails here.
    pub fn options(&self) -> [&str; 6] {
        [
            "--smtp-url",
            &self.url,
            "--mail-from",
            "Plainpied <contact@plainpied.example>",
            "--public-url",
            SITE,
        ]
    }

    /// All mails to an address.
    pub fn mails_to(&self, address: &str) -> Vec<Received> {
        let all = self.received.lock().unwrap();
        all.iter().filter(|mail| mail.to == address).cloned().collect()
    }

    /// The newest mail to an address, once there are so many.
    pub fn mail_to(&self, address: &str, count: usize) -> Received {
        wait_until("the mail is there", || self.mails_to(address).len() >= count);
        self.mails_to(address).pop().unwrap()
    }
}

/// What servers with mail call themselves.
pub const SITE: &str = "https://plainpied.example";

impl Received {
    pub fn message(&self) -> Message<'_> {
        MessageParser::default().parse(&self.data).unwrap()
    }

    pub fn text(&self) -> String {
        self.message().body_text(0).unwrap().into_owned()
    }

    pub fn html(&self) -> String {
        self.message().body_html(0).unwrap().into_owned()
    }

    /// The path of the first link of the site that begins so.
    pub fn path(&self, start: &str) -> String {
        let text = self.text();
        let whole = format!("{SITE}{start}");
        let link = text.split_whitespace().find(|word| word.starts_with(&whole));
        link.unwrap_or_else(|| panic!("no {start} in {text}"))[SITE.len()..].to_owned()
    }
}

fn talk(stream: &TcpStream, kept: &Mutex<Vec<Received>>, refusals: &Refusals) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?);
    let mut out = stream;
    let mut to = Vec::new();
    out.write_all(b"220 test ESMTP\r\n")?;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let command = line.trim_end().to_ascii_uppercase();
        let answer = match command.split([' ', ':']).next().unwrap_or_default() {
            "EHLO" => "250-test\r\n250 8BITMIME".to_owned(),
            "RCPT" => {
                let mut refusals = refusals.lock().unwrap();
                if refusals.is_empty() {
                    to.push(line.split(['<', '>']).nth(1).unwrap_or_default().to_owned());
                    "250 OK".to_owned()
                } else {
                    refusals.remove(0).to_owned()
                }
            }
            "DATA" => {
                out.write_all(b"354 go on\r\n")?;
                let data = data(&mut lines)?;
                let mails = to.drain(..).map(|to| Received { to, data: data.clone() });
                kept.lock().unwrap().extend(mails);
                "250 OK".to_owned()
            }
            "QUIT" => {
                out.write_all(b"221 bye\r\n")?;
                return Ok(());
            }
            "MAIL" | "NOOP" | "RSET" => "250 OK".to_owned(),
            _ => "502 not known".to_owned(),
        };
        out.write_all(format!("{answer}\r\n").as_bytes())?;
    }
}

/// Everything up to the line of one dot; doubled dots are single ones.
fn data(lines: &mut impl BufRead) -> std::io::Result<Vec<u8>> {
    let mut data = Vec::new();
    loop {
        let mut line = Vec::new();
        if lines.read_until(b'\n', &mut line)? == 0 || line == b".\r\n" {
            return Ok(data);
        }
        data.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}
