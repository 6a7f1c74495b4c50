ALTER TABLE residents ADD COLUMN taken_back_on TEXT;
UPDATE residents SET taken_back_on = date(taken_back_at, '+8 hours') WHERE taken_back_at IS NOT NULL;
ALTER TABLE residents DROP COLUMN taken_back_at;
