//! Writes the digests that are due, on every server: whoever moves the cursor of a subscription writes its mail.

use std::time::Duration;

use plainpied_criteria::Lang;
use plainpied_domain::{EstablishmentId, Stand, Status};
use plainpied_search::SearchEngine;
use plainpied_store::change::{self, Entry};
use plainpied_store::subscription::{self, DueSubscription, Step, Subscription};
use plainpied_store::{Connection, StoreError, establishment, participation};
use serde_json::Value;

use super::digest::{Digest, Gathered, News};
use super::{Frequency, token};
use crate::interest::found;
use crate::mail::{Addressee, post};
use crate::moderation::Desk;
use crate::problem::Problem;
use crate::state::AppState;
use crate::view::NoticeView;

/// How often somebody looks for digests that are due.
const LOOK: Duration = Duration::from_secs(2);
/// Digests of one look.
const TOGETHER: i64 = 50;
/// Entries of the log that are read together, and how often at most for one digest: the rest is told by the next, at
/// once.
const ENTRIES: i64 = 2_000;
const READS: usize = 50;

/// Writes digests until the server ends.
pub(crate) async fn work(state: AppState) {
    loop {
        if let Err(problem) = round(&state).await {
            tracing::info!(%problem, "digests wait: again soon");
        }
        tokio::time::sleep(LOOK).await;
    }
}

async fn round(state: &AppState) -> Result<(), Problem> {
    let now = state.clock().now();
    let (head, due) = state
        .query(async |connection| {
            let head = change::head(connection).await?.position;
            let first = Frequency::Daily.first(now);
            subscription::make_for_managers(connection, head, (now, first)).await?;
            Ok((head, subscription::due(connection, now, TOGETHER).await?))
        })
        .await?;
    for due in due {
        if let Err(problem) = tell(state, &due, head).await {
            tracing::info!(subscription = %due.subscription.id, %problem, "a digest waits");
        }
    }
    Ok(())
}

/// Writes the digest of a subscription, where there is news.
async fn tell(state: &AppState, due: &DueSubscription, head: i64) -> Result<(), Problem> {
    let now = state.clock().now();
    let subscription = &due.subscription;
    let until = match found::needs_index(&subscription.interest) {
        true => head.min(state.search().status().await?.position),
        false => head,
    };
    let mut gathered = Gathered::default();
    let to = gather_changes(state, subscription, until, &mut gathered).await?;
    gather_notices(state, due, now, &mut gathered).await?;
    gather_heard(state, due, now, &mut gathered).await?;
    let desk = Desk::of(state).await?;
    let lang = if due.language == "en" { Lang::En } else { Lang::Fr };
    let digest = Digest {
        teller: desk.teller(lang),
        interest: &subscription.interest,
        places: gathered.into_places(),
        site: state.site(),
        unsubscribe: state.site().url(&format!("/unsubscribe/{}", token(state, subscription.id))),
    };
    let letter = digest.letter();
    let frequency = Frequency::of(&subscription.frequency).unwrap_or(Frequency::Daily);
    let due_at = if to < until { now } else { frequency.after(now, letter.is_some()) };
    let step = Step { from: subscription.position, to, told_at: now, due_at };
    let mut connection = state.acquire().await?;
    let mut transaction = connection.begin().await.map_err(StoreError::from)?;
    if subscription::advance(&mut transaction, subscription.id, step).await?
        && let Some(letter) = &letter
    {
        post(&mut transaction, Addressee(&due.email), letter, now).await?;
    }
    transaction.commit().await.map_err(StoreError::from)?;
    if letter.is_some() {
        state.mailer().wake();
    }
    Ok(())
}

