DROP INDEX establishment_updated;
