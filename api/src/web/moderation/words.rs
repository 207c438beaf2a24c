//! What moderators read of kinds, decisions and deeds.

use super::super::Tongue;
use crate::moderation::Kind;

pub(super) fn kinds_of(kind: Kind, tongue: Tongue) -> &'static str {
    let (fr, en) = match kind {
        Kind::Suggestion => ("Contributions à relire", "Edits to review"),
        Kind::Report => ("Signalements", "Reports"),
        Kind::Claim => ("Demandes de gestion", "Claims"),
        Kind::Proposal => ("Idées", "Proposals"),
    };
    tongue.say(fr, en)
}

pub(super) fn kind_of(kind: Kind, tongue: Tongue) -> &'static str {
    let (fr, en) = match kind {
        Kind::Suggestion => ("Contribution à relire", "Edit to review"),
        Kind::Report => ("Signalement", "Report"),
        Kind::Claim => ("Demande de gestion", "Claim"),
        Kind::Proposal => ("Idée", "Proposal"),
    };
    tongue.say(fr, en)
}

/// Why a suggestion waits; what a report or a proposal is about.
pub(super) fn about(kind: Kind, word: &str, tongue: Tongue) -> &'static str {
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
pub(super) fn done_words(deed: &str, tongue: Tongue) -> Option<String> {
    let (fr, en) = match deed {
        "accepted" => (
            "C'est accepté, et les personnes concernées sont prévenues.",
            "Accepted; the people concerned are told.",
        ),
        "rejected" | "declined" => (
            "C'est refusé, et les personnes concernées sont prévenues.",
            "Refused; the people concerned are told.",
        ),
        "close" => (
            "C'est accepté : le lieu est fermé, et les personnes concernées sont prévenues.",
            "Accepted: the place is closed; the people concerned are told.",
        ),
        "merge" => (
            "C'est accepté : les deux fiches sont réunies, et les personnes concernées sont prévenues.",
            "Accepted: the two records are merged; the people concerned are told.",
        ),
        "done" => ("La réponse est publiée.", "The answer is published."),
        "mine" => ("Vous vous en occupez.", "You look after it."),
        "assign" => ("C'est confié.", "It is handed over."),
        "nobody" => ("Plus personne ne s'en occupe.", "Nobody looks after it any more."),
        _ => return None,
    };
    Some(tongue.say(fr, en).to_owned())
}

pub(super) fn decision_words(decision: &str, tongue: Tongue) -> &'static str {
    let (fr, en) = match decision {
        "accepted" => ("Accepté", "Accepted"),
        "done" => ("Fait", "Done"),
        "withdrawn" => ("Repris par la personne", "Taken back by the person"),
        _ => ("Refusé", "Refused"),
    };
    tongue.say(fr, en)
}

pub(super) fn told(kind: Kind, tongue: Tongue) -> &'static str {
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

/// What may be done with the place of a report that is accepted: value, words, what it means.
pub(super) fn acts(tongue: Tongue) -> [(String, &'static str, &'static str); 3] {
    let close = (
        tongue.say("Fermer le lieu définitivement", "Close the place for good"),
        tongue.say("Ce qui change vous sera montré avant.", "What changes is shown to you before."),
    );
    let merge = (
        tongue.say("Réunir la fiche avec une autre", "Merge the record into another one"),
        tongue.say(
            "Donnez ci-dessous la fiche qui reste ; les deux vous seront montrées avant.",
            "Give the record that stays below; both are shown to you before.",
        ),
    );
    let nothing = (
        tongue.say("Rien de plus", "Nothing more"),
        tongue.say("Le lieu reste comme il est.", "The place stays as it is."),
    );
    let acts = [("close", close), ("merge", merge), ("nothing", nothing)];
    acts.map(|(value, (words, hint))| (value.to_owned(), words, hint))
}

/// What a report asks for, as a rule.
pub(super) fn usual_act(about: &str) -> &'static str {
    match about {
        "closed" => "close",
        "duplicate" => "merge",
        _ => "nothing",
    }
}
