-- A text that moderators took out of the history, and why. The versions stay; where the text stood, their differences hold
-- {"redacted": "<id>"}.
CREATE TABLE redaction (
    id               uuid PRIMARY KEY,
    establishment_id uuid NOT NULL REFERENCES establishment,
    -- The version that said it.
    version          integer NOT NULL,
    -- The member as a JSON Pointer: /name, /criteria/commentaire, /reason.
    member           text NOT NULL,
    account_id       uuid NOT NULL REFERENCES account,
    at               timestamptz NOT NULL,
    why              text NOT NULL CHECK (why <> '')
);
CREATE INDEX redaction_establishment ON redaction (establishment_id);
