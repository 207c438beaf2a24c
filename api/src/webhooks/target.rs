//! Where messages may go. A name is resolved once, its addresses are judged, and the connection is made to the very
//! addresses that were judged: a name that means something else a moment later leads nowhere.

use std::collections::BTreeSet;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Client, Url, redirect};

use super::address::is_public;

/// From the first look at the name to the end of the answer's head.
pub(super) const TIME_LIMIT: Duration = Duration::from_secs(15);
const CONNECT_LIMIT: Duration = Duration::from_secs(5);

/// Hosts that may be reached wherever they are, and without TLS: for development and tests. None unless named.
#[derive(Debug, Clone, Default)]
pub struct Allowed(Arc<BTreeSet<String>>);

impl Allowed {
    /// Names or addresses, as they stand in URLs.
    pub fn new(hosts: impl IntoIterator<Item = String>) -> Self {
        Self(Arc::new(hosts.into_iter().map(|host| host.trim().to_ascii_lowercase()).collect()))
    }

    fn has(&self, host: &str) -> bool {
        self.0.contains(host.trim_matches(['[', ']']))
    }
}

/// Why messages may not go there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAllowed {
    /// No URL.
    #[error("an absolute https URL is expected, without user name and fragment")]
    Url,
    /// Not encrypted.
    #[error("only https URLs are taken")]
    Plain,
    /// An address that is not of the public internet.
    #[error("{0} is no address of the public internet")]
    Address(IpAddr),
}

/// The URL that a text is, as far as it can be told without asking anybody.
///
/// # Errors
/// Why messages may not go there.
pub(crate) fn check_url(text: &str, allowed: &Allowed) -> Result<Url, NotAllowed> {
    let url = Url::parse(text).or(Err(NotAllowed::Url))?;
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or(NotAllowed::Url)?;
    let bare = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    if !bare || !matches!(url.scheme(), "https" | "http") || text.len() > 500 {
        return Err(NotAllowed::Url);
    }
    if allowed.has(host) {
        return Ok(url);
    }
    if url.scheme() != "https" {
        return Err(NotAllowed::Plain);
    }
    // A host that is an address is never resolved: it is judged here.
    match host.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(address) if !is_public(address) => Err(NotAllowed::Address(address)),
        _ => Ok(url),
    }
}

/// Asks what addresses a name has.
pub(super) trait LookUp: Send + Sync {
    fn look_up(&self, name: String) -> Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;
}

/// The resolver of the system.
pub(super) struct System;

