DROP INDEX notice_of, notice_begins, notice_ends;
ALTER TABLE installation DROP COLUMN notices_told_at;
DELETE FROM change_pending WHERE kind = 'noticed';
ALTER TABLE change_pending
    DROP CONSTRAINT change_pending_kind_known,
    ADD CONSTRAINT change_pending_kind_check CHECK (kind IN ('created', 'updated', 'closed', 'merged', 'deleted'));
