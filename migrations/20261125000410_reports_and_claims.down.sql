DROP TABLE management_claim;
-- What nobody who is known told cannot be kept.
DELETE FROM report WHERE account_id IS NULL;
ALTER TABLE report ALTER COLUMN account_id SET NOT NULL;
