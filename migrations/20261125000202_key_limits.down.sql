DROP TABLE api_key_use;
ALTER TABLE api_key DROP COLUMN requests_a_day, DROP COLUMN requests_a_second;
