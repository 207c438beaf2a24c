//! Forms of pages: who sends them, and what becomes of them where the session has ended meanwhile.

use axum::extract::{FromRequest, Request};
use axum::response::Redirect;
use plainpied_criteria::Lang;
use plainpied_domain::text::on_one_line;
use plainpied_store::account;
use serde_json::Value;
use time::Duration;

use super::member::{Instead, through_signing_in};
use super::origin::same_origin;
use super::session::{SignedIn, forged};
use super::{Caller, Token, Visitor};
use crate::extract::{Fields, body, language_of};
use crate::guard::Attempting;
use crate::problem::{Problem, code};
use crate::state::{AppState, in_time};
use crate::view::media;
use crate::web::{Tongue, text_of};

/// What was typed is kept for so long.
const KEPT: Duration = Duration::HOUR;
/// Larger forms are not kept, bytes: anybody may send one.
const LARGEST: usize = 64 * 1024;
/// Never kept.
const SECRET: [&str; 2] = ["csrf", "password"];

/// A form that a page of ours sent.
#[derive(Debug)]
pub(crate) struct PageForm {
    /// What was typed; `csrf` is not among it.
    pub fields: Fields,
    visitor: Visitor,
    csrf: String,
    attempting: Attempting,
}

impl PageForm {
    /// Who sent it.
    ///
    /// # Errors
    /// 401 where nobody is signed in, 403 where the form is not of this session.
    pub fn signed_in(&self) -> Result<&SignedIn, Problem> {
        let Some(signed_in) = &self.visitor.0 else {
            return Err(Problem::new(&code::NOT_SIGNED_IN).detail("you are not signed in, or no longer"));
        };
        if signed_in.meant(&self.csrf) {
            return Ok(signed_in);
        }
        Err(forged("the form is not of this session"))
    }

    /// [`PageForm::signed_in`], or the way through signing in back to `page`, where what was typed may not be kept for
    /// somebody who is not known, or was not worth it.
    ///
    /// # Errors
    /// The way, or 403 where the form is not of this session.
    pub fn signed_in_or_led(&self, page: &str, lang: Lang) -> Result<&SignedIn, Instead> {
        match self.visitor.0 {
            Some(_) => Ok(self.signed_in()?),
            None => Err(through_signing_in(&Tongue(lang), page).into()),
        }
    }

    /// Who sends it: nobody who is known where `anybody` may, else as [`PageForm::signed_in_or_keep`]. A form that was
    /// made for a session is of somebody who is known: where that has ended, it is not sent in the name of nobody.
    ///
    /// # Errors
    /// The answer that leads through signing in and back.
    pub async fn sender(
        &self,
        state: &AppState,
        anybody: bool,
        page: &str,
    ) -> Result<Option<Caller>, Instead> {
        if anybody && self.visitor.0.is_none() && self.csrf.is_empty() {
            return Ok(None);
        }
        self.signed_in_or_keep(state, page).await.map(|signed_in| Some(signed_in.caller()))
    }

    /// Whoever is signed in, meant or not: for reading only.
    pub fn visitor(&self) -> Option<&SignedIn> {
        self.visitor.0.as_ref()
    }

    /// What the forms of whoever sent it hold in `csrf`; empty for somebody who is not signed in.
    pub fn csrf(&self) -> String {
        self.visitor.0.as_ref().map(|signed_in| signed_in.csrf.clone()).unwrap_or_default()
    }

    /// What was typed into a box; empty where there is none of this name.
    pub fn typed(&self, name: &str) -> &str {
        text_of(self.fields.pairs(), name)
    }

    /// What was typed into a box of several lines, as one: a line holds no line ends.
    pub fn line(&self, name: &str) -> String {
        on_one_line(self.typed(name))
    }

    /// The keys of the ticked boxes `name[key]`.
    pub fn ticked<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let key = move |full: &'a str| full.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']');
        self.fields.pairs().iter().filter_map(move |(full, _)| key(full))
    }

    /// [`PageForm::signed_in`], or the answer that leads through signing in back to `page`, the path of the form, with
    /// all that was typed: `page` is asked with `kept=<token>` then, and [`kept`] has it. A form of another session is
    /// shown again as well, so that nothing is done that was not meant, and nothing typed is lost.
    ///
    /// # Errors
    /// The answer.
    pub async fn signed_in_or_keep(&self, state: &AppState, page: &str) -> Result<&SignedIn, Instead> {
        if let Ok(signed_in) = self.signed_in() {
            return Ok(signed_in);
        }
        self.attempting.count(state)?;
        Err(keep(state, page, &self.fields).await?.into())
    }
}

impl FromRequest<AppState> for PageForm {
    type Rejection = Problem;

    /// # Errors
    /// 403 from another site; 400, 413 and 415 for what is no form.
    async fn from_request(request: Request, state: &AppState) -> Result<Self, Problem> {
        same_origin(request.headers(), state.site())?;
        let visitor = Visitor(SignedIn::of(request.headers(), state).await?);
        let attempting = Attempting::of(request.extensions(), request.headers(), state);
        let bytes = body(request, media::FORM).await?;
        let text = String::from_utf8(bytes).map_err(|error| {
            Problem::new(&code::MALFORMED_BODY).detail("the form is not UTF-8").cause(error)
        })?;
        let mut fields = Fields::parse(&text)?;
        let csrf = fields.take("csrf").unwrap_or_default();
        Ok(Self { fields, visitor, csrf, attempting })
    }
}

/// Keeps what was typed, and leads to signing in.
async fn keep(state: &AppState, page: &str, fields: &Fields) -> Result<Redirect, Problem> {
    let size: usize = fields.pairs().iter().map(|(name, value)| name.len() + value.len()).sum();
    if size > LARGEST {
        return Err(Problem::new(&code::NOT_SIGNED_IN).detail("you are not signed in, or no longer"));
    }
    let token = Token::of(rand::random());
    let pairs: Vec<_> = fields.pairs().iter().filter(|(name, _)| !SECRET.contains(&name.as_str())).collect();
    let (kept, until) = (serde_json::to_value(pairs)?, state.clock().now() + KEPT);
    let mut connection = state.acquire().await?;
    in_time(account::keep_form(&mut connection, &token.hash(), &kept, until)).await?;
    let join = if page.contains('?') { '&' } else { '?' };
    let next = format!("{page}{join}kept={}", token.as_str());
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("next", &next);
    if let Some(lang) = language_of(page.split_once('?').map(|(_, query)| query)) {
        query.append_pair("lang", lang.code());
    }
    Ok(Redirect::to(&format!("/signin?{}", query.finish())))
}

/// What was typed into a form before its session was found to have ended; nothing where that is too long ago.
///
/// # Errors
/// The database cannot answer.
pub(crate) async fn kept(state: &AppState, token: Option<&str>) -> Result<Vec<(String, String)>, Problem> {
    let Some(token) = token.and_then(Token::read) else {
        return Ok(Vec::new());
    };
    let mut connection = state.acquire().await?;
    let found: Option<Value> =
        in_time(account::kept_form(&mut connection, &token.hash(), state.clock().now())).await?;
    Ok(found.map(serde_json::from_value).transpose()?.unwrap_or_default())
}