/// The changes that are of interest; how far the log was read.
async fn gather_changes(
    state: &AppState,
    subscription: &Subscription,
    until: i64,
    gathered: &mut Gathered,
) -> Result<i64, Problem> {
    let mut reached = subscription.position;
    for _ in 0..READS {
        let (entries, stands) = state
            .query(async |connection| {
                let mut entries = change::entries(connection, reached, ENTRIES).await?;
                entries.retain(|entry| entry.position <= until);
                let stands = change::stands(connection, &entries).await?;
                Ok((entries, stands))
            })
            .await?;
        let Some(last) = entries.last().map(|entry| entry.position) else {
            break;
        };
        reached = last;
        let taken = found::taken(state, &subscription.interest, &stands, subscription.account_id).await?;
        let wanted: Vec<Entry> = entries
            .into_iter()
            // Notices are read from where they lie: the log does not say which.
            .filter(|entry| entry.kind != "noticed")
            .filter(|entry| entry.status != Status::Draft && taken.contains(&entry.establishment))
            .collect();
        add(state, &wanted, gathered).await?;
    }
    Ok(reached)
}

/// What these entries say.
async fn add(state: &AppState, entries: &[Entry], gathered: &mut Gathered) -> Result<(), Problem> {
    if entries.is_empty() {
        return Ok(());
    }
    let (names, diffs) = state
        .query(async |connection| {
            let ids: Vec<_> = entries.iter().map(|entry| entry.establishment).collect();
            let names = establishment::names(connection, &ids).await?;
            let versions: Vec<_> =
                entries.iter().map(|entry| (entry.establishment.as_uuid(), entry.version)).collect();
            Ok((names, change::diffs_at(connection, &versions).await?))
        })
        .await?;
    for entry in entries {
        let news = gathered.of(entry.establishment.as_uuid());
        news.created |= entry.kind == "created";
        news.status = Some(entry.status);
    }
    for (id, diff) in diffs {
        gathered.of(id).diffs.push(serde_json::from_str::<Value>(&diff)?);
    }
    for (id, name) in names {
        gathered.of(id).name = name;
    }
    Ok(())
}

/// What was announced meanwhile.
async fn gather_notices(
    state: &AppState,
    due: &DueSubscription,
    now: time::OffsetDateTime,
    gathered: &mut Gathered,
) -> Result<(), Problem> {
    let announced =
        state.query(async |connection| subscription::announced(connection, (due.told_at, now)).await);
    let put = |news: &mut News, notice| news.notices.push(NoticeView::new(notice, now));
    gather(state, &due.subscription, announced.await?, (gathered, put)).await
}

/// What people said meanwhile beside answers: what they missed, and what proved true or did not.
async fn gather_heard(
    state: &AppState,
    due: &DueSubscription,
    now: time::OffsetDateTime,
    gathered: &mut Gathered,
) -> Result<(), Problem> {
    let heard =
        state.query(async |connection| participation::heard_between(connection, (due.told_at, now)).await);
    gather(
        state,
        &due.subscription,
        heard.await?,
        (gathered, |news: &mut News, heard| news.heard.push(heard)),
    )
    .await
}

/// Puts what was said of places into the news of those that are of interest, and names these.
async fn gather<T>(
    state: &AppState,
    subscription: &Subscription,
    said: Vec<(Stand, T)>,
    (gathered, put): (&mut Gathered, impl Fn(&mut News, T)),
) -> Result<(), Problem> {
    let stands: Vec<Stand> = said.iter().map(|(stand, _)| stand.clone()).collect();
    let taken = found::taken(state, &subscription.interest, &stands, subscription.account_id).await?;
    if taken.is_empty() {
        return Ok(());
    }
    for (stand, one) in said.into_iter().filter(|(stand, _)| taken.contains(&stand.id)) {
        put(gathered.of(stand.id.as_uuid()), one);
    }
    let ids: Vec<EstablishmentId> = taken.into_iter().collect();
    let names = state.query(async |connection| establishment::names(connection, &ids).await).await?;
    for (id, name) in names {
        gathered.of(id).name = name;
    }
    Ok(())
}
