-- Whoever adds many writes what lists show with the row: where it is as the triggers would have it, nothing is written
-- again.
DROP TRIGGER residents_listed_home;
CREATE TRIGGER residents_listed_home AFTER INSERT ON residents
WHEN NOT EXISTS (SELECT 1 FROM households WHERE id = NEW.household_id AND group_no IS NEW.listed_group_no
    AND head_name = NEW.listed_head AND unaccompanied_since IS NEW.listed_unaccompanied_since)
BEGIN
    UPDATE residents SET (listed_group_no, listed_head, listed_unaccompanied_since) =
        (SELECT group_no, head_name, unaccompanied_since FROM households WHERE id = NEW.household_id)
    WHERE id = NEW.id;
END;
DROP TRIGGER destinations_listed;
CREATE TRIGGER destinations_listed AFTER INSERT ON destinations WHEN NEW.until_on IS NULL BEGIN
    UPDATE residents SET listed_place = NEW.place, listed_employer = NEW.employer, listed_occupation = NEW.occupation
    WHERE id = NEW.resident_id AND (listed_place IS NOT NEW.place OR listed_employer IS NOT NEW.employer
        OR listed_occupation IS NOT NEW.occupation);
END;
