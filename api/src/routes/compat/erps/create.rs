//! `POST /api/erps/`: a new establishment.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use plainpied_criteria::{LEAST_FOUNDING, founding};
use plainpied_domain::access::Action;
use serde::Serialize;
use utoipa::ToSchema;

use super::shown;
use crate::compat::{ErpView, in_their_words, read};
use crate::extract::{Faults, Params};
use crate::moderation::SuggestionView;
use crate::problem::{Problem, ProblemView};
use crate::state::AppState;
use crate::writing::{Asked, Creation, Form, Job, Reviewed, Submission, WriteParams, review};

/// A new establishment, or what is to be added to one. Null and empty are as good as absent.
#[derive(Serialize, ToSchema)]
pub(crate) struct ErpRequest {
    /// Its name.
    nom: Option<String>,
    /// Name of its activity.
    activite: Option<String>,
    /// House number.
    numero: Option<String>,
    /// Street; this or `lieu_dit`.
    voie: Option<String>,
    /// Hamlet or place name.
    lieu_dit: Option<String>,
    /// Postal code.
    code_postal: Option<String>,
    /// Name of the commune.
    commune: Option<String>,
    /// INSEE code of the commune.
    code_insee: Option<String>,
    /// SIRET number.
    siret: Option<String>,
    /// Degrees, WGS 84.
    latitude: Option<f64>,
    /// Degrees, WGS 84.
    longitude: Option<f64>,
    /// Id in the national address base.
    ban_id: Option<String>,
    /// The source of `source_id`; the caller's own unless given.
    source: Option<String>,
    /// Its id there.
    source_id: Option<String>,
    /// Its id in the directory of public services.
    asp_id: Option<String>,
    /// Its ids elsewhere: `source` and `source_id`.
    #[schema(value_type = Option<Vec<Object>>)]
    sources: Option<Vec<()>>,
    /// Telephone.
    telephone: Option<String>,
    /// Web site.
    site_internet: Option<String>,
    /// E-mail address.
    contact_email: Option<String>,
    /// Contact page.
    contact_url: Option<String>,
    /// Answers by criterion.
    #[schema(value_type = Option<Object>, example = json!({"entree_plain_pied": true, "sanitaires_presence": false}))]
    accessibilite: Option<()>,
}

/// Add an establishment
///
/// At least three questions about the place must be answered, the one whether there is a door not counted. A place that is
/// known already answers 400 with its `id`.
#[utoipa::path(
    post,
    path = "/api/erps/",
    operation_id = "createErp",
    tag = "erps",
    params(WriteParams, ("Idempotency-Key" = Option<String>, Header, description = "Names this request")),
    request_body(content = ErpRequest, content_type = "application/json"),
    responses(
        (status = 201, description = "Added: Location", body = ErpView<'static>),
        (status = 202, description = "It waits for a moderator: Location", body = SuggestionView),
        (status = 400, description = "Messages by field; `non_field_errors` and `id` for a place that is known", content_type = "application/json"),
        (status = 401, description = "No key, or one that is of no use", body = ProblemView, content_type = "application/problem+json"),
        (status = 403, description = "The key's scopes or the account's role do not reach so far", body = ProblemView, content_type = "application/problem+json"),
        (status = 429, description = "More than the client's share: Retry-After", body = ProblemView, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer now; nothing was written", body = ProblemView, content_type = "application/problem+json"),
    ),
    security(("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    headers: HeaderMap,
    Params(params): Params<WriteParams>,
    submission: Submission,
) -> Result<Response, Problem> {
    let site = state.site().or_host(&headers);
    match add(&state, &submission, &params).await {
        Ok(answer) => shown(&state, &site, answer).await,
        Err(problem) => Ok(in_their_words(problem)),
    }
}

async fn add(state: &AppState, submission: &Submission, params: &WriteParams) -> Result<Response, Problem> {
    let caller = &submission.caller;
    let ties = caller.permit(state, Action::Create, None).await?;
    let (catalogue, reference) = (state.catalogue().await?, state.reference().await?);
    let given = read(&submission.body, true, &caller.account.speaks_as(ties.manages), &reference)?;
    if !given.identified.is_empty() {
        caller.permit(state, Action::Identify, None).await?;
    }
    let form = Form { catalogue: &catalogue, reference: &reference, clock: state.clock() };
    let said = form.read(&given.description, |day| caller.origin(ties, day))?;
    let answered = founding(catalogue.schema, &said.proposal.answers);
    if answered < LEAST_FOUNDING {
        let mut faults = Faults::default();
        let detail = format!(
            "at least {LEAST_FOUNDING} questions without a parent must be answered, {answered} are; the door does not count"
        );
        faults.add("/criteria", detail, None);
        faults.check()?;
    }
    let (proposal, external_id) = (said.proposal, said.external_id);
    let job =
        Job::Create(Box::new(Creation { proposal, external_id, identified: given.identified, force: false }));
    let reviewed = Reviewed { asked: Asked::Create { force: false }, ties, body: &given.description };
    review(state, submission, params, (job, said.reason), reviewed).await
}
