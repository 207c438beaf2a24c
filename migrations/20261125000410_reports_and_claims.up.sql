-- NULL: nobody who is known.
ALTER TABLE report ALTER COLUMN account_id DROP NOT NULL;

-- Somebody says that it speaks for an establishment, and how that can be seen. Kept with its decision.
CREATE TABLE management_claim (
    -- UUID version 7: their order is that of the queue.
    id               uuid PRIMARY KEY,
    establishment_id uuid NOT NULL REFERENCES establishment,
    account_id       uuid NOT NULL REFERENCES account,
    -- The proof: in words, an address where it can be seen, the number of the business.
    message          text NOT NULL,
    website          text,
    siret            text,
    created_at       timestamptz NOT NULL,
    assignee_id      uuid REFERENCES account,
    decision         text CHECK (decision IN ('accepted', 'rejected', 'withdrawn')),
    -- What the claimant is told.
    answer           text,
    decided_by       uuid REFERENCES account,
    decided_at       timestamptz,
    CHECK ((decision IS NULL) = (decided_at IS NULL))
);
CREATE UNIQUE INDEX management_claim_open ON management_claim (account_id, establishment_id) WHERE decision IS NULL;
CREATE INDEX management_claim_queue ON management_claim (id) WHERE decision IS NULL;
