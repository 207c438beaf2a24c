use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::{HeaderMap, HeaderName, header};
use plainpied_domain::EstablishmentId;
use plainpied_store::account::Claim;
use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::auth::{Caller, Token};
use crate::extract::{Fields, QueryParams, body_of, read_json, read_whole};
use crate::problem::{Problem, code};
use crate::state::AppState;
use crate::view::media;

/// Names a request, so that it is done once however often it is sent.
pub(crate) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// How to write.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WriteParams {
    /// Check and answer as if it were written, and write nothing.
    #[param(value_type = Option<bool>)]
    pub dry_run: bool,
}

impl QueryParams for WriteParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        Ok(Self { dry_run: fields.switch("dry_run")?.unwrap_or(false) })
    }
}

/// Why something is done. The body may be left out.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReasonRequest {
    /// For the history.
    #[schema(max_length = 300, example = "The shop has moved away.")]
    reason: Option<String>,
}

/// A request to write: who asks, what it says, and how often it may be done.
#[derive(Debug)]
pub(crate) struct Submission {
    pub caller: Caller,
    /// The body; an empty object where there is none.
    pub body: Value,
    /// The version that it is about, from If-Match.
    pub expected: Option<i32>,
    /// The draft that this publishes: it is removed with the write.
    pub draft: Option<Uuid>,
    /// Establishments that its author looked at, each with the version: where one is another by now, nothing is done.
    pub seen: Vec<(EstablishmentId, i32)>,
    key: Option<String>,
    request: Vec<u8>,
}

impl Submission {
    /// What a form of ours asks for at `path`. `once` is a secret that the form was given: a double click does it once,
    /// while another answer from the same form, after going back, is another request.
    pub fn of_form(
        caller: Caller,
        (path, body): (&str, Value),
        expected: Option<i32>,
        once: Option<&str>,
    ) -> Self {
        let request: [u8; 32] = Sha256::new()
            .chain_update("form ")
            .chain_update(path)
            .chain_update(body.to_string())
            .finalize()
            .into();
        let key = once.and_then(Token::read).map(|once| {
            let named = Sha256::new().chain_update(once.as_str()).chain_update(request).finalize();
            Token::of(named.into()).as_str().to_owned()
        });
        Self { caller, body, expected, draft: None, seen: Vec::new(), key, request: request.to_vec() }
    }

    /// The claim under which it is done once.
    pub fn claim(&self) -> Option<Claim<'_>> {
        let key = self.key.as_deref()?;
        Some(Claim { account: self.caller.account.id, key, request: &self.request })
    }

    /// The reason, where a body holds nothing else.
    ///
    /// # Errors
    /// 422 for anything else.
    pub fn reason(&self) -> Result<Option<String>, Problem> {
        read_whole(&self.body, super::asked::reason)
    }
}

impl FromRequest<AppState> for Submission {
    type Rejection = Problem;

    /// # Errors
    /// 401, then 400, 413 and 415 for what cannot be read.
    async fn from_request(request: Request, state: &AppState) -> Result<Self, Problem> {
        let (mut parts, content) = request.into_parts();
        let caller = Caller::from_request_parts(&mut parts, state).await?;
        let expected = expected(&parts.headers)?;
        let key = idempotency_key(&parts.headers)?;
        let mut hash = Sha256::new();
        hash.update(parts.method.as_str());
        hash.update(parts.uri.to_string());
        let empty = parts.headers.get(header::CONTENT_TYPE).is_none();
        let bytes = if empty {
            Vec::new()
        } else {
            body_of(Request::from_parts(parts, content), &[media::JSON, media::MERGE_PATCH]).await?
        };
        hash.update(&bytes);
        let body = if bytes.is_empty() { Value::Object(Map::new()) } else { read_json(&bytes)? };
        Ok(Self {
            caller,
            body,
            expected,
            draft: None,
            seen: Vec::new(),
            key,
            request: hash.finalize().to_vec(),
        })
    }
}

/// The version in If-Match: entity tags of records begin with it.
fn expected(headers: &HeaderMap) -> Result<Option<i32>, Problem> {
    let Some(value) = headers.get(header::IF_MATCH) else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let tag = text.strip_prefix("W/").unwrap_or(text).trim_matches('"');
    let version = tag.split('-').next().and_then(|version| version.parse().ok());
    version.map(Some).ok_or_else(|| {
        Problem::parameter(
            "If-Match",
            "one entity tag of this establishment is expected, as an answer gave it",
        )
    })
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get(IDEMPOTENCY_KEY) else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default().trim().trim_matches('"');
    if text.is_empty() || text.len() > 200 {
        return Err(Problem::new(&code::INVALID_PARAMETER)
            .detail("an Idempotency-Key has 1 to 200 visible characters")
            .at("Idempotency-Key"));
    }
    Ok(Some(text.to_owned()))
}
