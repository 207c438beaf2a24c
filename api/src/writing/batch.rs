//! Many writes in one request, a line of JSON each.

use plainpied_domain::access::Action;
use plainpied_domain::{EstablishmentId, Settlement, Status};
use plainpied_store::write::{Catalogue, Deed, WriteContext};
use plainpied_store::{Connection, PgConnection, StoreError};
use serde::Serialize;
use serde_json::Value;

use super::job::Room;
use super::perform::judged;
use super::{Creation, Form, Job, WrittenView};
use crate::auth::Caller;
use crate::extract::{Faults, Members, read_json};
use crate::problem::{Problem, code};
use crate::reference::Reference;
use crate::state::AppState;

/// Lines of one request.
pub(crate) const MOST_LINES: usize = 10_000;
/// Lines of one transaction, where each stands for itself.
const TOGETHER: usize = 100;

/// Whether lines stand or fall together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Each line for itself.
    Each,
    /// All or none.
    All,
}

/// What became of a line.
#[derive(Debug, Serialize)]
pub(crate) struct LineView {
    /// Counts from 1.
    line: usize,
    /// What the same request alone would have answered.
    status: u16,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    written: Option<WrittenView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Value>,
}

impl LineView {
    fn refused(line: usize, problem: &Problem) -> Self {
        Self { line, status: problem.code().status.as_u16(), written: None, problem: Some(problem.value()) }
    }

    fn is_refused(&self) -> bool {
        self.problem.is_some()
    }
}

/// What a batch is done with.
pub(crate) struct Batch<'a> {
    pub state: &'a AppState,
    pub caller: &'a Caller,
    pub catalogue: &'a Catalogue,
    pub reference: &'a Reference,
    pub mode: Mode,
}

/// One line that could be read.
struct Line {
    number: usize,
    job: Job,
    expected: Option<i32>,
    reason: Option<String>,
}

impl Batch<'_> {
    /// Does all lines; one result for each, in their order.
    ///
    /// # Errors
    /// The database cannot answer: of lines that stand for themselves, those before may be written.
    pub async fn run(&self, text: &str) -> Result<Vec<LineView>, Problem> {
        let mut results = Vec::new();
        let mut lines = Vec::new();
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            match self.read(number, line).await {
                Ok(line) => lines.push(line),
                Err(problem) if problem.is_transient() => return Err(problem),
                Err(problem) => results.push(LineView::refused(number, &problem)),
            }
        }
        match self.mode {
            Mode::All if !results.is_empty() => {
                let kept = Problem::new(&code::NOT_WRITTEN);
                results.extend(lines.iter().map(|line| LineView::refused(line.number, &kept)));
            }
            Mode::All => results = self.together(lines).await?,
            Mode::Each => {
                let mut lines = lines.into_iter().peekable();
                while lines.peek().is_some() {
                    results.extend(self.together(lines.by_ref().take(TOGETHER).collect()).await?);
                }
            }
        }
        self.state.wake();
        results.sort_by_key(|result| result.line);
        Ok(results)
    }

    /// The job of a line.
    async fn read(&self, number: usize, line: &str) -> Result<Line, Problem> {
        let body = read_json(line.as_bytes())?;
        let mut body = body;
        let (op, id, expected) = head(&mut body)?;
        let action = match op.as_str() {
            "create" => Action::Create,
            "update" => Action::Describe,
            "verify" => Action::Verify,
            _ => Action::Close,
        };
        let ties = self.caller.permit(self.state, action, id).await?;
        let form = Form { catalogue: self.catalogue, reference: self.reference, clock: self.state.clock() };
        let said = form.read(&body, |day| self.caller.origin(ties, day))?;
        let origin = said.proposal.origin.clone();
        let deed = match action {
            Action::Verify => Deed::Settle(origin, Settlement::Verified),
            Action::Close => Deed::Settle(origin, Settlement::Became(Status::Closed)),
            _ => Deed::Say(Box::new(said.proposal.clone())),
        };
        let job = match id {
            Some(id) => Job::Do { id, expected, deed: Box::new(deed) },
            None => {
                let (proposal, external_id) = (said.proposal, said.external_id);
                Job::Create(Box::new(Creation {
                    proposal,
                    external_id,
                    identified: Vec::new(),
                    force: false,
                }))
            }
        };
        Ok(Line { number, job, expected, reason: said.reason })
    }

    /// Lines of one transaction. A line that is refused is undone by itself, and takes the others with it where they
    /// stand together.
    async fn together(&self, lines: Vec<Line>) -> Result<Vec<LineView>, Problem> {
        let mut connection = self.state.acquire().await?;
        let mut transaction = connection.begin().await.map_err(StoreError::from)?;
        let mut results = Vec::with_capacity(lines.len());
        for line in lines {
            results.push(self.one(&mut transaction, line).await?);
        }
        if self.mode == Mode::All && results.iter().any(LineView::is_refused) {
            transaction.rollback().await.map_err(StoreError::from)?;
            let kept = Problem::new(&code::NOT_WRITTEN);
            for result in results.iter_mut().filter(|result| !result.is_refused()) {
                *result = LineView::refused(result.line, &kept);
            }
            return Ok(results);
        }
        transaction.commit().await.map_err(StoreError::from)?;
        Ok(results)
    }

    async fn one(&self, connection: &mut PgConnection, line: Line) -> Result<LineView, Problem> {
        let room = Room { catalogue: self.catalogue, reference: self.reference, site: self.state.site() };
        let at = self.state.clock().now();
        let actor = self.caller.account.actor();
        let mut new_id = || EstablishmentId::new(at, rand::random());
        let reason = line.reason.as_deref().unwrap_or_default();
        let mut context = WriteContext { at, actor: &actor, reason, new_id: &mut new_id };
        let mut savepoint = connection.begin().await.map_err(StoreError::from)?;
        let done = match line.job.run(&mut savepoint, &room, &mut context).await {
            Ok(outcome) => judged(&mut savepoint, line.expected, outcome, self.state.site()).await,
            Err(problem) => Err(problem),
        };
        match done {
            Ok((status, written)) => {
                savepoint.commit().await.map_err(StoreError::from)?;
                let status = status.as_u16();
                Ok(LineView { line: line.number, status, written: Some(written), problem: None })
            }
            Err(problem) if problem.is_transient() => Err(problem),
            Err(problem) => {
                savepoint.rollback().await.map_err(StoreError::from)?;
                Ok(LineView::refused(line.number, &problem))
            }
        }
    }
}

/// What a line does, to what, at which version; taken out of its body.
fn head(body: &mut Value) -> Result<(String, Option<EstablishmentId>, Option<i32>), Problem> {
    let mut faults = Faults::default();
    let mut read = (String::new(), None, None);
    if let Some(mut members) = Members::of(body, String::new(), &mut faults) {
        read.0 = members.text("op", &mut faults).unwrap_or_else(|| "update".to_owned());
        read.1 = members.parsed("id", &mut faults);
        read.2 = members.parsed("version", &mut faults);
        let known = ["create", "update", "verify", "close"];
        if !known.contains(&read.0.as_str()) {
            faults.add("/op", format!("op is one of {}", known.join(", ")), None);
        } else if (read.0 == "create") == read.1.is_some() {
            faults.add("/id", "an id goes with every op but create", None);
        }
    }
    faults.check()?;
    if let Some(object) = body.as_object_mut() {
        ["op", "id", "version"].into_iter().for_each(|name| drop(object.remove(name)));
    }
    Ok(read)
}
