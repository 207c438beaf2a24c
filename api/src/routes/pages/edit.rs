//! `GET` and `POST /establishments/{id}/edit`: what is known of one criterion, as a form.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use plainpied_criteria::{Answers, Criterion, Lang, schema};
use plainpied_domain::EstablishmentId;
use plainpied_domain::review::Held;
use plainpied_store::establishment::{self, FeatureRecord};
use serde_json::{Value, json};
use utoipa::IntoParams;

use super::place::{no_more, once};
use crate::auth::{Caller, Instead, PageForm, Visitor, kept};
use crate::drafts::seen;
use crate::extract::{Fields, Params, PathId, QueryParams, lang};
use crate::moderation::{self, Waiting};
use crate::problem::{Problem, code};
use crate::reference::Reference;
use crate::state::AppState;
use crate::view::known;
use crate::web::{self, Answered, Attempt, EditPage, Sender, Sending, Tongue, Unfit, goes};
use crate::writing::{Asked, Came, Submission, WriteParams, submit};

/// What the page is asked with.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct EditParams {
    /// The question.
    #[param(value_type = String, example = "entree_plain_pied")]
    criterion: &'static Criterion,
    /// Names what was typed before the session was found to have ended.
    #[param(value_type = Option<String>)]
    kept: Option<String>,
    /// The language of the page: fr or en.
    #[param(value_type = Option<String>)]
    lang: Lang,
}

impl QueryParams for EditParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let missing = || Problem::new(&code::MISSING_PARAMETER).at("criterion");
        let key = fields.take("criterion").ok_or_else(missing)?;
        let criterion = schema().get(&key).ok_or_else(|| {
            Problem::parameter("criterion", "there is no such criterion; /api/v1/criteria lists them")
        })?;
        Ok(Self { criterion, kept: fields.take("kept"), lang: lang(fields)? })
    }
}

/// The place that is spoken of.
pub(super) struct Place {
    pub record: FeatureRecord,
    pub reference: Arc<Reference>,
}

impl Place {
    /// None: it is no more, or never was.
    pub async fn load(state: &AppState, id: EstablishmentId) -> Result<Option<Self>, Problem> {
        let read = state.query(async |connection| establishment::get(connection, id).await);
        let Some(record) = read.await? else {
            return Ok(None);
        };
        let reference = state.reference_with(std::iter::once(record.source_key.as_str())).await?;
        Ok(Some(Self { record, reference }))
    }

    fn page(&self, params: &EditParams, attempt: Attempt, sending: Sending) -> Result<Response, Problem> {
        let place = (&self.record, &*self.reference);
        web::page(&EditPage::new(place, params.criterion, attempt, sending, params.lang)?).map(web::private)
    }
}

/// What the form holds beside its question; `csrf` is empty for somebody who is not signed in.
pub(super) fn sending(state: &AppState, csrf: String) -> Sending {
    let sender = match (csrf.is_empty(), state.http().review.anonymous_suggestions) {
        (false, _) => Sender::Known,
        (true, true) => Sender::Anybody,
        (true, false) => Sender::SignsIn,
    };
    Sending { sender, csrf, once: once() }
}

/// `GET`: the form.
pub(crate) async fn form(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<EditParams>,
    Visitor(visitor): Visitor,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(place) = Place::load(&state, id).await? else {
        return no_more(&state, id, params.lang, &headers).await;
    };
    let typed = kept(&state, params.kept.as_deref()).await?;
    let answered = (!typed.is_empty()).then(|| Answered::of(&typed, "answer"));
    let attempt = Attempt { answered, ..Attempt::default() };
    let csrf = visitor.map(|signed_in| signed_in.csrf).unwrap_or_default();
    place.page(&params, attempt, sending(&state, csrf))
}

