-- A foreign key is looked up row by row, and locks the row it finds: a third of the time of an import. The same is
-- looked at here once a statement, over the set of what it wrote.
ALTER TABLE establishment
    DROP CONSTRAINT establishment_commune_code_fkey,
    DROP CONSTRAINT establishment_source_key_fkey;

CREATE FUNCTION establishment_refers_to_what_exists() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    missing text;
BEGIN
    SELECT 'commune ' || given.code INTO missing
    FROM (SELECT DISTINCT commune_code AS code FROM written) AS given
    WHERE NOT EXISTS (SELECT FROM commune WHERE commune.code = given.code)
    UNION ALL
    SELECT 'source ' || given.key
    FROM (SELECT DISTINCT source_key AS key FROM written) AS given
    WHERE NOT EXISTS (SELECT FROM source WHERE source.key = given.key)
    LIMIT 1;
    IF missing IS NOT NULL THEN
        RAISE foreign_key_violation USING MESSAGE = 'establishment refers to ' || missing || ', which does not exist';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER establishment_inserted AFTER INSERT ON establishment
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION establishment_refers_to_what_exists();
CREATE TRIGGER establishment_updated AFTER UPDATE ON establishment
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION establishment_refers_to_what_exists();

-- The other side of those keys: what establishments refer to stays. Nothing here ever removes a commune or a source.
CREATE FUNCTION reference_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE foreign_key_violation USING MESSAGE = 'rows of ' || TG_TABLE_NAME || ' are never removed';
END $$;
CREATE TRIGGER commune_stays BEFORE DELETE ON commune
    FOR EACH ROW EXECUTE FUNCTION reference_stays();
CREATE TRIGGER source_stays BEFORE DELETE ON source
    FOR EACH ROW EXECUTE FUNCTION reference_stays();
