DROP INDEX notification_unread;
DELETE FROM notification WHERE kind IN ('asked', 'proved', 'disproved');
ALTER TABLE notification
    DROP COLUMN criterion,
    DROP CONSTRAINT notification_kind_known,
    ADD CONSTRAINT notification_kind_check
        CHECK (kind IN ('suggestion', 'report', 'reported', 'claim', 'redaction'));
