//! `POST /api/v1/suggestions`: suggest something to the moderators, with or without a key.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use plainpied_criteria::Lang;
use plainpied_domain::EstablishmentId;
use plainpied_domain::review::Held;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::auth::Reader;
use crate::extract::{Faults, FromMembers, JsonBody, Members, NoParams, Params, language_named};
use crate::moderation::{self, Kept, SuggestionView, Waiting};
use crate::problem::{Problem, ProblemView, code};
use crate::state::AppState;
use crate::view::Body;
use crate::writing::{Asked, DescriptionRequest, WriteErrors, WrittenView, email};

/// What is suggested.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SuggestionRequest {
    /// About which establishment; absent for a new one.
    establishment: Option<Uuid>,
    /// What is said of it, as `PATCH` and `POST /api/v1/establishments` take it.
    description: DescriptionRequest,
    /// Without an account: where you are told of the decision. It is kept until then, for nothing else.
    #[schema(format = "email", max_length = 254)]
    email: Option<String>,
    /// In which language: fr (unless given) or en.
    #[schema(example = "fr")]
    lang: Option<String>,
}

/// What was read of it.
pub(crate) struct Said {
    establishment: Option<EstablishmentId>,
    description: Value,
    email: Option<String>,
    lang: Lang,
}

impl FromMembers for Said {
    fn read(members: &mut Members<'_>, faults: &mut Faults) -> Self {
        let establishment = members.parsed("establishment", faults);
        let description = members.take("description").filter(|said| said.is_object());
        if description.is_none() {
            faults.add("/description", "an object that describes the establishment is expected", None);
        }
        let given = members.text("email", faults).map(|given| email(&given)).transpose();
        let email = given.map_err(|wrong| faults.add("/email", wrong, None)).ok().flatten();
        let lang = members.text("lang", faults).map(|name| language_named(&name));
        if lang == Some(None) {
            faults.add("/lang", "must be among fr, en", None);
        }
        let description = description.cloned().unwrap_or_default();
        Self { establishment, description, email, lang: lang.flatten().unwrap_or_default() }
    }
}

/// Suggest something
///
/// It waits until a moderator accepts or refuses it; its address says what became of it. No key is needed where the service
/// allows that; keep the address then, nothing else leads to it.
#[utoipa::path(
    post,
    path = "/api/v1/suggestions",
    operation_id = "createSuggestion",
    tag = "moderation",
    request_body(content = SuggestionRequest, content_type = "application/json"),
    responses(
        (status = 200, description = "It says nothing new: nothing is kept", body = WrittenView),
        (status = 202, description = "It waits for a moderator; Location has its address", body = SuggestionView),
        (status = 409, description = "The place is there already: candidates", body = ProblemView, content_type = "application/problem+json"),
        WriteErrors,
    ),
    security((), ("key" = [])),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Params(NoParams): Params<NoParams>,
    reader: Reader,
    JsonBody(said): JsonBody<Said>,
) -> Result<Response, Problem> {
    let caller = reader.or_nobody(state.http().review.anonymous_suggestions)?;
    let Said { establishment, description, email, lang } = said;
    let asked = establishment.map_or(Asked::Create { force: false }, Asked::Describe);
    let (held, account) = match caller {
        None => (Held::Anonymous, None),
        Some(_) if email.is_some() => {
            let mut faults = Faults::default();
            faults.add("/email", "goes without an account: an account is told by itself", None);
            return Err(faults.check().err().unwrap_or_else(|| Problem::new(&code::INVALID_BODY)));
        }
        Some(caller) => {
            caller.permit(&state, asked.action(), establishment).await?;
            (Held::Asked, Some(caller.account.id))
        }
    };
    let notify = email.as_deref().map(|email| (email, lang));
    let waiting = Waiting { asked, held, body: &description, expected: None, account, notify };
    match moderation::suggest(&state, &waiting).await? {
        Kept::Nothing(written) => Ok(Body::json(&written)?.into_response()),
        Kept::Suggestion(suggestion) => {
            let mut response = (StatusCode::ACCEPTED, Body::json(&suggestion)?).into_response();
            if let Ok(url) = HeaderValue::try_from(suggestion.url) {
                response.headers_mut().insert(header::LOCATION, url);
            }
            Ok(response)
        }
    }
}
