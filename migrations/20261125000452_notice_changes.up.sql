-- A notice is told in the change log when it is announced, begins, ends or is taken back: the record shows it.
ALTER TABLE change_pending
    DROP CONSTRAINT change_pending_kind_check,
    ADD CONSTRAINT change_pending_kind_known
        CHECK (kind IN ('created', 'updated', 'closed', 'merged', 'deleted', 'noticed'));
-- Up to when beginnings and ends were told.
ALTER TABLE installation ADD COLUMN notices_told_at timestamptz;
CREATE INDEX notice_of ON notice (establishment_id);
CREATE INDEX notice_begins ON notice (begins_at);
CREATE INDEX notice_ends ON notice (ends_at);
