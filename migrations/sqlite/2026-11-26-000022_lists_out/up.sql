-- Whom a list with full values holds that was taken out: each is a look at everybody in it.
CREATE TABLE audit_people (
    resident_id           INTEGER NOT NULL,
    audit_id              INTEGER NOT NULL REFERENCES audit (id),
    PRIMARY KEY (resident_id, audit_id)
) STRICT, WITHOUT ROWID;

-- The columns an office gives out, from an empty workbook it sent.
CREATE TABLE roster_layouts (
    id                    INTEGER PRIMARY KEY,
    place                 TEXT NOT NULL,
    name                  TEXT NOT NULL,
    headers               TEXT NOT NULL,
    made_at               TEXT NOT NULL
) STRICT;
CREATE INDEX roster_layouts_by_place ON roster_layouts (place, id);
