CREATE EXTENSION IF NOT EXISTS postgis;

-- One row: what tells this base from any other. An index or a cursor made on another base is refused.
CREATE TABLE installation (
    singleton  boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    id         uuid NOT NULL DEFAULT gen_random_uuid(),
    cursor_key uuid NOT NULL DEFAULT gen_random_uuid(),
    -- Fingerprint of the criteria that the view establishment_criteria was generated from.
    criteria_fingerprint bigint
);
INSERT INTO installation DEFAULT VALUES;

CREATE TABLE region (
    code text PRIMARY KEY,
    name text NOT NULL
);

CREATE TABLE department (
    code        text PRIMARY KEY,
    name        text NOT NULL,
    region_code text NOT NULL REFERENCES region
);

-- Communes and, below them, the municipal arrondissements of Paris, Lyon and Marseille.
CREATE TABLE commune (
    code            text PRIMARY KEY,
    name            text NOT NULL,
    -- Written by the program (plainpied_domain::text::fold_commune), so that one function folds names everywhere.
    folded_name     text NOT NULL,
    postal_codes    text[] NOT NULL,
    department_code text NOT NULL REFERENCES department,
    population      integer NOT NULL CHECK (population >= 0),
    location        geometry(Point, 4326) NOT NULL,
    parent_code     text REFERENCES commune
);
-- text_pattern_ops: names are looked up by prefix.
CREATE INDEX commune_folded_name ON commune (folded_name text_pattern_ops);
CREATE INDEX commune_postal_codes ON commune USING gin (postal_codes);
CREATE INDEX commune_parent ON commune (parent_code) WHERE parent_code IS NOT NULL;

CREATE TABLE activity (
    slug         text PRIMARY KEY,
    name_fr      text NOT NULL UNIQUE,
    name_en      text NOT NULL,
    search_words text[] NOT NULL,
    aliases      text[] NOT NULL,
    groups       text[] NOT NULL,
    osm          text[] NOT NULL
);

-- Who says something. Every answer points to one; the higher precedence wins.
CREATE TABLE source (
    key         text PRIMARY KEY CHECK (key ~ '^[a-z][a-z0-9-]{1,39}$'),
    title       text NOT NULL,
    licence     text NOT NULL,
    licence_url text,
    attribution text NOT NULL,
    precedence  smallint NOT NULL,
    -- Its ids are the ids of our establishments.
    national    boolean NOT NULL DEFAULT false
);
-- Ids of two national sources could name two places alike.
CREATE UNIQUE INDEX source_one_national ON source (national) WHERE national;
