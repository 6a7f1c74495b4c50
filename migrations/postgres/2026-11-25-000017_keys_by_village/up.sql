-- Forms of one person are looked for within their village: the terms of a village stand together, and a form that is
-- sent touches one place of the table, not one for each of its terms.
CREATE TABLE keys_by_village (
    village_code          TEXT NOT NULL,
    term                  BIGINT NOT NULL,
    registration_id       BIGINT NOT NULL REFERENCES registrations (id),
    PRIMARY KEY (village_code, term, registration_id)
);
INSERT INTO keys_by_village
    SELECT village_code, term, registration_id FROM registration_keys
    JOIN registrations ON registrations.id = registration_id;
DROP TABLE registration_keys;
ALTER TABLE keys_by_village RENAME TO registration_keys;
ALTER INDEX keys_by_village_pkey RENAME TO registration_keys_pkey;
ALTER TABLE registration_keys
    RENAME CONSTRAINT keys_by_village_registration_id_fkey TO registration_keys_registration_id_fkey;
