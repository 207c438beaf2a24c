//! Publishing a draft: through the same writing functions as everything else, and the draft goes with the write.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use plainpied_criteria::{Criterion, LEAST_FOUNDING, Lang, founding, schema};
use plainpied_domain::EstablishmentId;
use plainpied_domain::access::Action;
use plainpied_domain::review::Held;
use serde_json::{Value, json};

use super::description::{described, refused, wanted};
use super::drafted::{Drafted, gone};
use crate::auth::{Caller, PageForm};
use crate::drafts::{self, Open, put, seen};
use crate::moderation::{self, Waiting};
use crate::problem::{Problem, code};
use crate::routes::pages::edit::sending;
use crate::state::AppState;
use crate::web::{self, Adding, Likely, SummaryPage, Tongue, Trouble};
use crate::writing::{Asked, Came, Submission, WriteParams, submit};

/// Others may write this often between a look at the place and the write.
const TRIES: usize = 3;

/// Publishes it, or shows its summary with what keeps it from being published.
pub(super) async fn publish(
    state: &AppState,
    mut drafted: Drafted,
    form: &PageForm,
    lang: Lang,
) -> Result<Response, Problem> {
    for _ in 1..TRIES {
        match attempt(state, &drafted, form, lang).await {
            Err(problem) if problem.code().name == code::CHANGED_MEANWHILE.name => {}
            done => return done,
        }
        // Somebody wrote in this moment: whether it was about the same questions is looked at again.
        let Some(open) = Open::load(state, drafted.open.draft.clone()).await? else {
            return Ok(gone(lang).into_response());
        };
        drafted.open = open;
    }
    attempt(state, &drafted, form, lang).await
}

async fn attempt(
    state: &AppState,
    drafted: &Drafted,
    form: &PageForm,
    lang: Lang,
) -> Result<Response, Problem> {
    let (open, tongue) = (&drafted.open, Tongue(lang));
    let (body, faults) = body_of(state, open, tongue).await?;
    if !faults.is_empty() {
        let trouble = Trouble { faults, ..Trouble::default() };
        return again(state, (open, form), trouble, (StatusCode::UNPROCESSABLE_ENTITY, lang));
    }
    let conflicts = open.conflicts();
    if !conflicts.is_empty() {
        acknowledge(state, drafted, &conflicts).await?;
        let trouble = Trouble { conflicts, ..Trouble::default() };
        return again(state, (open, form), trouble, (StatusCode::PRECONDITION_FAILED, lang));
    }
    let page = tongue.to(&open.draft.page("summary"));
    let caller = match form.sender(state, state.http().review.anonymous_suggestions, &page).await {
        Ok(caller) => caller,
        Err(instead) => return Ok(instead.into_response()),
    };
    match write(state, caller.clone(), body, (open, form)).await {
        Ok(came) => Ok(leads(open, came, tongue)),
        Err(problem) => refusal(state, problem, (open, form), (caller, lang)).await,
    }
}

/// What the draft says, as the writing functions take it, and what is missing.
async fn body_of(
    state: &AppState,
    open: &Open,
    tongue: Tongue,
) -> Result<(Value, Vec<(String, String)>), Problem> {
    let criteria = Value::Object(open.said());
    if open.record.is_some() {
        return Ok((json!({ "criteria": criteria }), Vec::new()));
    }
    let mut adding = Adding { typed: open.draft.fields.clone(), ..Adding::default() };
    let mut body = described(&*state.catalogue().await?, &mut adding, tongue);
    body["criteria"] = criteria;
    let mut faults: Vec<_> =
        adding.wrong.into_iter().map(|(_, message)| ("place".to_owned(), message)).collect();
    if founding(schema(), &open.answers) < LEAST_FOUNDING {
        faults.push(("answers".to_owned(), wanted("answers", tongue)));
    }
    Ok((body, faults))
}

