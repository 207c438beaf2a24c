use plainpied_domain::Interest;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::extract::{Faults, Members};
use crate::interest::{self, InterestRequest};
use crate::webhooks::{Allowed, check_url};
use crate::writing::line;

/// What happens to establishments.
const KINDS: [&str; 6] = ["created", "updated", "closed", "merged", "deleted", "noticed"];

/// A webhook. What is left out of a change stays as it is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WebhookRequest {
    /// Where messages go: https, to an address of the public internet.
    #[schema(format = "uri", max_length = 500, example = "https://example.org/hook")]
    url: Option<String>,
    /// For its owner.
    #[schema(max_length = 100)]
    name: Option<String>,
    /// Which changes; everything unless given.
    interest: Option<InterestRequest>,
    /// Which kinds of them; all unless given.
    #[schema(example = json!(["created", "updated", "closed", "merged", "deleted", "noticed"]))]
    kinds: Option<Vec<String>>,
    /// `active` or `paused`. What was disabled goes on when it is made active, from where it stopped.
    state: Option<String>,
    /// Of a new one: the position of the change log after which changes are told; the present one unless given.
    #[schema(minimum = 0)]
    since: Option<i64>,
}

/// What a body says of a webhook.
#[derive(Debug, Default)]
pub(crate) struct Given {
    pub url: Option<String>,
    pub name: Option<String>,
    pub interest: Option<Interest>,
    pub kinds: Option<Vec<String>>,
    pub state: Option<String>,
    pub since: Option<i64>,
}

/// Reads it from the members of a body.
pub(crate) fn read(members: &mut Members<'_>, faults: &mut Faults, allowed: &Allowed) -> Given {
    let url = members.text("url", faults);
    if let Some(Err(error)) = url.as_deref().map(|url| check_url(url, allowed)) {
        faults.add("/url", error, None);
    }
    let name = members
        .text("name", faults)
        .and_then(|name| line(&name, 100).map_err(|wrong| faults.add("/name", wrong, None)).ok());
    let state = members.text("state", faults);
    if state.as_deref().is_some_and(|state| !["active", "paused"].contains(&state)) {
        faults.add("/state", "must be active or paused", None);
    }
    Given {
        url,
        name,
        interest: interest::read(members, faults),
        kinds: kinds(members, faults),
        state,
        since: position(members, "since", faults),
    }
}

fn kinds(members: &mut Members<'_>, faults: &mut Faults) -> Option<Vec<String>> {
    let value = members.take("kinds")?;
    let words: Vec<&str> = value.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let whole = value.as_array().is_some_and(|list| list.len() == words.len() && !list.is_empty());
    if !whole || words.iter().any(|word| !KINDS.contains(word)) {
        faults.add("/kinds", format!("a list is expected of {}", KINDS.join(", ")), None);
    }
    Some(KINDS.iter().filter(|kind| words.contains(kind)).map(|kind| (*kind).to_owned()).collect())
}

/// A position of the change log.
pub(super) fn position(members: &mut Members<'_>, name: &'static str, faults: &mut Faults) -> Option<i64> {
    let value = members.take(name)?;
    let position = value.as_i64().filter(|position| *position >= 0);
    if position.is_none() {
        faults.add(&members.pointer(name), "a position of the change log is expected: 0 or more", None);
    }
    position
}

/// All kinds.
pub(super) fn all_kinds() -> Vec<String> {
    KINDS.map(str::to_owned).to_vec()
}
