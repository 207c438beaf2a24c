-- PHC string of argon2id. NULL: signs in by mail only.
ALTER TABLE account ADD COLUMN password_hash text;

-- Who is signed in, and where. Of the token only a hash is kept: it has 256 random bits.
CREATE TABLE session (
    id           uuid PRIMARY KEY,
    account_id   uuid NOT NULL REFERENCES account,
    token_hash   bytea NOT NULL UNIQUE,
    -- Browser and system, for the list of one's sessions; never an address.
    agent        text NOT NULL,
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL
);
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_expires ON session (expires_at);

-- Links that mails hold. They are kept for a day after they expire, so that a replayed one is told from a forged one.
CREATE TABLE mail_link (
    token_hash bytea PRIMARY KEY,
    purpose    text NOT NULL CHECK (purpose IN ('sign_in', 'change_email')),
    -- Lower case: the address that whoever follows the link has.
    email      text NOT NULL,
    -- Whose address is to change.
    account_id uuid REFERENCES account,
    language   text NOT NULL CHECK (language IN ('fr', 'en')),
    -- Where to go afterwards: a path of this site, without what was searched.
    next       text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    CHECK ((purpose = 'change_email') = (account_id IS NOT NULL))
);
CREATE INDEX mail_link_email ON mail_link (email, created_at);
CREATE INDEX mail_link_expires ON mail_link (expires_at);

-- Wrong passwords of the last minutes, whether the account exists or not.
CREATE TABLE wrong_password (
    email text NOT NULL,
    at    timestamptz NOT NULL
);
CREATE INDEX wrong_password_email ON wrong_password (email, at);
CREATE INDEX wrong_password_at ON wrong_password (at);

-- What was typed into a form whose session had ended, for an hour.
CREATE TABLE kept_form (
    token_hash bytea PRIMARY KEY,
    -- Pairs of name and value.
    fields     jsonb NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX kept_form_expires ON kept_form (expires_at);
