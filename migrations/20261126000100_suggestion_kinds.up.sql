-- Confirmations and undoings of accounts that rules look at wait too.
ALTER TABLE suggestion
    DROP CONSTRAINT suggestion_kind_check,
    ADD CONSTRAINT suggestion_kind_known CHECK (kind IN ('create', 'describe', 'replace', 'verify', 'revert'));
