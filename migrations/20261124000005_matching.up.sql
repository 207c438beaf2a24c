-- Partners ask for many places at once by these. Few places have them: only those are indexed.
CREATE INDEX establishment_siret ON establishment (siret) WHERE siret IS NOT NULL;
CREATE INDEX establishment_ban_id ON establishment (ban_id) WHERE ban_id IS NOT NULL;
