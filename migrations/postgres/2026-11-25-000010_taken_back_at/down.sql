ALTER TABLE residents ADD COLUMN taken_back_on DATE;
UPDATE residents SET taken_back_on = (taken_back_at + INTERVAL '8 hours')::DATE WHERE taken_back_at IS NOT NULL;
ALTER TABLE residents DROP COLUMN taken_back_at;