/// `POST`: keeps the answer.
pub(crate) async fn save(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<EditParams>,
    headers: HeaderMap,
    form: PageForm,
) -> Result<Response, Instead> {
    let Some(place) = Place::load(&state, id).await? else {
        return Ok(no_more(&state, id, params.lang, &headers).await?);
    };
    let tongue = Tongue(params.lang);
    let own = tongue.to(&format!("/establishments/{id}/edit?criterion={}", params.criterion.key));
    let caller = form.sender(&state, state.http().review.anonymous_suggestions, &own).await?;
    let answered = Some(Answered::of(form.fields.pairs(), "answer"));
    let again = |status: StatusCode, attempt| -> Result<Response, Instead> {
        let page = place.page(&params, attempt, sending(&state, form.csrf()))?;
        Ok((status, page).into_response())
    };
    let unfit = |unfit| Attempt { answered: answered.clone(), unfit: Some(unfit), ..Attempt::default() };
    let back = |word| Redirect::to(&tongue.to(&format!("/establishments/{id}?said={word}"))).into_response();
    let value = match answered.clone().unwrap_or_default().value(params.criterion) {
        Ok(Some(value)) => value,
        // Who does not know takes nothing away from what others know.
        Ok(None) => return Ok(back("nothing")),
        Err(wrong) => return again(StatusCode::UNPROCESSABLE_ENTITY, unfit(wrong)),
    };
    let late = || Attempt { answered: answered.clone(), late: true, ..Attempt::default() };
    if place.is_late(params.criterion, form.typed("seen"), &value)? {
        return again(StatusCode::PRECONDITION_FAILED, late());
    }
    let going = place.ruled_out(params.criterion, &value)?;
    // What goes is shown before it goes, and again where it is not the same any more.
    if !going.is_empty() && form.typed("goes") != goes(&going) {
        return again(
            StatusCode::CONFLICT,
            Attempt { answered: answered.clone(), going, ..Attempt::default() },
        );
    }
    match place.write(&state, caller, (params.criterion, value), &form).await {
        Ok(Some(came)) => Ok(back(came.word())),
        Ok(None) => {
            let Some(now) = Place::load(&state, id).await? else {
                return Ok(no_more(&state, id, params.lang, &headers).await?);
            };
            let page = now.page(&params, late(), sending(&state, form.csrf()))?;
            Ok((StatusCode::PRECONDITION_FAILED, page).into_response())
        }
        Err(problem) if problem.code().name == code::INVALID_BODY.name => {
            again(StatusCode::UNPROCESSABLE_ENTITY, unfit(Unfit::NoAnswer))
        }
        Err(problem) => Err(problem.into()),
    }
}

/// Others may write this often between a look at the place and the write.
const TRIES: usize = 3;

impl Place {
    /// What is known and goes with this answer, because it rules it out.
    fn ruled_out(&self, criterion: &Criterion, value: &Value) -> Result<Vec<&'static Criterion>, Problem> {
        let (mut answers, _) = known(&self.record)?;
        let said = json!({ criterion.key.as_str(): value });
        // What is no answer is refused where it is written.
        let said = Answers::parse_part(schema(), &said).ok();
        let Some(said) = said.as_ref().and_then(|said| said.get(criterion.id)) else {
            return Ok(Vec::new());
        };
        answers.set(criterion.id, said.clone());
        let gone = answers.close_orphans(schema()).into_iter().filter(|id| *id != criterion.id);
        Ok(gone.map(|id| schema().criterion(id)).collect())
    }

    /// Whether somebody answered the same question otherwise since it was shown. Other answers do not matter.
    fn is_late(&self, criterion: &Criterion, shown: &str, value: &Value) -> Result<bool, Problem> {
        let (present, wanted) = (seen(&known(&self.record)?.0, criterion), value.to_string());
        Ok(!shown.is_empty() && shown != present && present != wanted)
    }

    /// Writes what somebody says of this place as it was read; none: somebody else answered the same meanwhile.
    async fn write(
        &self,
        state: &AppState,
        caller: Option<Caller>,
        (criterion, value): (&'static Criterion, Value),
        form: &PageForm,
    ) -> Result<Option<Came>, Problem> {
        let id = EstablishmentId::from(self.record.id);
        let body = json!({ "criteria": { criterion.key.as_str(): &value } });
        let path = format!("/establishments/{id}/edit");
        let mut version = self.record.version;
        for _ in 1..TRIES {
            match write(state, (caller.clone(), id, version), (&path, body.clone()), form).await {
                Err(problem) if problem.code().name == code::CHANGED_MEANWHILE.name => {}
                came => return came.map(Some),
            }
            let Some(now) = Self::load(state, id).await? else {
                return Ok(None);
            };
            if now.is_late(criterion, form.typed("seen"), &value)? {
                return Ok(None);
            }
            version = now.record.version;
        }
        write(state, (caller, id, version), (&path, body), form).await.map(Some)
    }
}

/// Writes what somebody says, or keeps for the moderators what nobody who is known says.
pub(super) async fn write(
    state: &AppState,
    (caller, id, version): (Option<Caller>, EstablishmentId, i32),
    (path, body): (&str, Value),
    form: &PageForm,
) -> Result<Came, Problem> {
    let (asked, expected) = (Asked::Describe(id), Some(version));
    let Some(caller) = caller else {
        let (held, body) = (Held::Anonymous, &body);
        let waiting = Waiting { asked, held, body, expected, account: None, notify: None };
        return moderation::suggest(state, &waiting).await.map(|kept| Came::from(&kept));
    };
    let submission = Submission::of_form(caller, (path, body), expected, Some(form.typed("once")));
    Came::of(submit(state, &submission, &WriteParams { dry_run: false }, asked).await?).await
}
