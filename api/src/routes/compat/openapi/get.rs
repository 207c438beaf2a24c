//! `GET /api/openapi`: the compatible API, described.

use std::sync::OnceLock;

use utoipa::IntoParams;

use crate::extract::{Fields, Params, QueryParams};
use crate::problem::Problem;
use crate::view::{Body, media};

static BODY: OnceLock<Vec<u8>> = OnceLock::new();

/// In which form.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OpenapiParams {
    /// json, the only form.
    #[param(value_type = Option<String>)]
    #[expect(dead_code, reason = "declares what the document says")]
    format: (),
}

impl QueryParams for OpenapiParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let format = fields.word("format", &[("json", ())])?;
        Ok(Self { format: format.unwrap_or_default() })
    }
}

/// This document
///
/// OpenAPI 3.1, made from the routes themselves.
#[utoipa::path(
    get,
    path = "/api/openapi",
    operation_id = "getCompatibleOpenapi",
    tag = "about",
    params(OpenapiParams),
    responses((status = 200, description = "The OpenAPI document", body = Object)),
)]
pub(crate) async fn handler(Params(_): Params<OpenapiParams>) -> Result<Body, Problem> {
    let body = match BODY.get() {
        Some(body) => body,
        None => {
            let written = serde_json::to_vec(&super::document())?;
            BODY.get_or_init(|| written)
        }
    };
    Ok(Body::new(media::JSON, body.as_slice()))
}
