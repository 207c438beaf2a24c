use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

use super::{Fields, QueryParams};
use crate::problem::Problem;

/// No query parameters: any that are given are refused.
#[derive(Debug, Clone, Copy)]
pub struct NoParams;

impl IntoParams for NoParams {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        Vec::new()
    }
}

impl QueryParams for NoParams {
    fn read(_: &mut Fields) -> Result<Self, Problem> {
        Ok(Self)
    }
}
