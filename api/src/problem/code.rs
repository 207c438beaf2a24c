//! All error codes: name, status, what it means, what to do.

use axum::http::StatusCode;
use plainpied_criteria::Lang;

/// A fixed text in both languages.
#[derive(Debug)]
pub struct Words {
    /// French.
    pub fr: &'static str,
    /// English.
    pub en: &'static str,
}

impl Words {
    /// The text in one of the languages.
    pub fn get(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Fr => self.fr,
            Lang::En => self.en,
        }
    }
}

/// One kind of problem.
#[derive(Debug)]
pub struct Code {
    /// Its name, the last part of its URL. Never renamed: clients compare it.
    pub name: &'static str,
    /// The status of its answers.
    pub status: StatusCode,
    /// A few words.
    pub title: Words,
    /// What happened.
    pub meaning: Words,
    /// What the reader can do about it.
    pub advice: Words,
    /// Seconds after which trying again may help; none where it does not.
    pub retry_after: Option<u32>,
}

impl Code {
    /// Where it is explained: `/problems/invalid-parameter`.
    pub fn path(&self) -> String {
        format!("/problems/{}", self.name)
    }
}

/// The code of this name.
pub fn find(name: &str) -> Option<&'static Code> {
    ALL.iter().copied().find(|code| code.name == name)
}

macro_rules! codes {
    ($($constant:ident $name:literal $status:ident $(retry $retry:literal)?
        title $title_fr:literal $title_en:literal
        meaning $meaning_fr:literal $meaning_en:literal
        advice $advice_fr:literal $advice_en:literal;)+) => {
        $(
            #[doc = $meaning_en]
            pub static $constant: Code = Code {
                name: $name,
                status: StatusCode::$status,
                title: Words { fr: $title_fr, en: $title_en },
                meaning: Words { fr: $meaning_fr, en: $meaning_en },
                advice: Words { fr: $advice_fr, en: $advice_en },
                retry_after: codes!(@retry $($retry)?),
            };
        )+
        /// Every code.
        pub static ALL: &[&Code] = &[$(&$constant),+];
    };
    (@retry $retry:literal) => { Some($retry) };
    (@retry) => { None };
}

