//! How the server indexes: made from the same schema, needs and word lists as everything else.

use std::collections::{BTreeMap, HashMap};

use meilisearch_sdk::settings::{
    FacetSortValue, FacetingSettings, MinWordSizeForTypos, PaginationSetting, Settings, TypoToleranceSettings,
};
use plainpied_criteria::needs::needs;
use plainpied_criteria::schema;

use super::document::attribute::{
    ACTIVITIES, ACTIVITY_WORDS, ANSWER, COMMUNE, COMMUNE_WORDS, COMPLETENESS, DEPARTMENT, DEPARTMENT_WORDS,
    GEO, ID, LAT, LON, NAME, OBSERVED, POSTAL_CODE, POSTAL_WORDS, SORT_NAME, STREET, VERDICT, WITHIN,
};
use crate::analysis::abbreviations;

/// Letters from which a word may have one slip, and two.
const ONE_SLIP: u8 = 4;
const TWO_SLIPS: u8 = 8;
/// More than any base has places: totals are never cut.
const NO_LIMIT: usize = 100_000_000;
/// Values of a facet that the server gives, of which [`crate::Facets::MAX_VALUES`] are shown. Completeness has 101.
const FACET_VALUES: usize = 1_000;

/// All settings.
pub(super) fn settings() -> Settings {
    let typos = TypoToleranceSettings {
        enabled: Some(true),
        disable_on_attributes: Some(vec![POSTAL_WORDS.to_owned(), DEPARTMENT_WORDS.to_owned()]),
        disable_on_words: None,
        min_word_size_for_typos: Some(MinWordSizeForTypos {
            one_typo: Some(ONE_SLIP),
            two_typos: Some(TWO_SLIPS),
        }),
        disable_on_numbers: Some(true),
    };
    let by_count = BTreeMap::from([("*".to_owned(), FacetSortValue::Count)]);
    let faceting =
        FacetingSettings { max_values_per_facet: FACET_VALUES, sort_facet_values_by: Some(by_count) };
    let synonyms: HashMap<&str, Vec<&str>> =
        abbreviations().map(|(short, long)| (short, vec![long])).collect();
    Settings::new()
        .with_searchable_attributes([
            NAME,
            ACTIVITY_WORDS,
            COMMUNE_WORDS,
            POSTAL_WORDS,
            STREET,
            DEPARTMENT_WORDS,
        ])
        .with_filterable_attributes(filterable())
        .with_sortable_attributes([GEO, ID, SORT_NAME, COMPLETENESS, OBSERVED])
        // What the request sorts by goes before everything: without it, the match decides.
        .with_ranking_rules(["sort", "words", "typo", "attribute", "exactness", "proximity"])
        .with_stop_words(Vec::<String>::new())
        .with_typo_tolerance(typos)
        .with_faceting(faceting)
        .with_pagination(PaginationSetting { max_total_hits: NO_LIMIT })
        .with_synonyms(synonyms)
}

fn filterable() -> Vec<String> {
    let fixed =
        [GEO, ID, ACTIVITIES, WITHIN, COMMUNE, DEPARTMENT, POSTAL_CODE, LON, LAT, COMPLETENESS, OBSERVED];
    let verdicts = needs().all().iter().map(|need| format!("{VERDICT}{}", need.key));
    let answers = schema().criteria().iter().map(|criterion| format!("{ANSWER}{}", criterion.key));
    fixed.into_iter().map(str::to_owned).chain(verdicts).chain(answers).collect()
}
