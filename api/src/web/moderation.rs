//! What moderators look at.

use askama::Template;
use plainpied_criteria::Lang;
use plainpied_store::moderation::{DecidedRecord, WaitingCount, WaitingRecord};

use super::{Shell, Tongue};
use crate::auth::SignedIn;
use crate::moderation::{ChangeView, Item, Kind, changes};

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
        let counted = |kind: Option<Kind>, of: fn(&WaitingCount) -> i64| -> i64 {
            let counts = queued.counts.iter();
            counts.filter(|count| kind.is_none_or(|kind| kind.word() == count.kind)).map(of).sum()
        };
        let of: fn(&WaitingCount) -> i64 = match queued.assignee {
            Some("me") => |count| count.mine,
            Some(_) => |count| count.unassigned,
            None => |count| count.all,
        };
        let kinds = std::iter::once(None).chain(Kind::WORDS.map(|(_, kind)| Some(kind))).map(|kind| {
            let words = kind.map_or_else(|| tongue.say("Tout", "All"), |kind| kinds_of(kind, tongue));
            let words = format!("{words} ({})", counted(kind, of));
            (tongue.to(&address(kind, queued.assignee)), words, kind == queued.kind)
        });
        let whose: [(_, _, fn(&WaitingCount) -> i64); 3] = [
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

fn kinds_of(kind: Kind, tongue: Tongue) -> &'static str {
    let (fr, en) = match kind {
        Kind::Suggestion => ("Contributions à relire", "Edits to review"),
        Kind::Report => ("Signalements", "Reports"),
        Kind::Claim => ("Demandes de gestion", "Claims"),
        Kind::Proposal => ("Idées", "Proposals"),
    };
    tongue.say(fr, en)
}

fn kind_of(kind: Kind, tongue: Tongue) -> &'static str {
    let (fr, en) = match kind {
        Kind::Suggestion => ("Contribution à relire", "Edit to review"),
        Kind::Report => ("Signalement", "Report"),
        Kind::Claim => ("Demande de gestion", "Claim"),
        Kind::Proposal => ("Idée", "Proposal"),
    };
    tongue.say(fr, en)
}

/// Why a suggestion waits; what a report or a proposal is about.
fn about(kind: Kind, word: &str, tongue: Tongue) -> &'static str {
    let (fr, en) = match (kind, word) {
        (Kind::Claim, _) => ("gérer ce lieu", "to manage this place"),
        (Kind::Suggestion, "anonymous") => ("d'une personne sans compte", "of somebody without an account"),
        (Kind::Suggestion, "asked") => ("relecture demandée par la personne", "a review was asked for"),
        (Kind::Suggestion, "newcomer") => ("première contribution", "first edit of an account"),
        (Kind::Suggestion, "burst") => ("beaucoup en peu de temps", "many in a short time"),
        (Kind::Suggestion, _) => ("mots à vérifier", "words to check"),
        (Kind::Report, "closed") => ("fermé définitivement", "closed for good"),
        (Kind::Report, "wrong") => ("information fausse", "something is wrong"),
        (Kind::Report, "duplicate") => ("fiche en double", "duplicate"),
        (Kind::Report, "offensive") => ("texte choquant ou illicite", "offensive or unlawful text"),
        (Kind::Proposal, "criterion") => ("un critère manque", "a criterion is missing"),
        (Kind::Proposal, "wording") => ("un texte n'est pas clair", "a text is unclear"),
        (Kind::Proposal, "rule") => ("une règle est fausse", "a rule is wrong"),
        _ => ("autre chose", "something else"),
    };
    tongue.say(fr, en)
}

/// What was just done.
fn done_words(deed: &str, tongue: Tongue) -> Option<String> {
    let (fr, en) = match deed {
        "accepted" => (
            "C'est accepté, et les personnes concernées sont prévenues.",
            "Accepted; the people concerned are told.",
        ),
        "rejected" | "declined" => (
            "C'est refusé, et les personnes concernées sont prévenues.",
            "Refused; the people concerned are told.",
        ),
        "done" => ("La réponse est publiée.", "The answer is published."),
        "mine" => ("Vous vous en occupez.", "You look after it."),
        "nobody" => ("Plus personne ne s'en occupe.", "Nobody looks after it any more."),
        _ => return None,
    };
    Some(tongue.say(fr, en).to_owned())
}

fn decision_words(decision: &str, tongue: Tongue) -> &'static str {
    let (fr, en) = match decision {
        "accepted" => ("Accepté", "Accepted"),
        "done" => ("Fait", "Done"),
        "withdrawn" => ("Repris par la personne", "Taken back by the person"),
        _ => ("Refusé", "Refused"),
    };
    tongue.say(fr, en)
}

/// What was typed, and what became of it.
#[derive(Debug, Default)]
pub(crate) struct Deciding {
    pub answer: String,
    /// What is wrong with the answer; empty: nothing.
    pub wrong: String,
    /// Why it could not be done; empty: it could.
    pub refused: String,
    /// What was done before.
    pub done: Option<String>,
}

