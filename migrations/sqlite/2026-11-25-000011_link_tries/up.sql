-- Wrong tries of the last hour, each with its moment: an hour is any hour, not one of the clock.
CREATE TABLE link_tries (
    id                    INTEGER PRIMARY KEY,
    link_id               INTEGER NOT NULL REFERENCES personal_links (id),
    tried_at              TEXT NOT NULL
) STRICT;
CREATE INDEX link_tries_by_link ON link_tries (link_id, id);
ALTER TABLE personal_links DROP COLUMN wrong_hour;
ALTER TABLE personal_links DROP COLUMN wrong_in_hour;
