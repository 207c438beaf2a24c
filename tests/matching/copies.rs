//! What others make of a place: slips, short forms, words left out or in another order, points that are off, fields that
//! are missing; and decoys, which are in no base.

use std::collections::{HashMap, HashSet};

use plainpied_domain::text::fold;
use serde_json::{Value, json};

use super::dice::Dice;

/// A row of the file.
#[derive(Debug, Clone)]
pub struct Listed {
    id: String,
    name: String,
    number: String,
    street: String,
    postal_code: String,
    commune: String,
    activity: String,
    siret: String,
    at: (f64, f64),
    /// Kept out of the base.
    decoy: bool,
}

/// A question with its answer.
pub struct Copy {
    pub kind: &'static str,
    pub item: Value,
    /// The id of the place; `None` for a decoy.
    pub answer: Option<String>,
    /// Name and street as they are.
    pub original: String,
}

/// The file without the places that are kept out, and the places that can be asked for: of two that have one name and
/// one address nobody can tell which is meant.
pub fn split(text: &str, kept_out: usize) -> (String, Vec<Listed>) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let mut base = csv::Writer::from_writer(Vec::new());
    base.write_record(&headers).unwrap();
    let mut listed = Vec::new();
    for (number, record) in reader.records().enumerate() {
        let record = record.unwrap();
        let cell = |name: &str| record[headers.iter().position(|header| header == name).unwrap()].to_owned();
        let decoy = number % kept_out == 0;
        if !decoy {
            base.write_record(&record).unwrap();
        }
        let street =
            Some(cell("voie")).filter(|street| !street.is_empty()).unwrap_or_else(|| cell("lieu_dit"));
        listed.push(Listed {
            id: cell("id"),
            name: cell("name"),
            number: cell("numero"),
            street,
            postal_code: cell("postal_code"),
            commune: cell("commune"),
            activity: cell("activite"),
            siret: cell("siret"),
            at: (cell("longitude").parse().unwrap(), cell("latitude").parse().unwrap()),
            decoy,
        });
    }
    let twins = twins(&listed);
    let asked =
        listed.into_iter().enumerate().filter(|(place, _)| !twins.contains(place)).map(|(_, listed)| listed);
    (String::from_utf8(base.into_inner().unwrap()).unwrap(), asked.collect())
}

/// A row, and the words of its name.
type Named = (usize, HashSet<String>);

/// Rows whose name another one has in the same street: the words of the shorter are all in the longer.
fn twins(listed: &[Listed]) -> HashSet<usize> {
    let mut streets: HashMap<(String, String), Vec<Named>> = HashMap::new();
    for (place, one) in listed.iter().enumerate() {
        let words = fold(&one.name).split(' ').map(str::to_owned).collect();
        streets.entry((fold(&one.commune), fold(&one.street))).or_default().push((place, words));
    }
    let mut twins = HashSet::new();
    for places in streets.values() {
        for (place, words) in places {
            let others = places.iter().filter(|(other, _)| other != place);
            if others.into_iter().any(|(_, other)| words.is_subset(other) || other.is_subset(words)) {
                twins.insert(*place);
            }
        }
    }
    twins
}

/// Every kind of copy of every place, and decoys.
pub fn of(listed: &[Listed]) -> Vec<Copy> {
    let mut dice = Dice::new(20_261_124);
    let mut copies = Vec::new();
    for (number, one) in listed.iter().enumerate() {
        for kind in KINDS.iter().skip(number % 2).step_by(2) {
            copies.push(copy(one, kind.0, kind.1, &mut dice));
        }
        if number % 3 == 0 {
            copies.push(branch(one, &listed[(number * 7 + 1) % listed.len()], &mut dice));
        }
        if number % 3 == 1 {
            copies.push(neighbour(one, &listed[(number * 7 + 1) % listed.len()], listed, &mut dice));
        }
    }
    copies
}

type Change = fn(&mut Listed, &mut Dice);

const KINDS: &[(&str, Change)] = &[
    ("as it is", |_, _| {}),
    ("slip", |one, dice| one.name = slipped(&one.name, dice)),
    ("short forms", short_forms),
    ("word left out", |one, dice| one.name = left_out(&one.name, dice)),
    ("other order", |one, dice| one.name = turned(&one.name, dice)),
    ("point moved", |one, dice| {
        one.number.clear();
        one.street.clear();
        moved(one, dice);
    }),
    ("fields missing", missing),
    ("all of it", |one, dice| {
        one.name = slipped(&turned(&one.name, dice), dice);
        short_forms(one, dice);
        moved(one, dice);
    }),
];

fn copy(original: &Listed, kind: &'static str, change: Change, dice: &mut Dice) -> Copy {
    let mut one = original.clone();
    change(&mut one, dice);
    // Few files have SIRET numbers, and what decides needs no judgement.
    if !dice.once_in(20) {
        one.siret.clear();
    }
    let answer = (!original.decoy).then(|| original.id.clone());
    Copy {
        kind: if original.decoy { "decoy: kept out" } else { kind },
        item: item(&one),
        answer,
        original: format!("{} {}", original.name, original.street),
    }
}

