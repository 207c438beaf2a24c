DROP TRIGGER source_stays ON source;
DROP TRIGGER commune_stays ON commune;
DROP FUNCTION reference_stays;
DROP TRIGGER establishment_updated ON establishment;
DROP TRIGGER establishment_inserted ON establishment;
DROP FUNCTION establishment_refers_to_what_exists;
ALTER TABLE establishment
    ADD CONSTRAINT establishment_commune_code_fkey FOREIGN KEY (commune_code) REFERENCES commune,
    ADD CONSTRAINT establishment_source_key_fkey FOREIGN KEY (source_key) REFERENCES source;