impl LookUp for System {
    fn look_up(&self, name: String) -> Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>> {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// Resolves names to public addresses only.
struct Guard {
    look_up: Arc<dyn LookUp>,
    allowed: Allowed,
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let name = name.as_str().to_owned();
        let free = self.allowed.has(&name);
        let found = self.look_up.look_up(name);
        Box::pin(async move {
            let addresses = found.await?;
            // One that leads inside is enough to refuse the name: it is not what its owner says it is.
            if let Some(inside) = addresses.iter().find(|address| !free && !is_public(**address)) {
                return Err(NotAllowed::Address(*inside).into());
            }
            let addresses = addresses.into_iter().map(|address| SocketAddr::new(address, 0));
            Ok(Box::new(addresses.collect::<Vec<_>>().into_iter()) as Addrs)
        })
    }
}

/// What sends messages: no redirect is followed, no proxy asked, nothing waited for.
///
/// # Errors
/// TLS cannot be set up.
pub(super) fn client(allowed: &Allowed, look_up: Arc<dyn LookUp>) -> Result<Client, reqwest::Error> {
    crate::tls::choose_provider();
    Client::builder()
        .user_agent(concat!("Plainpied/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::none())
        .no_proxy()
        .referer(false)
        .http1_only()
        .timeout(TIME_LIMIT)
        .connect_timeout(CONNECT_LIMIT)
        // A connection that is kept would go on to an address that was judged long ago.
        .pool_max_idle_per_host(0)
        .dns_resolver(Arc::new(Guard { look_up, allowed: allowed.clone() }))
        .build()
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    /// Answers differently each time.
    struct Rebinding(Mutex<Vec<Vec<&'static str>>>);

    impl LookUp for Rebinding {
        fn look_up(&self, _: String) -> Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>> {
            let answer = self.0.lock().unwrap().remove(0);
            Box::pin(async move { Ok(answer.iter().map(|text| text.parse().unwrap()).collect()) })
        }
    }

    fn rebinding(answers: &[&[&'static str]]) -> Arc<Rebinding> {
        Arc::new(Rebinding(Mutex::new(answers.iter().map(|answer| answer.to_vec()).collect())))
    }

    fn allowed(hosts: &[&str]) -> Allowed {
        Allowed::new(hosts.iter().map(|host| (*host).to_owned()))
    }

    #[test]
    fn urls_that_lead_inside_or_are_not_encrypted_are_refused_before_anybody_is_asked() {
        let none = Allowed::default();
        for right in
            ["https://example.org/hook?x=1", "https://example.org:8443/", "https://[2606:4700::1111]/"]
        {
            assert!(check_url(right, &none).is_ok(), "{right}");
        }
        for (wrong, reason) in [
            ("http://example.org/", NotAllowed::Plain),
            ("ftp://example.org/", NotAllowed::Url),
            ("example.org/hook", NotAllowed::Url),
            ("https://user@example.org/", NotAllowed::Url),
            ("https://example.org/#x", NotAllowed::Url),
            ("https://127.0.0.1/", NotAllowed::Address("127.0.0.1".parse().unwrap())),
            // Other ways to write an address.
            ("https://2130706433/", NotAllowed::Address("127.0.0.1".parse().unwrap())),
            ("https://0x7f.1/", NotAllowed::Address("127.0.0.1".parse().unwrap())),
            ("https://[::ffff:10.0.0.1]/", NotAllowed::Address("::ffff:10.0.0.1".parse().unwrap())),
        ] {
            assert_eq!(check_url(wrong, &none).unwrap_err(), reason, "{wrong}");
        }
        assert!(check_url("http://127.0.0.1:9/", &allowed(&["127.0.0.1"])).is_ok());
        assert!(check_url("http://[::1]:9/", &allowed(&["::1"])).is_ok());
        assert!(check_url("http://127.0.0.2:9/", &allowed(&["127.0.0.1"])).is_err());
    }

    /// What a request for this URL fails by, in full.
    async fn failure(client: &Client, url: &str) -> String {
        let error = client.post(url).send().await.unwrap_err();
        format!("{:?}", &error as &dyn std::error::Error)
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_refused_also_when_it_did_not_the_first_time() {
        let look_up = rebinding(&[&["10.0.0.1"], &["9.9.9.9", "127.0.0.1"], &["::ffff:127.0.0.1"]]);
        let client = client(&Allowed::default(), look_up).unwrap();
        for inside in ["10.0.0.1", "127.0.0.1", "::ffff:127.0.0.1"] {
            let failure = failure(&client, "https://hook.example/").await;
            assert!(failure.contains(&format!("Address({inside})")), "{failure}");
        }
    }

    #[tokio::test]
    async fn the_connection_goes_to_the_address_that_was_judged_and_no_name_is_asked_twice() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut head = [0; 1_024];
            let read = stream.read(&mut head).await.unwrap();
            stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await.unwrap();
            String::from_utf8_lossy(&head[..read]).into_owned()
        });
        // Asked a second time, the name would mean another address, where nobody listens.
        let look_up = rebinding(&[&["127.0.0.1"], &["127.0.0.9"]]);
        let client = client(&allowed(&["hook.example"]), look_up.clone()).unwrap();
        let answer = client.post(format!("http://hook.example:{port}/")).send().await.unwrap();
        assert_eq!(answer.status(), 204);
        assert!(server.await.unwrap().contains("host: hook.example"));
        assert_eq!(look_up.0.lock().unwrap().len(), 1, "asked once");
    }
}
