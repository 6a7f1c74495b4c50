-- What lists show of somebody's home and whereabouts stands in their own row: a page of twenty people then reads twenty
-- rows, not sixty scattered over three tables. The database keeps it in step by itself, so that no change can forget.
ALTER TABLE residents ADD COLUMN listed_group_no INTEGER;
ALTER TABLE residents ADD COLUMN listed_head TEXT NOT NULL DEFAULT '';
ALTER TABLE residents ADD COLUMN listed_place TEXT;
ALTER TABLE residents ADD COLUMN listed_employer TEXT;
ALTER TABLE residents ADD COLUMN listed_occupation TEXT;

UPDATE residents SET (listed_group_no, listed_head) =
    (SELECT group_no, head_name FROM households WHERE households.id = residents.household_id);
UPDATE residents SET (listed_place, listed_employer, listed_occupation) =
    (SELECT place, employer, occupation FROM destinations
     WHERE destinations.resident_id = residents.id AND until_on IS NULL);

CREATE TRIGGER residents_listed_home AFTER INSERT ON residents BEGIN
    UPDATE residents SET (listed_group_no, listed_head) =
        (SELECT group_no, head_name FROM households WHERE id = NEW.household_id) WHERE id = NEW.id;
END;
CREATE TRIGGER residents_listed_other_home AFTER UPDATE OF household_id ON residents BEGIN
    UPDATE residents SET (listed_group_no, listed_head) =
        (SELECT group_no, head_name FROM households WHERE id = NEW.household_id) WHERE id = NEW.id;
END;
CREATE TRIGGER households_listed AFTER UPDATE OF group_no, head_name ON households BEGIN
    UPDATE residents SET listed_group_no = NEW.group_no, listed_head = NEW.head_name WHERE household_id = NEW.id;
END;
CREATE TRIGGER destinations_listed AFTER INSERT ON destinations WHEN NEW.until_on IS NULL BEGIN
    UPDATE residents SET listed_place = NEW.place, listed_employer = NEW.employer, listed_occupation = NEW.occupation
    WHERE id = NEW.resident_id;
END;
CREATE TRIGGER destinations_listed_again AFTER UPDATE ON destinations
WHEN NEW.until_on IS NULL OR OLD.until_on IS NULL BEGIN
    UPDATE residents SET (listed_place, listed_employer, listed_occupation) =
        (SELECT place, employer, occupation FROM destinations
         WHERE resident_id = NEW.resident_id AND until_on IS NULL) WHERE id = NEW.resident_id;
END;
CREATE TRIGGER destinations_listed_no_more AFTER DELETE ON destinations WHEN OLD.until_on IS NULL BEGIN
    UPDATE residents SET listed_place = NULL, listed_employer = NULL, listed_occupation = NULL
    WHERE id = OLD.resident_id;
END;

-- Whom a post backs up is asked when posts change, not on the day's list: an index that no check-in has to rewrite.
DROP INDEX residents_by_backup_try;
CREATE INDEX residents_by_backup ON residents (backup_id);
CREATE INDEX residents_backed_alone ON residents (backup_id, try_on) WHERE owner_id IS NULL;
