-- Whose days are over, for the job that erases them; the other index of locked records is by township.
CREATE INDEX residents_to_erase ON residents (locked_on, id) WHERE locked_on IS NOT NULL;
-- A check-in that goes is asked for by the registrations that brought one: few have.
CREATE INDEX registrations_by_checkin ON registrations (checkin_id) WHERE checkin_id IS NOT NULL;
