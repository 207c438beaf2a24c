-- What somebody consented that the account keeps of their health. The row is the consent: taking it back deletes it, and
-- the favourites with it.
CREATE TABLE consent (
    account_id uuid PRIMARY KEY REFERENCES account,
    given_at   timestamptz NOT NULL,
    -- Keys of needs, and limits by key, as they were chosen.
    needs      text[] NOT NULL,
    limits     jsonb NOT NULL CHECK (octet_length(limits::text) <= 2048)
);
-- Where somebody goes may tell of their health too.
CREATE TABLE favourite (
    account_id       uuid NOT NULL REFERENCES consent ON DELETE CASCADE,
    establishment_id uuid NOT NULL REFERENCES establishment,
    since            timestamptz NOT NULL,
    PRIMARY KEY (account_id, establishment_id)
);
CREATE INDEX favourite_establishment ON favourite (establishment_id);
