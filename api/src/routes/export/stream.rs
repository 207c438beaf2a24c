//! From the base to the client, in constant memory: a task reads one snapshot and hands over pieces of bytes; whoever
//! does not take them for a while loses the rest, so that no snapshot is held for a sleeper.

use std::pin::pin;

use futures::{Stream, StreamExt, TryStreamExt};
use plainpied_domain::EstablishmentId;
use plainpied_search::Asked;
use plainpied_store::establishment::{self, Among, Chunks, FeatureRecord};
use plainpied_store::{Snapshot, StoreError, change, document};

use super::pieces::{PIECE, Piece, Pieces, pieces};
use crate::guard::Held;
use crate::problem::Problem;
use crate::state::{AppState, in_time};
use crate::view::{ExportFormat, Exporter, Order, answers, or_nothing};

/// Records that are written together.
const CHUNK: usize = 500;

/// Which establishments.
pub(super) enum Wanted {
    /// All that are published.
    All,
    /// Those that the engine found, where they still stand as was asked.
    Found(Vec<EstablishmentId>, Asked),
}

/// How they are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    pub format: ExportFormat,
    /// Whether every answer has its own entry in the provenance.
    pub expanded: bool,
}

/// An export about to be sent.
pub(super) struct Export {
    state: AppState,
    pub form: Form,
    wanted: Wanted,
    snapshot: Snapshot,
    /// How far the change log reaches in it.
    pub position: i64,
}

impl Export {
    /// Opens the snapshot: a base that is away is told of before anything is sent.
    ///
    /// # Errors
    /// 503.
    pub async fn open(state: &AppState, form: Form, wanted: Wanted) -> Result<Self, Problem> {
        let opened = in_time(async {
            let mut snapshot = document::snapshot(state.pool()).await?;
            let position = change::head(&mut snapshot).await?.position;
            Ok((snapshot, position))
        });
        let (snapshot, position) = opened.await?;
        Ok(Self { state: state.clone(), form, wanted, snapshot, position })
    }

    /// The pieces. An export that fails on its way ends in an error, so that no client takes a part for the whole.
    ///
    /// # Errors
    /// 503 where a file has to be made before, and there is no room for it.
    pub async fn stream(self, slot: Held) -> Result<impl Stream<Item = Piece> + Send + use<>, Problem> {
        if self.form.format.ends_before_it_begins() {
            let file = self.spooled().await?;
            return Ok(
                pieces(slot, move |mut out| async move { out.hand_over_file(file).await }).left_stream()
            );
        }
        Ok(pieces(slot, move |out| self.send(out)).right_stream())
    }

    /// The whole as a temporary file, which is gone when it is closed.
    async fn spooled(self) -> Result<std::fs::File, Problem> {
        self.write(None).await?.exporter.spool().await
    }

    async fn send(self, mut pieces: Pieces) -> Result<(), Problem> {
        let Sending { exporter, mut out, .. } = self.write(Some(&mut pieces)).await?;
        exporter.end(&mut out)?;
        pieces.hand_over(out).await
    }

    /// Writes every record; pieces are handed over as they fill.
    async fn write(self, pieces: Option<&mut Pieces>) -> Result<Sending<'_>, Problem> {
        let Self { state, form: Form { format, expanded }, wanted, mut snapshot, .. } = self;
        let mut out = Vec::with_capacity(2 * PIECE);
        let exporter = Exporter::begin(format, state.clock().now(), &mut out)?.expanded(expanded);
        let mut sending = Sending { state, exporter, out, pieces };
        let (ids, asked) = match (wanted, format.order()) {
            (Wanted::All, Order::Id) => {
                let mut chunks = pin!(establishment::all(&mut snapshot).await?.try_chunks(CHUNK));
                while let Some(chunk) = chunks.next().await {
                    sending.write(&chunk.map_err(|error| error.1)?).await?;
                }
                return Ok(sending);
            }
            (wanted, order) => ordered(&mut snapshot, wanted, order).await?,
        };
        let mut chunks = Chunks::begin(&mut snapshot, &ids).await?;
        while let Some(mut records) = chunks.take() {
            records.retain(|record| stands(&asked, record));
            chunks.meanwhile(&mut snapshot, sending.write(&records)).await??;
        }
        Ok(sending)
    }
}

/// The ids in the order of the format.
async fn ordered(
    snapshot: &mut Snapshot,
    wanted: Wanted,
    order: Order,
) -> Result<(Vec<EstablishmentId>, Asked), StoreError> {
    Ok(match (wanted, order) {
        (Wanted::Found(ids, asked), Order::Id) => (ids, asked),
        (Wanted::Found(ids, asked), Order::Curve) => {
            (establishment::along_curve(snapshot, Among::Ids(&ids)).await?, asked)
        }
        (Wanted::All, _) => (establishment::along_curve(snapshot, Among::All).await?, Asked::default()),
    })
}

/// Whether a record still stands as was asked: the index may be a moment behind.
fn stands(asked: &Asked, record: &FeatureRecord) -> bool {
    asked.is_nothing() || asked.takes(asked.standing(&or_nothing(record, answers(record))))
}

/// What is written, and whom it goes to.
struct Sending<'a> {
    state: AppState,
    exporter: Exporter,
    out: Vec<u8>,
    pieces: Option<&'a mut Pieces>,
}

impl Sending<'_> {
    async fn write(&mut self, records: &[FeatureRecord]) -> Result<(), Problem> {
        let sources = records.iter().map(|record| record.source_key.as_str());
        let reference = self.state.reference_with(sources).await?;
        for record in records {
            self.exporter.write(record, (self.state.site(), &reference), &mut self.out)?;
            if self.out.len() >= PIECE
                && let Some(pieces) = &mut self.pieces
            {
                let piece = std::mem::replace(&mut self.out, Vec::with_capacity(2 * PIECE));
                pieces.hand_over(piece).await?;
            }
        }
        Ok(())
    }
}
