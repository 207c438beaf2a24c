-- A write that waits for a moderator: what somebody wants to say, as it was asked for. Kept with its decision.
CREATE TABLE suggestion (
    -- UUID version 7: their order is that of the queue.
    id               uuid PRIMARY KEY,
    kind             text NOT NULL CHECK (kind IN ('create', 'describe', 'replace')),
    -- Why it waits.
    held             text NOT NULL CHECK (held IN ('anonymous', 'asked', 'newcomer', 'burst', 'words')),
    -- NULL: a new place.
    establishment_id uuid REFERENCES establishment,
    -- The version that stood then: what was changed since is a conflict.
    base_version     integer,
    -- The body of the request.
    body             jsonb NOT NULL CHECK (jsonb_typeof(body) = 'object'),
    -- NULL: nobody who is known.
    account_id       uuid REFERENCES account,
    created_at       timestamptz NOT NULL,
    assignee_id      uuid REFERENCES account,
    decision         text CHECK (decision IN ('accepted', 'rejected', 'withdrawn')),
    -- What the author is told.
    answer           text,
    decided_by       uuid REFERENCES account,
    decided_at       timestamptz,
    -- What came of it.
    written_id       uuid REFERENCES establishment,
    written_version  integer,
    CHECK ((kind = 'create') = (establishment_id IS NULL)),
    CHECK ((decision IS NULL) = (decided_at IS NULL))
);
CREATE INDEX suggestion_open ON suggestion (id) WHERE decision IS NULL;
CREATE INDEX suggestion_account ON suggestion (account_id, created_at) WHERE account_id IS NOT NULL;
CREATE INDEX suggestion_establishment ON suggestion (establishment_id) WHERE establishment_id IS NOT NULL;

-- Since when the first edits of an account do not wait any more, whatever their number: said by an operator.
ALTER TABLE account ADD COLUMN trusted_at timestamptz;

-- What an account is told of what it did: a suggestion was decided, a place it described was reported.
CREATE TABLE notification (
    -- UUID version 7.
    id               uuid PRIMARY KEY,
    account_id       uuid NOT NULL REFERENCES account,
    kind             text NOT NULL CHECK (kind IN ('suggestion', 'report', 'reported', 'claim', 'redaction')),
    -- The suggestion, the report, the claim: by its id.
    about            uuid,
    establishment_id uuid REFERENCES establishment,
    -- `accepted`, `rejected`, and what moderators answered.
    decision         text,
    answer           text NOT NULL DEFAULT '',
    created_at       timestamptz NOT NULL,
    read_at          timestamptz
);
CREATE INDEX notification_account ON notification (account_id, id);
