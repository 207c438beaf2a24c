-- What each need comes to at the usual limits, a letter each in the order of their declaration, behind a mark of the
-- rules that said so (plainpied_criteria::needs::Stamp). NULL or another mark: not said by these rules.
ALTER TABLE establishment ADD COLUMN verdicts text;
-- The mark of the rules by which all verdicts were last made.
ALTER TABLE installation ADD COLUMN verdicts_mark text;
