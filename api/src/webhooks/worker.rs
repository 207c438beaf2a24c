//! The one process of a service that delivers. It holds a lock of the database: when it ends, in whatever way, another
//! takes over, and sends again whatever is not written down as accepted.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use plainpied_domain::EstablishmentId;
use plainpied_store::webhook::{self, Delivery, DeliveryKind, Progress, Webhook, WorkLock};
use plainpied_store::{Connection, StoreError, change};
use reqwest::Client;
use tokio::sync::watch;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::select::{Next, next};
use super::send::attempt;
use super::target::{Allowed, System, client};
use super::{message, owner};
use crate::problem::Problem;
use crate::state::AppState;

/// The longest wait between two looks at what is to be done.
const POLL: Duration = Duration::from_millis(500);
/// The pause after a failure of the database, and before the lock is asked for again.
const PAUSE: Duration = Duration::from_secs(1);
const ACTIVE: &str = "active";
/// Webhooks that are served at once: those that hang must not hold up the others.
const AT_ONCE: usize = 64;
/// Messages to one webhook before the others have their turn.
const IN_A_ROW: usize = 20;
/// Changes that get their position together.
const SEQUENCED: i64 = 2_000;
/// Deliveries are kept in the log for so long after they ended.
const KEPT: time::Duration = time::Duration::days(30);
/// How often old ones are looked for.
const FORGET_EVERY: Duration = Duration::from_secs(3_600);

