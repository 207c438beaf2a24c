//! Where the bytes come from: a file, standard input, or a URL.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::resume::{Fetched, ResumingReader};

/// Why the bytes cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// No such file, or one that may not be read.
    #[error("cannot read {path}: {source}")]
    File {
        /// As given.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// A directory, a socket, a device.
    #[error("{0} is not a file{hint}", hint = if Path::new(.0).is_dir() { " but a directory: name a file in it" } else { "" })]
    NotAFile(String),
    /// The server does not answer as it should.
    #[error("cannot fetch {url}: {reason}")]
    Url {
        /// As given.
        url: String,
        /// What the server said, or why it did not.
        reason: String,
    },
}

/// An input that is open.
pub(super) enum Input {
    /// Bytes to read.
    Open {
        reader: Box<dyn Read + Send>,
        /// How many, where that is known.
        bytes: Option<u64>,
        /// The entity tag of a URL.
        etag: Option<String>,
    },
    /// The URL still has the entity tag of last time.
    NotModified,
}

/// Opens a file name, `-` for standard input, or an http(s) URL.
pub(super) fn open(name: &str, last_etag: Option<&str>) -> Result<Input, InputError> {
    if is_url(name) {
        return match ResumingReader::open(name, last_etag)? {
            Fetched::NotModified => Ok(Input::NotModified),
            Fetched::Body(reader) => {
                let (bytes, etag) = (reader.total(), reader.etag());
                Ok(Input::Open { reader, bytes, etag })
            }
        };
    }
    if name == "-" {
        return Ok(Input::Open { reader: Box::new(io::stdin()), bytes: None, etag: None });
    }
    let wrong = |source| InputError::File { path: name.to_owned(), source };
    let file = File::open(name).map_err(wrong)?;
    let metadata = file.metadata().map_err(wrong)?;
    if metadata.is_dir() {
        return Err(InputError::NotAFile(name.to_owned()));
    }
    let bytes = metadata.is_file().then_some(metadata.len());
    Ok(Input::Open { reader: Box::new(file), bytes, etag: None })
}

pub(super) fn is_url(name: &str) -> bool {
    name.starts_with("http://") || name.starts_with("https://")
}
