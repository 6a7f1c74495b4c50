-- Whoever adds many writes what lists show with the row: where it is as the triggers would have it, nothing is written
-- again.
CREATE OR REPLACE FUNCTION destinations_listed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE residents SET listed_place = NULL, listed_employer = NULL, listed_occupation = NULL
        WHERE id = OLD.resident_id AND OLD.until_on IS NULL;
    ELSIF NEW.until_on IS NULL THEN
        UPDATE residents SET listed_place = NEW.place, listed_employer = NEW.employer,
            listed_occupation = NEW.occupation WHERE id = NEW.resident_id
            AND (listed_place IS DISTINCT FROM NEW.place OR listed_employer IS DISTINCT FROM NEW.employer
                OR listed_occupation IS DISTINCT FROM NEW.occupation);
    ELSIF TG_OP = 'UPDATE' THEN
        UPDATE residents SET listed_place = NULL, listed_employer = NULL, listed_occupation = NULL
        WHERE id = NEW.resident_id AND OLD.until_on IS NULL;
    END IF;
    RETURN NULL;
END $$;
