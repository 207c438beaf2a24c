//! All routes, the layers around them, and the loop that serves them.
//!
//! From the outside in: telemetry (request id, log, metrics), problems (base of URLs, pages for people), panics,
//! compression, CORS and headers, limits, routes.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::http::{Method, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{Any, CorsLayer};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::mail;
use crate::ogc::CONTENT_CRS;
use crate::problem::{self, Problem, code};
use crate::state::AppState;
use crate::writing::{IDEMPOTENCY_KEY, forget_old_answers};
use crate::{guard, people, routes, subscriptions, telemetry, web};

/// Requests under way when the server ends have so long: as long as the longest quick one, and a little.
const LONGEST_GOODBYE: Duration = Duration::from_secs(12);

/// The service.
pub fn router(state: AppState) -> Router {
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD, Method::POST, Method::PATCH, Method::PUT, Method::DELETE])
        .allow_headers([
            header::ACCEPT,
            header::CONTENT_TYPE,
            header::IF_NONE_MATCH,
            header::IF_MODIFIED_SINCE,
            header::IF_MATCH,
            header::RANGE,
            header::IF_RANGE,
            header::AUTHORIZATION,
            IDEMPOTENCY_KEY,
            routes::changes::LAST_EVENT_ID,
        ])
        .expose_headers([
            header::ETAG,
            header::LINK,
            header::RETRY_AFTER,
            header::ACCEPT_RANGES,
            header::CONTENT_RANGE,
            header::CONTENT_DISPOSITION,
            routes::export::POSITION,
            telemetry::REQUEST_ID,
            CONTENT_CRS,
            guard::RATE,
            guard::RATE_POLICY,
        ]);
    let limit = state.http().time_limit;
    let within = |limit| from_fn_with_state(guard::Admission { state: state.clone(), limit }, guard::admit);
    let quick = Router::from(quick())
        .merge(web::routes(state.site().clone()))
        .merge(routes::ogc::routes())
        .merge(routes::compat::routes())
        .merge(routes::reconcile::routes())
        .layer(within(limit));
    let waiting =
        Router::from(waiting()).layer(from_fn_with_state(limit + guard::LONGEST_WAIT, guard::let_wait));
    let preparing = Router::from(preparing())
        .merge(routes::reconcile::service())
        .merge(web::preparing(state.site().clone()))
        .layer(within(limit + guard::LONGEST_PREPARATION));
    quick
        .merge(waiting)
        .merge(preparing)
        .layer(from_fn_with_state(state.clone(), guard::rate))
        .merge(routes::health::router())
        .fallback(unknown_route)
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn(guard::uri))
        .layer(from_fn(guard::headers))
        .layer(cors)
        .layer(guard::compression())
        .layer(from_fn(guard::weaken_compressed_etag))
        .layer(CatchPanicLayer::custom(problem::of_panic))
        .layer(from_fn_with_state(state.clone(), problem::finish))
        .layer(from_fn(telemetry::observe))
        .with_state(state)
}

/// The routes that stand in the OpenAPI document.
pub(crate) fn documented() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(crate::openapi::frame()).merge(quick()).merge(waiting()).merge(preparing())
}

/// Those that answer at once.
fn quick() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(writing())
        .merge(people_routes())
        .merge(moderating())
        .merge(participation())
        .merge(following())
        .routes(routes!(routes::search::list::handler))
        .routes(routes!(routes::search::suggest::handler))
        .routes(routes!(routes::establishments::list::handler, routes::establishments::create::handler))
        .routes(routes!(
            routes::establishments::get::handler,
            routes::establishments::update::handler,
            routes::establishments::delete::handler
        ))
        .routes(routes!(routes::establishments::verdicts::handler))
        .routes(routes!(routes::establishments::embed::handler))
        .routes(routes!(routes::feeds::commune::handler))
        .routes(routes!(routes::tiles::tilejson::handler))
        .routes(routes!(routes::tiles::style::handler))
        .routes(routes!(routes::tiles::get::handler))
        .routes(routes!(routes::criteria::list::handler))
        .routes(routes!(routes::needs::list::handler))
        .routes(routes!(routes::activities::list::handler))
        .routes(routes!(routes::communes::list::handler))
        .routes(routes!(routes::sources::list::handler))
        .routes(routes!(routes::statistics::get::handler))
        .routes(routes!(routes::problems::get::handler))
        .routes(routes!(routes::openapi::get::handler))
        .routes(routes!(routes::open_data::schema::handler))
        .routes(routes!(routes::open_data::catalog::handler))
}

/// Signing in, one's own space, one's own keys.
fn people_routes() -> OpenApiRouter<AppState> {
    use routes::{keys, me, signin};
    OpenApiRouter::new()
        .routes(routes!(signin::ask::handler))
        .routes(routes!(signin::password::handler))
        .routes(routes!(signin::follow::handler))
        .routes(routes!(me::get::handler, me::update::handler, me::delete::handler))
        .routes(routes!(me::sessions::list, me::sessions::end_others))
        .routes(routes!(me::sessions::end))
        .routes(routes!(me::export::handler))
        .routes(routes!(keys::list::handler, keys::create::handler))
        .routes(routes!(keys::revoke::handler))
        .routes(routes!(keys::rotate::handler))
}

