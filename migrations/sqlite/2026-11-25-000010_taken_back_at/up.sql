-- The moment at which the acceptance was undone: on one day a record may be opened again before and after it. What is known
-- of the past is the county day, which begins eight hours before it does in UTC.
ALTER TABLE residents ADD COLUMN taken_back_at TEXT;
UPDATE residents SET taken_back_at = datetime(taken_back_on, '-8 hours') WHERE taken_back_on IS NOT NULL;
ALTER TABLE residents DROP COLUMN taken_back_on;
