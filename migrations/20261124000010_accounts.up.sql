-- Who writes. What an account wrote stays when it is deleted: versions name its id, and nothing here has its name then.
CREATE TABLE account (
    id            uuid PRIMARY KEY,
    -- Shown beside contributions.
    name          text NOT NULL CHECK (name <> ''),
    -- Lower case. NULL: cannot sign in (an organisation with keys only, a deleted account).
    email         text,
    role          text NOT NULL CHECK (role IN ('contributor', 'partner', 'moderator', 'administrator')),
    -- The source of an organisation's own; NULL: the one of its role.
    source_key    text REFERENCES source,
    language      text NOT NULL DEFAULT 'fr' CHECK (language IN ('fr', 'en')),
    created_at    timestamptz NOT NULL,
    -- May not write any more.
    blocked_at    timestamptz,
    deleted_at    timestamptz
);
CREATE UNIQUE INDEX account_email ON account (email) WHERE email IS NOT NULL;

-- Establishments that an account speaks for.
CREATE TABLE management (
    account_id       uuid NOT NULL REFERENCES account,
    establishment_id uuid NOT NULL REFERENCES establishment,
    since            timestamptz NOT NULL,
    PRIMARY KEY (account_id, establishment_id)
);
CREATE INDEX management_establishment ON management (establishment_id);

-- Keys of programs. Only a hash is kept: a key has 190 random bits, which no list of guesses reaches.
CREATE TABLE api_key (
    -- What the key begins with, to be named in lists and logs.
    prefix       text PRIMARY KEY,
    account_id   uuid NOT NULL REFERENCES account,
    name         text NOT NULL CHECK (name <> ''),
    hash         bytea NOT NULL,
    scopes       text[] NOT NULL,
    -- Browsers may use it from this origin only; NULL: programs.
    origin       text,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz,
    last_used_at timestamptz,
    revoked_at   timestamptz
);
CREATE INDEX api_key_account ON api_key (account_id);

-- Answers to requests with an Idempotency-Key, written in the transaction of what they did.
CREATE TABLE idempotent_answer (
    account_id uuid NOT NULL REFERENCES account,
    key        text NOT NULL,
    -- Of method, address and body: the same key with another request is a mistake.
    request    bytea NOT NULL,
    status     smallint NOT NULL,
    body       text NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (account_id, key)
);
CREATE INDEX idempotent_answer_at ON idempotent_answer (at);

-- What a source says that a better one says otherwise: kept and shown, never used.
CREATE TABLE disagreement (
    establishment_id uuid NOT NULL,
    criterion        text NOT NULL,
    source_key       text NOT NULL,
    -- NULL: it says that nobody knows.
    value            jsonb,
    observed         date,
    at               timestamptz NOT NULL,
    PRIMARY KEY (establishment_id, criterion, source_key)
);

-- All that one account did, for its own list and to undo it. Versions before accounts existed were imports.
CREATE INDEX establishment_version_actor ON establishment_version (actor, at DESC) WHERE actor LIKE 'account:%';