codes! {
    INVALID_PARAMETER "invalid-parameter" BAD_REQUEST
        title "Paramètre incorrect" "Invalid parameter"
        meaning "Un paramètre n'a pas la forme attendue." "A parameter does not have the form that is expected."
        advice "Corrigez le paramètre nommé dans « parameter » ; « detail » dit ce qui est attendu."
            "Correct the parameter named in \"parameter\"; \"detail\" says what is expected.";
    UNKNOWN_PARAMETER "unknown-parameter" BAD_REQUEST
        title "Paramètre inconnu" "Unknown parameter"
        meaning "L'adresse contient un paramètre que cette ressource n'a pas."
            "The address holds a parameter that this resource does not have."
        advice "Retirez-le, ou prenez le nom donné dans « nearest ». Un paramètre ignoré donnerait une réponse fausse."
            "Remove it, or take the name given in \"nearest\". A parameter that is ignored would give a wrong answer.";
    REPEATED_PARAMETER "repeated-parameter" BAD_REQUEST
        title "Paramètre répété" "Repeated parameter"
        meaning "Un paramètre est donné plusieurs fois." "A parameter is given more than once."
        advice "Donnez chaque paramètre une seule fois." "Give every parameter only once.";
    MISSING_PARAMETER "missing-parameter" BAD_REQUEST
        title "Paramètre manquant" "Missing parameter"
        meaning "Un paramètre en demande un autre, qui manque." "A parameter needs another one, which is missing."
        advice "Ajoutez le paramètre nommé dans « parameter »." "Add the parameter named in \"parameter\".";
    SWAPPED_COORDINATES "swapped-coordinates" BAD_REQUEST
        title "Coordonnées inversées" "Swapped coordinates"
        meaning "La latitude et la longitude semblent échangées." "Latitude and longitude seem to be swapped."
        advice "La latitude de la France métropolitaine va de 41 à 52, sa longitude de -6 à 10 ; dans « bbox », la longitude vient d'abord."
            "The latitude of mainland France runs from 41 to 52, its longitude from -6 to 10; in \"bbox\" the longitude comes first.";
    INVALID_CURSOR "invalid-cursor" BAD_REQUEST
        title "Curseur refusé" "Cursor refused"
        meaning "Le curseur ne vient pas de cette liste, ou il a été modifié."
            "The cursor does not come from this list, or it was altered."
        advice "Suivez le lien « next » sans rien y changer, ou recommencez sans curseur."
            "Follow the \"next\" link without changing it, or start again without a cursor.";
    TOO_DEEP "too-deep" BAD_REQUEST
        title "Page trop lointaine" "Page too far down"
        meaning "Une recherche ne va pas au-delà de 10 000 résultats." "A search goes no further than 10,000 results."
        advice "Précisez la recherche, ou lisez la liste complète à /api/v1/establishments."
            "Narrow the search, or read the whole list at /api/v1/establishments.";
    MALFORMED_BODY "malformed-body" BAD_REQUEST
        title "Corps illisible" "Malformed body"
        meaning "Le corps de la requête n'est pas du JSON, ou pas un formulaire."
            "The body of the request is not JSON, or not a form."
        advice "« detail » donne la ligne et la colonne de l'erreur." "\"detail\" gives line and column of the error.";
    INVALID_BODY "invalid-body" UNPROCESSABLE_ENTITY
        title "Champs incorrects" "Invalid fields"
        meaning "Des champs du corps de la requête n'ont pas la forme attendue."
            "Fields of the body of the request do not have the form that is expected."
        advice "« errors » nomme chaque champ par un pointeur JSON (RFC 6901) et dit ce qui est attendu."
            "\"errors\" names each field by a JSON Pointer (RFC 6901) and says what is expected.";
    LARGE_BODY "large-body" PAYLOAD_TOO_LARGE
        title "Corps trop grand" "Body too large"
        meaning "Le corps de la requête dépasse la limite." "The body of the request is larger than the limit."
        advice "Envoyez moins à la fois." "Send less at a time.";
    NOT_SIGNED_IN "not-signed-in" UNAUTHORIZED
        title "Connexion nécessaire" "Not signed in"
        meaning "Cette adresse demande d'être connecté, ou une clé : Authorization: Api-Key <clé>."
            "This address needs somebody who is signed in, or a key: Authorization: Api-Key <key>."
        advice "Connectez-vous à /signin ; les clés se créent à /account." "Sign in at /signin; keys are made at /account.";
    INVALID_KEY "invalid-key" UNAUTHORIZED
        title "Clé refusée" "Key refused"
        meaning "La clé n'existe pas, a expiré ou a été retirée." "The key does not exist, has expired or was taken back."
        advice "« detail » dit pourquoi ; demandez une nouvelle clé." "\"detail\" says why; ask for another key.";
    INVALID_LINK "invalid-link" UNAUTHORIZED
        title "Lien refusé" "Link refused"
        meaning "Ce lien n'est pas de nous, ou il est incomplet." "This link is not ours, or it is incomplete."
        advice "Copiez le lien du message en entier, ou demandez-en un autre." "Copy the whole link of the message, or ask for another one.";
    SPENT_LINK "spent-link" GONE
        title "Lien périmé" "Link no longer valid"
        meaning "Ce lien a déjà servi, ou il est trop ancien." "This link was used already, or it is too old."
        advice "Demandez-en un autre : il arrive en une minute." "Ask for another one: it comes within a minute.";
    WRONG_PASSWORD "wrong-password" UNAUTHORIZED
        title "Adresse ou mot de passe incorrect" "Wrong address or password"
        meaning "Cette adresse et ce mot de passe ne vont pas ensemble." "This address and this password do not belong together."
        advice "Vérifiez-les, ou demandez un lien par message : il n'y faut pas de mot de passe."
            "Check them, or ask for a link by mail: that needs no password.";
    TAKEN_ADDRESS "taken-address" CONFLICT
        title "Adresse déjà prise" "Address already taken"
        meaning "Un autre compte a déjà cette adresse." "Another account has this address already."
        advice "Connectez-vous avec cette adresse, ou supprimez d'abord l'autre compte."
            "Sign in with this address, or delete the other account first.";
    FORGED_REQUEST "forged-request" FORBIDDEN
        title "Requête refusée" "Request refused"
        meaning "La requête ne vient pas d'une page de ce site, ou sa session a changé."
            "The request does not come from a page of this site, or its session has changed."
        advice "Rechargez la page et recommencez. Un programme envoie le jeton de la session dans X-CSRF-Token."
            "Reload the page and try again. A program sends the token of the session in X-CSRF-Token.";
    NOT_ALLOWED "not-allowed" FORBIDDEN
        title "Action non permise" "Not allowed"
        meaning "Ce compte, ou cette clé, ne peut pas faire cela." "This account, or this key, may not do this."
        advice "docs/permissions.md dit qui peut quoi ; « scope » nomme la portée qui manque à la clé."
            "docs/permissions.md says who may do what; \"scope\" names the scope that the key lacks.";
    ALREADY_THERE "already-there" CONFLICT
        title "Lieu déjà connu" "Place already known"
        meaning "Un lieu semblable, ou le même identifiant externe, est déjà là." "A place like it, or the same external id, is there already."
        advice "Décrivez l'un des lieux de « candidates »." "Describe one of the places in \"candidates\".";
    ALREADY_DECIDED "already-decided" CONFLICT
        title "Déjà décidé" "Already decided"
        meaning "Quelqu'un a déjà décidé, ou l'auteur a repris ce qu'il avait proposé."
            "Somebody has decided already, or the author took back what was suggested."
        advice "« decision » dit ce qui a été décidé." "\"decision\" says what was decided.";
    ALREADY_CLAIMED "already-claimed" CONFLICT
        title "Déjà demandé" "Already claimed"
        meaning "Ce compte gère déjà ce lieu, ou l'a déjà demandé." "This account manages this place, or has asked to already."
        advice "Attendez la décision, ou reprenez la première demande." "Wait for the decision, or take the first claim back.";
    CONFLICTING_CHANGES "conflicting-changes" CONFLICT
        title "Modifications contraires" "Conflicting changes"
        meaning "Ce que la proposition modifie a été modifié depuis." "What the suggestion changes was changed since."
        advice "Lisez « changes » ; pour accepter quand même, renvoyez la décision avec « version »."
            "Read \"changes\"; to accept it all the same, send the decision again with \"version\".";
    CHANGED_MEANWHILE "changed-meanwhile" PRECONDITION_FAILED
        title "Modifié entre-temps" "Changed meanwhile"
        meaning "Quelqu'un a écrit depuis la version nommée par If-Match." "Somebody wrote since the version that If-Match names."
        advice "Lisez « changes », puis renvoyez votre modification avec la nouvelle version."
            "Read \"changes\", then send your change again with the new version.";
    NOT_WRITTEN "not-written" FAILED_DEPENDENCY
        title "Non écrit" "Not written"
        meaning "Une autre ligne du lot est refusée, et le lot va tout entier ou pas du tout."
            "Another line of the batch is refused, and the batch goes as a whole or not at all."
        advice "Corrigez les lignes refusées, ou envoyez le lot avec mode=each."
            "Correct the lines that are refused, or send the batch with mode=each.";
    WRONG_STATE "wrong-state" CONFLICT
        title "Pas dans cet état" "Not in this state"
        meaning "L'état présent ne permet pas cette action." "The present state does not allow this."
        advice "« detail » dit ce qui s'y oppose ; changez cela d'abord." "\"detail\" says what is in the way; change that first.";
    REUSED_KEY "reused-key" UNPROCESSABLE_ENTITY
        title "Clé d'idempotence déjà employée" "Idempotency key reused"
        meaning "Cette Idempotency-Key a servi à une autre requête." "This Idempotency-Key was used for another request."
        advice "Prenez une nouvelle clé pour chaque requête nouvelle." "Take a new key for every new request.";
    UNSUPPORTED_BODY "unsupported-body" UNSUPPORTED_MEDIA_TYPE
        title "Format non lu" "Unsupported media type"
        meaning "Le corps de la requête n'est pas d'un format lu ici." "The body of the request is of a media type that is not read here."
        advice "« available » donne les formats lus ; l'en-tête Content-Type doit en nommer un."
            "\"available\" lists the media types that are read; the Content-Type header must name one.";
    UNKNOWN_ROUTE "unknown-route" NOT_FOUND
        title "Adresse inconnue" "Unknown address"
        meaning "Il n'y a rien à cette adresse." "There is nothing at this address."
        advice "Vérifiez l'adresse, ou repartez de la recherche. Pour les programmes, /api/docs les donne toutes." "Check the address, or start again from the search. For programs, /api/docs lists all of them.";
    NOT_FOUND "not-found" NOT_FOUND
        title "Introuvable" "Not found"
        meaning "Il n'y a jamais rien eu sous cet identifiant." "There never was anything under this identifier."
        advice "Vérifiez l'identifiant ; une recherche peut retrouver le lieu." "Check the identifier; a search may find the place.";
    WRONG_METHOD "wrong-method" METHOD_NOT_ALLOWED
        title "Méthode non admise" "Method not allowed"
        meaning "Cette adresse ne répond pas à cette méthode." "This address does not answer this method."
        advice "L'en-tête Allow donne les méthodes admises." "The Allow header lists the methods that it answers.";
    NOT_ACCEPTABLE "not-acceptable" NOT_ACCEPTABLE
        title "Aucun format acceptable" "No acceptable format"
        meaning "La ressource n'existe dans aucun des formats demandés par l'en-tête Accept."
            "The resource exists in none of the formats that the Accept header asks for."
        advice "Demandez l'un des formats donnés dans « available »." "Ask for one of the formats given in \"available\".";
    GONE "gone" GONE
        title "Lieu disparu" "Place gone"
        meaning "Le lieu est fermé ou retiré, sans successeur." "The place was closed or withdrawn, without a successor."
        advice "Retirez-le de vos données ; « state » dit ce qu'il est devenu." "Remove it from your data; \"state\" says what became of it.";
    UNKNOWN_POSITION "unknown-position" GONE
        title "Position inconnue" "Unknown position"
        meaning "Le journal des changements n'a jamais donné cette position : la base a été restaurée."
            "The change log never gave this position: the base was restored to an earlier state."
        advice "Prenez /api/v1/snapshot (« snapshot ») ; l'en-tête Plainpied-Position dit d'où reprendre."
            "Take /api/v1/snapshot (\"snapshot\"); its header Plainpied-Position says where to go on.";
    WRONG_RANGE "wrong-range" RANGE_NOT_SATISFIABLE
        title "Plage hors du fichier" "Range outside the file"
        meaning "La plage demandée n'est pas dans le fichier." "The range that is asked for is not in the file."
        advice "L'en-tête Content-Range donne la taille du fichier." "The Content-Range header gives the size of the file.";
    OTHER_FILE "other-file" PRECONDITION_FAILED
        title "Un autre fichier" "Another file"
        meaning "Le fichier n'est plus celui que nomme la condition." "The file is no longer the one that the condition names."
        advice "Reprenez depuis le début, ou à l'adresse de son jeu : /open-data/files/<jeu>/..." "Begin again, or take it at the address of its set: /open-data/files/<set>/...";
    LONG_ADDRESS "long-address" URI_TOO_LONG
        title "Adresse trop longue" "Address too long"
        meaning "L'adresse dépasse 63 kilo-octets." "The address is longer than 63 KiB."
        advice "Raccourcissez la recherche." "Shorten the search.";
    DATABASE_UNAVAILABLE "database-unavailable" SERVICE_UNAVAILABLE retry 5
        title "Base de données indisponible" "Database unavailable"
        meaning "La base de données ne répond pas pour l'instant." "The database cannot answer now."
        advice "Réessayez après le délai de l'en-tête Retry-After." "Try again after the delay in the Retry-After header.";
    SEARCH_UNAVAILABLE "search-unavailable" SERVICE_UNAVAILABLE retry 5
        title "Recherche indisponible" "Search unavailable"
        meaning "L'index de recherche n'est pas disponible ; listes et fiches répondent toujours."
            "The search index is not available; lists and single places still answer."
        advice "Réessayez plus tard, ou lisez /api/v1/establishments?bbox=..." "Try again later, or read /api/v1/establishments?bbox=...";
    OVERLOADED "overloaded" SERVICE_UNAVAILABLE retry 1
        title "Service surchargé" "Service overloaded"
        meaning "Trop de requêtes sont en cours." "Too many requests are under way."
        advice "Réessayez après le délai de l'en-tête Retry-After." "Try again after the delay in the Retry-After header.";
    TOO_MANY_REQUESTS "too-many-requests" TOO_MANY_REQUESTS retry 1
        title "Trop de requêtes" "Too many requests"
        meaning "Cette adresse a demandé plus que sa part en ce moment." "This address has asked for more than its share for now."
        advice "Réessayez après le délai de l'en-tête Retry-After ; RateLimit dit ce qui reste. Pour tout lire, prenez un export."
            "Try again after the delay in the Retry-After header; RateLimit says what is left. To read everything, take an export.";
    PROVIDER_UNAVAILABLE "provider-unavailable" SERVICE_UNAVAILABLE retry 30
        title "Fournisseur d'identité indisponible" "Identity provider unavailable"
        meaning "Le fournisseur d'identité ne répond pas pour l'instant." "The provider of identities cannot answer now."
        advice "Connectez-vous par un lien envoyé par message, ou réessayez plus tard."
            "Sign in by a link that is mailed, or try again later.";
    FILES_UNAVAILABLE "files-unavailable" SERVICE_UNAVAILABLE retry 30
        title "Fichiers indisponibles" "Files unavailable"
        meaning "Le serveur où sont les fichiers publiés ne répond pas pour l'instant."
            "The server that has the published files cannot answer now."
        advice "Réessayez plus tard, ou prenez un export : /api/v1/export." "Try again later, or take an export: /api/v1/export.";
    TOO_SLOW "too-slow" SERVICE_UNAVAILABLE retry 5
        title "Délai dépassé" "Time limit reached"
        meaning "La réponse a demandé trop de temps." "The answer took too long."
        advice "Réessayez plus tard, ou demandez moins à la fois." "Try again later, or ask for less at a time.";
    NO_ROOM "no-room" SERVICE_UNAVAILABLE retry 60
        title "Plus de place" "No room"
        meaning "Il n'y a pas de place pour préparer ce fichier." "There is no room to prepare this file."
        advice "Réessayez plus tard, ou demandez un format qui s'envoie au fil de la lecture, comme geojsonl."
            "Try again later, or ask for a format that is sent as it is read, such as geojsonl.";
    INTERNAL "internal" INTERNAL_SERVER_ERROR
        title "Erreur interne" "Internal error"
        meaning "Une erreur s'est produite de notre côté ; elle est enregistrée."
            "Something went wrong on our side; it has been logged."
        advice "Réessayez ; si l'erreur revient, signalez-la avec le numéro de la requête (l'en-tête X-Request-Id)."
            "Try again; if it comes back, report it with the number of the request (the header X-Request-Id).";
}
