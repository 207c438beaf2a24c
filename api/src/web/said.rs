//! What was just done on a place, in words.

use super::Tongue;

/// What was done, in words.
pub(super) fn said(what: &str, tongue: Tongue) -> Option<&'static str> {
    let (fr, en) = match what {
        "done" => ("Merci, c'est enregistré.", "Thank you, it is saved."),
        "beside" => (
            "Merci. Une source plus sûre dit autre chose : votre réponse est gardée à côté de la sienne.",
            "Thank you. A better source says otherwise: your answer is kept beside its own.",
        ),
        "waits" => (
            "Merci. Un modérateur va regarder votre réponse ; elle sera publiée s'il l'accepte.",
            "Thank you. A moderator will look at your answer; it is published once it is accepted.",
        ),
        "nothing" => ("Rien n'a changé sur cette fiche.", "Nothing has changed on this record."),
        "verified" => (
            "Merci. La date de votre confirmation est notée.",
            "Thank you. The date of your confirmation is noted.",
        ),
        "late" => (
            "Quelqu'un a modifié cette fiche entre-temps : relisez-la avant de la confirmer.",
            "Somebody changed this record meanwhile: read it again before you confirm it.",
        ),
        "proved" => (
            "Merci, c'est compté : la réponse s'est trouvée vraie.",
            "Thank you, it is counted: the answer proved true.",
        ),
        "disproved" => (
            "Merci, c'est compté : la question sera posée de nouveau.",
            "Thank you, it is counted: the question will be asked again.",
        ),
        "asked" => ("Merci, c'est compté.", "Thank you, it is counted."),
        "favourite" => ("Ce lieu est gardé dans votre compte.", "Your account keeps this place."),
        "forgotten" => {
            ("Ce lieu n'est plus gardé dans votre compte.", "Your account keeps this place no more.")
        }
        "favourites" => (
            "Votre compte garde déjà 500 lieux : oubliez-en un pour garder celui-ci.",
            "Your account keeps 500 places already: forget one to keep this one.",
        ),
        "redacted" => (
            "Le texte est retiré. La personne qui l'a écrit est prévenue, si elle a un compte.",
            "The text is taken out. Whoever wrote it is told, where they have an account.",
        ),
        _ => return None,
    };
    Some(tongue.say(fr, en))
}
