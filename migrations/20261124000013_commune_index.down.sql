CREATE INDEX establishment_commune ON establishment (commune_code);
