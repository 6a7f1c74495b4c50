-- The number to dial, as it stands sealed in its channel, and since when the family at home is without an adult: both
-- stand in the person's own row too. A page of twenty people then reads twenty rows, and a check-in does not look for
-- the household.
ALTER TABLE residents ADD COLUMN listed_channel_kind TEXT;
ALTER TABLE residents ADD COLUMN listed_channel_value BLOB;
ALTER TABLE residents ADD COLUMN listed_channel_holder TEXT;
ALTER TABLE residents ADD COLUMN listed_channel_relation TEXT;
ALTER TABLE residents ADD COLUMN listed_unaccompanied_since TEXT;

UPDATE residents SET
    (listed_channel_kind, listed_channel_value, listed_channel_holder, listed_channel_relation) =
        (SELECT kind, value, holder, relation FROM channels WHERE channels.id = residents.offered_channel_id),
    listed_unaccompanied_since =
        (SELECT unaccompanied_since FROM households WHERE households.id = residents.household_id);

DROP TRIGGER residents_listed_home;
DROP TRIGGER residents_listed_other_home;
DROP TRIGGER households_listed;
CREATE TRIGGER residents_listed_home AFTER INSERT ON residents BEGIN
    UPDATE residents SET (listed_group_no, listed_head, listed_unaccompanied_since) =
        (SELECT group_no, head_name, unaccompanied_since FROM households WHERE id = NEW.household_id)
    WHERE id = NEW.id;
END;
CREATE TRIGGER residents_listed_other_home AFTER UPDATE OF household_id ON residents BEGIN
    UPDATE residents SET (listed_group_no, listed_head, listed_unaccompanied_since) =
        (SELECT group_no, head_name, unaccompanied_since FROM households WHERE id = NEW.household_id)
    WHERE id = NEW.id;
END;
CREATE TRIGGER households_listed AFTER UPDATE OF group_no, head_name, unaccompanied_since ON households BEGIN
    UPDATE residents SET listed_group_no = NEW.group_no, listed_head = NEW.head_name,
        listed_unaccompanied_since = NEW.unaccompanied_since
    WHERE household_id = NEW.id;
END;

CREATE TRIGGER residents_listed_other_number AFTER UPDATE OF offered_channel_id ON residents
WHEN NEW.offered_channel_id IS NOT OLD.offered_channel_id BEGIN
    UPDATE residents SET (listed_channel_kind, listed_channel_value, listed_channel_holder, listed_channel_relation) =
        (SELECT kind, value, holder, relation FROM channels WHERE channels.id = NEW.offered_channel_id)
    WHERE id = NEW.id;
END;
-- Where many are written at once the person says which number will be offered, and what it will be, before it is there.
CREATE TRIGGER channels_listed AFTER INSERT ON channels BEGIN
    UPDATE residents SET listed_channel_kind = NEW.kind, listed_channel_value = NEW.value,
        listed_channel_holder = NEW.holder, listed_channel_relation = NEW.relation
    WHERE id = NEW.resident_id AND offered_channel_id = NEW.id AND listed_channel_kind IS NULL;
END;
CREATE TRIGGER channels_listed_again AFTER UPDATE OF kind, value, holder, relation ON channels BEGIN
    UPDATE residents SET listed_channel_kind = NEW.kind, listed_channel_value = NEW.value,
        listed_channel_holder = NEW.holder, listed_channel_relation = NEW.relation
    WHERE id = NEW.resident_id AND offered_channel_id = NEW.id;
END;
CREATE TRIGGER channels_listed_no_more AFTER DELETE ON channels BEGIN
    UPDATE residents SET listed_channel_kind = NULL, listed_channel_value = NULL, listed_channel_holder = NULL,
        listed_channel_relation = NULL
    WHERE id = OLD.resident_id AND offered_channel_id = OLD.id;
END;

-- A township's list by day is put together from those of its villages: an index less for every check-in to rewrite.
DROP INDEX residents_by_township_due;
