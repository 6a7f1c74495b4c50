DROP TRIGGER destinations_listed;
CREATE TRIGGER destinations_listed AFTER INSERT ON destinations WHEN NEW.until_on IS NULL BEGIN
    UPDATE residents SET listed_place = NEW.place, listed_employer = NEW.employer, listed_occupation = NEW.occupation
    WHERE id = NEW.resident_id;
END;
DROP TRIGGER residents_listed_home;
CREATE TRIGGER residents_listed_home AFTER INSERT ON residents BEGIN
    UPDATE residents SET (listed_group_no, listed_head, listed_unaccompanied_since) =
        (SELECT group_no, head_name, unaccompanied_since FROM households WHERE id = NEW.household_id)
    WHERE id = NEW.id;
END;
