//! A small provider of identities (OpenID Connect Core 1.0, code flow): signs with ES256 what a test tells it to.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub struct Provider {
    pub url: String,
    room: Arc<Mutex<Room>>,
}

struct Room {
    url: String,
    key: EcdsaKeyPair,
    /// Signs instead, where a test wants a forged identity.
    other: Option<EcdsaKeyPair>,
    /// What is said of whoever has this code: the challenge (RFC 7636) and the claims.
    codes: BTreeMap<String, (String, Value)>,
}

fn key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, made.as_ref(), &random).unwrap()
}

/// The parameters of an address or a form.
pub fn parameters(query: &str) -> BTreeMap<String, String> {
    let decode = |text: &str| {
        let bytes = text.replace('+', " ").into_bytes();
        let mut out = Vec::new();
        let mut rest = bytes.iter();
        while let Some(byte) = rest.next() {
            let digit = |byte: Option<&u8>| char::from(*byte.unwrap()).to_digit(16).unwrap();
            out.push(match byte {
                b'%' => u8::try_from(digit(rest.next()) * 16 + digit(rest.next())).unwrap(),
                other => *other,
            });
        }
        String::from_utf8(out).unwrap()
    };
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (decode(name), decode(value))).collect()
}

impl Provider {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let room = Room { url: url.clone(), key: key(), other: None, codes: BTreeMap::new() };
        let room = Arc::new(Mutex::new(room));
        let shared = Arc::clone(&room);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let room = Arc::clone(&shared);
                std::thread::spawn(move || _ = answer(&stream.unwrap(), &room));
            }
        });
        Self { url, room }
    }

    /// Signs with a key that is not the published one from now on.
    pub fn forge(&self) {
        self.room.lock().unwrap().other = Some(key());
    }

    /// Somebody says yes at the provider, to which this address led; the path and query that it leads back to.
    /// `claims` go before what is usual.
    pub fn consent(&self, address: &str, claims: Value) -> String {
        assert!(address.starts_with(&format!("{}/authorize?", self.url)), "{address}");
        let asked = parameters(address.split_once('?').unwrap().1);
        assert_eq!(
            (asked["response_type"].as_str(), asked["code_challenge_method"].as_str()),
            ("code", "S256")
        );
        assert!(asked["scope"].contains("openid") && asked["scope"].contains("email"));
        let now = plainpied_domain::Clock::now(&plainpied_domain::SystemClock).unix_timestamp();
        let mut whole = json!({ "iss": self.url, "aud": asked["client_id"], "iat": now, "exp": now + 300,
            "nonce": asked["nonce"], "sub": "person-1" });
        for (name, value) in claims.as_object().unwrap() {
            whole[name] = value.clone();
        }
        let code = uuid::Uuid::new_v4().to_string();
        let mut room = self.room.lock().unwrap();
        room.codes.insert(code.clone(), (asked["code_challenge"].clone(), whole));
        let path = asked["redirect_uri"].strip_prefix(crate::smtp::SITE).unwrap();
        format!("{path}?code={code}&state={}&session_state=ignored", asked["state"])
    }
}

fn answer(stream: &TcpStream, room: &Mutex<Room>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?);
    let mut first = String::new();
    lines.read_line(&mut first)?;
    let (mut length, mut authorized) = (0, false);
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 || line == "\r\n" {
            break;
        }
        let line = line.to_ascii_lowercase();
        if let Some(text) = line.strip_prefix("content-length:") {
            length = text.trim().parse().unwrap();
        }
        authorized |= line.starts_with("authorization: basic ");
    }
    let mut body = vec![0; length];
    lines.read_exact(&mut body)?;
    let room = room.lock().unwrap();
    let path = first.split(' ').nth(1).unwrap_or_default();
    let (status, text) = match path {
        "/.well-known/openid-configuration" => ("200 OK", about(&room.url)),
        "/keys" => ("200 OK", keys(&room.key)),
        "/token" if authorized => token(room, &parameters(&String::from_utf8(body).unwrap())),
        _ => ("404 Not Found", json!({ "error": "invalid_request" })),
    };
    let text = text.to_string();
    let mut out = stream;
    write!(out, "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n", text.len())?;
    write!(out, "connection: close\r\n\r\n{text}")
}

fn about(url: &str) -> Value {
    json!({ "issuer": url, "authorization_endpoint": format!("{url}/authorize"),
        "token_endpoint": format!("{url}/token"), "jwks_uri": format!("{url}/keys"),
        "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"] })
}

fn keys(key: &EcdsaKeyPair) -> Value {
    // Uncompressed: 4, x, y.
    let (x, y) = key.public_key().as_ref()[1..].split_at(32);
    json!({ "keys": [{ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "one",
        "x": BASE64.encode(x), "y": BASE64.encode(y) }] })
}

fn token(
    mut room: std::sync::MutexGuard<'_, Room>,
    form: &BTreeMap<String, String>,
) -> (&'static str, Value) {
    let proof = BASE64.encode(Sha256::digest(form.get("code_verifier").map_or("", String::as_str)));
    let found = room.codes.remove(form.get("code").map_or("", String::as_str));
    let Some((_, claims)) = found.filter(|(challenge, _)| *challenge == proof) else {
        return ("400 Bad Request", json!({ "error": "invalid_grant" }));
    };
    let head = BASE64.encode(json!({ "alg": "ES256", "kid": "one" }).to_string());
    let signed = format!("{head}.{}", BASE64.encode(claims.to_string()));
    let signer = room.other.as_ref().unwrap_or(&room.key);
    let signature = signer.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
    let identity = format!("{signed}.{}", BASE64.encode(signature.as_ref()));
    ("200 OK", json!({ "access_token": "unused", "token_type": "Bearer", "id_token": identity }))
}
