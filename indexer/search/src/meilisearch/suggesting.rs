//! Names as they are typed.

use plainpied_domain::EstablishmentId;

use super::MeilisearchSearch;
use super::answer::narrowed;
use super::asking::Question;
use super::document::Stored;
use super::filter;
use super::hits::{at, read};
use super::relax::all_words;
use crate::analysis::{Analyser, Place, Typed};
use crate::score::{AROUND, Merits};
use crate::{SearchError, Suggest, Suggestion};

/// Names to choose from.
const ENOUGH: usize = 200;

impl MeilisearchSearch {
    /// Names that hold what was typed, the best first.
    pub(super) async fn names(&self, suggest: &Suggest) -> Result<Vec<Suggestion>, SearchError> {
        let mut analyser = Analyser::new();
        let typed = Typed::read(&suggest.typed, &mut analyser);
        let limit = suggest.limit.min(Suggest::MAX_LIMIT);
        if typed.words.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let everywhere =
            Question { words: all_words(&typed), names_only: true, wanted: ENOUGH, ..Question::default() };
        let around = suggest.near.map(|here| narrowed(&everywhere, [filter::circle(here, AROUND)]));
        let questions: Vec<Question> = around.into_iter().chain([everywhere]).collect();
        let (answers, _) = self.0.ask(&questions).await?;
        let mut found: Vec<Found> = Vec::new();
        for (round, answer) in answers.into_iter().enumerate() {
            for hit in answer.hits {
                let text = hit.ranking_score.unwrap_or_default() as f32;
                let stored = read(hit.result)?;
                if !found.iter().any(|known| known.stored.id == stored.id) {
                    let exact = is_exact(&typed, &stored, &mut analyser);
                    let metres = suggest.near.and_then(|here| Some(here.metres_to(at(&stored)?)));
                    let (completeness, observed) = (stored.completeness, None);
                    let merits = Merits { text, metres, standing: None, completeness, observed };
                    found.push(Found { round, exact, score: merits.parts(None).score(), stored });
                }
            }
        }
        // Slips are for those who would find nothing.
        if found.iter().any(|found| found.exact) {
            found.retain(|found| found.exact);
        }
        found.sort_by(|a, b| {
            a.round.cmp(&b.round).then(b.score.total_cmp(&a.score)).then(a.stored.id.cmp(&b.stored.id))
        });
        Ok(found.into_iter().take(limit).map(suggestion).collect())
    }
}

struct Found {
    /// 0 is around the person, where there is one.
    round: usize,
    exact: bool,
    score: f32,
    stored: Stored,
}

fn suggestion(Found { stored, .. }: Found) -> Suggestion {
    Suggestion { id: EstablishmentId::from(stored.id), name: stored.display_name, commune: stored.commune }
}

/// Whether the name holds all words letter for letter, the last perhaps unfinished.
fn is_exact(typed: &Typed, stored: &Stored, analyser: &mut Analyser) -> bool {
    let name = analyser.words(&stored.display_name, Place::Anywhere);
    typed.words.iter().all(|word| {
        word.forms.iter().any(|form| {
            name.iter()
                .any(|known| known.plain == form.plain || word.last && known.plain.starts_with(&form.plain))
        })
    })
}
