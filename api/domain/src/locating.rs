//! Where an address is. There is no list of addresses here, but every establishment has one, and a position: a street is
//! where those of that street are.

use std::collections::HashMap;

use crate::LonLat;
use crate::matching::AddressWords;
use crate::text::fold;
use crate::understanding::{is_article, nearness};

/// Places of one name that lie farther apart are several, metres: none of them is meant.
const APART: f64 = 1_500.0;

/// An establishment, by what tells where it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbour {
    /// Its name: a station is one.
    pub name: String,
    /// House number with its suffix.
    pub house_number: Option<String>,
    /// Street.
    pub street: Option<String>,
    /// Hamlet or `lieu-dit`.
    pub locality: Option<String>,
    /// Name of its commune.
    pub commune: String,
    /// Where it is.
    pub at: LonLat,
}

/// A point that words lead to.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// The point.
    pub at: LonLat,
    /// The address as those who live there write it: `12 cours Émile Zola, Villeurbanne`.
    pub label: String,
    /// The house whose position it is, where the one that was asked for has no establishment.
    pub instead: Option<u32>,
}

/// How a neighbour answers to words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// It is called so itself.
    Name,
    /// In this hamlet.
    Locality,
    /// In this street.
    Street,
    /// A street of nearly this name.
    LikeStreet,
}

impl Fit {
    /// What is meant first comes first.
    const ALL: [Self; 4] = [Self::Name, Self::Locality, Self::Street, Self::LikeStreet];
}

/// What to look for among the words of establishments: without a house number, and without what says that it is near.
pub fn words_to_find(words: &str) -> String {
    let folded = fold(words);
    let bare = without_nearness(&folded);
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let rest: Vec<&str> = bare.iter().copied().skip_while(|word| is_number(word)).collect();
    if rest.is_empty() { bare.join(" ") } else { rest.join(" ") }
}

/// The point that words mean among neighbours, which hold them. `within`: they are all of one area that was asked for;
/// else a street that several communes have is none.
pub fn locate(words: &str, neighbours: &[Neighbour], within: bool) -> Option<Spot> {
    let folded = fold(words);
    let wanted = AddressWords::new("", &without_nearness(&folded).join(" "));
    if wanted.street.is_empty() {
        return None;
    }
    Fit::ALL.into_iter().find_map(|fit| {
        let fitting: Vec<&Neighbour> = neighbours.iter().filter(|one| fits(&wanted, one, fit)).collect();
        let first = fitting.first()?;
        if !within && fitting.iter().any(|one| one.commune != first.commune) {
            return None;
        }
        match fit {
            Fit::Name | Fit::Locality => named(&fitting, fit),
            Fit::Street | Fit::LikeStreet => in_street(&wanted, &fitting),
        }
    })
}

fn fits(wanted: &AddressWords, one: &Neighbour, fit: Fit) -> bool {
    let in_street = |is_it: &dyn Fn(&AddressWords) -> bool| {
        one.street.as_deref().is_some_and(|street| is_it(&AddressWords::new("", street)))
    };
    // Who names the kind of street or a number asks for a street.
    let is_bare = wanted.kind.is_empty() && wanted.numbers.is_empty();
    match fit {
        Fit::Name => is_bare && is_called(wanted, &one.name, &one.commune),
        Fit::Locality => {
            is_bare && one.locality.as_deref().is_some_and(|name| is_called(wanted, name, &one.commune))
        }
        Fit::Street => in_street(&|known| {
            known.street == wanted.street && (wanted.kind.is_empty() || wanted.kind == known.kind)
        }),
        Fit::LikeStreet => {
            let says_enough = !wanted.kind.is_empty() || wanted.street.len() > 1;
            says_enough && in_street(&|known| !known.street.is_empty() && wanted.is_same_street(known))
        }
    }
}

