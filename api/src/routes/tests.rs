use utoipa::IntoParams;

use super::*;
use crate::extract::{Fields, KeptParams, LangParams, NoParams, QueryParams, names};

/// The names that a type of parameters takes from a request, and those that its documentation gives.
fn taken_and_documented<T: QueryParams + IntoParams>(query: &str) -> (Vec<String>, Vec<String>) {
    let mut fields = Fields::parse(query).unwrap();
    assert!(T::read(&mut fields).is_ok(), "{query}");
    let mut taken: Vec<String> = fields.asked.iter().map(|name| (*name).to_owned()).collect();
    let mut documented = names::<T>();
    taken.sort_unstable();
    documented.sort_unstable();
    (taken, documented)
}

#[test]
fn every_parameter_that_is_read_is_documented_and_the_other_way_round() {
    for (taken, documented) in [
        taken_and_documented::<search::list::SearchParams>(""),
        taken_and_documented::<search::suggest::SuggestParams>(""),
        taken_and_documented::<export::get::ExportParams>(""),
        taken_and_documented::<changes::list::ChangesParams>(""),
        taken_and_documented::<establishments::list::ListParams>(""),
        taken_and_documented::<establishments::get::FormatParams>(""),
        taken_and_documented::<establishments::JudgedParams>("needs=deaf&limits[max_steps]=2"),
        taken_and_documented::<communes::list::CommunesParams>("q=lyon"),
        taken_and_documented::<suggestions::list::SuggestionsParams>(""),
        taken_and_documented::<establishments::compare::CompareParams>("from=1&to=2"),
        taken_and_documented::<reports::list::ReportsParams>(""),
        taken_and_documented::<claims::list::ClaimsParams>(""),
        taken_and_documented::<notifications::list::NotificationsParams>(""),
        taken_and_documented::<establishments::questions::QuestionsParams>(""),
        taken_and_documented::<asks::of_commune::CommuneAsksParams>("commune=69266"),
        taken_and_documented::<campaigns::list::CampaignParams>("commune=69266"),
        taken_and_documented::<campaigns::page::CampaignPageParams>(""),
        taken_and_documented::<proposals::list::ProposalsParams>(""),
        taken_and_documented::<statistics::get::StatisticsParams>(""),
        taken_and_documented::<pages::home::HomeParams>(""),
        taken_and_documented::<embed::place::EmbedParams>(""),
        taken_and_documented::<embed::commune::EmbedListParams>(""),
        taken_and_documented::<embed::builder::BuilderParams>(""),
        taken_and_documented::<pages::language::NextParams>(""),
        taken_and_documented::<pages::directory::PageParams>(""),
        taken_and_documented::<pages::statistics::StatisticsPageParams>(""),
        taken_and_documented::<pages::console::ConsoleParams>(""),
        taken_and_documented::<pages::place::PlaceParams>(""),
        taken_and_documented::<pages::history::HistoryParams>(""),
        taken_and_documented::<pages::steward::act::ActParams>(""),
        taken_and_documented::<pages::steward::account::AccountParams>(""),
        taken_and_documented::<pages::proposals::ProposalsPageParams>(""),
        taken_and_documented::<pages::report::ReportParams>(""),
        taken_and_documented::<pages::notices::NoticesParams>(""),
        taken_and_documented::<pages::account::notifications::NotificationsParams>(""),
        taken_and_documented::<pages::subscribe::SubscribeParams>(""),
        taken_and_documented::<pages::saved::SavedParams>(""),
        taken_and_documented::<pages::account::needs::NeedsParams>(""),
        taken_and_documented::<pages::account::subscriptions::SubscriptionsParams>(""),
        taken_and_documented::<pages::account::contributions::ContributionsPageParams>(""),
        taken_and_documented::<pages::contribute::find::ContributeParams>(""),
        taken_and_documented::<pages::contribute::question::QuestionParams>(""),
        taken_and_documented::<KeptParams>(""),
        taken_and_documented::<tiles::TilesParams>(""),
        taken_and_documented::<compat::erps::list::ErpsParams>("equipments=having_label&asp_id=1"),
        taken_and_documented::<compat::erps::ErpParams>("clean=true"),
        taken_and_documented::<compat::accessibilite::list::AccessibiliteParams>("page=2"),
        taken_and_documented::<compat::activites::list::ActivitesParams>("commune=lyon"),
        taken_and_documented::<feeds::area::AreaParams>("bbox=4.8,45.7,4.9,45.8"),
        taken_and_documented::<webhooks::deliveries::DeliveriesParams>(""),
        taken_and_documented::<LangParams>(""),
        taken_and_documented::<NoParams>(""),
    ] {
        assert_eq!(taken, documented);
    }
}

#[test]
fn a_search_takes_everything_that_its_documentation_shows() {
    let query = "q=pain&where=lyon&without=commune&meant=69123&department=69&postal_code=69003&needs=deaf&limits[max_steps]=1&criteria[entree_plain_pied]=true\
                 &equipments=having_label&verdict=yes&unknown=include&explain=true&lang=en&lat=45.7667&lon=4.8803&radius=2000&bbox=4.83,45.74,4.92,45.79&commune=69266\
                 &activity=boulangerie&sort=distance&facets=false&limit=50&cursor=x";
    let (taken, documented) = taken_and_documented::<search::list::SearchParams>(query);
    assert_eq!(taken, documented);
}

#[test]
fn the_published_criteria_are_those_of_the_schema() {
    let schema = plainpied_criteria::schema();
    let view = serde_json::to_value(criteria::list::view(schema)).unwrap();
    let published = view["criteria"].as_array().unwrap();
    assert_eq!(published.len(), schema.len());
    let child = published.iter().find(|one| !one["parent"].is_null()).unwrap();
    let opens = ["is", "at_least", "not_empty"].iter().filter(|name| !child["parent"][**name].is_null());
    assert_eq!(opens.count(), 1, "{child}");
    for criterion in published {
        assert!(criterion["says"]["unknown"]["fr"].is_string(), "{criterion}");
    }
}
