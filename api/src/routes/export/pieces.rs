//! What is handed over to a client, piece by piece.

use std::io;
use std::time::Duration;

use futures::{Stream, StreamExt};
use tokio::io::AsyncReadExt;
use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot};

use crate::problem::{Problem, code};

/// Bytes that are handed over together, and how many such pieces wait.
pub(super) const PIECE: usize = 128 * 1024;
const WAITING: usize = 4;
/// How long a client may take for a piece.
const PATIENCE: Duration = Duration::from_secs(30);

/// Some bytes, or the end of a transfer that is not whole.
pub(super) type Piece = Result<Vec<u8>, io::Error>;

/// Where pieces go.
pub(super) struct Pieces(mpsc::Sender<Vec<u8>>);

/// The pieces that a task hands over. Where it fails the last is an error: no client takes a part for the whole.
pub(super) fn pieces<S, F>(
    slot: OwnedSemaphorePermit,
    send: S,
) -> impl Stream<Item = Piece> + Send + use<S, F>
where
    S: FnOnce(Pieces) -> F,
    F: Future<Output = Result<(), Problem>> + Send + 'static,
{
    let (pieces, taken) = mpsc::channel(WAITING);
    let (whole, ended) = oneshot::channel();
    let sent = send(Pieces(pieces));
    tokio::spawn(async move {
        match sent.await {
            // Whoever is gone hears nothing.
            Ok(()) => drop(whole.send(())),
            Err(problem) => tracing::info!(?problem, "an export ended early"),
        }
        drop(slot);
    });
    in_whole(taken, ended)
}

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

impl Pieces {
    /// Waits until the client has room for a piece, but not for ever.
    pub async fn hand_over(&self, piece: Vec<u8>) -> Result<(), Problem> {
        let gone = |cause: &str| Problem::new(&code::TOO_SLOW).cause(cause);
        match tokio::time::timeout(PATIENCE, self.0.send(piece)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(gone("the client is gone")),
            Err(_) => Err(gone("the client does not take what it asked for")),
        }
    }

    /// A file from where it stands to its end.
    pub async fn hand_over_file(&self, file: std::fs::File) -> Result<(), Problem> {
        let mut file = tokio::fs::File::from_std(file);
        loop {
            let mut piece = Vec::with_capacity(PIECE);
            let read = file.read_buf(&mut piece).await;
            if read.map_err(|error| Problem::new(&code::INTERNAL).cause(error))? == 0 {
                return Ok(());
            }
            self.hand_over(piece).await?;
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
