DROP VIEW IF EXISTS establishment_criteria;
DROP TABLE import_job;
DROP TABLE change;
DROP TABLE change_pending;
DROP TABLE establishment_version;
DROP TABLE external_id;
DROP TABLE former_slug;
DROP TABLE establishment;
UPDATE installation SET criteria_fingerprint = NULL;
