-- What statistics are counted from and to. All of it follows the change log in one transaction with its position.

-- A published establishment as it is counted, so that a change is the difference to it.
CREATE TABLE statistics_place (
    establishment_id uuid PRIMARY KEY,
    -- Where it counts: '' (everywhere), its department, its commune, the commune of an arrondissement.
    areas            text[] NOT NULL,
    activities       text[] NOT NULL,
    completeness     smallint NOT NULL,
    verdicts         text NOT NULL,
    -- A bit for each criterion, in schema order.
    known            bytea NOT NULL
);

-- How many there are in an area, of an activity ('' is all).
CREATE TABLE statistics_count (
    area         text NOT NULL,
    activity     text NOT NULL,
    total        integer NOT NULL,
    -- The sum of their percentages.
    completeness bigint NOT NULL,
    -- How many have nothing, up to 25 %, 50 %, 75 %, more.
    levels       integer[] NOT NULL,
    -- Of each need how many no, unknown, with_help, yes.
    verdicts     integer[] NOT NULL,
    -- Of each criterion how many have an answer; empty for the activities of a commune.
    known        integer[] NOT NULL,
    PRIMARY KEY (area, activity)
);
CREATE INDEX statistics_count_empty ON statistics_count (area) WHERE total = 0;

-- The same as it was last counted in a month; a month without a change has no row. Not kept for activities of a commune.
CREATE TABLE statistics_month (
    area         text NOT NULL,
    activity     text NOT NULL,
    month        date NOT NULL,
    total        integer NOT NULL,
    completeness bigint NOT NULL,
    levels       integer[] NOT NULL,
    verdicts     integer[] NOT NULL,
    PRIMARY KEY (area, activity, month)
);

-- Changes by the month in which they were made and the source on whose word.
CREATE TABLE statistics_contribution (
    area       text NOT NULL,
    activity   text NOT NULL,
    month      date NOT NULL,
    source_key text NOT NULL,
    created    integer NOT NULL,
    updated    integer NOT NULL,
    -- Closed, merged into another or withdrawn.
    ended      integer NOT NULL,
    PRIMARY KEY (area, activity, month, source_key)
);

-- How far places and contributions were counted, by which rules, and when. Other rules count places anew, but a
-- contribution once.
CREATE TABLE statistics_state (
    singleton     boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    position      bigint NOT NULL,
    contributions bigint NOT NULL,
    mark          text NOT NULL,
    counted_at    timestamptz
);
INSERT INTO statistics_state (position, contributions, mark) VALUES (0, 0, '');
