DROP TABLE notification;
ALTER TABLE account DROP COLUMN trusted_at;
DROP TABLE suggestion;
