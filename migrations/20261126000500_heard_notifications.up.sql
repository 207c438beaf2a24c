-- Managers are told what people missed of their places, and what proved true or did not.
ALTER TABLE notification
    DROP CONSTRAINT notification_kind_check,
    ADD CONSTRAINT notification_kind_known CHECK (kind IN (
        'suggestion', 'report', 'reported', 'claim', 'redaction', 'asked', 'proved', 'disproved')),
    -- Which answer; NULL: everything that is said, or no answer is spoken of.
    ADD COLUMN criterion text;
-- One that was not read is not told again.
CREATE INDEX notification_unread ON notification (account_id, establishment_id, kind) WHERE read_at IS NULL;
