//! Pages for people: made on the server, whole without scripts, in the language of the reader.

mod accessibility;
mod account;
mod areas;
mod assets;
mod campaign;
mod chart;
mod claim;
mod code;
mod console;
mod contribute;
mod contributions;
mod correct;
mod device;
mod directory;
mod docs;
mod draft;
mod drawings;
mod easy;
mod edit;
mod embed;
mod establishments;
mod faulty;
mod general;
mod gone;
mod help;
mod history;
mod home;
mod judged;
mod language;
mod lately;
mod moderation;
mod narrowing;
mod needs;
mod notices;
mod notifications;
mod open_data;
mod pager;
mod people;
mod pieces;
mod place;
mod present;
mod proposals;
mod question;
mod reached;
mod redact;
mod register;
mod report;
mod rooms;
mod rules;
mod said;
mod shell;
mod spot;
mod statistics;
mod steward;
mod subscriptions;
mod texts;
mod unsubscribe;
mod wanted;

use askama::Template;
use axum::Router;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

pub(crate) use self::accessibility::AccessibilityPage;
pub(crate) use self::account::{AccountPage, Notes};
pub(crate) use self::areas::SITEMAP_PAGES;
pub(crate) use self::assets::{
    Built, ELEMENT, FAVICON, FAVICON_MEDIA, ICON, ICON_FILE, PNG, STYLE, built, picture, script_path,
    style_path, touch_icon,
};
pub(crate) use self::campaign::CampaignPage;
pub(crate) use self::claim::ClaimPage;
pub(crate) use self::code::{Wrong, code_page, problem_page};
pub(crate) use self::console::{CALLS, Call, ConsolePage, FIELDS as CONSOLE_FIELDS, Tried};
pub(crate) use self::contribute::{Adding, ContributePage, DraftLine, Likely, PLACE_FIELDS};
pub(crate) use self::contributions::ContributionsPage;
pub(crate) use self::correct::{Boxes, CorrectPage, Corrected};
pub(crate) use self::device::{OfflinePage, SavedPage};
pub(crate) use self::directory::{CommuneList, DirectoryPage, PER_PAGE, commune as commune_page};
pub(crate) use self::docs::DocsPage;
pub(crate) use self::draft::{DraftsPage, StepPage, SummaryPage, Trouble, question_page};
pub(crate) use self::easy::{EasyPage, Topic, topic as easy_topic};
pub(crate) use self::edit::{Attempt, EditPage, Sender, Sending, goes};
pub(crate) use self::embed::{BuilderPage, Chosen, EmbedListPage, EmbedPlacePage, Look, Size, Theme};
pub(crate) use self::establishments::EstablishmentsPage;
pub(crate) use self::faulty::text_of;
pub(crate) use self::gone::GonePage;
pub(crate) use self::help::{HelpPage, NeedPage};
pub(crate) use self::history::{History, HistoryPage, Undoing};
pub(crate) use self::home::{Found, HomePage};
pub(crate) use self::moderation::{DecidedPage, Deciding, ItemPage, Queued, WaitingPage};
pub(crate) use self::narrowing::{Names, search_words};
pub(crate) use self::needs::NeedsPage;
pub(crate) use self::notices::NoticesPage;
pub(crate) use self::notifications::NotificationsPage;
pub(crate) use self::open_data::OpenDataPage;
pub(crate) use self::people::{LinkPage, MessagePage, SignInPage};
pub(crate) use self::place::{OwnForms, PlacePage, is_web};
pub(crate) use self::present::{Present, notice_time};
pub(crate) use self::proposals::{ProposalsPage, Proposing};
pub(crate) use self::question::{Answered, Unfit};
pub(crate) use self::reached::{mailto, tel};
pub(crate) use self::redact::{RedactPage, TakingOut};
pub(crate) use self::register::RegisterPage;
pub(crate) use self::report::{ReportPage, Typed};
pub(crate) use self::shell::{Shell, Tongue, with_lang};
pub(crate) use self::statistics::{Numbers, StatisticsPage};
pub(crate) use self::steward::{
    AccountWork, Concerned, ConfirmPage, Confirming, MergePage, RevertAccountPage, no_such_record,
};
pub(crate) use self::subscriptions::{Hindrance, SubscribePage, SubscriptionsPage, Told, Wish};
pub(crate) use self::texts::{ContactPage, LegalPage, LicencesPage, PrivacyPage};
pub(crate) use self::unsubscribe::UnsubscribePage;
pub(crate) use self::wanted::Wanted;

