-- What lists show of somebody's home and whereabouts stands in their own row: a page of twenty people then reads twenty
-- rows, not sixty scattered over three tables. The database keeps it in step by itself, so that no change can forget.
ALTER TABLE residents ADD COLUMN listed_group_no INTEGER;
ALTER TABLE residents ADD COLUMN listed_head TEXT NOT NULL DEFAULT '';
ALTER TABLE residents ADD COLUMN listed_place TEXT;
ALTER TABLE residents ADD COLUMN listed_employer TEXT;
ALTER TABLE residents ADD COLUMN listed_occupation TEXT;

UPDATE residents SET listed_group_no = households.group_no, listed_head = households.head_name
    FROM households WHERE households.id = residents.household_id;
UPDATE residents SET listed_place = place, listed_employer = employer, listed_occupation = occupation
    FROM destinations WHERE destinations.resident_id = residents.id AND until_on IS NULL;

CREATE FUNCTION residents_listed_home() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    SELECT group_no, head_name INTO NEW.listed_group_no, NEW.listed_head FROM households WHERE id = NEW.household_id;
    RETURN NEW;
END $$;
CREATE TRIGGER residents_listed_home BEFORE INSERT OR UPDATE OF household_id ON residents
    FOR EACH ROW EXECUTE FUNCTION residents_listed_home();

CREATE FUNCTION households_listed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE residents SET listed_group_no = NEW.group_no, listed_head = NEW.head_name WHERE household_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER households_listed AFTER UPDATE OF group_no, head_name ON households
    FOR EACH ROW EXECUTE FUNCTION households_listed();

CREATE FUNCTION destinations_listed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE residents SET listed_place = NULL, listed_employer = NULL, listed_occupation = NULL
        WHERE id = OLD.resident_id AND OLD.until_on IS NULL;
    ELSIF NEW.until_on IS NULL THEN
        UPDATE residents SET listed_place = NEW.place, listed_employer = NEW.employer,
            listed_occupation = NEW.occupation WHERE id = NEW.resident_id;
    ELSIF TG_OP = 'UPDATE' THEN
        UPDATE residents SET listed_place = NULL, listed_employer = NULL, listed_occupation = NULL
        WHERE id = NEW.resident_id AND OLD.until_on IS NULL;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER destinations_listed AFTER INSERT OR UPDATE OR DELETE ON destinations
    FOR EACH ROW EXECUTE FUNCTION destinations_listed();

-- Whom a post backs up is asked when posts change, not on the day's list: an index that no check-in has to rewrite.
DROP INDEX residents_by_backup_try;
CREATE INDEX residents_by_backup ON residents (backup_id);
CREATE INDEX residents_backed_alone ON residents (backup_id, try_on) WHERE owner_id IS NULL;
