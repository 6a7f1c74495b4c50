ALTER TABLE rosters DROP COLUMN failures;
