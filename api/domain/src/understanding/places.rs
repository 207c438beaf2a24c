use std::ops::Range;

use super::candidates::{Beside, Candidate, candidates, joined, misspelt, whole};
use super::departments::is_ordinary;
use super::line::Line;
use super::reading::{Reading, both, without_fillers};
use super::understood::{Department, Field, Kind};
use super::vocabulary::{department_preposition, makes_a_name};
use super::weighing::{Rest, Surroundings, Weight, weigh};

/// Communes of one name that are offered.
const MOST_ALTERNATIVES: usize = 10;
/// Communes whose names only begin so that are offered.
const MOST_LONGER: usize = 4;
/// Inhabitants from which a commune is meant rather than the department of its name.
const ABOVE_DEPARTMENT: i32 = 20_000;
/// Inhabitants from which a commune is offered by the beginning of its name.
const LARGE: i32 = 10_000;
/// Words of the longest name of a department.
const DEPARTMENT_WORDS: usize = 4;

/// Of communes of one name, those within so many metres of the person go before larger ones.
const AROUND: f64 = 50_000.0;

impl Reading<'_> {
    /// The commune and the department that a box names.
    pub(super) fn read_places(&mut self, line: &mut Line<'_>) {
        self.read_department(line, true);
        if self.wants(Kind::Commune) {
            self.read_commune(line);
        }
        self.read_department(line, false);
    }

    fn read_commune(&mut self, line: &mut Line<'_>) {
        let mut weighed = self.weighed(line, candidates(self.lexicon, line));
        let ends = weighed.iter().any(|(weight, candidate)| {
            *weight >= Weight::Likely || (*weight > Weight::None && line.is_at_end(candidate.taken.end))
        });
        if !ends {
            weighed
                .extend(self.weighed(line, self.unfinished(line).or_else(|| misspelt(self.lexicon, line))));
        }
        let best = weighed.iter().filter(|(weight, _)| *weight >= Weight::Likely);
        let best =
            best.max_by_key(|(weight, candidate)| (*weight, candidate.words.len(), candidate.words.start));
        if let Some((_, candidate)) = best.cloned() {
            self.take_commune(line, candidate);
            return;
        }
        for (_, candidate) in weighed.iter().filter(|(weight, _)| *weight == Weight::Perhaps) {
            self.offer_communes(line, candidate);
        }
    }

    fn weighed(
        &self,
        line: &Line<'_>,
        found: impl IntoIterator<Item = Candidate>,
    ) -> Vec<(Weight, Candidate)> {
        let weighed = found.into_iter().map(|candidate| {
            let candidate = self.with_department(line, candidate);
            let rest = line.rest(&candidate.taken).map_or(Rest::Other, |rest| self.kind_of_rest(line, rest));
            let around = Surroundings::of(self.lexicon, line, &candidate, rest);
            let weight = weigh(self.lexicon, line, &candidate, &around);
            let weight = self.beside_activity(line, &candidate, &around, weight);
            (if self.is_meant(&candidate) { Weight::Sure } else { weight }, candidate)
        });
        weighed.collect()
    }

    /// Whether the person chose one of the communes that these words may name.
    fn is_meant(&self, candidate: &Candidate) -> bool {
        self.asked.meant.is_some_and(|meant| {
            self.named_so(candidate).any(|number| self.lexicon.communes.get(number).code == *meant)
        })
    }

    /// The communes of this name, then the largest of those whose names begin so.
    fn named_so(&self, candidate: &Candidate) -> impl Iterator<Item = u32> {
        let longer = if candidate.is_arrondissement { 0 } else { MOST_LONGER };
        let longer = self.lexicon.communes.longer(&candidate.key, longer);
        let also = longer.into_iter().filter(|number| !candidate.numbers.contains(number));
        candidate.numbers.iter().copied().chain(also)
    }

    /// `Saint-Denis (93)`: only where a commune of this name is in that department.
    fn with_department(&self, line: &Line<'_>, mut candidate: Candidate) -> Candidate {
        let start = candidate.taken.end;
        let Some((end, department)) =
            self.department_at(line, start).filter(|_| self.wants(Kind::Department))
        else {
            return candidate;
        };
        let is_there = |number: &u32| self.lexicon.communes.get(*number).department == department.code;
        let is_house = line.is_before_street(end);
        if candidate.numbers.iter().any(is_there) && !is_house {
            candidate.numbers.sort_by_key(|number| !is_there(number));
            candidate.taken.end = end;
            candidate.department = Some(Beside { words: start..end, department: department.clone() });
        }
        candidate
    }

    fn kind_of_rest(&self, line: &Line<'_>, rest: Range<usize>) -> Rest {
        if self.is_nothing_or_activity(line, rest.clone()) {
            return Rest::Activity;
        }
        let words = without_fillers(line, rest);
        let named = |end: usize| self.lexicon.activities.named(&line.words[words.start..end]).is_some();
        let begins = line.is_run(words.clone()) && (words.start + 1..words.end).any(named);
        if begins { Rest::BeginsWithActivity } else { Rest::Other }
    }

    fn is_nothing_or_activity(&self, line: &Line<'_>, rest: Range<usize>) -> bool {
        without_fillers(line, rest.clone()).is_empty() || self.activity_of(line, rest).is_some()
    }

    /// A village called as an activity or a department is the less likely one.
    fn beside_activity(
        &self,
        line: &Line<'_>,
        candidate: &Candidate,
        around: &Surroundings,
        weight: Weight,
    ) -> Weight {
        let population = self.lexicon.communes.get(candidate.numbers[0]).population;
        let names_activity =
            around.is_all && !self.lexicon.activities.meant(&line.words[candidate.words.clone()]).is_empty();
        let names_department = self.lexicon.departments.named(&candidate.key).is_some()
            && (!candidate.has_preposition() || candidate.key == "la reunion");
        let other = (names_activity || names_department && self.wants(Kind::Department))
            && population < ABOVE_DEPARTMENT;
        if other && line.field == Field::What { weight.min(Weight::Perhaps) } else { weight }
    }

    /// In the box for the place, the beginning of a name is enough: `villefranche`.
    fn unfinished(&self, line: &Line<'_>) -> Option<Candidate> {
        let rest = line.rest(&(0..0)).filter(|rest| line.field == Field::Place && !rest.is_empty())?;
        let key = joined(line, &rest);
        let numbers = self.lexicon.communes.longer(&key, MOST_ALTERNATIVES);
        (!numbers.is_empty() && line.is_run(rest.clone()))
            .then(|| whole(self.lexicon, line, rest, key, numbers))
    }

    fn take_commune(&mut self, line: &mut Line<'_>, candidate: Candidate) {
        let communes = &self.lexicon.communes;
        let mut numbers: Vec<u32> = self.named_so(&candidate).collect();
        if let Some(here) = self.asked.near {
            let far = |number: &u32| here.metres_to(communes.get(*number).location) > AROUND;
            numbers[..candidate.numbers.len()].sort_by_key(far);
        }
        if let Some(code) = &self.understood.postal_code {
            let has_code =
                |number: &u32| communes.get(*number).postal_codes.iter().any(|other| other == code.as_str());
            numbers.sort_by_key(|number| !has_code(number));
        }
        if let Some(meant) = self.asked.meant {
            numbers.sort_by_key(|number| communes.get(*number).code != *meant);
        }
        let choice = self.lexicon.choice(numbers[0]);
        let others = numbers[1..].iter().take(MOST_ALTERNATIVES).map(|number| self.lexicon.choice(*number));
        self.understood.alternatives = others.collect();
        let (code, name) = (choice.commune.code.as_str(), choice.commune.name.as_str());
        let words = candidate.taken.start..candidate.words.end;
        self.understood.parts.push(Self::part(line, Kind::Commune, &words, code, both(name, name)));
        self.understood.commune = Some(choice);
        if let Some(Beside { words, department }) = candidate.department {
            let label = both(&department.name, &department.name);
            self.understood.parts.push(Self::part(line, Kind::Department, &words, &department.code, label));
            self.understood.department = Some(department);
        }
        line.take(candidate.taken);
    }

    /// The largest of the name, and the largest whose names begin so.
    fn offer_communes(&mut self, line: &Line<'_>, candidate: &Candidate) {
        let most = if candidate.is_misspelt { 1 } else { 2 };
        let large = |number: &u32| self.lexicon.communes.get(*number).population >= LARGE;
        let longer = self.named_so(candidate).skip(candidate.numbers.len()).filter(large).take(4 - most);
        let longer: Vec<u32> = longer.collect();
        for number in candidate.numbers.iter().take(most).chain(&longer) {
            let commune = self.lexicon.communes.get(*number);
            let label = format!("{} ({})", commune.name, commune.department);
            let part = Self::part(
                line,
                Kind::Commune,
                &candidate.words,
                commune.code.as_str(),
                both(&label, &label),
            );
            if !self.understood.perhaps.contains(&part) {
                self.understood.perhaps.push(part);
            }
        }
    }

    /// The department with its code or name at a word, and where it ends.
    fn department_at(&self, line: &Line<'_>, at: usize) -> Option<(usize, &Department)> {
        let departments = &self.lexicon.departments;
        (at + 1..=line.words.len().min(at + DEPARTMENT_WORDS)).rev().find_map(|end| {
            // A bracket before it parts it from the name; within it, nothing may.
            if !line.is_run(at..end) || line.is_in_street(at..end) {
                return None;
            }
            let key = joined(line, &(at..end));
            departments.named(&key).or_else(|| departments.coded(&key)).map(|found| (end, found))
        })
    }

    /// With a preposition that says so, before the communes; without one, after them.
    fn read_department(&mut self, line: &mut Line<'_>, after_preposition: bool) {
        if self.understood.department.is_some() || !self.wants(Kind::Department) {
            return;
        }
        for at in 0..line.words.len() {
            let Some((end, department)) = self.department_at(line, at) else { continue };
            let (code, name) = (department.code.clone(), department.name.clone());
            let before = line.before(at);
            let length = department_preposition(&before);
            if after_preposition && length == 0 {
                continue;
            }
            let words = at - length..end;
            let weight = if after_preposition {
                self.weigh_after_preposition(line, &words, &(at..end))
            } else {
                self.weigh_department(line, at..end)
            };
            let range = if weight >= Weight::Likely { words.clone() } else { at..end };
            let part = Self::part(line, Kind::Department, &range, &code, both(&name, &name));
            if weight >= Weight::Likely {
                self.understood.parts.push(part);
                self.understood.department = Some(Department { code, name });
                line.take(words);
                return;
            }
            if weight == Weight::Perhaps && !after_preposition {
                self.understood.perhaps.push(part);
            }
        }
    }

    /// `in Paris` and `en Vienne`: the town, where it is one, after the English word.
    fn weigh_after_preposition(&self, line: &Line<'_>, words: &Range<usize>, name: &Range<usize>) -> Weight {
        let key = joined(line, name);
        let town = self
            .lexicon
            .communes
            .named(&key)
            .first()
            .is_some_and(|number| self.lexicon.communes.get(*number).population >= ABOVE_DEPARTMENT);
        let english = line.words[words.start].plain == "in";
        let is_number = line.words[name.start].is_number();
        let house = line.is_before_street(name.end);
        if (english && town) || house || (is_number && english) { Weight::None } else { Weight::Sure }
    }

    fn weigh_department(&self, line: &Line<'_>, name: Range<usize>) -> Weight {
        let key = joined(line, &name);
        let house = line.words[name.start].is_number() && line.is_before_street(name.end);
        if house
            || self.understood.commune.is_some()
            || self.lexicon.activities.phrase_reaches_over(&line.words, name.clone())
        {
            return Weight::None;
        }
        let towns = self.lexicon.communes.named(&key);
        let is_town = towns
            .first()
            .is_some_and(|number| self.lexicon.communes.get(*number).population >= ABOVE_DEPARTMENT);
        if is_town && line.field == Field::What {
            return Weight::None;
        }
        let rest = line.rest(&name);
        let is_all = rest.as_ref().is_some_and(|rest| without_fillers(line, rest.clone()).is_empty());
        let is_activity = rest.is_some_and(|rest| self.is_nothing_or_activity(line, rest));
        let placed = line.field == Field::Place || is_all || line.is_set_apart(&name);
        let before = line.before(name.start);
        let of_a_name = before.last().is_some_and(|word| makes_a_name(word) || *word == "pas");
        if placed && !of_a_name {
            return Weight::Likely;
        }
        let at_end = line.is_at_end(name.end);
        match at_end {
            true if is_ordinary(&key) => Weight::None,
            true if of_a_name => Weight::Perhaps,
            true if is_activity || name.len() > 1 => Weight::Likely,
            true => Weight::Perhaps,
            false => Weight::None,
        }
    }
}
