DROP INDEX establishment_postal_code;
