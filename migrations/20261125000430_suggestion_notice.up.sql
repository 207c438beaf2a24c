-- Where somebody without an account is told of the decision; forgotten with it.
ALTER TABLE suggestion ADD COLUMN notify_email text;
ALTER TABLE suggestion ADD COLUMN notify_language text CHECK (notify_language IN ('fr', 'en'));