/// Those that write, and what was written.
fn writing() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(routes::establishments::criteria::handler))
        .routes(routes!(routes::establishments::verify::handler))
        .routes(routes!(routes::establishments::close::handler))
        .routes(routes!(routes::establishments::reopen::handler))
        .routes(routes!(routes::establishments::merge::handler))
        .routes(routes!(routes::establishments::versions::handler))
        .routes(routes!(routes::establishments::revert::handler))
        .routes(routes!(routes::notices::list::handler, routes::notices::create::handler))
        .routes(routes!(routes::notices::delete::handler))
        .routes(routes!(routes::accounts::contributions::handler))
}

/// Those of moderators, and of those who wait for them.
fn moderating() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(routes::suggestions::list::handler, routes::suggestions::create::handler))
        .routes(routes!(routes::suggestions::get::handler))
        .routes(routes!(routes::suggestions::accept::handler))
        .routes(routes!(routes::suggestions::reject::handler))
        .routes(routes!(routes::suggestions::withdraw::handler))
        .routes(routes!(routes::suggestions::assign::handler))
        .routes(routes!(routes::suggestions::decisions::handler))
        .routes(routes!(routes::establishments::redact::handler))
        .routes(routes!(routes::establishments::compare::handler))
        .routes(routes!(routes::reports::create::handler))
        .routes(routes!(routes::reports::list::handler))
        .routes(routes!(routes::reports::assign::handler))
        .routes(routes!(routes::reports::decide::handler))
        .routes(routes!(routes::claims::create::handler))
        .routes(routes!(routes::claims::list::handler))
        .routes(routes!(routes::claims::get::handler))
        .routes(routes!(routes::claims::assign::handler))
        .routes(routes!(routes::claims::decide::handler))
        .routes(routes!(routes::claims::withdraw::handler))
        .routes(routes!(routes::notifications::list::handler))
        .routes(routes!(routes::notifications::read::handler))
}

/// What users say beside answers.
fn participation() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(routes::establishments::questions::handler))
        .routes(routes!(routes::asks::list::handler, routes::asks::create::handler))
        .routes(routes!(routes::asks::notes::handler))
        .routes(routes!(routes::asks::of_commune::handler))
        .routes(routes!(routes::confirmations::create::handler))
        .routes(routes!(routes::campaigns::list::handler))
        .routes(routes!(routes::proposals::list::handler, routes::proposals::create::handler))
        .routes(routes!(routes::proposals::get::handler, routes::proposals::hide::handler))
        .routes(routes!(routes::proposals::answer::handler))
}

/// Those by which one is told of changes.
fn following() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(routes::webhooks::list::handler, routes::webhooks::create::handler))
        .routes(routes!(
            routes::webhooks::get::handler,
            routes::webhooks::update::handler,
            routes::webhooks::delete::handler
        ))
        .routes(routes!(routes::webhooks::rotate::handler))
        .routes(routes!(routes::webhooks::test::handler))
        .routes(routes!(routes::webhooks::deliveries::handler))
        .routes(routes!(routes::webhooks::replay::handler))
        .routes(routes!(routes::subscriptions::list::handler, routes::subscriptions::create::handler))
        .routes(routes!(routes::subscriptions::delete::handler))
        .routes(routes!(routes::feeds::area::handler))
        .routes(routes!(routes::feeds::place::handler))
        .routes(routes!(routes::feeds::search::handler))
}

/// Those that a client may ask to wait.
fn waiting() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(routes::changes::list::handler))
}

/// Those that may have to make a file before they answer, or go through a long list.
fn preparing() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(routes::export::get::handler))
        .routes(routes!(routes::export::snapshot::handler))
        .routes(routes!(routes::matching::post::handler))
        .routes(routes!(routes::batch::post::handler))
        .routes(routes!(routes::accounts::revert::handler))
}

async fn unknown_route() -> Problem {
    Problem::new(&code::UNKNOWN_ROUTE)
        .detail("There is nothing at this address; /api/docs lists what there is.")
}

async fn wrong_method(method: Method) -> Problem {
    Problem::new(&code::WRONG_METHOD).detail(format!("This address does not answer {method}."))
}

/// Serves until `shutdown` ends, then finishes the requests under way.
///
/// # Errors
/// The listener is lost.
pub async fn serve(
    listener: TcpListener,
    state: AppState,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let closing = state.closing();
    let counted = state.clone();
    let upkeep = tokio::spawn(telemetry::upkeep(state.metrics().clone()));
    let forgetting = tokio::spawn(forget_old_answers(state.clone()));
    let delivering = tokio::spawn(mail::deliver(state.clone()));
    let digesting = tokio::spawn(subscriptions::work(state.clone()));
    let counting = tokio::spawn(guard::write_quotas(state.clone()));
    let tidying = tokio::spawn(people::forget_expired(state.clone()));
    // Small answers must not wait for an acknowledgement of the one before.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "could not set TCP_NODELAY");
        }
    });
    let served =
        axum::serve(listener, router(state.clone()).into_make_service_with_connect_info::<SocketAddr>())
            .with_graceful_shutdown(async move {
                shutdown.await;
                state.close();
            });
    let served = tokio::select! {
        served = served => served,
        () = goodbye(closing) => {
            tracing::info!("some clients did not take their answers in time; their connections are cut");
            Ok(())
        }
    };
    upkeep.abort();
    forgetting.abort();
    delivering.abort();
    tidying.abort();
    digesting.abort();
    counting.abort();
    guard::write_all(&counted).await;
    served
}

/// Ends some time after the server began to end.
async fn goodbye(mut closing: watch::Receiver<bool>) {
    if closing.wait_for(|closing| *closing).await.is_ok() {
        tokio::time::sleep(LONGEST_GOODBYE).await;
    }
}

#[cfg(test)]
mod tests;
