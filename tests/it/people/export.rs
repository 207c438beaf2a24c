//! What one takes along is all that is kept: the catalogue of the database says what there is.

use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use super::Browser;
use crate::harness::World;
use crate::smtp::Smtp;
use crate::writing::Writer;

/// Where a column that names an account, its address or its key stands in an export, as a JSON Pointer; or why it does
/// not.
enum Kept {
    At(&'static str),
    Not(&'static str),
}
use Kept::{At, Not};

const COLUMNS: [(&str, Kept); 49] = [
    ("account.id", At("/account/id")),
    ("account.name", At("/account/name")),
    ("account.email", At("/account/email")),
    ("account.role", At("/account/role")),
    ("account.source_key", At("/account/source")),
    ("account.language", At("/account/language")),
    ("account.created_at", At("/account/created_at")),
    ("account.blocked_at", At("/account/blocked_at")),
    ("account.trusted_at", At("/account/trusted_at")),
    ("account.password_hash", At("/account/has_password")),
    ("account.deleted_at", Not("whoever has one cannot ask")),
    ("account_identity.account_id", At("/identities/0/subject")),
    ("api_key.account_id", At("/keys/0/name")),
    ("api_key.prefix", At("/keys/0/prefix")),
    ("api_key_use.prefix", Not("counters of requests, for a few days")),
    ("consent.account_id", At("/consent/needs/0")),
    ("draft.account_id", At("/drafts/0/fields")),
    ("establishment.contact_email", Not("of the place")),
    ("establishment_version.actor", At("/contributions/0/version")),
    ("favourite.account_id", At("/favourites/0/establishment")),
    ("idea.account_id", At("/proposals/0/text")),
    ("idea.answered_by", At("/decisions/proposal")),
    ("idempotent_answer.account_id", At("/answers/0/body")),
    ("mail_link.account_id", At("/addressed/change_email")),
    ("mail_link.email", At("/addressed/sign_in")),
    ("mail_outbox.recipient", At("/addressed/mail")),
    ("management.account_id", At("/manages/0/establishment")),
    ("management_claim.account_id", At("/claims/0/message")),
    ("management_claim.assignee_id", At("/decisions/claim")),
    ("management_claim.decided_by", At("/decisions/claim")),
    ("notice.account_id", At("/notices/0/message")),
    ("notification.account_id", At("/notifications/0/text")),
    ("redaction.account_id", At("/decisions/redaction")),
    ("report.account_id", At("/reports/0/message")),
    ("report.assignee_id", At("/decisions/report")),
    ("report.decided_by", At("/decisions/report")),
    ("session.account_id", At("/sessions/0/agent")),
    ("subscription.account_id", At("/subscriptions/0/interest")),
    ("suggestion.account_id", At("/suggestions/0/says")),
    ("suggestion.assignee_id", At("/decisions/suggestion")),
    ("suggestion.decided_by", At("/decisions/suggestion")),
    ("suggestion.notify_email", Not("only of suggestions without an account, until they are decided")),
    ("webhook.account_id", At("/webhooks/0/url")),
    ("wrong_password.email", At("/addressed/wrong_password")),
    // Tokens that only the browser has: nobody can tell whose these are.
    ("draft.token_hash", Not("of somebody without account")),
    ("kept_form.token_hash", Not("for an hour, known to the browser only")),
    ("mail_link.token_hash", Not("a secret of the link")),
    ("openid_visit.state_hash", Not("for minutes, known to the browser only")),
    ("session.token_hash", Not("a secret of the browser")),
];

/// All columns that name an account, an e-mail address or a secret.
async fn columns(pool: &PgPool) -> Vec<String> {
    sqlx::query_scalar(
        "SELECT conrelid::regclass || '.' || attname FROM pg_constraint
         JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
         WHERE contype = 'f' AND confrelid = 'account'::regclass
         UNION
         SELECT c.table_name || '.' || c.column_name FROM information_schema.columns c
         JOIN information_schema.tables t USING (table_schema, table_name)
         WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
           AND (c.table_name = 'account' OR c.column_name ~ 'account|e?mail|recipient|actor|author|assignee|_by$|(token|state)_hash|prefix')
         ORDER BY 1",
    )
    .fetch_all(pool)
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_the_base_holds_of_an_account_is_in_its_export() {
    let world = World::seeded().await;
    let smtp = Smtp::start();
    let options = [&smtp.options()[..], &["--webhook-hosts", "127.0.0.1"]].concat();
    let (_server, url) = world.serve_with(&options);
    let mut browser = Browser::new(&url);
    browser.sign_in(&smtp, "one@example.org", "/account");
    fill(&world, &url, &mut browser).await;

    let mut export = browser.get("/account/export").json();
    let by_kind = |list: &Value| -> Value {
        let list = list.as_array().unwrap().iter();
        list.map(|one| (one["kind"].as_str().unwrap().to_owned(), one.clone())).collect()
    };
    for list in ["decisions", "addressed"] {
        export[list] = by_kind(&export[list]);
    }
    for (column, kept) in &COLUMNS {
        match kept {
            At(pointer) => assert!(export.pointer(pointer).is_some(), "{column} at {pointer}: {export:#}"),
            Not(reason) => assert!(!reason.is_empty(), "{column}"),
        }
    }
    let known: Vec<&str> = COLUMNS.iter().map(|(column, _)| *column).collect();
    let found = columns(&world.database.pool).await;
    let forgotten: Vec<_> = found.iter().filter(|column| !known.contains(&column.as_str())).collect();
    assert!(forgotten.is_empty(), "neither in the export nor left out with a reason: {forgotten:?}");
    let gone: Vec<_> = known.iter().filter(|column| !found.iter().any(|one| one == *column)).collect();
    assert!(gone.is_empty(), "no longer in the base: {gone:?}");
    assert!(!export.to_string().contains("whsec_"), "no secrets");
}

/// Leaves something of every kind of the account: over the API, and by hand what others or mere time would leave.
async fn fill(world: &World, url: &str, browser: &mut Browser) {
    let csrf = browser.csrf();
    let mut post = |path: &str, body: Value| {
        let done = browser.api("POST", path, &body, Some(&csrf));
        assert!((200..300).contains(&done.status), "{path}: {} {}", done.status, done.body);
        done.json()
    };
    let added = post("/api/v1/establishments", crate::writing::bakery("Aux Deux Épis"));
    let id = added["id"].as_str().unwrap();
    let place = format!("/api/v1/establishments/{id}");
    let said = json!({ "establishment": id, "description": { "criteria": { "entree_pmr": true } } });
    post("/api/v1/suggestions", said);
    post(&format!("{place}/claims"), json!({ "message": "I own it." }));
    post(&format!("{place}/reports"), json!({ "kind": "wrong", "message": "The door is narrow." }));
    post("/api/v1/subscriptions", json!({ "interest": { "kind": "establishment", "id": id } }));
    post("/api/v1/webhooks", json!({ "url": "http://127.0.0.1:9/hook" }));
    let key = post("/api/v1/keys", json!({ "name": "mine", "scopes": ["read", "write"] }));
    let writer = Writer::with_key(url, key["secret"].as_str().unwrap());
    let once = [("idempotency-key", "first")];
    let patched = writer.send_with("PATCH", &place, &json!({ "name": "Aux Trois Épis" }), &once);
    assert_eq!(patched.status, 200, "{}", patched.body);
    let proposed = json!({ "kind": "wording", "text": "What is a threshold?" });
    assert_eq!(writer.send("POST", "/api/v1/proposals", &proposed).status, 201);

    let pool = &world.database.pool;
    let account: Uuid = sqlx::query_scalar("SELECT id FROM account").fetch_one(pool).await.unwrap();
    for statement in [
        "INSERT INTO account_identity VALUES ('https://id.example.org', 'one', $1, now())",
        "INSERT INTO management SELECT $1, id, now() FROM establishment",
        "INSERT INTO consent VALUES ($1, now(), '{deaf}', '{}')",
        "INSERT INTO favourite SELECT $1, id, now() FROM establishment",
        "INSERT INTO draft SELECT gen_random_uuid(), $1, NULL, id, '[]', now(), now(), now() + interval '1 day'
         FROM establishment",
        "INSERT INTO notice (id, establishment_id, kind, message, begins_at, ends_at, source_key, account_id, created_at)
         SELECT gen_random_uuid(), id, 'lift', 'Out of order.', now(), now() + interval '1 day', 'manager', $1, now()
         FROM establishment",
        "INSERT INTO notification (id, account_id, kind, created_at) VALUES (gen_random_uuid(), $1, 'report', now())",
        "INSERT INTO redaction SELECT gen_random_uuid(), id, 1, '/name', $1, now(), 'x' FROM establishment",
        "UPDATE suggestion SET assignee_id = $1",
        "UPDATE management_claim SET assignee_id = $1",
        "UPDATE report SET decision = 'accepted', decided_by = $1, decided_at = now()",
        "INSERT INTO idea (id, kind, text, created_at, state, answered_by, answered_at)
         VALUES (gen_random_uuid(), 'other', 'x', now(), 'done', $1, now())",
        "INSERT INTO mail_link (token_hash, purpose, email, account_id, language, next, created_at, expires_at)
         VALUES ('x', 'change_email', 'new@example.org', $1, 'fr', '/', now(), now())",
        "INSERT INTO wrong_password SELECT email, now() FROM account WHERE id = $1",
        "INSERT INTO mail_outbox (id, kind, recipient, subject, text_body, html_body, created_at, due_at)
         SELECT gen_random_uuid(), 'digest', email, 'x', 'x', 'x', now(), now() + interval '1 day'
         FROM account WHERE id = $1",
    ] {
        sqlx::query(statement).bind(account).execute(pool).await.unwrap();
    }
}
