-- What a key may ask; NULL: as much as its client's address might.
ALTER TABLE api_key
    ADD COLUMN requests_a_day    integer CHECK (requests_a_day > 0),
    ADD COLUMN requests_a_second integer CHECK (requests_a_second > 0);

-- How much keys have asked, counted in memory and added up here every few seconds.
CREATE TABLE api_key_use (
    prefix   text NOT NULL REFERENCES api_key ON DELETE CASCADE,
    day      date NOT NULL,
    requests bigint NOT NULL,
    PRIMARY KEY (prefix, day)
);
CREATE INDEX api_key_use_day ON api_key_use (day);
