DROP INDEX residents_called;
ALTER TABLE checkins DROP COLUMN asks_help;
