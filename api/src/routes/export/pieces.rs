//! What is handed over to a client, piece by piece.

use std::io;
use std::time::Duration;

use futures::{Stream, StreamExt};
use tokio::io::AsyncReadExt;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use crate::guard::Held;
use crate::problem::{Problem, code};

/// Bytes that are handed over together, and how many such pieces wait.
pub(super) const PIECE: usize = 128 * 1024;
const WAITING: usize = 4;
/// The least pace at which a client may take what it asked for, bytes a second. It may come in fits and starts: nobody is
/// behind who was on time once within the patience.
const PACE: u32 = 4 * 1024;
const PATIENCE: Duration = Duration::from_secs(120);
/// No transfer takes longer: most hold a snapshot of the base, and what it keeps from being tidied up.
const LONGEST: Duration = Duration::from_secs(2 * 3600);

/// Some bytes, or the end of a transfer that is not whole.
pub(super) type Piece = Result<Vec<u8>, io::Error>;

/// Where pieces go.
pub(super) struct Pieces {
    sender: mpsc::Sender<Vec<u8>>,
    deadlines: Deadlines,
}

/// Until when a client has to take the next piece, and the last one.
#[derive(Debug, Clone, Copy)]
struct Deadlines {
    next: Instant,
    last: Instant,
}

impl Deadlines {
    fn from(now: Instant) -> Self {
        Self { next: now + PATIENCE, last: now + LONGEST }
    }

    /// What was taken gives time, but no more than the patience: nobody saves up for hours.
    fn taken(&mut self, bytes: usize, now: Instant) {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        self.next = (self.next + Duration::from_secs(1) * bytes / PACE).min(now + PATIENCE);
    }

    fn deadline(&self) -> Instant {
        self.next.min(self.last)
    }
}

/// The pieces that a task hands over. Where it fails the last is an error: no client takes a part for the whole.
pub(super) fn pieces<S, F>(slot: Held, send: S) -> impl Stream<Item = Piece> + Send + use<S, F>
where
    S: FnOnce(Pieces) -> F,
    F: Future<Output = Result<(), Problem>> + Send + 'static,
{
    let (pieces, taken) = mpsc::channel(WAITING);
    let (whole, ended) = oneshot::channel();
    let sent = send(Pieces { sender: pieces, deadlines: Deadlines::from(Instant::now()) });
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
    pub async fn hand_over(&mut self, piece: Vec<u8>) -> Result<(), Problem> {
        let gone = |cause: &str| Problem::new(&code::TOO_SLOW).cause(cause);
        let bytes = piece.len();
        match tokio::time::timeout_at(self.deadlines.deadline(), self.sender.send(piece)).await {
            Ok(Ok(())) => {
                self.deadlines.taken(bytes, Instant::now());
                Ok(())
            }
            Ok(Err(_)) => Err(gone("the client is gone")),
            Err(_) => Err(gone("the client is too slow in taking what it asked for")),
        }
    }

    /// A file from where it stands to its end.
    pub async fn hand_over_file(&mut self, file: std::fs::File) -> Result<(), Problem> {
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

    /// Whether a client that takes so many bytes at once, after so many seconds each time, comes to the end of a file.
    fn gets(file: usize, (bytes, seconds): (usize, u64)) -> bool {
        let mut now = Instant::now();
        let mut deadlines = Deadlines::from(now);
        (0..file.div_ceil(bytes)).all(|_| {
            now += Duration::from_secs(seconds);
            let in_time = now <= deadlines.deadline();
            deadlines.taken(bytes, now);
            in_time
        })
    }

    #[test]
    fn a_slow_client_gets_its_file_in_fits_and_starts_and_a_sleeper_does_not() {
        let megabyte = 1_000_000;
        assert!(gets(50 * megabyte, (15_000, 1)), "15 kB/s");
        assert!(gets(50 * megabyte, (megabyte, 66)), "the same in pieces of a megabyte");
        assert!(!gets(50 * megabyte, (3_000, 1)), "3 kB/s");
        assert!(!gets(megabyte, (megabyte, 121)), "nothing for two minutes");
        assert!(!gets(2_000 * megabyte, (15_000, 1)), "a snapshot is not held for days");
    }

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