/// Writes what the draft says, or keeps for the moderators what nobody who is known says.
async fn write(
    state: &AppState,
    caller: Option<Caller>,
    body: Value,
    (open, form): (&Open, &PageForm),
) -> Result<Came, Problem> {
    let force = !form.typed("force").is_empty() && caller.is_some();
    let asked = match open.draft.establishment {
        Some(id) => Asked::Describe(id),
        None => Asked::Create { force },
    };
    let draft = Some(open.draft.id);
    let expected = open.record.as_ref().map(|record| record.version);
    let Some(caller) = caller else {
        let (held, body) = (Held::Anonymous, &body);
        let waiting = Waiting { asked, held, body, expected, account: None, notify: None };
        return moderation::suggest_draft(state, &waiting, draft).await.map(|kept| Came::from(&kept));
    };
    let path = open.draft.page("summary");
    let mut submission = Submission::of_form(caller, (&path, body), expected, Some(form.typed("once")));
    submission.draft = draft;
    Came::of(submit(state, &submission, &WriteParams { dry_run: false }, asked).await?).await
}

/// Where the writer goes afterwards.
fn leads(open: &Open, came: Came, tongue: Tongue) -> Response {
    let place = match came {
        Came::Done(id) => Some(EstablishmentId::from(id)),
        _ => open.draft.establishment,
    };
    let to = match place {
        Some(id) => format!("/establishments/{id}?said={}", came.word()),
        None => format!("/contribute?said={}", came.word()),
    };
    Redirect::to(&tongue.to(&to)).into_response()
}

/// What kept it from being published, for its writer.
async fn refusal(
    state: &AppState,
    problem: Problem,
    (open, form): (&Open, &PageForm),
    (caller, lang): (Option<Caller>, Lang),
) -> Result<Response, Problem> {
    let name = problem.code().name;
    if name == code::ALREADY_THERE.name {
        let may_force = match &caller {
            Some(caller) => caller.permit(state, Action::CreateLikeness, None).await.is_ok(),
            None => false,
        };
        let trouble = Trouble { alike: alike(&problem), may_force, ..Trouble::default() };
        return again(state, (open, form), trouble, (StatusCode::CONFLICT, lang));
    }
    if name == code::INVALID_BODY.name {
        let faults = refused(&problem, Tongue(lang));
        let faults = faults.into_iter().map(|(_, message)| ("answers".to_owned(), message)).collect();
        let trouble = Trouble { faults, ..Trouble::default() };
        return again(state, (open, form), trouble, (StatusCode::UNPROCESSABLE_ENTITY, lang));
    }
    // Another request published it in this moment.
    let value = problem.value();
    if name == code::NOT_FOUND.name && value["parameter"] == "draft" {
        return Ok(gone(lang).into_response());
    }
    Err(problem)
}

/// The writer is shown what others said meanwhile: publishing once more keeps the writer's own word.
async fn acknowledge(
    state: &AppState,
    Drafted { open, drafter }: &Drafted,
    conflicts: &[&'static Criterion],
) -> Result<(), Problem> {
    let change = |fields: &mut drafts::Pairs| {
        for criterion in conflicts {
            put(fields, &format!("seen:{}", criterion.key), &seen(&open.known, criterion));
        }
    };
    drafts::change(state, drafter, open.draft.id, change).await.map(|_| ())
}

/// The summary again.
fn again(
    state: &AppState,
    (open, form): (&Open, &PageForm),
    trouble: Trouble,
    (status, lang): (StatusCode, Lang),
) -> Result<Response, Problem> {
    let page = SummaryPage::new(open, trouble, sending(state, form.csrf()), lang);
    Ok((status, web::page(&page).map(web::private)?).into_response())
}

/// The places that are so alike that nothing was added.
fn alike(problem: &Problem) -> Vec<Likely> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let value = problem.value();
    let candidates = value["candidates"].as_array().into_iter().flatten();
    let likely = candidates.map(|candidate| Likely {
        name: text(&candidate["name"]),
        place: String::new(),
        address: format!("/establishments/{}", text(&candidate["id"])),
        closed: candidate["status"] == "closed",
    });
    likely.collect()
}