/// One thing that waits, or waited.
#[derive(Debug, Template)]
#[template(path = "moderation_item.html")]
pub(crate) struct ItemPage {
    shell: Shell,
    csrf: String,
    action: String,
    place_address: String,
    item: Item,
    deciding: Deciding,
    done: Option<String>,
    faults: Vec<(&'static str, String)>,
    about: &'static str,
    /// Who says it.
    author: String,
    day: String,
    decided: Option<(&'static str, String)>,
    /// Who is told of the decision.
    told: &'static str,
    changes: Vec<ChangeView>,
    history: Vec<(i32, String, Vec<ChangeView>)>,
    mine: bool,
    is_proposal: bool,
}

impl ItemPage {
    pub fn new(mut item: Item, deciding: Deciding, by: &SignedIn, lang: Lang) -> Self {
        let tongue = Tongue(lang);
        let title = kind_of(item.kind, tongue);
        let wrong = !deciding.wrong.is_empty() || !deciding.refused.is_empty();
        let title =
            if wrong { format!("{}{title}", tongue.say("Erreur : ", "Error: ")) } else { title.to_owned() };
        let nobody = match item.author {
            Some(_) => tongue.say("un compte supprimé", "a deleted account"),
            None => tongue.say("une personne sans compte", "somebody without an account"),
        };
        let page = item.kind.page(item.id);
        let decided = item.decision.as_ref().map(|decision| {
            let day = item.decided_at.map(|at| tongue.day(at.date())).unwrap_or_default();
            (decision_words(decision, tongue), day)
        });
        let errors = [("answer", &deciding.wrong), ("do", &deciding.refused)].into_iter();
        let history = item
            .versions
            .iter()
            .map(|version| (version.version, tongue.day(version.at.date()), changes(&version.diff, lang)));
        Self {
            faults: errors
                .filter(|(_, text)| !text.is_empty())
                .map(|(at, text)| (at, text.clone()))
                .collect(),
            done: deciding.done.as_deref().and_then(|deed| done_words(deed, tongue)),
            csrf: by.csrf.clone(),
            action: tongue.to(&page),
            place_address: item
                .establishment
                .map(|id| tongue.to(&format!("/establishments/{id}")))
                .unwrap_or_default(),
            about: about(item.kind, &item.about, tongue),
            author: item.author_name.clone().unwrap_or_else(|| nobody.to_owned()),
            day: tongue.day(item.at.date()),
            decided,
            told: told(item.kind, tongue),
            history: history.collect(),
            changes: item
                .suggestion
                .as_mut()
                .map(|view| std::mem::take(&mut view.changes))
                .unwrap_or_default(),
            mine: item.assignee == Some(by.account.id),
            is_proposal: item.kind == Kind::Proposal,
            shell: Shell::new(lang, title, &page)
                .below([(tongue.say("Modération", "Moderation").to_owned(), "/moderation".to_owned())]),
            item,
            deciding,
        }
    }
}

fn told(kind: Kind, tongue: Tongue) -> &'static str {
    let (fr, en) = match kind {
        Kind::Report => (
            "La personne qui a signalé et celle qui a décrit le lieu en dernier seront prévenues, avec votre réponse.",
            "Whoever reported it and whoever last described the place will be told, with your answer.",
        ),
        Kind::Proposal => {
            ("Tout le monde pourra lire votre réponse.", "Everybody will be able to read your answer.")
        }
        _ => ("La personne sera prévenue, avec votre réponse.", "The person will be told, with your answer."),
    };
    tongue.say(fr, en)
}

/// What was decided.
#[derive(Debug, Template)]
#[template(path = "moderation_decided.html")]
pub(crate) struct DecidedPage {
    shell: Shell,
    kinds: Vec<Part>,
    lines: Vec<DecidedLine>,
    next: Option<String>,
}

#[derive(Debug)]
struct DecidedLine {
    address: String,
    kind: &'static str,
    about: &'static str,
    place: String,
    decision: &'static str,
    answer: String,
    day: String,
    by: String,
}

impl DecidedPage {
    pub fn new(records: &[DecidedRecord], (kind, more): (Option<Kind>, bool), lang: Lang) -> Self {
        let tongue = Tongue(lang);
        let of = |kind: Option<Kind>| match kind {
            Some(kind) => format!("/moderation/decided?kind={}", kind.word()),
            None => "/moderation/decided".to_owned(),
        };
        let kinds = std::iter::once(None).chain(Kind::WORDS.map(|(_, kind)| Some(kind))).map(|each| {
            let words = each.map_or_else(|| tongue.say("Tout", "All"), |kind| kinds_of(kind, tongue));
            (tongue.to(&of(each)), words.to_owned(), each == kind)
        });
        let next = records.last().filter(|_| more).map(|last| {
            let join = if kind.is_some() { '&' } else { '?' };
            let before = last.decided_at.unix_timestamp_nanos() / 1_000;
            tongue.to(&format!("{}{join}before={before}&id={}", of(kind), last.id))
        });
        let above = (tongue.say("Modération", "Moderation").to_owned(), "/moderation".to_owned());
        let title = tongue.say("Décisions prises", "What was decided").to_owned();
        Self {
            shell: Shell::new(lang, title, "/moderation/decided").below([above]),
            kinds: kinds.collect(),
            lines: records.iter().filter_map(|record| decided_line(record, tongue)).collect(),
            next,
        }
    }
}

fn decided_line(record: &DecidedRecord, tongue: Tongue) -> Option<DecidedLine> {
    let kind = Kind::of(&record.kind)?;
    Some(DecidedLine {
        address: tongue.to(&kind.page(record.id)),
        kind: kind_of(kind, tongue),
        about: about(kind, &record.about, tongue),
        place: record.place.chars().take(120).collect(),
        decision: decision_words(&record.decision, tongue),
        answer: record.answer.clone(),
        day: tongue.day(record.decided_at.date()),
        by: record.by.clone().unwrap_or_else(|| tongue.say("inconnu", "unknown").to_owned()),
    })
}
