//! Taking a text out of the history.

use plainpied_criteria::{Lang, schema};
use plainpied_domain::{EstablishmentId, Origin, Settlement, TextMember, is_redacted};
use plainpied_store::account::Account;
use plainpied_store::history::{self, RedactionRecord, VersionRecord};
use plainpied_store::write::{self, Deed, Target, Write, WriteContext};
use plainpied_store::{Connection, PgConnection, StoreError};
use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Told, decided_already, fresh_id, label_of, members, tell};
use crate::extract::Faults;
use crate::problem::{Problem, code};
use crate::writing::{Room, WrittenView, author_of, judged};

/// What is to be taken out.
#[derive(Debug, Clone)]
pub(crate) struct Redaction {
    /// Of which establishment.
    pub establishment: EstablishmentId,
    /// The version that said it.
    pub version: i32,
    /// Which member, as a JSON Pointer; `/reason` is the reason of the version.
    pub member: String,
    /// Why.
    pub why: String,
    /// What stands in its place, where no record can be without.
    pub replacement: Option<String>,
}

/// A free text that a version says, which can be taken out.
#[derive(Debug)]
pub(crate) struct FreeText {
    /// The member, as [`Redaction`] names it.
    pub member: String,
    /// What it is called.
    pub label: String,
    /// What it says.
    pub text: String,
}

impl FreeText {
    /// The free texts that a version says.
    pub fn all(version: &VersionRecord, lang: Lang) -> Vec<Self> {
        let said = members(&version.diff).filter_map(|(member, _, new)| {
            TextMember::at(schema(), &member)?;
            Some(Self { label: label_of(&member, lang), text: new.as_str()?.to_owned(), member })
        });
        let reason = (!version.reason.is_empty()).then(|| Self {
            member: REASON.to_owned(),
            label: label_of(REASON, lang),
            text: version.reason.clone(),
        });
        said.chain(reason).collect()
    }
}

/// The member that stands for the reason of a version.
pub(crate) const REASON: &str = "/reason";

/// What was taken out.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RedactedView {
    /// Its id: differences that held the text hold `{"redacted": id}`.
    pub redaction: Uuid,
    /// Versions that held the text.
    pub versions: u64,
    /// What was written, where the text stood in the present record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<WrittenView>,
}

/// Takes a text out of a version, of all other versions that held the same text in the same member, and of the present
/// record. Everything else stays as it is.
///
/// # Errors
/// 404; 409 where it was taken out already; 422 where the member holds no free text, or the version none.
pub(crate) async fn redact(
    connection: &mut PgConnection,
    room: &Room<'_>,
    redaction: &Redaction,
    (by, at): (&Account, OffsetDateTime),
) -> Result<RedactedView, Problem> {
    let (id, number) = (redaction.establishment, redaction.version);
    let mut transaction = connection.begin().await.map_err(StoreError::from)?;
    // Nobody writes to it meanwhile.
    let locked = write::locked(&mut transaction, room.catalogue.schema, &[id]).await?.pop();
    let version = history::version(&mut transaction, id, number).await?;
    let (Some(place), Some(version)) = (locked, version) else {
        return Err(Problem::new(&code::NOT_FOUND).detail(format!("there is no version {number} of {id}")));
    };
    let record = RedactionRecord {
        id: fresh_id(at),
        establishment_id: id.as_uuid(),
        version: number,
        member: redaction.member.clone(),
        account_id: by.id,
        at,
        why: redaction.why.clone(),
    };
    history::add_redaction(&mut transaction, &record).await?;
    let view = if redaction.member == REASON {
        if version.reason.is_empty() {
            return Err(wrong("/member", "the version has no reason"));
        }
        history::redact_reason(&mut transaction, id, number).await?;
        let said = (&["reason".to_owned()][..], version.reason.as_str());
        history::redact_elsewhere(&mut transaction, id, said, &history::mark(record.id)).await?;
        RedactedView { redaction: record.id, versions: 1, written: None }
    } else {
        let (member, text) = text_of(room, redaction, &version)?;
        let stands = member.text(&place.record).is_some_and(|stands| stands == text);
        let removal = stands.then(|| Settlement::Redacted(member, redaction.replacement.clone()));
        if stands && member.is_needed() && redaction.replacement.is_none() {
            return Err(wrong("/replacement", "no record can be without it: say what stands in its place"));
        }
        take_out(&mut transaction, room, (&record, member, &text), removal, (by, at)).await?
    };
    if let Some(author) = author_of(&version.actor) {
        let told = Told {
            kind: "redaction",
            about: record.id,
            establishment: Some(id.as_uuid()),
            decision: "accepted",
            answer: &redaction.why,
        };
        tell(&mut transaction, room.site, author, told, at).await?;
    }
    transaction.commit().await.map_err(StoreError::from)?;
    Ok(view)
}

/// The text that a version said.
fn text_of(
    room: &Room<'_>,
    redaction: &Redaction,
    version: &VersionRecord,
) -> Result<(TextMember, String), Problem> {
    let schema = room.catalogue.schema;
    let Some(member) = TextMember::at(schema, &redaction.member) else {
        return Err(wrong("/member", "free text is expected: /name, /criteria/commentaire or the like"));
    };
    let said = version.diff.pointer(&format!("/{}/1", member.in_diff(schema).join("/")));
    match said {
        Some(Value::String(text)) => Ok((member, text.clone())),
        Some(mark) if is_redacted(mark) => Err(decided_already(Some("redacted".to_owned()))),
        _ => Err(wrong("/member", "this version says no text there")),
    }
}

fn wrong(pointer: &str, detail: &str) -> Problem {
    let mut faults = Faults::default();
    faults.add(pointer, detail, None);
    faults.check().err().unwrap_or_else(|| Problem::new(&code::INVALID_BODY))
}

/// Puts the mark in the place of the text, after it was taken out of the present record: the version that does that holds
/// it too.
async fn take_out(
    connection: &mut PgConnection,
    room: &Room<'_>,
    (record, member, text): (&RedactionRecord, TextMember, &str),
    removal: Option<Settlement>,
    (by, at): (&Account, OffsetDateTime),
) -> Result<RedactedView, Problem> {
    let (id, schema) = (EstablishmentId::from(record.establishment_id), room.catalogue.schema);
    let mark = history::mark(record.id);
    let path = member.in_diff(schema);
    let mut written = None;
    if let Some(removal) = removal {
        let actor = by.actor();
        let mut new_id = || EstablishmentId::new(at, rand::random());
        let mut context = WriteContext { at, actor: &actor, reason: &record.why, new_id: &mut new_id };
        let origin = Origin { source: by.speaks_as(false), observed: None };
        let target = Target::Existing { id, version: None };
        let writes = [Write { target, deed: Deed::Settle(origin, removal) }];
        for outcome in write::apply(connection, room.catalogue, &mut context, &writes).await? {
            let (_, mut view) = judged(connection, None, outcome, room.site).await?;
            if let Some([old, _]) = view.changed.pointer_mut(&format!("/{}", path.join("/"))).and_then(pair) {
                *old = mark.clone();
            }
            written = Some(view);
        }
    }
    let versions = history::redact_diffs(connection, id, (&path, text), &mark).await?;
    let described = member.in_description(schema);
    history::redact_elsewhere(connection, id, (&described, text), &mark).await?;
    Ok(RedactedView { redaction: record.id, versions, written })
}

fn pair(value: &mut Value) -> Option<&mut [Value; 2]> {
    value.as_array_mut()?.as_mut_slice().try_into().ok()
}
