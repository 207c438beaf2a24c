//! The API of Acceslibre, as its clients use it: the same routes, parameters and members under `/api/`.
//!
//! What it is and where it differs on purpose stands in `docs/compatible-api.md`.

mod accessibility;
mod answer;
mod body;
mod erp;
mod feature;
mod find;
mod page;
mod place;
mod refusal;
mod wanted;
mod widget;
mod xml;

pub(crate) use accessibility::{AccessibilityView, Look};
pub(crate) use answer::{Form, Forms, list, one, page_of};
pub(crate) use body::read;
pub(crate) use erp::{Around, ErpView, accessibility};
pub(crate) use feature::FeatureView;
pub(crate) use find::{find, standing};
pub(crate) use page::{DEFAULT_SIZE, Paging};
pub(crate) use place::{Lead, identified, lead};
pub(crate) use refusal::in_their_words;
pub(crate) use wanted::{Wanted, communes, text};
pub(crate) use widget::{WidgetView, widget};

/// The source whose ids are `asp_id`: the directory of public services.
pub(crate) const ASP: &str = "service-public";
/// Where establishments stand.
pub(crate) const ERPS: &str = "/api/erps/";
/// Where their answers stand.
pub(crate) const ACCESSIBILITE: &str = "/api/accessibilite/";
/// Where activities stand.
pub(crate) const ACTIVITES: &str = "/api/activites/";
