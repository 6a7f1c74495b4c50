CREATE INDEX residents_by_township_due ON residents (township_code, due_on, id);
DROP TRIGGER channels_listed_no_more;
DROP TRIGGER channels_listed_again;
DROP TRIGGER channels_listed;
DROP TRIGGER residents_listed_other_number;
DROP TRIGGER households_listed;
DROP TRIGGER residents_listed_other_home;
DROP TRIGGER residents_listed_home;
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
ALTER TABLE residents DROP COLUMN listed_unaccompanied_since;
ALTER TABLE residents DROP COLUMN listed_channel_relation;
ALTER TABLE residents DROP COLUMN listed_channel_holder;
ALTER TABLE residents DROP COLUMN listed_channel_value;
ALTER TABLE residents DROP COLUMN listed_channel_kind;
