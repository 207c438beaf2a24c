//! What a digest says.

use std::collections::HashMap;

use plainpied_criteria::{Lang, schema};
use plainpied_domain::{Interest, Status};
use plainpied_store::participation::HeardLately;
use serde_json::Value;
use uuid::Uuid;

use crate::mail::{Block, Letter};
use crate::moderation::{Teller, between};
use crate::routes::feeds::told;
use crate::site::Site;
use crate::view::NoticeView;
use crate::web::{Tongue, notice_time};

/// Places of one digest; the others are counted.
const PLACES: usize = 50;
/// Sentences of one place.
const SENTENCES: usize = 12;

/// A place of which there is news.
#[derive(Debug, Default)]
pub(super) struct News {
    pub name: String,
    /// The differences of its versions since, in order.
    pub diffs: Vec<Value>,
    /// Whether it is new.
    pub created: bool,
    pub status: Option<Status>,
    pub notices: Vec<NoticeView>,
    /// What people said of it, and not of its owners: what they missed, what proved true.
    pub heard: Vec<HeardLately>,
}

/// What is told to whom.
pub(super) struct Digest<'a> {
    pub teller: Teller<'a>,
    pub interest: &'a Interest,
    /// In the order of their first change.
    pub places: Vec<(Uuid, News)>,
    pub site: &'a Site,
    /// What ends the subscription.
    pub unsubscribe: String,
}

impl Digest<'_> {
    /// The mail; none where all that changed is of no interest to people.
    pub fn letter(&self) -> Option<Letter> {
        let tongue = Tongue(self.teller.lang);
        let told: Vec<Vec<Block>> =
            self.places.iter().filter_map(|(id, news)| self.place(*id, news, tongue)).collect();
        let count = told.len();
        if count == 0 {
            return None;
        }
        let mut blocks: Vec<Block> = told.into_iter().take(PLACES).flatten().collect();
        if count > PLACES {
            let left = tongue.number((count - PLACES) as u64);
            blocks.push(Block::Text(match self.teller.lang {
                Lang::Fr => format!("Et {left} autres lieux, qui ne sont pas détaillés ici."),
                Lang::En => format!("And {left} more places, which are not told here."),
            }));
        }
        let number = tongue.number(count as u64);
        let subject = match (self.teller.lang, count) {
            (Lang::Fr, 1) => "Accessibilité : un lieu a changé".to_owned(),
            (Lang::En, 1) => "Accessibility: one place has changed".to_owned(),
            (Lang::Fr, _) => format!("Accessibilité : {number} lieux ont changé"),
            (Lang::En, _) => format!("Accessibility: {number} places have changed"),
        };
        Some(Letter {
            lang: self.teller.lang,
            kind: "digest",
            subject,
            blocks,
            reason: self.reason(),
            unsubscribe: Some(self.unsubscribe.clone()),
            expires_at: None,
        })
    }

    fn place(&self, id: Uuid, news: &News, tongue: Tongue) -> Option<Vec<Block>> {
        let mut sentences = Vec::new();
        sentences.extend(news.notices.iter().map(|notice| announced(notice, self.teller.lang)));
        match news.status {
            Some(Status::Closed) => {
                sentences.push(tongue.say("Ce lieu est fermé.", "This place is closed.").to_owned())
            }
            Some(Status::Merged) => sentences.push(
                tongue
                    .say(
                        "Cette fiche a rejoint celle d'un autre lieu.",
                        "This entry went into that of another place.",
                    )
                    .to_owned(),
            ),
            Some(Status::Deleted) => {
                sentences
                    .push(tongue.say("Cette fiche a été retirée.", "This entry was withdrawn.").to_owned());
            }
            _ if news.created => {
                sentences.push(tongue.say("Ce lieu est nouveau.", "This place is new.").to_owned())
            }
            _ => {}
        }
        let mut all = between(news.diffs.iter());
        // What became of it was said already.
        all.as_object_mut()?.remove("status");
        sentences.extend(told(&all, &self.teller, SENTENCES));
        sentences.extend(news.heard.iter().flat_map(|heard| said(heard, tongue)));
        if sentences.is_empty() {
            return None;
        }
        let address = self.site.url_of("/establishments/", id);
        Some(vec![
            Block::Heading(news.name.clone()),
            Block::Items(sentences.into_iter().map(|sentence| (sentence, None)).collect()),
            Block::Action(tongue.say("Voir la fiche", "See the place").to_owned(), address),
        ])
    }

    fn reason(&self) -> String {
        let tongue = Tongue(self.teller.lang);
        let what = match self.interest {
            Interest::Managed => {
                tongue.say("les lieux que vous gérez", "the places that you manage").to_owned()
            }
            Interest::Establishment(_) => tongue.say("un lieu", "a place").to_owned(),
            Interest::Commune(code) => match self.teller.lang {
                Lang::Fr => format!("la commune {code}"),
                Lang::En => format!("the commune {code}"),
            },
            Interest::Box(_) | Interest::Around(..) => tongue.say("un secteur", "an area").to_owned(),
            Interest::Search(_) => tongue.say("une recherche", "a search").to_owned(),
            Interest::Everything => tongue.say("tous les lieux", "all places").to_owned(),
        };
        match self.teller.lang {
            Lang::Fr => format!("Vous recevez ce message parce que votre compte suit {what}."),
            Lang::En => format!("You get this message because your account follows {what}."),
        }
    }
}

fn announced(notice: &NoticeView, lang: Lang) -> String {
    format!("{} – {} ({})", notice.title(lang), notice.message, notice_time(notice, lang))
}

