-- Who is told of changes by a request to an address of their own (docs/webhooks.md).
CREATE TABLE webhook (
    id                uuid PRIMARY KEY,
    account_id        uuid NOT NULL REFERENCES account,
    url               text NOT NULL CHECK (url <> ''),
    -- For its owner.
    name              text NOT NULL DEFAULT '',
    -- plainpied_domain::Interest as text: everything, establishment:<id>, commune:<code>, bbox:<...>, around:<...>, search:<query>.
    interest          text NOT NULL,
    -- Kinds of changes that are wanted.
    kinds             text[] NOT NULL,
    -- Signing needs the secret itself: a hash would not do.
    secret            bytea NOT NULL,
    -- The one before, with which messages are signed too until then.
    previous_secret   bytea,
    previous_until    timestamptz,
    -- Changes up to here stand in a delivery, or are none of its interest.
    position          bigint NOT NULL,
    -- Changes after the one and up to the other are told again.
    replay_position   bigint,
    replay_until      bigint,
    state             text NOT NULL CHECK (state IN ('active', 'paused', 'disabled')),
    -- Why it was disabled.
    disabled_reason   text,
    -- Since when nothing has been accepted; NULL: the last message was.
    failing_since     timestamptz,
    created_at        timestamptz NOT NULL,
    CHECK ((replay_position IS NULL) = (replay_until IS NULL)),
    CHECK ((previous_secret IS NULL) = (previous_until IS NULL))
);
CREATE INDEX webhook_account ON webhook (account_id, id);

-- A message, and what became of it. Of changes one waits at a time for each webhook: the next is made when it is accepted.
CREATE TABLE webhook_delivery (
    -- The header webhook-id, the same in every attempt.
    id              uuid PRIMARY KEY,
    webhook_id      uuid NOT NULL REFERENCES webhook ON DELETE CASCADE,
    kind            text NOT NULL CHECK (kind IN ('changes', 'replay', 'ping')),
    -- The changes that it tells of, by their positions, rising.
    positions       bigint[] NOT NULL,
    state           text NOT NULL CHECK (state IN ('pending', 'delivered', 'failed')),
    created_at      timestamptz NOT NULL,
    attempts        integer NOT NULL DEFAULT 0,
    -- The next attempt of a pending one; the last of another.
    at              timestamptz NOT NULL,
    -- Of the last attempt: status of the answer, milliseconds until it came, and why there was none or it did not count.
    status          smallint,
    milliseconds    integer,
    error           text
);
CREATE INDEX webhook_delivery_log ON webhook_delivery (webhook_id, id DESC);
CREATE INDEX webhook_delivery_pending ON webhook_delivery (webhook_id, at) WHERE state = 'pending';
CREATE INDEX webhook_delivery_done ON webhook_delivery (at) WHERE state <> 'pending';
