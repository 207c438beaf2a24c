use plainpied_criteria::needs::{Limits, needs};
use plainpied_domain::understanding::{Field, Kind, Understood};

use crate::{AskedNeed, Query};

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