/// Why there are no deliveries.
#[derive(Debug, thiserror::Error)]
#[error("webhooks cannot be delivered: {0}")]
pub struct WebhookWorkerError(#[from] reqwest::Error);

/// Delivers until told to stop.
pub struct WebhookWorker {
    job: Arc<Job>,
    stop: watch::Receiver<bool>,
}

/// What every delivery needs.
struct Job {
    state: AppState,
    client: Client,
    allowed: Allowed,
    luck: fn() -> f64,
}

impl WebhookWorker {
    /// A worker that ends when `stop` turns true. `luck` gives numbers from 0 to 1, by which pauses differ.
    ///
    /// # Errors
    /// TLS cannot be set up.
    pub fn new(
        state: AppState,
        luck: fn() -> f64,
        stop: watch::Receiver<bool>,
    ) -> Result<Self, WebhookWorkerError> {
        let allowed = state.http().webhooks_allowed.clone();
        let client = client(&allowed, Arc::new(System))?;
        Ok(Self { job: Arc::new(Job { state, client, allowed, luck }), stop })
    }

    /// Delivers. A database that fails is tried again; nothing ends it but the signal.
    pub async fn run(mut self) {
        while !*self.stop.borrow() {
            if let Err(error) = self.hold_and_work().await {
                tracing::warn!(error = &error as &dyn std::error::Error, "webhooks wait: trying again");
            }
            self.sleep(PAUSE).await;
        }
    }

    async fn sleep(&mut self, time: Duration) {
        tokio::select! {
            () = tokio::time::sleep(time) => {}
            _ = self.stop.wait_for(|stop| *stop) => {}
        }
    }

    async fn hold_and_work(&mut self) -> Result<(), StoreError> {
        let pool = self.job.state.pool().clone();
        let Some(mut lock) = WorkLock::try_acquire(&pool).await? else {
            return Ok(());
        };
        let mut listener = change::Listener::connect(&pool).await?;
        let mut running = Running::default();
        let mut forgot = None;
        while !*self.stop.borrow() {
            lock.check().await?;
            change::sequence(&pool, SEQUENCED).await?;
            self.start(&mut running).await?;
            self.forget(&mut forgot).await?;
            let mut stop = self.stop.clone();
            tokio::select! {
                woken = listener.wait(POLL) => woken?,
                ended = running.tasks.join_next(), if !running.tasks.is_empty() => running.ended(ended),
                _ = stop.wait_for(|stop| *stop) => {}
            }
        }
        // What is under way is sent again by the next to come, under the same id.
        running.tasks.abort_all();
        Ok(())
    }

    /// Starts what is to be done and not under way.
    async fn start(&self, running: &mut Running) -> Result<(), StoreError> {
        let state = &self.job.state;
        let mut connection = state.pool().acquire().await?;
        let head = change::head(&mut connection).await?.position;
        let due = webhook::due(&mut connection, head, state.clock().now()).await?;
        drop(connection);
        for webhook in due {
            if running.ids.len() >= AT_ONCE {
                break;
            }
            if running.ids.insert(webhook.id) {
                let job = Arc::clone(&self.job);
                running.tasks.spawn(async move {
                    if let Err(problem) = job.serve((webhook.account_id, webhook.id), head).await {
                        tracing::info!(webhook = %webhook.id, %problem, "a webhook waits");
                        tokio::time::sleep(PAUSE).await;
                    }
                    webhook.id
                });
            }
        }
        Ok(())
    }

    async fn forget(&self, forgot: &mut Option<tokio::time::Instant>) -> Result<(), StoreError> {
        if forgot.is_some_and(|last| last.elapsed() < FORGET_EVERY) {
            return Ok(());
        }
        *forgot = Some(tokio::time::Instant::now());
        let state = &self.job.state;
        let before = state.clock().now() - KEPT;
        webhook::forget(&mut *state.pool().acquire().await?, before).await?;
        Ok(())
    }
}

/// Who is served at this moment.
#[derive(Default)]
struct Running {
    tasks: JoinSet<Uuid>,
    ids: HashSet<Uuid>,
}

impl Running {
    fn ended(&mut self, ended: Option<Result<Uuid, tokio::task::JoinError>>) {
        match ended {
            Some(Ok(id)) => drop(self.ids.remove(&id)),
            Some(Err(error)) if error.is_cancelled() => {}
            // Whose it was cannot be told: all that ended are found by being asked for again.
            Some(Err(error)) => {
                tracing::error!(%error, "a delivery stopped unexpectedly");
                self.ids.clear();
                self.tasks.abort_all();
            }
            None => {}
        }
    }
}

impl Job {
    /// Sends what waits, makes the next messages and sends them too. The webhook is read anew for each message: its owner
    /// may have paused it, or changed its address.
    async fn serve(&self, (account, id): (Uuid, Uuid), head: i64) -> Result<(), Problem> {
        for _ in 0..IN_A_ROW {
            let read = self.state.query(async |connection| {
                let webhook = webhook::get(connection, account, id).await?;
                Ok(webhook.zip(Some(webhook::pending(connection, id).await?)))
            });
            let Some((webhook, waiting)) = read.await? else {
                return Ok(());
            };
            let now = self.state.clock().now();
            let goes = |delivery: &&Delivery| {
                delivery.at <= now
                    && (webhook.state == ACTIVE || delivery.kind == DeliveryKind::Ping.as_str())
            };
            match waiting.iter().find(goes) {
                Some(delivery) => {
                    self.send(&webhook, delivery).await?;
                }
                None if webhook.state == ACTIVE && self.prepare(&webhook, &waiting, head).await? => {}
                None => {
                    // Nothing yet, or the index is behind.
                    tokio::time::sleep(POLL).await;
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Makes the next message of each lane that has none; whether it went on in the log.
    async fn prepare(&self, webhook: &Webhook, waiting: &[Delivery], head: i64) -> Result<bool, Problem> {
        let free = |kind: DeliveryKind| waiting.iter().all(|delivery| delivery.kind != kind.as_str());
        let changes = (webhook.position < head).then_some((DeliveryKind::Changes, webhook.position, head));
        let replay = webhook.replay.map(|(from, until)| (DeliveryKind::Replay, from, until));
        let mut went_on = false;
        for (kind, from, until) in [changes, replay].into_iter().flatten() {
            if !free(kind) {
                continue;
            }
            if let Some(Next { positions, to }) = next(&self.state, webhook, (from, until)).await? {
                went_on |= self.keep(webhook.id, Progress { kind, from, to }, &positions).await?;
            }
        }
        Ok(went_on)
    }

    async fn keep(&self, webhook: Uuid, progress: Progress, positions: &[i64]) -> Result<bool, Problem> {
        let now = self.state.clock().now();
        let message = EstablishmentId::new(now, rand::random()).as_uuid();
        self.state
            .query(async |connection| {
                webhook::advance(connection, (webhook, message), progress, positions, now).await
            })
            .await
    }

    /// One attempt, written down.
    async fn send(&self, webhook: &Webhook, delivery: &Delivery) -> Result<(), Problem> {
        let body = message::body(&self.state, delivery).await?;
        let chance = (self.state.clock().now(), (self.luck)());
        let outcome = attempt((&self.client, &self.allowed), (webhook, delivery), body, chance).await;
        let mut connection = self.state.acquire().await?;
        let mut transaction = connection.begin().await.map_err(StoreError::from)?;
        webhook::record(&mut transaction, delivery, &outcome).await?;
        if let Some(reason) = &outcome.disable {
            tracing::info!(webhook = %webhook.id, reason, "a webhook is disabled");
            owner::tell(&mut transaction, &self.state, webhook, reason).await?;
        }
        transaction.commit().await.map_err(StoreError::from)?;
        if outcome.disable.is_some() {
            self.state.mailer().wake();
        }
        Ok(())
    }
}
