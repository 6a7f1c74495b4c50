-- Whether the resident asked for help with this own report: the record still says so when the call was made.
ALTER TABLE checkins ADD COLUMN asks_help BOOLEAN NOT NULL DEFAULT FALSE;
-- Whose call stands in a township, for whom nobody may answer.
CREATE INDEX residents_called ON residents (township_code, call_since, id) WHERE call_stands;
