//! How much is known of places and how lately it was seen, as what narrows a search.

use plainpied_search::{Age, CompletenessCounts, FreshnessCounts, Share};

use super::Tongue;
use super::narrowing::Facet;
use super::wanted::Wanted;

const FRESHNESS: &str = "freshness";
const COMPLETENESS: &str = "completeness";

/// What of it narrows the search: how to say it, and the address without it.
pub(super) fn narrowed(wanted: &Wanted, tongue: Tongue) -> Vec<(String, String)> {
    let ages = wanted.get(FRESHNESS).split(',').filter_map(|name| {
        let age = Age::ALL.into_iter().find(|age| age.name() == name.trim())?;
        let label = match age {
            Age::Unknown => {
                tongue.say("date d'observation inconnue", "date of observation unknown").to_owned()
            }
            _ => format!("{} {}", tongue.say("vu", "seen"), seen(age, tongue)),
        };
        Some((label, wanted.less_of(FRESHNESS, name)))
    });
    let shares = wanted.get(COMPLETENESS).split(',').filter_map(|name| {
        let share = Share::ALL.into_iter().find(|share| share.name() == name.trim())?;
        let label =
            format!("{} {}", tongue.say("réponses connues :", "known answers:"), known(share, tongue));
        Some((label, wanted.less_of(COMPLETENESS, name)))
    });
    ages.chain(shares).collect()
}

/// By the age of the latest observation.
pub(super) fn freshness(counts: &FreshnessCounts, wanted: &Wanted, tongue: Tongue) -> Facet {
    let values = Age::ALL.map(|age| (age.name(), seen(age, tongue), age.count(counts)));
    counted(tongue.say("Dernière observation", "Last seen"), FRESHNESS, &values, wanted)
}

/// By the share of questions answered.
pub(super) fn completeness(counts: &CompletenessCounts, wanted: &Wanted, tongue: Tongue) -> Facet {
    let values = Share::ALL.map(|share| (share.name(), known(share, tongue), share.count(counts)));
    counted(tongue.say("Réponses connues", "Known answers"), COMPLETENESS, &values, wanted)
}

fn seen(age: Age, tongue: Tongue) -> &'static str {
    match age {
        Age::Under1Year => tongue.say("il y a moins d'un an", "less than a year ago"),
        Age::Under3Years => tongue.say("il y a un à trois ans", "one to three years ago"),
        Age::Older => tongue.say("il y a plus de trois ans", "more than three years ago"),
        Age::Unknown => tongue.say("date inconnue", "date unknown"),
    }
}

fn known(share: Share, tongue: Tongue) -> &'static str {
    match share {
        Share::Nothing => tongue.say("aucune", "none"),
        Share::To25 => tongue.say("jusqu'à 25 %", "up to 25 %"),
        Share::To50 => tongue.say("26 à 50 %", "26 to 50 %"),
        Share::To75 => tongue.say("51 à 75 %", "51 to 75 %"),
        Share::To100 => tongue.say("plus de 75 %", "more than 75 %"),
    }
}

/// Names of values, how to say them, and how many there are; nothing where the parameter is asked for already.
fn counted(
    title: &'static str,
    parameter: &str,
    values: &[(&'static str, &'static str, u64)],
    wanted: &Wanted,
) -> Facet {
    let asked = !wanted.get(parameter).is_empty();
    let values = values.iter().filter(|(.., count)| !asked && *count > 0);
    let values = values.map(|(name, said, count)| ((*said).to_owned(), *count, wanted.with(parameter, name)));
    Facet { title, values: values.collect() }
}
