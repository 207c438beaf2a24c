//! What moderators look at.

mod decided;
mod item;
mod words;

use askama::Template;
use plainpied_criteria::Lang;
use plainpied_store::moderation::{WaitingCount, WaitingRecord};

use self::words::{about, done_words, kind_of, kinds_of};
use super::{Shell, Tongue};
use crate::moderation::Kind;

pub(crate) use self::decided::DecidedPage;
pub(crate) use self::item::{Deciding, ItemPage};

/// One of the numbers of a kind.
type Count = fn(&WaitingCount) -> i64;

/// A part of the list: address, words, whether it is the one that is shown.
type Part = (String, String, bool);

/// What is in the queue.
#[derive(Debug)]
pub(crate) struct Queued {
    pub records: Vec<WaitingRecord>,
    pub counts: Vec<WaitingCount>,
    /// Whether more comes after them.
    pub more: bool,
    pub kind: Option<Kind>,
    pub assignee: Option<&'static str>,
}

/// All that waits.
#[derive(Debug, Template)]
#[template(path = "moderation.html")]
pub(crate) struct WaitingPage {
    shell: Shell,
    done: Option<String>,
    kinds: Vec<Part>,
    whose: Vec<Part>,
    lines: Vec<Line>,
    next: Option<String>,
}

#[derive(Debug)]
struct Line {
    address: String,
    kind: &'static str,
    about: String,
    place: String,
    day: String,
    author: String,
    assignee: String,
}

fn address(kind: Option<Kind>, assignee: Option<&str>) -> String {
    let pairs = [("kind", kind.map(Kind::word)), ("assignee", assignee)];
    let pairs = pairs.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    if query.is_empty() { "/moderation".to_owned() } else { format!("/moderation?{query}") }
}

impl WaitingPage {
    pub fn new(queued: Queued, done: Option<&str>, lang: Lang) -> Self {
        let tongue = Tongue(lang);
        let counted = |kind: Option<Kind>, of: Count| -> i64 {
            let counts = queued.counts.iter();
            counts.filter(|count| kind.is_none_or(|kind| kind.word() == count.kind)).map(of).sum()
        };
        let of: Count = match queued.assignee {
            Some("me") => |count| count.mine,
            Some(_) => |count| count.unassigned,
            None => |count| count.all,
        };
        let kinds = std::iter::once(None).chain(Kind::WORDS.map(|(_, kind)| Some(kind))).map(|kind| {
            let words = kind.map_or_else(|| tongue.say("Tout", "All"), |kind| kinds_of(kind, tongue));
            let words = format!("{words} ({})", counted(kind, of));
            (tongue.to(&address(kind, queued.assignee)), words, kind == queued.kind)
        });
        let whose: [(_, _, Count); 3] = [
            (None, tongue.say("De tous", "Of everybody"), |count| count.all),
            (Some("me"), tongue.say("Pris par moi", "Taken by me"), |count| count.mine),
            (Some("nobody"), tongue.say("Pris par personne", "Taken by nobody"), |count| count.unassigned),
        ];
        let whose = whose.map(|(assignee, words, of)| {
            let words = format!("{words} ({})", counted(queued.kind, of));
            (tongue.to(&address(queued.kind, assignee)), words, assignee == queued.assignee)
        });
        let last = queued.records.last().filter(|_| queued.more).map(|last| {
            let address = address(queued.kind, queued.assignee);
            let join = if address.contains('?') { '&' } else { '?' };
            tongue.to(&format!("{address}{join}after={}", last.id))
        });
        Self {
            shell: Shell::new(lang, tongue.say("Modération", "Moderation").to_owned(), "/moderation"),
            done: done.and_then(|deed| done_words(deed, tongue)),
            kinds: kinds.collect(),
            whose: whose.into(),
            lines: queued.records.iter().filter_map(|record| line(record, tongue)).collect(),
            next: last,
        }
    }
}

fn line(record: &WaitingRecord, tongue: Tongue) -> Option<Line> {
    let kind = Kind::of(&record.kind)?;
    let place = record.place.as_ref().unwrap_or(&record.says);
    let deleted = record.account_id.map(|_| tongue.say("compte supprimé", "deleted account"));
    let nobody = deleted.unwrap_or_else(|| tongue.say("sans compte", "no account"));
    Some(Line {
        address: tongue.to(&kind.page(record.id)),
        kind: kind_of(kind, tongue),
        about: about(kind, &record.about, tongue).to_owned(),
        place: place.chars().take(120).collect(),
        day: tongue.day(record.created_at.date()),
        author: record.author.clone().unwrap_or_else(|| nobody.to_owned()),
        assignee: record.assignee.clone().unwrap_or_else(|| tongue.say("personne", "nobody").to_owned()),
    })
}