/// What was said of an answer meanwhile, counted.
fn said(heard: &HeardLately, tongue: Tongue) -> Vec<String> {
    let label = match heard.criterion.as_deref() {
        // A criterion of another program has no words here.
        Some(key) => match schema().get(key) {
            Some(criterion) => criterion.label.get(tongue.0),
            None => return Vec::new(),
        },
        None => tongue.say("tout ce qui est dit de ce lieu", "everything that is said of this place"),
    };
    let counted = [
        (
            heard.asked,
            ("a eu besoin de savoir", "ont eu besoin de savoir"),
            ("needed to know", "needed to know"),
        ),
        (
            heard.proved,
            ("a trouvé cela juste sur place", "ont trouvé cela juste sur place"),
            ("found this true on the spot", "found this true on the spot"),
        ),
        (
            heard.disproved,
            ("a trouvé autre chose sur place", "ont trouvé autre chose sur place"),
            ("found this otherwise on the spot", "found this otherwise on the spot"),
        ),
    ];
    let sentence = |(count, fr, en): (i64, (&str, &str), (&str, &str))| {
        let count = u64::try_from(count).ok().filter(|count| *count > 0)?;
        let number = tongue.number(count);
        let (who, did) = match (tongue.0, count) {
            (Lang::Fr, 1) => ("Une personne".to_owned(), fr.0),
            (Lang::Fr, _) => (format!("{number} personnes"), fr.1),
            (Lang::En, 1) => ("One person".to_owned(), en.0),
            (Lang::En, _) => (format!("{number} people"), en.1),
        };
        Some(format!("{who} {did}{} {label}", tongue.say("\u{a0}:", ":")))
    };
    counted.into_iter().filter_map(sentence).collect()
}

/// News by place, in the order of their first change.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    order: Vec<Uuid>,
    places: HashMap<Uuid, News>,
}

impl Gathered {
    /// The news of a place.
    pub fn of(&mut self, id: Uuid) -> &mut News {
        if !self.places.contains_key(&id) {
            self.order.push(id);
        }
        self.places.entry(id).or_default()
    }

    /// All of them.
    pub fn into_places(mut self) -> Vec<(Uuid, News)> {
        self.order.iter().filter_map(|id| Some((*id, self.places.remove(id)?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    static MANAGED: Interest = Interest::Managed;

    fn digest(places: Vec<(Uuid, News)>, site: &Site) -> Digest<'_> {
        Digest {
            teller: Teller::of_rhone(Lang::En),
            interest: &MANAGED,
            places,
            site,
            unsubscribe: "https://e.org/u".to_owned(),
        }
    }

    #[test]
    fn a_digest_says_what_is_different_in_the_end_and_nothing_of_what_came_and_went() {
        let site = Site::default();
        let news = |diffs: Vec<Value>| News { name: "Le Fournil".to_owned(), diffs, ..News::default() };
        let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let places = vec![
            (one, news(vec![json!({ "phone": ["1", "2"] }), json!({ "phone": ["2", "3"] })])),
            (two, news(vec![json!({ "phone": ["1", "2"] }), json!({ "phone": ["2", "1"] })])),
        ];
        let letter = digest(places, &site).letter().unwrap();
        assert_eq!(letter.subject, "Accessibility: one place has changed");
        let said = format!("{:?}", letter.blocks);
        assert!(said.contains("Phone: 3 (before: Phone: 1)"), "{said}");
        assert!(!said.contains("Phone: 2"), "{said}");
    }

    #[test]
    fn without_news_there_is_no_mail() {
        assert!(digest(Vec::new(), &Site::default()).letter().is_none());
        let confirmed =
            News { diffs: vec![json!({ "verified_at": [null, "2026-11-25T00:00:00Z"] })], ..News::default() };
        assert!(digest(vec![(Uuid::nil(), confirmed)], &Site::default()).letter().is_none());
    }

    #[test]
    fn what_people_missed_and_what_proved_true_is_said_with_its_count() {
        let site = Site::default();
        let heard = |criterion: Option<&str>, [asked, proved, disproved]: [i64; 3]| HeardLately {
            criterion: criterion.map(str::to_owned),
            asked,
            proved,
            disproved,
        };
        let all = vec![
            heard(None, [0, 2, 0]),
            heard(Some("entree_largeur_mini"), [1, 0, 3]),
            heard(Some("of_another_schema"), [5, 0, 0]),
        ];
        let news = News { name: "Le Fournil".to_owned(), heard: all, ..News::default() };
        let said = format!("{:?}", digest(vec![(Uuid::nil(), news)], &site).letter().unwrap().blocks);
        let label = schema().get("entree_largeur_mini").unwrap().label.get(Lang::En);
        for sentence in [
            "2 people found this true on the spot: everything that is said of this place".to_owned(),
            format!("One person needed to know: {label}"),
            format!("3 people found this otherwise on the spot: {label}"),
        ] {
            assert!(said.contains(&sentence), "{sentence}: {said}");
        }
        assert!(!said.contains("5 people"), "{said}");
    }

    #[test]
    fn of_very_many_places_some_are_told_and_the_others_counted() {
        let site = Site::default();
        let place = |number: u128| {
            (Uuid::from_u128(number), News { name: format!("N{number}"), created: true, ..News::default() })
        };
        let letter = digest((0..1_200).map(place).collect(), &site).letter().unwrap();
        assert_eq!(letter.subject, "Accessibility: 1,200 places have changed");
        let said = format!("{:?}", letter.blocks);
        assert!(said.contains("And 1,150 more places") && !said.contains("N50\""), "{said}");
    }
}
