-- Who is told of changes by mail. One row for each interest of an account.
CREATE TABLE subscription (
    id         uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account,
    -- As webhook.interest; 'managed': what the account manages. Such a row is made for every manager.
    interest   text NOT NULL,
    frequency  text NOT NULL CHECK (frequency IN ('at_once', 'daily', 'weekly')),
    -- Changes up to here were told, or are none of its interest.
    position   bigint NOT NULL,
    -- Notices announced up to then were told.
    told_at    timestamptz NOT NULL,
    -- When the next digest is due.
    due_at     timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    -- Since when nothing is told any more.
    ended_at   timestamptz,
    UNIQUE (account_id, interest)
);
CREATE INDEX subscription_due ON subscription (due_at) WHERE ended_at IS NULL;
CREATE INDEX notice_created ON notice (created_at);
