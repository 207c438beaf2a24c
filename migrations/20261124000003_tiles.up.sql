-- What map tiles are made of. Both tables follow the change log and can be made anew from the establishments.

-- A published establishment on the map. `cell` is its place along a Morton curve over the square of Web Mercator, 2^30
-- cells a side: a tile of any zoom is one range of it.
CREATE TABLE tile_place (
    establishment_id uuid PRIMARY KEY,
    cell             bigint NOT NULL,
    -- Column and row of the cell.
    x                integer NOT NULL,
    y                integer NOT NULL,
    name             text NOT NULL,
    activities       text[] NOT NULL,
    completeness     smallint NOT NULL,
    verdicts         text NOT NULL
);
CREATE INDEX tile_place_cell ON tile_place (cell);

-- How many there are in a cell of a level (2^level cells a side), of an activity ('' is all), with the sum of their
-- coordinates in cells of tile_place, and of each need how many no, unknown, with_help, yes.
CREATE TABLE tile_cell (
    level    smallint NOT NULL,
    activity text NOT NULL,
    cell     bigint NOT NULL,
    total    integer NOT NULL,
    sum_x    bigint NOT NULL,
    sum_y    bigint NOT NULL,
    verdicts integer[] NOT NULL,
    PRIMARY KEY (level, activity, cell)
);
CREATE INDEX tile_cell_empty ON tile_cell (level) WHERE total = 0;

-- How far both have followed, and by which rules.
CREATE TABLE tile_state (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    position  bigint NOT NULL,
    mark      text NOT NULL
);
INSERT INTO tile_state (position, mark) VALUES (0, '');
