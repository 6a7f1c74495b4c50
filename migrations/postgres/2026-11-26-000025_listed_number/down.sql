CREATE INDEX residents_by_township_due ON residents (township_code, due_on, id);
DROP TRIGGER channels_listed ON channels;
DROP FUNCTION channels_listed();
DROP TRIGGER residents_listed_other_number ON residents;
DROP FUNCTION residents_listed_number();
CREATE OR REPLACE FUNCTION residents_listed_home() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    SELECT group_no, head_name INTO NEW.listed_group_no, NEW.listed_head FROM households WHERE id = NEW.household_id;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION households_listed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE residents SET listed_group_no = NEW.group_no, listed_head = NEW.head_name WHERE household_id = NEW.id;
    RETURN NULL;
END $$;
DROP TRIGGER households_listed ON households;
CREATE TRIGGER households_listed AFTER UPDATE OF group_no, head_name ON households
    FOR EACH ROW EXECUTE FUNCTION households_listed();
ALTER TABLE residents DROP COLUMN listed_unaccompanied_since;
ALTER TABLE residents DROP COLUMN listed_channel_relation;
ALTER TABLE residents DROP COLUMN listed_channel_holder;
ALTER TABLE residents DROP COLUMN listed_channel_value;
ALTER TABLE residents DROP COLUMN listed_channel_kind;
