CREATE TABLE registrations (
    id                    INTEGER PRIMARY KEY,
    reference             TEXT NOT NULL UNIQUE,
    village_code          TEXT NOT NULL REFERENCES divisions (code),
    township_code         TEXT NOT NULL,
    name                  TEXT NOT NULL,
    name_key              TEXT NOT NULL,
    sex                   TEXT NOT NULL CHECK (sex IN ('male', 'female', 'unknown')),
    birth_on              TEXT,
    id_kind               TEXT NOT NULL,
    id_number             BLOB,
    phone                 BLOB NOT NULL,
    wechat                BLOB,
    group_no              INTEGER CHECK (group_no BETWEEN 1 AND 99),
    head_name             TEXT NOT NULL,
    place                 TEXT NOT NULL,
    place_code            TEXT,
    work                  TEXT NOT NULL,
    hours                 TEXT NOT NULL,
    note                  TEXT NOT NULL,
    language              TEXT NOT NULL CHECK (language IN ('zh', 'en')),
    sent_at               TEXT NOT NULL,
    decide_by             TEXT NOT NULL,
    passed_from           TEXT REFERENCES divisions (code),
    passed_at             TEXT,
    state                 TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'joined', 'turned_down')),
    resident_id           INTEGER REFERENCES residents (id),
    checkin_id            INTEGER REFERENCES checkins (id),
    reason                TEXT,
    decided_at            TEXT,
    decided_by            INTEGER REFERENCES accounts (id),
    before_image          TEXT,
    CHECK (township_code = substr(village_code, 1, 9)),
    CHECK ((id_kind = 'none') = (id_number IS NULL)),
    CHECK ((passed_from IS NULL) = (passed_at IS NULL)),
    CHECK ((state = 'waiting') = (decided_at IS NULL)),
    CHECK ((state = 'waiting') = (decided_by IS NULL)),
    CHECK (state NOT IN ('accepted', 'joined') OR resident_id IS NOT NULL),
    CHECK (state <> 'turned_down' OR reason IS NOT NULL)
) STRICT;
CREATE INDEX registrations_by_village ON registrations (village_code, id);
CREATE INDEX registrations_waiting ON registrations (village_code, id) WHERE state = 'waiting';
CREATE INDEX registrations_late ON registrations (township_code, decide_by, id) WHERE state = 'waiting';
CREATE INDEX registrations_decided ON registrations (village_code, decided_at, id) WHERE decided_at IS NOT NULL;
CREATE INDEX registrations_passed_on ON registrations (passed_from, passed_at, id) WHERE passed_from IS NOT NULL;
CREATE INDEX registrations_by_resident ON registrations (resident_id, id) WHERE resident_id IS NOT NULL;

-- What two forms of one person have in common, as keyed terms.
CREATE TABLE registration_keys (
    term                  INTEGER NOT NULL,
    registration_id       INTEGER NOT NULL REFERENCES registrations (id),
    PRIMARY KEY (term, registration_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE consent_wordings (
    id                    INTEGER PRIMARY KEY,
    purpose               TEXT NOT NULL CHECK (purpose IN ('contact', 'id_number', 'requests')),
    language              TEXT NOT NULL CHECK (language IN ('zh', 'en')),
    wording               TEXT NOT NULL,
    first_shown_on        TEXT NOT NULL
) STRICT;

CREATE TABLE consents (
    id                    INTEGER PRIMARY KEY,
    registration_id       INTEGER REFERENCES registrations (id),
    resident_id           INTEGER REFERENCES residents (id),
    wording_id            INTEGER NOT NULL REFERENCES consent_wordings (id),
    given_on              TEXT NOT NULL,
    withdrawn_on          TEXT,
    CHECK (registration_id IS NOT NULL OR resident_id IS NOT NULL),
    CHECK (withdrawn_on IS NULL OR withdrawn_on >= given_on)
) STRICT;
CREATE INDEX consents_by_registration ON consents (registration_id) WHERE registration_id IS NOT NULL;
CREATE INDEX consents_by_resident ON consents (resident_id) WHERE resident_id IS NOT NULL;

CREATE TABLE personal_links (
    id                    INTEGER PRIMARY KEY,
    serial                INTEGER NOT NULL CHECK (serial >= 1),
    registration_id       INTEGER UNIQUE REFERENCES registrations (id),
    resident_id           INTEGER REFERENCES residents (id),
    opens_by              TEXT NOT NULL CHECK (opens_by IN ('id_number', 'birth_date', 'code')),
    opening_term          BLOB NOT NULL,
    wrong_tries           INTEGER NOT NULL CHECK (wrong_tries BETWEEN 0 AND 20),
    wrong_hour            INTEGER NOT NULL,
    wrong_in_hour         INTEGER NOT NULL CHECK (wrong_in_hour >= 0),
    created_at            TEXT NOT NULL,
    CHECK (registration_id IS NOT NULL OR resident_id IS NOT NULL)
) STRICT;
CREATE INDEX personal_links_by_resident ON personal_links (resident_id, id) WHERE resident_id IS NOT NULL;

CREATE TABLE visits (
    token_hash            BLOB PRIMARY KEY,
    link_id               INTEGER NOT NULL REFERENCES personal_links (id),
    serial                INTEGER NOT NULL,
    began_at              TEXT NOT NULL,
    ends_at               TEXT NOT NULL
) STRICT;
CREATE INDEX visits_by_link ON visits (link_id);
CREATE INDEX visits_by_end ON visits (ends_at);
