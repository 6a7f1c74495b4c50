-- The number to dial, as it stands sealed in its channel, and since when the family at home is without an adult: both
-- stand in the person's own row too. A page of twenty people then reads twenty rows, and a check-in does not look for
-- the household.
ALTER TABLE residents ADD COLUMN listed_channel_kind TEXT;
ALTER TABLE residents ADD COLUMN listed_channel_value BYTEA;
ALTER TABLE residents ADD COLUMN listed_channel_holder TEXT;
ALTER TABLE residents ADD COLUMN listed_channel_relation TEXT;
ALTER TABLE residents ADD COLUMN listed_unaccompanied_since DATE;

UPDATE residents SET listed_channel_kind = kind, listed_channel_value = value, listed_channel_holder = holder,
        listed_channel_relation = channels.relation
    FROM channels WHERE channels.id = residents.offered_channel_id;
UPDATE residents SET listed_unaccompanied_since = unaccompanied_since
    FROM households WHERE households.id = residents.household_id AND unaccompanied_since IS NOT NULL;

CREATE OR REPLACE FUNCTION residents_listed_home() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    SELECT group_no, head_name, unaccompanied_since
        INTO NEW.listed_group_no, NEW.listed_head, NEW.listed_unaccompanied_since
        FROM households WHERE id = NEW.household_id;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION households_listed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE residents SET listed_group_no = NEW.group_no, listed_head = NEW.head_name,
        listed_unaccompanied_since = NEW.unaccompanied_since
    WHERE household_id = NEW.id;
    RETURN NULL;
END $$;
DROP TRIGGER households_listed ON households;
CREATE TRIGGER households_listed AFTER UPDATE OF group_no, head_name, unaccompanied_since ON households
    FOR EACH ROW EXECUTE FUNCTION households_listed();

CREATE FUNCTION residents_listed_number() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    SELECT kind, value, holder, relation
        INTO NEW.listed_channel_kind, NEW.listed_channel_value, NEW.listed_channel_holder, NEW.listed_channel_relation
        FROM channels WHERE id = NEW.offered_channel_id;
    RETURN NEW;
END $$;
CREATE TRIGGER residents_listed_other_number BEFORE UPDATE OF offered_channel_id ON residents
    FOR EACH ROW WHEN (NEW.offered_channel_id IS DISTINCT FROM OLD.offered_channel_id)
    EXECUTE FUNCTION residents_listed_number();

-- Where many are written at once the person says which number will be offered, and what it will be, before it is there.
CREATE FUNCTION channels_listed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE residents SET listed_channel_kind = NULL, listed_channel_value = NULL, listed_channel_holder = NULL,
            listed_channel_relation = NULL
        WHERE id = OLD.resident_id AND offered_channel_id = OLD.id;
    ELSE
        UPDATE residents SET listed_channel_kind = NEW.kind, listed_channel_value = NEW.value,
            listed_channel_holder = NEW.holder, listed_channel_relation = NEW.relation
        WHERE id = NEW.resident_id AND offered_channel_id = NEW.id
            AND (TG_OP = 'UPDATE' OR listed_channel_kind IS NULL);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER channels_listed AFTER INSERT OR DELETE OR UPDATE OF kind, value, holder, relation ON channels
    FOR EACH ROW EXECUTE FUNCTION channels_listed();

-- A township's list by day is put together from those of its villages: an index less for every check-in to rewrite.
DROP INDEX residents_by_township_due;
