//! Temporary notices: what a manager or a moderator announces of a place, and takes back. API and pages call these.

use plainpied_criteria::schema;
use plainpied_domain::EstablishmentId;
use plainpied_domain::access::Action;
use plainpied_store::moderation::{self, NoticeRecord};
use serde_json::Value;
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::auth::Caller;
use crate::extract::{Faults, Members, read_whole};
use crate::problem::{Problem, code};
use crate::routes::establishments::published;
use crate::state::{AppState, in_time};
use crate::view::NoticeView;
use crate::writing::line;

/// What is the matter.
pub(crate) const KINDS: [&str; 5] = ["lift", "entrance", "works", "equipment", "other"];
/// What lasts longer is no longer temporary.
const LONGEST: Duration = Duration::days(366);

/// Announces something.
///
/// # Errors
/// The caller may not; there is no such place; 422 with what is wrong with the body.
pub(crate) async fn announce(
    state: &AppState,
    caller: &Caller,
    (id, body): (EstablishmentId, &Value),
) -> Result<NoticeView, Problem> {
    let ties = caller.permit(state, Action::Announce, Some(id)).await?;
    published(state, id).await?;
    let now = state.clock().now();
    let read = read_whole(body, |members, faults| read(members, faults, now))?;
    let record = NoticeRecord {
        id: EstablishmentId::new(now, rand::random()).as_uuid(),
        establishment_id: id.as_uuid(),
        source_key: caller.account.speaks_as(ties.manages).to_string(),
        account_id: caller.account.id,
        created_at: now,
        ..read
    };
    in_time(async {
        let mut transaction = state.pool().begin().await?;
        moderation::add_notice(&mut transaction, &record).await?;
        Ok(transaction.commit().await?)
    })
    .await?;
    state.wake();
    Ok(NoticeView::new(record, now))
}

/// Takes one back before its time.
///
/// # Errors
/// The caller may not; 404 for none, or one that has ended.
pub(crate) async fn withdraw(
    state: &AppState,
    caller: &Caller,
    (id, notice): (EstablishmentId, Uuid),
) -> Result<(), Problem> {
    caller.permit(state, Action::Announce, Some(id)).await?;
    let now = state.clock().now();
    let done = in_time(async {
        let mut transaction = state.pool().begin().await?;
        let done = moderation::withdraw_notice(&mut transaction, (id, notice), now).await?;
        transaction.commit().await?;
        Ok(done)
    });
    if !done.await? {
        return Err(Problem::new(&code::NOT_FOUND)
            .detail("there is no such notice, or it has ended")
            .at("notice"));
    }
    state.wake();
    Ok(())
}

fn read(members: &mut Members<'_>, faults: &mut Faults, now: OffsetDateTime) -> NoticeRecord {
    let kind = members.text("kind", faults).unwrap_or_default();
    if !KINDS.contains(&kind.as_str()) {
        faults.add("/kind", format!("must be among {}", KINDS.join(", ")), None);
    }
    let message = line(&members.text("message", faults).unwrap_or_default(), 500);
    let message = message.map_err(|wrong| faults.add("/message", wrong, None)).unwrap_or_default();
    let from = instant(members, "from", faults).unwrap_or(now);
    let until = instant(members, "until", faults);
    let ends_at = until.unwrap_or(now);
    if ends_at <= now.max(from) || ends_at - from > LONGEST {
        faults.add("/until", "an instant after from and now is expected, at most a year on", None);
    }
    NoticeRecord {
        id: Uuid::nil(),
        establishment_id: Uuid::nil(),
        kind,
        message,
        criteria: criteria(members, faults),
        begins_at: from,
        ends_at,
        source_key: String::new(),
        account_id: Uuid::nil(),
        created_at: now,
    }
}

fn instant(members: &mut Members<'_>, name: &'static str, faults: &mut Faults) -> Option<OffsetDateTime> {
    let text = members.text(name, faults)?;
    let read = OffsetDateTime::parse(&text, &Rfc3339).ok().filter(|at| at.checked_to_utc().is_some());
    if read.is_none() {
        faults.add(&members.pointer(name), "an instant is expected, as 2026-11-24T08:00:00Z", None);
    }
    read
}

fn criteria(members: &mut Members<'_>, faults: &mut Faults) -> Vec<String> {
    let Some(value) = members.take("criteria") else {
        return Vec::new();
    };
    let keys: Vec<&str> = value.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if value.as_array().is_none_or(|list| list.len() != keys.len() || list.len() > 110) {
        faults.add("/criteria", "a list of criteria is expected", None);
    }
    for (place, key) in keys.iter().enumerate() {
        if schema().get(key).is_none() {
            faults.add(&format!("/criteria/{place}"), "no criterion has this key", None);
        }
    }
    keys.into_iter().map(str::to_owned).collect()
}
