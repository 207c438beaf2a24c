use plainpied_criteria::needs::{Limits, needs};
use plainpied_domain::understanding::{Asked, Field, Kind, Lexicon, Understood};

use crate::{AskedNeed, Page, Query, SearchEngine, SearchError};

/// What is taken back where it leads nowhere.
const PLACES: [Kind; 3] = [Kind::Commune, Kind::Department, Kind::PostalCode];

/// Searches for what a person typed: what is understood of it narrows `query`, the rest is its text, addresses too: where
/// those are, no engine knows.
///
/// # Errors
/// Those of [`search_understood`].
pub async fn search_typed(
    engine: &impl SearchEngine,
    lexicon: &Lexicon,
    typed: &Asked<'_>,
    query: Query,
    limits: &Limits,
) -> Result<(Page, Query, Understood), SearchError> {
    let understood = read_without(lexicon, typed, &[Kind::Address]);
    search_understood(engine, lexicon, (typed, understood), query, limits).await
}

/// [`search_typed`] where it was understood already, and no address in it.
///
/// Where a place was understood and nothing is there, but some establishment holds all these words in its name and
/// address (`Pharmacie Saint-Roch`, which is in no commune of that name), no place was meant: the words stay text.
///
/// # Errors
/// Those of [`SearchEngine::search`].
pub async fn search_understood(
    engine: &impl SearchEngine,
    lexicon: &Lexicon,
    (typed, understood): (&Asked<'_>, Understood),
    query: Query,
    limits: &Limits,
) -> Result<(Page, Query, Understood), SearchError> {
    let narrowed = query.clone().understanding(typed.what, &understood, limits);
    let page = engine.search(narrowed.clone()).await?;
    let names_place =
        understood.parts.iter().any(|part| PLACES.contains(&part.kind) && part.field == Field::What);
    if page.matched + page.excluded_unknown > 0 || !names_place {
        return Ok((page, narrowed, understood));
    }
    let as_text = read_without(lexicon, typed, &[&PLACES[..], &[Kind::Address]].concat());
    let wider = query.understanding(typed.what, &as_text, limits);
    let second = engine.search(wider.clone()).await?;
    if second.relaxed || second.matched == 0 {
        return Ok((page, narrowed, understood));
    }
    Ok((second, wider, as_text))
}

/// What is understood of words, these kinds aside.
fn read_without(lexicon: &Lexicon, typed: &Asked<'_>, kinds: &[Kind]) -> Understood {
    let without = [typed.without, kinds].concat();
    lexicon.read(&Asked { without: &without, ..*typed })
}

impl Query {
    /// The query with what was understood of a text put in its place: commune, department and postal code become
    /// filters where the query has none yet, and needs are asked within the given limits.
    ///
    /// The words of an activity stay text. The engine finds them by name, activity and search word alike, and a bakery
    /// that nobody filed under bakeries is found too.
    #[must_use]
    pub fn understanding(mut self, what: &str, understood: &Understood, limits: &Limits) -> Self {
        self.text = text(what, understood);
        self.commune =
            self.commune.or_else(|| understood.commune.as_ref().map(|choice| choice.commune.code.clone()));
        self.department = self.department.or_else(|| understood.department.as_ref()?.code.parse().ok());
        self.postal_code = self.postal_code.or_else(|| understood.postal_code.clone());
        for key in &understood.needs {
            let asked = |need: &&AskedNeed| need.need.key == **key;
            if let Some(need) = needs().get(key)
                && !self.asked.needs.iter().any(|known| asked(&known))
            {
                self.asked.needs.push(AskedNeed { need, limits: *limits });
            }
        }
        self
    }
}

/// What was left as text, and the words of activities, in the order in which they were typed.
fn text(what: &str, understood: &Understood) -> Option<String> {
    let is_activity = |kind: Kind, field: Field| kind == Kind::Activity && field == Field::What;
    let activities = understood.parts.iter().filter(|part| is_activity(part.kind, part.field));
    let mut words: Vec<String> =
        activities.map(|part| what.chars().skip(part.range.start).take(part.range.len()).collect()).collect();
    words.extend(understood.text.clone());
    (!words.is_empty()).then(|| words.join(" "))
}
