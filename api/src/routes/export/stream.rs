//! From the base to the client, in constant memory: a task reads one snapshot and hands over pieces of bytes; whoever
//! does not take them for a while loses the rest, so that no snapshot is held for a sleeper.

use std::io;
use std::pin::pin;
use std::time::Duration;

use futures::{Stream, StreamExt, TryStreamExt};
use plainpied_domain::EstablishmentId;
use plainpied_search::Asked;
use plainpied_store::establishment::{self, FeatureRecord};
use plainpied_store::{Snapshot, change, document};
use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot};

use crate::problem::{Problem, code};
use crate::state::{AppState, in_time};
use crate::view::{ExportFormat, Exporter, answers, or_nothing};

/// Bytes that are handed over together, and how many such pieces wait.
const PIECE: usize = 128 * 1024;
const WAITING: usize = 4;
/// Records that are read by their ids, or written, together.
const CHUNK: usize = 500;
/// How long a client may take for a piece.
const PATIENCE: Duration = Duration::from_secs(30);

/// Which establishments.
pub(super) enum Wanted {
    /// All that are published.
    All,
    /// Those that the engine found, where they still stand as was asked.
    Found(Vec<EstablishmentId>, Asked),
}

/// An export about to be sent.
pub(super) struct Export {
    state: AppState,
    format: ExportFormat,
    wanted: Wanted,
    snapshot: Snapshot,
    /// How far the change log reaches in it.
    pub position: i64,
}

type Piece = Result<Vec<u8>, io::Error>;

/// The pieces, and after them an error where nobody said that they are the whole.
fn in_whole(
    mut pieces: mpsc::Receiver<Vec<u8>>,
    whole: oneshot::Receiver<()>,
) -> impl Stream<Item = Piece> + Send {
    let taken = futures::stream::poll_fn(move |context| pieces.poll_recv(context)).map(Ok);
    let end = futures::stream::once(whole)
        .filter_map(async |said| said.is_err().then(|| Err(io::Error::other("the export ended early"))));
    taken.chain(end)
}

/// What is written, and whom it goes to.
struct Sending {
    state: AppState,
    exporter: Exporter,
    out: Vec<u8>,
    pieces: mpsc::Sender<Vec<u8>>,
}

impl Export {
    /// Opens the snapshot: a base that is away is told of before anything is sent.
    ///
    /// # Errors
    /// 503.
    pub async fn open(state: &AppState, format: ExportFormat, wanted: Wanted) -> Result<Self, Problem> {
        let opened = in_time(async {
            let mut snapshot = document::snapshot(state.pool()).await?;
            let position = change::head(&mut snapshot).await?.position;
            Ok((snapshot, position))
        });
        let (snapshot, position) = opened.await?;
        Ok(Self { state: state.clone(), format, wanted, snapshot, position })
    }

    /// The pieces. An export that fails on its way ends in an error, so that no client takes a part for the whole.
    pub fn stream(self, slot: OwnedSemaphorePermit) -> impl Stream<Item = Piece> + Send + use<> {
        let (pieces, taken) = mpsc::channel(WAITING);
        let (whole, ended) = oneshot::channel();
        tokio::spawn(async move {
            match self.send(pieces).await {
                // Whoever is gone hears nothing.
                Ok(()) => drop(whole.send(())),
                Err(problem) => tracing::info!(?problem, "an export ended early"),
            }
            drop(slot);
        });
        in_whole(taken, ended)
    }

    async fn send(self, pieces: mpsc::Sender<Vec<u8>>) -> Result<(), Problem> {
        let Self { state, format, wanted, mut snapshot, .. } = self;
        let mut out = Vec::with_capacity(2 * PIECE);
        let exporter = Exporter::begin(format, &mut out)?;
        let mut sending = Sending { state, exporter, out, pieces };
        match wanted {
            Wanted::All => {
                let mut chunks = pin!(establishment::all(&mut snapshot).try_chunks(CHUNK));
                while let Some(chunk) = chunks.next().await {
                    sending.write(&chunk.map_err(|error| error.1)?).await?;
                }
            }
            Wanted::Found(ids, asked) => {
                for ids in ids.chunks(CHUNK) {
                    let mut records = establishment::by_ids(&mut snapshot, ids).await?;
                    records.retain(|record| stands(&asked, record));
                    sending.write(&records).await?;
                }
            }
        }
        sending.exporter.end(&mut sending.out);
        sending.hand_over().await
    }
}

/// Whether a record still stands as was asked: the index may be a moment behind.
fn stands(asked: &Asked, record: &FeatureRecord) -> bool {
    asked.is_nothing() || asked.takes(asked.standing(&or_nothing(record, answers(record))))
}

impl Sending {
    async fn write(&mut self, records: &[FeatureRecord]) -> Result<(), Problem> {
        let sources = records.iter().map(|record| record.source_key.as_str());
        let reference = self.state.reference_with(sources).await?;
        for record in records {
            self.exporter.write(record, (self.state.site(), &reference), &mut self.out)?;
            if self.out.len() >= PIECE {
                self.hand_over().await?;
            }
        }
        Ok(())
    }

    async fn hand_over(&mut self) -> Result<(), Problem> {
        let piece = std::mem::replace(&mut self.out, Vec::with_capacity(2 * PIECE));
        let gone = |cause: &str| Problem::new(&code::TOO_SLOW).cause(cause);
        match tokio::time::timeout(PATIENCE, self.pieces.send(piece)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(gone("the client is gone")),
            Err(_) => Err(gone("the client does not take what it asked for")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_export_that_ends_early_ends_in_an_error_even_where_pieces_still_wait() {
        for said in [true, false] {
            let (sender, pieces) = mpsc::channel(WAITING);
            let (whole, ended) = oneshot::channel();
            for _ in 0..WAITING {
                sender.send(vec![0]).await.unwrap();
            }
            drop(sender);
            if said {
                whole.send(()).unwrap();
            } else {
                drop(whole);
            }
            let taken: Vec<Piece> = in_whole(pieces, ended).collect().await;
            assert_eq!(taken.iter().filter(|piece| piece.is_ok()).count(), WAITING);
            assert_eq!(taken.last().is_some_and(Result::is_err), !said);
        }
    }
}
