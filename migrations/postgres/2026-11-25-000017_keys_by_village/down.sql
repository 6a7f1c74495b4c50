CREATE TABLE keys_by_term (
    term                  BIGINT NOT NULL,
    registration_id       BIGINT NOT NULL REFERENCES registrations (id),
    PRIMARY KEY (term, registration_id)
);
INSERT INTO keys_by_term SELECT term, registration_id FROM registration_keys;
DROP TABLE registration_keys;
ALTER TABLE keys_by_term RENAME TO registration_keys;
ALTER INDEX keys_by_term_pkey RENAME TO registration_keys_pkey;
ALTER TABLE registration_keys
    RENAME CONSTRAINT keys_by_term_registration_id_fkey TO registration_keys_registration_id_fkey;
