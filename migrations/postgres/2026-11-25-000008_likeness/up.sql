-- What records of one person have in common, as keyed terms: written with each open record, compared when one is saved.
CREATE TABLE match_keys (
    term                  BIGINT NOT NULL,
    resident_id           BIGINT NOT NULL REFERENCES residents (id),
    PRIMARY KEY (term, resident_id)
);
CREATE INDEX match_keys_by_resident ON match_keys (resident_id, term);

CREATE TABLE likely_pairs (
    id                    BIGINT PRIMARY KEY,
    township_code         TEXT COLLATE "C" NOT NULL REFERENCES divisions (code),
    village_code          TEXT COLLATE "C" REFERENCES divisions (code),
    first_id              BIGINT NOT NULL REFERENCES residents (id),
    second_id             BIGINT NOT NULL REFERENCES residents (id),
    evidence              TEXT NOT NULL,
    found_at              TIMESTAMP NOT NULL,
    verdict               TEXT CHECK (verdict IN ('different', 'same')),
    decided_at            TIMESTAMP,
    decided_by            BIGINT REFERENCES accounts (id),
    UNIQUE (first_id, second_id),
    CHECK (first_id < second_id),
    CHECK (village_code IS NULL OR township_code = substr(village_code, 1, 9)),
    CHECK ((verdict IS NULL) = (decided_at IS NULL)),
    CHECK ((verdict IS NULL) = (decided_by IS NULL))
);
CREATE INDEX likely_pairs_by_second ON likely_pairs (second_id);
CREATE INDEX likely_pairs_waiting ON likely_pairs (township_code, village_code, id) WHERE verdict IS NULL;
CREATE INDEX likely_pairs_decided ON likely_pairs (township_code, village_code, decided_at, id) WHERE verdict IS NOT NULL;
