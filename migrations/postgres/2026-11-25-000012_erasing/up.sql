-- Whose days are over, for the job that erases them; the other index of locked records is by township.
CREATE INDEX residents_to_erase ON residents (locked_on, id) WHERE locked_on IS NOT NULL;
