//! `GET` and `POST /contribute/drafts/{id}/questions`: one page of questions.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use plainpied_criteria::{Criterion, Lang, schema};
use utoipa::IntoParams;
use uuid::Uuid;

use super::add::with_cookie;
use super::drafted::{Drafted, Wanted, looked_at, sent};
use super::publish::publish;
use crate::auth::{Instead, PageForm, Visitor, kept};
use crate::drafts::{self, Open, Pairs, Step, about, page_of, put, value_of};
use crate::extract::{Fields, Params, PathId, QueryParams, lang};
use crate::problem::Problem;
use crate::routes::pages::edit::sending;
use crate::state::AppState;
use crate::web::{self, Answered, StepPage, Tongue, Unfit, question_page};

/// What the page is asked with.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct QuestionParams {
    /// A question of the page; the first that has no answer unless given.
    #[param(value_type = Option<String>)]
    criterion: Option<&'static Criterion>,
    /// Names what was typed before the session was found to have ended.
    #[param(value_type = Option<String>)]
    kept: Option<String>,
    /// The language of the page: fr or en.
    #[param(value_type = Option<String>)]
    lang: Lang,
}

impl QueryParams for QuestionParams {
    fn read(fields: &mut Fields) -> Result<Self, Problem> {
        let unknown =
            || Problem::parameter("criterion", "there is no such criterion; /api/v1/criteria lists them");
        let key = fields.take("criterion");
        let criterion = key.map(|key| schema().get(&key).ok_or_else(unknown)).transpose()?;
        Ok(Self { criterion, kept: fields.take("kept"), lang: lang(fields)? })
    }
}

impl QuestionParams {
    /// The page itself, in its language.
    fn own(&self, id: Uuid) -> String {
        let query = self.criterion.map(|one| format!("?criterion={}", one.key)).unwrap_or_default();
        Tongue(self.lang).to(&format!("{}{query}", page_of(id, "questions")))
    }

    /// Which page of questions it is; none: it is not asked (any more).
    fn at(&self, open: &Open, steps: &[Step]) -> Option<usize> {
        match self.criterion {
            Some(wanted) => steps.iter().position(|step| step.iter().any(|one| one.id == wanted.id)),
            None => steps.iter().position(|step| step.iter().any(|one| !open.says(one))),
        }
    }
}

/// `GET`: the questions.
pub(crate) async fn form(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<QuestionParams>,
    Visitor(visitor): Visitor,
    headers: HeaderMap,
) -> Result<Response, Instead> {
    let own = params.own(id.as_uuid());
    let wanted = Wanted { id: id.as_uuid(), page: &own, lang: params.lang, headers: &headers };
    let Drafted { open, .. } = looked_at(&state, &wanted, visitor.as_ref()).await?;
    let steps = open.steps();
    let Some(at) = params.at(&open, &steps) else {
        let summary = Tongue(params.lang).to(&open.draft.page("summary"));
        return Ok(Redirect::to(&summary).into_response());
    };
    let typed = kept(&state, params.kept.as_deref()).await?;
    let typed = (!typed.is_empty()).then_some((typed.as_slice(), &[][..]));
    let csrf = visitor.map(|signed_in| signed_in.csrf).unwrap_or_default();
    let page = StepPage::new(&open, (steps.as_slice(), at), typed, sending(&state, csrf), params.lang);
    Ok(web::page(&page).map(web::private)?)
}

/// `POST`: keeps the answers and goes on.
pub(crate) async fn save(
    State(state): State<AppState>,
    PathId(id): PathId,
    Params(params): Params<QuestionParams>,
    headers: HeaderMap,
    form: PageForm,
) -> Result<Response, Instead> {
    let own = params.own(id.as_uuid());
    let wanted = Wanted { id: id.as_uuid(), page: &own, lang: params.lang, headers: &headers };
    let Drafted { open, drafter } = sent(&state, &wanted, &form).await?;
    let (tongue, steps) = (Tongue(params.lang), open.steps());
    let Some(at) = params.at(&open, &steps) else {
        return Ok(Redirect::to(&tongue.to(&open.draft.page("summary"))).into_response());
    };
    let step = &steps[at];
    let unfit = unfit(form.fields.pairs(), step);
    if !unfit.is_empty() {
        let typed = Some((form.fields.pairs(), unfit.as_slice()));
        let page =
            StepPage::new(&open, (steps.as_slice(), at), typed, sending(&state, form.csrf()), params.lang);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, web::page(&page).map(web::private)?).into_response());
    }
    let take = |fields: &mut Pairs| answered(fields, step, form.fields.pairs());
    let cookie = drafts::change(&state, &drafter, id.as_uuid(), take).await?;
    let open = open.with(take);
    let answer = match form.typed("then") {
        "publish" => publish(&state, Drafted { open, drafter }, &form, params.lang).await?,
        "summary" => Redirect::to(&tongue.to(&open.draft.page("summary"))).into_response(),
        _ => {
            let steps = open.steps();
            let next = params.at_of(&steps, step) + 1;
            Redirect::to(&question_page(&open.draft, &steps, next, tongue)).into_response()
        }
    };
    Ok(with_cookie(answer, cookie))
}

impl QuestionParams {
    /// Where these questions stand now that they are answered: the first of them is asked still.
    fn at_of(&self, steps: &[Step], before: &Step) -> usize {
        let same = |step: &Step| step.iter().any(|one| before.iter().any(|known| known.id == one.id));
        steps.iter().rposition(same).unwrap_or_default()
    }
}

/// The questions whose answer is none. An empty box is as good as one that is passed over.
fn unfit(typed: &[(String, String)], step: &Step) -> Vec<(&'static str, Unfit)> {
    let wrong = step.iter().copied().filter_map(|criterion| {
        let unfit = value_of(typed, criterion).err()?;
        let nothing = Answered::of(typed, &criterion.key).is_nothing();
        (!nothing).then_some((criterion.key.as_str(), unfit))
    });
    wrong.collect()
}

/// Puts what was typed on a page in the place of what stood there.
fn answered(fields: &mut Pairs, step: &Step, typed: &[(String, String)]) {
    for criterion in step.iter().copied() {
        fields.retain(|(name, _)| !about(name, criterion));
        let said = typed.iter().filter(|(name, value)| about(name, criterion) && !value.trim().is_empty());
        let before = fields.len();
        fields.extend(said.cloned());
        let shown = format!("seen:{}", criterion.key);
        let seen = typed.iter().find(|(name, _)| *name == shown).filter(|_| fields.len() > before);
        put(fields, &shown, seen.map_or("", |(_, value)| value.as_str()));
    }
}
