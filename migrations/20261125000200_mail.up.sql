-- Mails that wait to be sent. Written in the transaction of what causes them, taken away once the server has them: a
-- mail may hold a link that signs in, and need not be kept.
CREATE TABLE mail_outbox (
    id          uuid PRIMARY KEY,
    -- What it is about, for operators: sign_in, digest.
    kind        text NOT NULL CHECK (kind <> ''),
    recipient   text NOT NULL CHECK (recipient <> ''),
    subject     text NOT NULL,
    text_body   text NOT NULL,
    html_body   text NOT NULL,
    -- Of a subscription: the address that ends it without signing in (RFC 8058).
    unsubscribe text,
    created_at  timestamptz NOT NULL,
    -- When it is tried next. While a worker sends it, this lies ahead: another takes over if that one dies.
    due_at      timestamptz NOT NULL,
    -- Of no use after this, as a link that signs in for a quarter of an hour.
    expires_at  timestamptz,
    attempts    smallint NOT NULL DEFAULT 0,
    -- Never holds an address: the code of the server's answer, or a few words.
    last_error  text,
    given_up_at timestamptz
);
CREATE INDEX mail_outbox_due ON mail_outbox (due_at) WHERE given_up_at IS NULL;
