//! A body that outlives its connection: where reading fails it asks for the rest (RFC 9110 clause 14, Range and
//! If-Range), so that a file of a gigabyte does not start anew for one lost packet.

use std::io::{self, Read};
use std::time::Duration;

use ureq::http::{Response, StatusCode, header};
use ureq::{Agent, Body, BodyReader};

use super::InputError;

/// Connections tried for one read before giving up.
const TRIES: u32 = 5;

/// What the first request brought.
pub(super) enum Fetched {
    NotModified,
    Body(Box<ResumingReader>),
}

/// Reads the body of a URL.
pub(super) struct ResumingReader {
    agent: Agent,
    url: String,
    etag: Option<String>,
    body: BodyReader<'static>,
    total: Option<u64>,
    read: u64,
}

impl ResumingReader {
    /// Asks for a URL, unless it still has this entity tag.
    pub fn open(url: &str, last_etag: Option<&str>) -> Result<Fetched, InputError> {
        let agent: Agent = Agent::config_builder()
            .timeout_connect(Some(Duration::from_secs(10)))
            .timeout_recv_response(Some(Duration::from_secs(60)))
            // The bytes must be those that Range counts: no compression on the way.
            .accept_encoding("identity")
            .user_agent(concat!("plainpied/", env!("CARGO_PKG_VERSION")))
            .http_status_as_error(false)
            .build()
            .into();
        let mut request = agent.get(url);
        if let Some(etag) = last_etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        let wrong = |reason: String| InputError::Url { url: url.to_owned(), reason };
        let response = request.call().map_err(|error| wrong(error.to_string()))?;
        match response.status() {
            StatusCode::OK => {}
            StatusCode::NOT_MODIFIED => return Ok(Fetched::NotModified),
            status => return Err(wrong(format!("the server answered {status}"))),
        }
        let text = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
        let etag = text(header::ETAG).map(str::to_owned);
        let total = text(header::CONTENT_LENGTH).and_then(|length| length.parse().ok());
        let body = response.into_body().into_reader();
        Ok(Fetched::Body(Box::new(Self { agent, url: url.to_owned(), etag, body, total, read: 0 })))
    }

    pub fn total(&self) -> Option<u64> {
        self.total
    }

    pub fn etag(&self) -> Option<String> {
        self.etag.clone()
    }

    /// A strong entity tag: only with it is the rest of a body known to be the rest of the same body.
    fn validator(&self) -> Option<&str> {
        self.etag.as_deref().filter(|etag| !etag.starts_with("W/"))
    }

    fn reconnect(&mut self, cause: &io::Error) -> io::Result<()> {
        let lost = |why: String| io::Error::new(cause.kind(), format!("{cause}; {why}"));
        let validator =
            self.validator().ok_or_else(|| lost("the server gives no entity tag to go on by".to_owned()))?;
        let response = self
            .agent
            .get(&self.url)
            .header(header::RANGE, format!("bytes={}-", self.read))
            .header(header::IF_RANGE, validator)
            .call()
            .map_err(|error| lost(error.to_string()))?;
        self.body = match response.status() {
            StatusCode::PARTIAL_CONTENT if self.continues(&response) => response.into_body().into_reader(),
            StatusCode::OK if self.same_body(&response) => {
                // A server without ranges: read again what is known already.
                let mut body = response.into_body().into_reader();
                io::copy(&mut (&mut body).take(self.read), &mut io::sink())?;
                body
            }
            _ => {
                return Err(lost("the file changed on the server while it was read: start again".to_owned()));
            }
        };
        Ok(())
    }

    fn continues(&self, response: &Response<Body>) -> bool {
        let start = format!("bytes {}-", self.read);
        response
            .headers()
            .get(header::CONTENT_RANGE)
            .and_then(|range| range.to_str().ok())
            .is_some_and(|range| range.starts_with(&start))
    }

    fn same_body(&self, response: &Response<Body>) -> bool {
        let etag = response.headers().get(header::ETAG).and_then(|etag| etag.to_str().ok());
        etag.is_some() && etag == self.validator()
    }

    /// An end before the announced length is a lost connection, not an end.
    fn read_once(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.body.read(buffer)? {
            0 if !buffer.is_empty() && self.total.is_some_and(|total| self.read < total) => {
                Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the connection ended early"))
            }
            count => Ok(count),
        }
    }
}

impl Read for ResumingReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut outcome = self.read_once(buffer);
        for attempt in 0..TRIES {
            let Err(cause) = outcome else { break };
            std::thread::sleep(Duration::from_millis(200 << attempt));
            outcome = self.reconnect(&cause).and_then(|()| self.read_once(buffer));
        }
        let count = outcome?;
        self.read += count as u64;
        Ok(count)
    }
}
