//! `POST /moderation/{kind}/{id}`: decides, or says who looks after it; then leads to what waits next.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use plainpied_store::moderation::{Decision, WaitingFilter, waiting};
use plainpied_store::participation::Answer;
use uuid::Uuid;

use super::{PathItem, moderates};
use crate::auth::{Instead, PageForm, SignedIn};
use crate::extract::{LangParams, Params};
use crate::moderation::{self, Acceptance, Assignee, Desk, Item, Kind};
use crate::problem::{Problem, code};
use crate::state::{AppState, in_time};
use crate::web::{self, Deciding, ItemPage, Tongue};
use crate::writing::line;

/// The longest answer.
const LONGEST: usize = 1_000;

pub(crate) async fn handler(
    State(state): State<AppState>,
    PathItem(kind, id): PathItem,
    Params(LangParams { lang }): Params<LangParams>,
    form: PageForm,
) -> Result<Response, Instead> {
    let (page, tongue) = (kind.page(id), Tongue(lang));
    let signed_in = form.signed_in_or_keep(&state, &tongue.to(&page)).await?;
    moderates(&state, signed_in, lang).await?;
    let deed = form.typed("do");
    let deciding = Deciding { answer: form.line("answer"), ..Deciding::default() };
    if let Some(wrong) = wrong(kind, deed, &deciding.answer, tongue) {
        let item = Item::load(&state, (kind, id), lang).await?;
        let page = ItemPage::new(item, Deciding { wrong, ..deciding }, signed_in, lang);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, web::page(&page).map(web::private)?).into_response());
    }
    let done = match assignee(deed, form.typed("assignee"))? {
        Some(assignee) => assign(&state, (kind, id), (assignee, signed_in.account.id)).await,
        None => decide(&state, (kind, id), &form, (signed_in, &deciding.answer)).await,
    };
    match done {
        Ok(()) if is_assignment(deed) => {
            Ok(Redirect::to(&tongue.to(&format!("{page}?done={deed}"))).into_response())
        }
        Ok(()) => Ok(next(&state, id, (deed, tongue)).await?),
        Err(problem) if problem.is_transient() || problem.code().name == code::NOT_FOUND.name => {
            Err(problem.into())
        }
        Err(problem) => {
            let item = Item::load(&state, (kind, id), lang).await?;
            let title = problem.code().title.get(lang);
            let refused = format!("{title}. {}", problem.told(lang));
            let deciding = Deciding { refused, ..deciding };
            let page = web::page(&ItemPage::new(item, deciding, signed_in, lang)).map(web::private)?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
    }
}

/// Whether something is to be looked after by somebody else, and not decided.
fn is_assignment(deed: &str) -> bool {
    matches!(deed, "mine" | "nobody" | "assign")
}

/// Who is to look after it; none: it is to be decided.
fn assignee(deed: &str, account: &str) -> Result<Option<Assignee>, Problem> {
    Ok(Some(match deed {
        "mine" => Assignee::Oneself,
        "nobody" => Assignee::Nobody,
        "assign" => {
            let id = account.parse().map_err(|error| Problem::parameter("assignee", error))?;
            Assignee::Account(id)
        }
        _ => return Ok(None),
    }))
}

/// What is wrong with an answer; none: nothing.
fn wrong(kind: Kind, deed: &str, answer: &str, tongue: Tongue) -> Option<String> {
    let known = match kind {
        Kind::Proposal => matches!(deed, "accepted" | "declined" | "done"),
        _ => matches!(deed, "accepted" | "rejected") || is_assignment(deed),
    };
    let (fr, en) = if !known {
        ("Choisissez ce qui est décidé.", "Choose what is decided.")
    } else if answer.is_empty() && (deed == "rejected" || kind == Kind::Proposal) {
        ("Dites pourquoi : la personne lira votre réponse.", "Say why: the person will read your answer.")
    } else if !answer.is_empty() && line(answer, LONGEST).is_err() {
        (
            "La réponse est trop longue : 1000 caractères au plus.",
            "The answer is too long: 1,000 characters at most.",
        )
    } else {
        return None;
    };
    Some(tongue.say(fr, en).to_owned())
}

async fn assign(
    state: &AppState,
    (kind, id): (Kind, Uuid),
    (assignee, oneself): (Assignee, Uuid),
) -> Result<(), Problem> {
    let mut connection = state.acquire().await?;
    let assignee = assignee.account(&mut connection, oneself).await?;
    match kind {
        Kind::Suggestion => moderation::assign(&mut connection, id, assignee).await,
        Kind::Report => moderation::assign_report(&mut connection, id, assignee).await.map(drop),
        Kind::Claim => moderation::assign_claim(&mut connection, id, assignee).await.map(drop),
        Kind::Proposal => Ok(()),
    }
}

async fn decide(
    state: &AppState,
    (kind, id): (Kind, Uuid),
    form: &PageForm,
    (by, answer): (&SignedIn, &str),
) -> Result<(), Problem> {
    let (at, deed) = (state.clock().now(), form.typed("do"));
    let accepted = deed == "accepted";
    let decision = Decision { accepted, answer, by: by.account.id, at };
    let desk = Desk::of(state).await?;
    let mut connection = state.acquire().await?;
    match kind {
        Kind::Suggestion if accepted => {
            let how = Acceptance {
                version: form.typed("version").parse().ok(),
                force: form.typed("force") == "1",
                vouch: form.typed("vouch") == "1",
                answer: answer.to_owned(),
            };
            moderation::accept(&mut connection, &desk.room(), (id, &how), (&by.account, at)).await?;
        }
        Kind::Suggestion => {
            moderation::reject(&mut connection, state.site(), (id, answer), (&by.account, at)).await?;
        }
        Kind::Report => {
            moderation::decide_report(&mut connection, state.site(), id, &decision).await?;
        }
        Kind::Claim => {
            moderation::decide_claim(&mut connection, state.site(), id, &decision).await?;
        }
        Kind::Proposal => {
            let answer = Answer { state: deed, text: answer, by: by.account.id, at };
            moderation::answer_proposal(&mut connection, id, &answer).await?;
        }
    }
    state.wake();
    state.mailer().wake();
    Ok(())
}

/// Leads to what waits after this one, from the first again after the last; or to the empty queue.
async fn next(state: &AppState, id: Uuid, (deed, tongue): (&str, Tongue)) -> Result<Response, Problem> {
    let found = in_time(async {
        let mut connection = state.pool().acquire().await?;
        let all = WaitingFilter::default();
        let after = waiting(&mut connection, all, Some(id), 1).await?.pop();
        match after {
            Some(after) => Ok(Some(after)),
            None => Ok(waiting(&mut connection, all, None, 1).await?.pop()),
        }
    })
    .await?;
    let page = found.and_then(|found| Some(Kind::of(&found.kind)?.page(found.id)));
    let page = page.unwrap_or_else(|| "/moderation".to_owned());
    Ok(Redirect::to(&tongue.to(&format!("{page}?done={deed}"))).into_response())
}