/// A place of the same name elsewhere in the commune: another of a chain.
fn branch(one: &Listed, other: &Listed, dice: &mut Dice) -> Copy {
    let mut branch = one.clone();
    branch.siret.clear();
    branch.number = (1 + dice.below(90)).to_string();
    branch.street.clone_from(&other.street);
    branch.at = (one.at.0 + 0.012 + 0.01 * dice.share(), one.at.1 + 0.006);
    let original = format!("{} {}", one.name, one.street);
    Copy { kind: "decoy: same name elsewhere", item: item(&branch), answer: None, original }
}

/// Another place at the same address: the name of one that is in another commune.
fn neighbour(one: &Listed, other: &Listed, listed: &[Listed], dice: &mut Dice) -> Copy {
    let mut neighbour = one.clone();
    neighbour.siret.clear();
    neighbour.name.clone_from(&other.name);
    neighbour.activity.clone_from(&other.activity);
    moved(&mut neighbour, dice);
    // Where a place of that name is in this commune, it may be meant after all.
    let there =
        listed.iter().any(|known| known.commune == one.commune && fold(&known.name) == fold(&other.name));
    if there {
        neighbour.name = "Zinc et Ardoise".to_owned();
    }
    let original = format!("{} {}", one.name, one.street);
    Copy { kind: "decoy: other name there", item: item(&neighbour), answer: None, original }
}

fn item(one: &Listed) -> Value {
    let mut item = json!({});
    for (key, text) in [
        ("name", &one.name),
        ("house_number", &one.number),
        ("street", &one.street),
        ("postal_code", &one.postal_code),
        ("commune", &one.commune),
        ("activity", &one.activity),
        ("siret", &one.siret),
    ] {
        if !text.is_empty() {
            item[key] = json!(text);
        }
    }
    if one.at.0.is_finite() {
        item["lon"] = json!(one.at.0);
        item["lat"] = json!(one.at.1);
    }
    item
}

/// One letter swapped, dropped, doubled or wrong, within the longest word, behind its first letter.
fn slipped(name: &str, dice: &mut Dice) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let letters = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count();
    let Some(at) =
        (0..words.len()).max_by_key(|at| letters(words[*at])).filter(|at| letters(words[*at]) >= 5)
    else {
        return name.to_owned();
    };
    let mut word: Vec<char> = words[at].chars().collect();
    let place = 1 + dice.below(word.len() - 2);
    match dice.below(4) {
        0 => word.swap(place, place + 1),
        1 => _ = word.remove(place),
        2 => word.insert(place, word[place]),
        _ => word[place] = 'e',
    }
    let word: String = word.into_iter().collect();
    words
        .iter()
        .enumerate()
        .map(|(number, known)| if number == at { word.as_str() } else { known })
        .collect::<Vec<_>>()
        .join(" ")
}

fn short_forms(one: &mut Listed, dice: &mut Dice) {
    let pairs = [
        ("Avenue", "AV"),
        ("avenue", "av."),
        ("Rue", "R"),
        ("rue", "r."),
        ("Boulevard", "BD"),
        ("boulevard", "bd"),
        ("Place", "PL"),
        ("place", "pl."),
        ("Saint", "St"),
        ("Général", "Gal"),
        ("Maréchal", "Mal"),
        ("Docteur", "Dr"),
        ("impasse", "imp."),
        ("route", "rte"),
        ("Pharmacie", "Pharm."),
        ("Boulangerie", "Boulang."),
        ("Restaurant", "Rest."),
        ("Cabinet", "Cab."),
        ("Laboratoire", "Labo"),
    ];
    for (long, short) in pairs {
        one.street = one.street.replace(long, short);
        one.name = one.name.replace(long, short);
    }
    if dice.once_in(2) {
        one.name = fold(&one.name).to_uppercase();
        one.street = fold(&one.street).to_uppercase();
        one.commune = fold(&one.commune).to_uppercase();
    }
}

/// One word of at least three, not the longest: what is left is still a name.
fn left_out(name: &str, dice: &mut Dice) -> String {
    let mut words: Vec<&str> = name.split(' ').collect();
    let longest = words.iter().map(|word| word.chars().count()).max().unwrap_or(0);
    let out = dice.below(words.len());
    if words.len() >= 3 && words[out].chars().count() < longest {
        words.remove(out);
    }
    words.join(" ")
}

fn turned(name: &str, dice: &mut Dice) -> String {
    let mut words: Vec<&str> = name.split(' ').collect();
    let by = dice.below(words.len());
    words.rotate_left(by);
    words.join(" ")
}

/// Up to 150 m away.
fn moved(one: &mut Listed, dice: &mut Dice) {
    let (angle, metres) = (dice.share() * std::f64::consts::TAU, 150.0 * dice.share());
    let (lon, lat) = one.at;
    let degree = 111_195.0;
    one.at =
        (lon + metres * angle.cos() / (degree * lat.to_radians().cos()), lat + metres * angle.sin() / degree);
}

/// Either the point or the address, and one thing more.
fn missing(one: &mut Listed, dice: &mut Dice) {
    if dice.once_in(2) || one.street.is_empty() || one.number.is_empty() {
        one.number.clear();
        one.street.clear();
    } else {
        one.at = (f64::NAN, f64::NAN);
    }
    match dice.below(3) {
        0 => one.postal_code.clear(),
        1 => one.commune.clear(),
        _ => one.activity.clear(),
    }
}
