CREATE TABLE keys_by_term (
    term                  INTEGER NOT NULL,
    registration_id       INTEGER NOT NULL REFERENCES registrations (id),
    PRIMARY KEY (term, registration_id)
) STRICT, WITHOUT ROWID;
INSERT INTO keys_by_term SELECT term, registration_id FROM registration_keys;
DROP TABLE registration_keys;
ALTER TABLE keys_by_term RENAME TO registration_keys;
