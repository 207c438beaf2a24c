DROP INDEX notice_created;
DROP TABLE subscription;
