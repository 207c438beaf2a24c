DROP INDEX management_new;
ALTER TABLE management DROP COLUMN subscribed;
