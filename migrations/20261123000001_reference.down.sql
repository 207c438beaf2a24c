DROP TABLE source;
DROP TABLE activity;
DROP TABLE commune;
DROP TABLE department;
DROP TABLE region;
DROP TABLE installation;
-- The extension stays: other schemas of the database may use it.
