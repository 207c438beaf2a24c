DROP INDEX establishment_ban_id;
DROP INDEX establishment_siret;