/// Whether a name is these words, the name of its commune aside: `Gare de Villeurbanne` is the `gare`.
fn is_called(wanted: &AddressWords, name: &str, commune: &str) -> bool {
    let AddressWords { kind, street, .. } = AddressWords::new("", name);
    let mut own: Vec<String> = std::iter::once(kind).chain(street).filter(|word| !word.is_empty()).collect();
    if own == wanted.street {
        return true;
    }
    let commune = AddressWords::new("", commune).street;
    own.retain(|word| !commune.contains(word));
    own == wanted.street
}

/// The one place of a name.
fn named(fitting: &[&Neighbour], fit: Fit) -> Option<Spot> {
    let middle = middle(fitting)?;
    if fitting.iter().any(|one| one.at.metres_to(middle.at) > APART) {
        return None;
    }
    let name = if fit == Fit::Name { Some(&middle.name) } else { middle.locality.as_ref() };
    Some(Spot { at: middle.at, label: format!("{}, {}", name?, middle.commune), instead: None })
}

/// The house that is asked for, else the nearest number, else the middle of the street that most neighbours are in.
fn in_street(wanted: &AddressWords, fitting: &[&Neighbour]) -> Option<Spot> {
    let mut streets: HashMap<Vec<String>, Vec<(&Neighbour, AddressWords)>> = HashMap::new();
    for one in fitting {
        let street = one.street.as_deref()?;
        let known = AddressWords::new(one.house_number.as_deref().unwrap_or_default(), street);
        let key = std::iter::once(known.kind.clone()).chain(known.street.iter().cloned()).collect();
        streets.entry(key).or_default().push((one, known));
    }
    let (_, street) = streets
        .into_iter()
        .max_by(|(one, left), (other, right)| (left.len(), other).cmp(&(right.len(), one)))?;
    let spelt = most_frequent(street.iter().filter_map(|(one, _)| one.street.as_deref()))?;
    let spelt = spelt.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',' || c == ' ');
    let asked = wanted.numbers.first().copied();
    let numbered =
        street.iter().flat_map(|(one, known)| known.numbers.iter().map(move |number| (*number, *one)));
    let nearest = asked.and_then(|asked| {
        // Numbers of one side of the street are nearer than those across it.
        numbered
            .min_by_key(|(number, one)| (number.abs_diff(asked), number % 2 != asked % 2, one.name.clone()))
    });
    let all: Vec<&Neighbour> = street.iter().map(|(one, _)| *one).collect();
    let at = nearest.map_or_else(|| middle(&all), |(_, one)| Some(one))?;
    let number = asked.map(|asked| format!("{asked} ")).unwrap_or_default();
    Some(Spot {
        at: at.at,
        label: format!("{number}{spelt}, {}", at.commune),
        instead: nearest.map(|(number, _)| number).filter(|number| Some(*number) != asked),
    })
}

/// The one nearest to the middle of all.
fn middle<'a>(all: &[&'a Neighbour]) -> Option<&'a Neighbour> {
    let count = all.len() as f64;
    let mean = |of: fn(LonLat) -> f64| all.iter().map(|one| of(one.at)).sum::<f64>() / count;
    let centre = LonLat::new(mean(LonLat::lon), mean(LonLat::lat)).ok()?;
    all.iter().copied().min_by(|left, right| {
        let far = |one: &Neighbour| one.at.metres_to(centre);
        far(left).total_cmp(&far(right)).then_with(|| left.name.cmp(&right.name))
    })
}

fn most_frequent<'a>(texts: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    texts.for_each(|text| *counts.entry(text).or_default() += 1);
    counts.into_iter().max_by_key(|(text, count)| (*count, *text)).map(|(text, _)| text)
}

