-- What was missing to decide ("I needed the door width"). Nobody is remembered, and no need is.
CREATE TABLE ask (
    id               uuid PRIMARY KEY,
    establishment_id uuid NOT NULL REFERENCES establishment,
    -- Of the establishment, for counting an area without reading its places.
    commune_code     text NOT NULL,
    criterion        text NOT NULL,
    -- For the managers only.
    note             text,
    at               timestamptz NOT NULL
);
CREATE INDEX ask_establishment ON ask (establishment_id, criterion);
CREATE INDEX ask_commune ON ask (commune_code, establishment_id);

-- Whether what was said proved true on the spot.
CREATE TABLE confirmation (
    id               uuid PRIMARY KEY,
    establishment_id uuid NOT NULL REFERENCES establishment,
    commune_code     text NOT NULL,
    -- The version that the person had read.
    version          integer NOT NULL,
    -- NULL: everything that was said.
    criterion        text,
    -- The answer that is spoken of: later ones are not confirmed by it.
    value            jsonb,
    proved           boolean NOT NULL,
    at               timestamptz NOT NULL
);
CREATE INDEX confirmation_establishment ON confirmation (establishment_id);
CREATE INDEX confirmation_commune ON confirmation (commune_code, establishment_id);

-- What somebody would have otherwise in the schema, in a wording or in a rule, and what the moderators answer in public.
CREATE TABLE idea (
    id          uuid PRIMARY KEY,
    kind        text NOT NULL CHECK (kind IN ('criterion', 'wording', 'rule', 'other')),
    -- The criterion or need that it is about.
    about       text,
    text        text NOT NULL CHECK (text <> ''),
    -- NULL: nobody said who.
    account_id  uuid REFERENCES account,
    created_at  timestamptz NOT NULL,
    state       text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'declined', 'done')),
    answer      text,
    answered_by uuid REFERENCES account,
    answered_at timestamptz,
    -- Not shown: offensive, or names somebody.
    hidden      boolean NOT NULL DEFAULT false,
    CHECK ((state = 'open') = (answered_at IS NULL))
);
CREATE INDEX idea_created ON idea (created_at DESC, id DESC);
