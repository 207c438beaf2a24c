//! `POST /moderation/{kind}/{id}`: decides, or says who looks after it; then leads to what waits next.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use plainpied_criteria::Lang;
use plainpied_domain::access::Ties;
use plainpied_store::moderation::{Decision, WaitingFilter, waiting};
use plainpied_store::participation::Answer;
use uuid::Uuid;

use super::{PathItem, moderates};
use crate::auth::{Instead, PageForm, SignedIn};
use crate::extract::{LangParams, Params};
use crate::moderation::{self, Acceptance, Act, Assignee, Desk, Item, Kind, ReportDecision};
use crate::problem::{Problem, code};
use crate::routes::pages::steward::{Preview, concerned, id_in, names_nothing};
use crate::state::AppState;
use crate::web::{self, ConfirmPage, Confirming, Deciding, ItemPage, Tongue, no_such_record};
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
    let mut deciding = Deciding {
        answer: form.line("answer"),
        act: form.typed("act").to_owned(),
        into: form.typed("into").trim().to_owned(),
        ..Deciding::default()
    };
    deciding.wrong = wrong(kind, deed, &deciding.answer, tongue).unwrap_or_default();
    let act = if kind == Kind::Report && deed == "accepted" { chosen(&mut deciding, tongue) } else { None };
    if deciding.is_wrong() {
        let (status, by) = (StatusCode::UNPROCESSABLE_ENTITY, (signed_in, lang));
        return Ok(again(&state, (kind, id), deciding, by, status).await?);
    }
    if let Some(act) = act {
        signed_in.caller().permit(&state, act.action(), None).await?;
    }
    if let Some(act) = act
        && form.typed("confirmed").is_empty()
    {
        return Ok(confirm(&state, id, (act, deciding), (signed_in, lang)).await?);
    }
    let done = match assignee(deed, form.typed("assignee"))? {
        Some(assignee) => assign(&state, (kind, id), (assignee, signed_in.account.id)).await,
        None => decide(&state, (kind, id), (&form, act), (signed_in, &deciding.answer)).await,
    };
    match done {
        Ok(()) if is_assignment(deed) => {
            Ok(Redirect::to(&tongue.to(&format!("{page}?done={deed}"))).into_response())
        }
        Ok(()) => Ok(next(&state, id, (act.map_or(deed, |act| act.word()), tongue)).await?),
        Err(problem) if problem.is_transient() || problem.code().name == code::NOT_FOUND.name => {
            Err(problem.into())
        }
        Err(problem) => {
            let deciding = Deciding { refused: refusal(&problem, lang), ..deciding };
            Ok(again(&state, (kind, id), deciding, (signed_in, lang), StatusCode::CONFLICT).await?)
        }
    }
}

/// The page again, with what was typed and what is wrong with it.
async fn again(
    state: &AppState,
    item: (Kind, Uuid),
    deciding: Deciding,
    (signed_in, lang): (&SignedIn, Lang),
    status: StatusCode,
) -> Result<Response, Problem> {
    let item = Item::load(state, item, lang).await?;
    let desk = Desk::of(state).await?;
    let teller = desk.teller(lang);
    let page = web::page(&ItemPage::new(item, deciding, signed_in, &teller)).map(web::private)?;
    Ok((status, page).into_response())
}

/// What is done with the place of a report that is accepted: a moderator chooses it, so that nothing is taken for done.
fn chosen(deciding: &mut Deciding, tongue: Tongue) -> Option<Act> {
    match deciding.act.as_str() {
        "nothing" => None,
        "close" => Some(Act::Close),
        "merge" => {
            let into = id_in(&deciding.into);
            if into.is_none() {
                deciding.wrong_into = no_such_record(tongue);
            }
            into.map(Act::Merge)
        }
        _ => {
            let (fr, en) = ("Choisissez ce qui est fait du lieu.", "Choose what is done with the place.");
            deciding.wrong_act = tongue.say(fr, en).to_owned();
            None
        }
    }
}

/// What accepting would do to the places, before it is done.
async fn confirm(
    state: &AppState,
    id: Uuid,
    (act, mut deciding): (Act, Deciding),
    (signed_in, lang): (&SignedIn, Lang),
) -> Result<Response, Problem> {
    let (tongue, page) = (Tongue(lang), Kind::Report.page(id));
    let report = moderation::found_report(&mut *state.acquire().await?, id).await?;
    let place = report.establishment_id.into();
    let origin = signed_in.caller().origin(Ties::default(), state.clock().now().date());
    let Preview { concerned, kept, versions } = match concerned(state, (place, act), origin).await {
        Ok(shown) => shown,
        Err(problem) if problem.is_transient() => return Err(problem),
        Err(problem) if names_nothing(act, &problem) => {
            deciding.wrong_into = no_such_record(tongue);
            let (status, by) = (StatusCode::UNPROCESSABLE_ENTITY, (signed_in, lang));
            return again(state, (Kind::Report, id), deciding, by, status).await;
        }
        Err(problem) => {
            deciding.refused = refusal(&problem, lang);
            let (status, by) = (StatusCode::CONFLICT, (signed_in, lang));
            return again(state, (Kind::Report, id), deciding, by, status).await;
        }
    };
    let seen: Vec<String> = versions.iter().map(i32::to_string).collect();
    let hidden = vec![
        ("csrf", signed_in.csrf.clone()),
        ("do", "accepted".to_owned()),
        ("answer", deciding.answer),
        ("act", deciding.act),
        ("into", deciding.into),
        ("confirmed", seen.join(",")),
    ];
    let (action, cancel) = (tongue.to(&page), tongue.to(&page));
    let confirming = Confirming { concerned, kept, hidden, action, cancel, ..Confirming::default() };
    let above = (tongue.say("Signalement", "Report").to_owned(), page.clone());
    let desk = Desk::of(state).await?;
    let teller = desk.teller(lang);
    web::page(&ConfirmPage::new(act, confirming, (&page, above), &teller)).map(web::private)
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

/// Why it could not be done.
fn refusal(problem: &Problem, lang: Lang) -> String {
    format!("{}. {}", problem.code().title.get(lang), problem.told(lang))
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
    (form, act): (&PageForm, Option<Act>),
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
            let seen: Vec<i32> =
                form.typed("confirmed").split(',').filter_map(|version| version.parse().ok()).collect();
            let how = ReportDecision { accepted, act, seen: &seen, answer };
            moderation::decide_report(&mut connection, &desk.room(), (id, how), (&by.account, at)).await?;
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
    let found = state
        .query(async |connection| {
            let all = WaitingFilter::default();
            let after = waiting(connection, all, Some(id), 1).await?.pop();
            match after {
                Some(after) => Ok(Some(after)),
                None => Ok(waiting(connection, all, None, 1).await?.pop()),
            }
        })
        .await?;
    let page = found.and_then(|found| Some(Kind::of(&found.kind)?.page(found.id)));
    let page = page.unwrap_or_else(|| "/moderation".to_owned());
    Ok(Redirect::to(&tongue.to(&format!("{page}?done={deed}"))).into_response())
}
