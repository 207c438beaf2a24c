ALTER TABLE suggestion DROP COLUMN notify_language;
ALTER TABLE suggestion DROP COLUMN notify_email;