use crate::base_map::BaseMap;
use crate::problem::Problem;
use crate::routes;
use crate::site::Site;
use crate::state::AppState;
use crate::view::{Body, Validators, content_etag, media};

/// The routes of pages and of what they are made of.
pub(crate) fn routes(site: Site) -> Router<AppState> {
    Router::new()
        .route("/", get(routes::pages::home::handler))
        .route(
            "/unsubscribe/{token}",
            get(routes::subscriptions::unsubscribe::page).post(routes::subscriptions::unsubscribe::handler),
        )
        .route("/campaigns/{code}", get(routes::campaigns::page::handler))
        .route("/establishments/{id}", get(routes::pages::place::handler))
        .route("/api/docs", get(routes::pages::docs::handler))
        .merge(people())
        .route("/api/docs/", get(routes::compat::openapi::docs::handler))
        .route("/open-data", get(async || Redirect::permanent("/open-data/")))
        .route("/open-data/", get(routes::open_data::page::handler))
        .route("/open-data/files/{*path}", get(routes::open_data::file::handler))
        .route("/offline", get(routes::pages::offline::handler))
        .route("/saved", get(routes::pages::saved::handler))
        .route("/embed", get(routes::embed::builder::handler))
        .route("/embed/establishments/{id}", get(routes::embed::place::handler))
        .route("/embed/communes/{code}", get(routes::embed::commune::handler))
        .route("/manifest.webmanifest", get(routes::assets::manifest::handler))
        .merge(contributing())
        .merge(moderating())
        .merge(general::routes())
        .layer(from_fn_with_state(site, language::speak))
        .route("/assets/{file}", get(routes::assets::get::handler))
        .route("/worker.js", get(routes::assets::worker::handler))
        .route("/embed/plainpied-place.js", get(routes::assets::element::handler))
        .route("/map/base.json", get(routes::map::base::handler))
        .route("/map/communes/{department}", get(routes::map::communes::handler))
}

/// Signing in, and one's own space.
fn people() -> Router<AppState> {
    use routes::pages::{account, openid, signin, signin_link, subscribe};
    Router::new()
        .route("/signin", get(signin::get).post(signin::post))
        .route("/signin/sent", get(signin::sent))
        .route("/signin/password", post(signin::password))
        .route("/signin/openid", get(openid::depart))
        .route("/signin/openid/back", get(openid::back))
        .route("/signin/{token}", get(signin_link::get).post(signin_link::post))
        .route("/signout", post(account::sessions::sign_out))
        .route("/account", get(account::get::handler))
        .route("/account/profile", post(account::profile::handler))
        .route("/account/address", post(account::address::ask))
        .route("/account/address/{token}", get(account::address::get).post(account::address::confirm))
        .route("/account/password", post(account::password::handler))
        .route("/account/sessions", post(account::sessions::end))
        .route("/account/keys", post(account::keys::create))
        .route("/account/keys/{prefix}", post(account::keys::change))
        .route("/account/needs", get(account::needs::page).post(account::needs::save))
        .route("/account/needs/withdraw", post(account::needs::withdraw))
        .route("/account/drafts", get(account::drafts::handler))
        .route("/account/contributions", get(account::contributions::handler))
        .route("/account/establishments", get(account::establishments::handler))
        .route("/account/notifications", get(account::notifications::get).post(account::notifications::read))
        .route(
            "/account/subscriptions",
            get(account::subscriptions::list).post(account::subscriptions::change),
        )
        .route("/subscribe", get(subscribe::form).post(subscribe::keep))
        .route("/account/export", get(account::leave::export))
        .route("/account/delete", post(account::leave::handler))
}

