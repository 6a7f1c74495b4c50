-- Forms of one person are looked for within their village: the terms of a village stand together, and a form that is
-- sent touches one place of the table, not one for each of its terms.
CREATE TABLE keys_by_village (
    village_code          TEXT NOT NULL,
    term                  INTEGER NOT NULL,
    registration_id       INTEGER NOT NULL REFERENCES registrations (id),
    PRIMARY KEY (village_code, term, registration_id)
) STRICT, WITHOUT ROWID;
INSERT INTO keys_by_village
    SELECT village_code, term, registration_id FROM registration_keys
    JOIN registrations ON registrations.id = registration_id;
DROP TABLE registration_keys;
ALTER TABLE keys_by_village RENAME TO registration_keys;
