-- How often in a row a step of a file has failed: after some of them it waits for somebody's word, and later files go on.
ALTER TABLE rosters ADD COLUMN failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0);