/// Saying what is known of a place.
fn contributing() -> Router<AppState> {
    use routes::pages::{asks, claim, confirmations, contribute, correct, edit, favourite, notices, verify};
    Router::new()
        .route("/contribute", get(contribute::find::handler).post(contribute::add::handler))
        .route("/contribute/drafts/{id}/place", get(contribute::place::form).post(contribute::place::save))
        .route(
            "/contribute/drafts/{id}/questions",
            get(contribute::question::form).post(contribute::question::save),
        )
        .route(
            "/contribute/drafts/{id}/summary",
            get(contribute::summary::page).post(contribute::summary::publish),
        )
        .route("/contribute/drafts/{id}/delete", post(contribute::delete::handler))
        .route("/establishments/{id}/answers", post(contribute::begin::handler))
        .route("/establishments/{id}/confirmations", post(confirmations::handler))
        .route("/establishments/{id}/edit", get(edit::form).post(edit::save))
        .route("/establishments/{id}/correct", get(correct::form).post(correct::save))
        .route("/establishments/{id}/favourite", post(favourite::handler))
        .route("/establishments/{id}/verify", post(verify::handler))
        .route("/establishments/{id}/asks", post(asks::handler))
        .route("/establishments/{id}/claim", get(claim::form).post(claim::send))
        .route("/establishments/{id}/notices", get(notices::form).post(notices::send))
}

/// What waits for the moderators.
fn moderating() -> Router<AppState> {
    use routes::pages::moderation::{decide, decided, item, queue};
    use routes::pages::redact;
    use routes::pages::steward::act;
    Router::new()
        .route("/establishments/{id}/history/{version}/redact", get(redact::form).post(redact::send))
        .route("/moderation", get(queue::handler))
        .route("/moderation/decided", get(decided::handler))
        .route("/moderation/{kind}/{id}", get(item::handler).post(decide::handler))
        .route("/establishments/{id}/moderate/{act}", get(act::form).post(act::send))
}

/// Pages whose forms may take their time.
pub(crate) fn preparing(site: Site) -> Router<AppState> {
    use routes::pages::steward::account;
    Router::new()
        .route("/accounts/{id}/revert", get(account::form).post(account::send))
        .layer(from_fn_with_state(site, language::speak))
}

/// A page that is somebody's own: no cache keeps it.
pub(crate) fn private(mut page: Response) -> Response {
    page.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    page
}

/// A page with the headers that keep its readers safe.
///
/// # Errors
/// 500 where the template fails.
pub(crate) fn page(page: &impl Template) -> Result<Response, Problem> {
    let mut response = Body::page(page)?.into_response();
    protect(response.headers_mut());
    Ok(response)
}

/// Lets the map load what a base map of others is made of.
pub(crate) fn let_in(headers: &mut HeaderMap, base_map: Option<&BaseMap>) {
    let Some(origin) = base_map.map(BaseMap::origin) else { return };
    let policy = headers.get(header::CONTENT_SECURITY_POLICY).and_then(|policy| policy.to_str().ok());
    let Some(policy) = policy else { return };
    let wider =
        policy.replace("img-src 'self'", &format!("connect-src 'self' {origin}; img-src 'self' {origin}"));
    // The origin comes from a URL that was parsed; it holds nothing that a header could not.
    if let Ok(wider) = HeaderValue::from_str(&wider) {
        headers.insert(header::CONTENT_SECURITY_POLICY, wider);
    }
}

/// A page that is the same for everybody and may be kept for a while.
///
/// # Errors
/// 500 where the template fails.
pub(crate) fn lasting(page: &impl Template, asked: &HeaderMap) -> Result<Response, Problem> {
    const FOR_FIVE_MINUTES: HeaderValue = HeaderValue::from_static("public, max-age=300");
    let body = page.render()?.into_bytes();
    let validators = Validators { etag: content_etag(&body), modified: None };
    let mut response = match validators.match_request(asked) {
        true => validators.unchanged(),
        false => validators.on(Body::new(media::HTML, body)),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, FOR_FIVE_MINUTES);
    protect(response.headers_mut());
    Ok(response)
}

/// Nothing from elsewhere, no script but our own files, no frame around us.
pub(crate) fn protect(headers: &mut HeaderMap) {
    // The map makes pictures of its own, and its style sheet holds some.
    const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; \
                          form-action 'self'; frame-ancestors 'none'";
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
}

#[cfg(test)]
mod tests;
