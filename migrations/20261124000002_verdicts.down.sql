ALTER TABLE installation DROP COLUMN verdicts_mark;
ALTER TABLE establishment DROP COLUMN verdicts;
