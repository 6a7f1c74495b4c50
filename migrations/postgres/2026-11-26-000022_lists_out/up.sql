-- Whom a list with full values holds that was taken out: each is a look at everybody in it.
CREATE TABLE audit_people (
    resident_id           BIGINT NOT NULL,
    audit_id              BIGINT NOT NULL REFERENCES audit (id),
    PRIMARY KEY (resident_id, audit_id)
);

-- The columns an office gives out, from an empty workbook it sent.
CREATE TABLE roster_layouts (
    id                    BIGINT PRIMARY KEY,
    place                 TEXT COLLATE "C" NOT NULL,
    name                  TEXT NOT NULL,
    headers               TEXT NOT NULL,
    made_at               TIMESTAMP NOT NULL
);
CREATE INDEX roster_layouts_by_place ON roster_layouts (place, id);
