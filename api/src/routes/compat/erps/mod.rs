pub mod create;
pub mod get;
pub mod list;
pub mod update;
pub mod widget;

use axum::body::to_bytes;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use plainpied_store::compat as store;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::compat::{Around, ErpView, Form, Forms, Look, one};
use crate::extract::{Fields, QueryParams};
use crate::problem::{Problem, code};
use crate::site::Site;
use crate::state::AppState;

/// How one establishment is to look.
#[expect(dead_code, reason = "declares what the document says")]
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ErpParams {
    /// Without the criteria that are unknown, and without empty sections.
    #[param(value_type = Option<bool>)]
    clean: (),
    /// Sentences instead of values, under `datas`.
    #[param(value_type = Option<bool>)]
    readable: (),
    /// The language of sentences: fr (unless given) or en.
    #[param(value_type = Option<String>)]
    lang: (),
    /// json or xml; unless given, what Accept asks for.
    #[param(value_type = Option<String>)]
    format: (),
    #[param(ignore)]
    pub look: Look,
    #[param(ignore)]
    pub forms: Forms,
}

impl QueryParams for ErpParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let (look, forms) = (Look::read(fields)?, Forms::read(fields, false)?);
        Ok(Self { look, forms, clean: (), readable: (), lang: (), format: () })
    }
}

/// What a write came to, as far as it matters here.
#[derive(Deserialize)]
struct Written {
    id: Uuid,
    #[serde(default)]
    dry_run: bool,
}

/// The answer to a write: the record as it stands now, with the headers and the status of `answer`.
///
/// # Errors
/// 503 where the base is away: the write is done.
async fn shown(state: &AppState, site: &Site, answer: Response) -> Result<Response, Problem> {
    // What waits for a moderator is no establishment yet.
    if answer.status() == StatusCode::ACCEPTED {
        return Ok(answer);
    }
    let (mut parts, body) = answer.into_parts();
    let failed = |error: axum::Error| Problem::new(&code::INTERNAL).cause(error);
    // It lies in memory, whole.
    let bytes = to_bytes(body, usize::MAX).await.map_err(failed)?;
    let written: Written = serde_json::from_slice(&bytes)?;
    if written.dry_run {
        return Ok(Response::from_parts(parts, bytes.into()));
    }
    let record = state.query(async |connection| store::record(connection, written.id.into()).await);
    let Some(record) = record.await? else {
        return Err(Problem::new(&code::NOT_FOUND).detail("it was written and is gone again"));
    };
    let reference = state.reference().await?;
    let around = Around { site, reference: &reference, look: Look::default() };
    let view = ErpView::new(&record, around, None)?;
    if parts.status == StatusCode::CREATED
        && let Ok(location) = HeaderValue::try_from(view.url())
    {
        parts.headers.insert(header::LOCATION, location);
    }
    let body = one(Form::Json, &view)?.into_body();
    Ok(Response::from_parts(parts, body))
}