/// The words of a folded text without `près de la` before them.
fn without_nearness(folded: &str) -> Vec<&str> {
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let said = nearness(&words);
    let articles = words[said..].iter().take_while(|word| said > 0 && is_article(word)).count();
    words[said + articles..].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn neighbour(name: &str, number: &str, street: &str, commune: &str, east: f64) -> Neighbour {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Neighbour {
            name: name.to_owned(),
            house_number: text(number),
            street: text(street),
            locality: None,
            commune: commune.to_owned(),
            at: LonLat::new(4.88 + east / 1000.0, 45.77).unwrap(),
        }
    }

    fn villeurbanne() -> Vec<Neighbour> {
        let of = |name, number, street, east| neighbour(name, number, street, "Villeurbanne", east);
        vec![
            of("Bar", "2", "cours Émile Zola", 0.0),
            of("Café", "10 bis", "cours Émile Zola", 1.0),
            of("Poste", "15", "Cours Emile Zola", 2.0),
            of("Banque", "", "cours Émile Zola", 3.0),
            of("Zola", "8", "rue Émile Zola", 20.0),
            of("Coiffeur", "1", "place Lazare Goujon", 30.0),
            of("Gare de Villeurbanne", "", "rue de la Gare", 40.0),
            of("Fleuriste", "4", "rue de la Gare", 41.0),
            of("Pharmacie", "1", "rue Racine", 0.0),
            of("Pharmacie", "9", "rue Anatole France", 60.0),
        ]
    }

    fn found(words: &str) -> Option<(String, f64, Option<u32>)> {
        let spot = locate(words, &villeurbanne(), true)?;
        Some((spot.label, ((spot.at.lon() - 4.88) * 1000.0).round(), spot.instead))
    }

    #[test]
    fn a_house_is_where_it_is_else_at_the_nearest_number_of_its_street() {
        let found = |words| found(words).unwrap();
        let zola = |number: &str| format!("{number}cours Émile Zola, Villeurbanne");
        assert_eq!(found("10 cours Émile Zola"), (zola("10 "), 1.0, None));
        assert_eq!(found("10 bis, crs emile zola"), (zola("10 "), 1.0, None));
        assert_eq!(found("12 cours Emile-Zola"), (zola("12 "), 1.0, Some(10)));
        assert_eq!(found("300 cours Émile Zola"), (zola("300 "), 2.0, Some(15)));
        let (label, east, _) = found("cours émile zola");
        assert_eq!(label, zola(""));
        assert!((1.0..=2.0).contains(&east), "its middle: {east}");
    }

    #[test]
    fn another_kind_of_street_is_another_street_and_a_slip_is_forgiven() {
        assert_eq!(found("rue Émile Zola").unwrap().0, "rue Émile Zola, Villeurbanne");
        assert_eq!(found("pl Lazare Goujonn").unwrap().0, "place Lazare Goujon, Villeurbanne");
        assert_eq!(found("Lazare Goujon").unwrap().0, "place Lazare Goujon, Villeurbanne");
        assert_eq!(found("avenue Lazare Goujon"), None);
        assert_eq!(found("Atlantis"), None);
    }

    #[test]
    fn a_place_known_by_its_name_is_found_and_one_of_many_is_not() {
        assert_eq!(found("près de la gare").unwrap().0, "Gare de Villeurbanne, Villeurbanne");
        assert_eq!(found("pharmacie"), None, "there are two");
        assert_eq!(found("à côté de"), None);
    }

    #[test]
    fn a_street_that_several_communes_have_is_none_unless_one_was_asked_for() {
        let mut all = villeurbanne();
        assert!(locate("place Lazare Goujon", &all, false).is_some());
        all.push(neighbour("Tabac", "3", "place Lazare Goujon", "Lyon", 50.0));
        assert_eq!(locate("place Lazare Goujon", &all, false), None);
    }

    #[test]
    fn the_number_of_the_house_and_small_words_are_not_looked_for() {
        assert_eq!(words_to_find("12 cours Émile Zola"), "cours emile zola");
        assert_eq!(words_to_find("près de la gare"), "gare");
        assert_eq!(words_to_find("place Bellecour"), "place bellecour");
    }
}
