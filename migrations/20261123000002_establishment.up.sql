CREATE TABLE establishment (
    -- UUID version 7, or the id given by the national source. Never reused.
    id            uuid PRIMARY KEY,
    slug          text NOT NULL,
    name          text NOT NULL CHECK (name <> ''),
    house_number  text,
    street        text,
    locality      text,
    postal_code   text NOT NULL,
    commune_code  text NOT NULL REFERENCES commune,
    ban_id        text,
    rnb_id        text,
    siret         text,
    phone         text,
    website       text,
    contact_email text,
    contact_url   text,
    location      geometry(Point, 4326) NOT NULL,
    -- Slugs of activity. An array: read and written whole with the row, never without it.
    activities    text[] NOT NULL DEFAULT '{}',
    -- Only what is known: {"entree_plain_pied": true}. Absent is unknown.
    criteria      jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(criteria) = 'object'),
    -- Who said it and when it was seen: {"*": {"source": "acceslibre"}, "entree_pmr": {"source": "osm", "observed": "2026-05-01"}}.
    -- "*" stands for every answer that has no entry of its own: one import leaves one entry, not forty.
    provenance    jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(provenance) = 'object'),
    completeness  smallint NOT NULL CHECK (completeness BETWEEN 0 AND 100),
    status        text NOT NULL CHECK (status IN ('draft', 'published', 'closed', 'merged', 'deleted')),
    -- A shop in a mall, a ward in a hospital.
    parent_id     uuid REFERENCES establishment,
    -- The place that a merged or closed one lives on in.
    successor_id  uuid REFERENCES establishment,
    -- The source that holds name, address and contact.
    source_key    text NOT NULL REFERENCES source,
    version       integer NOT NULL CHECK (version >= 1),
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    -- When somebody last said that all is still true.
    verified_at   timestamptz
);
CREATE UNIQUE INDEX establishment_slug ON establishment (slug);
CREATE INDEX establishment_location ON establishment USING gist (location);
CREATE INDEX establishment_criteria_gin ON establishment USING gin (criteria jsonb_path_ops);
CREATE INDEX establishment_commune ON establishment (commune_code);
CREATE INDEX establishment_activities ON establishment USING gin (activities);
CREATE INDEX establishment_parent ON establishment (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX establishment_successor ON establishment (successor_id) WHERE successor_id IS NOT NULL;

-- Slugs that an establishment once had: links go on working.
CREATE TABLE former_slug (
    slug             text PRIMARY KEY,
    establishment_id uuid NOT NULL REFERENCES establishment
);

-- external_id, establishment_version and change_pending are written only by the one write path, in the transaction that
-- writes the establishment, and establishments are never removed: foreign keys would cost a look-up for every row of
-- every import and could never fail.

-- The id of an establishment at a source.
CREATE TABLE external_id (
    source_key       text NOT NULL,
    id               text NOT NULL,
    establishment_id uuid NOT NULL,
    -- Of what the source last said, so that a source that repeats itself costs one look-up.
    fingerprint      bigint NOT NULL,
    PRIMARY KEY (source_key, id)
);
CREATE INDEX external_id_establishment ON external_id (establishment_id);

-- Everything that was ever written, oldest first for each establishment, without gaps. Never updated, never purged.
CREATE TABLE establishment_version (
    establishment_id uuid NOT NULL,
    version          integer NOT NULL,
    at               timestamptz NOT NULL,
    source_key       text NOT NULL,
    observed         date,
    actor            text NOT NULL,
    reason           text NOT NULL,
    -- {"name": ["old", "new"], "criteria": {"entree_pmr": [null, true]}}: null is unknown.
    diff             jsonb NOT NULL,
    PRIMARY KEY (establishment_id, version)
);

-- Where writers leave their changes, in their own transaction. The sequencer moves what is committed to `change`.
CREATE TABLE change_pending (
    sequence         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    establishment_id uuid NOT NULL,
    kind             text NOT NULL CHECK (kind IN ('created', 'updated', 'closed', 'merged', 'deleted')),
    version          integer NOT NULL,
    at               timestamptz NOT NULL
);

-- The change log. `position` is dense and follows the order of commits, so that a reader who has seen position n has
-- seen all up to n, whatever transactions are still under way.
CREATE TABLE change (
    position         bigint PRIMARY KEY,
    sequence         bigint NOT NULL,
    establishment_id uuid NOT NULL,
    kind             text NOT NULL,
    version          integer NOT NULL,
    at               timestamptz NOT NULL
);

-- What an import from a URL must remember to go on where it stopped.
CREATE TABLE import_job (
    id          uuid PRIMARY KEY,
    source_key  text NOT NULL REFERENCES source,
    origin      text NOT NULL,
    etag        text,
    options     text NOT NULL,
    started_at  timestamptz NOT NULL,
    finished_at timestamptz,
    created     bigint NOT NULL DEFAULT 0,
    updated     bigint NOT NULL DEFAULT 0,
    unchanged   bigint NOT NULL DEFAULT 0,
    rejected    bigint NOT NULL DEFAULT 0
);
CREATE INDEX import_job_origin ON import_job (origin, finished_at);
