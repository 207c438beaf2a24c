-- Something temporary: a lift out of order, works, an entrance closed. It lapses by itself.
CREATE TABLE notice (
    id               uuid PRIMARY KEY,
    establishment_id uuid NOT NULL REFERENCES establishment,
    kind             text NOT NULL CHECK (kind IN ('lift', 'entrance', 'works', 'equipment', 'other')),
    message          text NOT NULL CHECK (message <> ''),
    -- Answers that do not hold meanwhile: verdicts take them as unknown.
    criteria         text[] NOT NULL DEFAULT '{}',
    begins_at        timestamptz NOT NULL,
    ends_at          timestamptz NOT NULL CHECK (ends_at > begins_at),
    source_key       text NOT NULL REFERENCES source,
    account_id       uuid NOT NULL REFERENCES account,
    created_at       timestamptz NOT NULL,
    withdrawn_at     timestamptz
);
CREATE INDEX notice_establishment ON notice (establishment_id, ends_at) WHERE withdrawn_at IS NULL;

-- What somebody tells the moderators. Kept with its decision.
CREATE TABLE report (
    id               uuid PRIMARY KEY,
    establishment_id uuid NOT NULL REFERENCES establishment,
    kind             text NOT NULL CHECK (kind IN ('closed', 'wrong', 'duplicate', 'offensive', 'other')),
    message          text NOT NULL,
    account_id       uuid NOT NULL REFERENCES account,
    created_at       timestamptz NOT NULL,
    assignee_id      uuid REFERENCES account,
    decision         text CHECK (decision IN ('accepted', 'rejected')),
    -- What the reporter is told.
    answer           text,
    decided_by       uuid REFERENCES account,
    decided_at       timestamptz,
    CHECK ((decision IS NULL) = (decided_at IS NULL))
);
CREATE INDEX report_open ON report (created_at, id) WHERE decided_at IS NULL;
CREATE INDEX report_account ON report (account_id, created_at DESC);
