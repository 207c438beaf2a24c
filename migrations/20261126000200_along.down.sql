DROP INDEX establishment_along;
