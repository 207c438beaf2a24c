-- establishment_commune_updated begins with the same column.
DROP INDEX establishment_commune;
