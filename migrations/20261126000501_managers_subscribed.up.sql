-- Whether a subscription was made for this manager: those who are new are found without reading all.
ALTER TABLE management ADD COLUMN subscribed boolean NOT NULL DEFAULT false;
CREATE INDEX management_new ON management (account_id) WHERE NOT subscribed;
