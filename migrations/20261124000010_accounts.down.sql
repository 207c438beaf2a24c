DROP INDEX establishment_version_actor;
DROP TABLE disagreement;
DROP TABLE idempotent_answer;
DROP TABLE api_key;
DROP TABLE management;
DROP TABLE account;
