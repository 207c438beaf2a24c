DELETE FROM suggestion WHERE kind IN ('verify', 'revert');
ALTER TABLE suggestion
    DROP CONSTRAINT suggestion_kind_known,
    ADD CONSTRAINT suggestion_kind_check CHECK (kind IN ('create', 'describe', 'replace'));
