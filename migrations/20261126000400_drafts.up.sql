-- What somebody has begun to say of a place and not published yet. It lapses when nobody has touched it for a while.
CREATE TABLE draft (
    id               uuid PRIMARY KEY,
    account_id       uuid REFERENCES account,
    -- Of somebody without account: SHA-256 of the token that the browser holds.
    token_hash       bytea,
    -- The place that is described; NULL: a new one.
    establishment_id uuid REFERENCES establishment,
    -- Pairs of name and value, as forms send them. Bounded, because nobody has to be known for it.
    fields           jsonb NOT NULL CHECK (octet_length(fields::text) <= 131072),
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    expires_at       timestamptz NOT NULL,
    CHECK ((account_id IS NULL) <> (token_hash IS NULL))
);
CREATE INDEX draft_account ON draft (account_id);
CREATE INDEX draft_token ON draft (token_hash);
CREATE INDEX draft_establishment ON draft (establishment_id);
CREATE INDEX draft_expires ON draft (expires_at);
