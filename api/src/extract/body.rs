use axum::extract::Request;
use axum::http::{HeaderMap, header};
use futures::StreamExt;

use super::fields::shortened;
use crate::problem::{Problem, code};

/// The largest body that is read, bytes.
const LARGEST: usize = 2 * 1024 * 1024;

/// The body of a request of this media type.
///
/// # Errors
/// 415 for another media type, 413 beyond 2 MiB, 400 where the client broke off.
pub(crate) async fn body(request: Request, media: &'static str) -> Result<Vec<u8>, Problem> {
    body_of(request, &[media]).await
}

/// The body of a request of one of these media types.
///
/// # Errors
/// As [`body`].
pub(crate) async fn body_of(request: Request, media: &[&'static str]) -> Result<Vec<u8>, Problem> {
    body_within(request, media, LARGEST).await
}

/// The body of a request of one of these media types, of at most so many bytes.
///
/// # Errors
/// As [`body`].
pub(crate) async fn body_within(
    request: Request,
    media: &[&'static str],
    most: usize,
) -> Result<Vec<u8>, Problem> {
    let given = media_type(request.headers());
    if !media.iter().any(|media| given.eq_ignore_ascii_case(media)) {
        let what =
            if given.is_empty() { "no media type".to_owned() } else { format!("{:?}", shortened(given)) };
        return Err(Problem::new(&code::UNSUPPORTED_BODY)
            .detail(format!("Content-Type says {what}; this address reads {}.", media.join(" and ")))
            .with("available", media.to_vec()));
    }
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    if announced.and_then(|length| length.parse::<u64>().ok()).is_some_and(|length| length > most as u64) {
        return Err(too_large(most));
    }
    let mut chunks = request.into_body().into_data_stream();
    let mut bytes = Vec::new();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk
            .map_err(|error| Problem::new(&code::MALFORMED_BODY).detail("the body broke off").cause(error))?;
        if bytes.len() + chunk.len() > most {
            return Err(too_large(most));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn too_large(most: usize) -> Problem {
    Problem::new(&code::LARGE_BODY).detail(format!("At most {most} bytes are read."))
}

/// Type and subtype, without parameters.
fn media_type(headers: &HeaderMap) -> &str {
    let given = headers.get(header::CONTENT_TYPE).and_then(|media| media.to_str().ok()).unwrap_or_default();
    given.split(';').next().unwrap_or_default().trim()
}
