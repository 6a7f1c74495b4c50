CREATE TABLE registrations (
    id                    BIGINT PRIMARY KEY,
    reference             TEXT COLLATE "C" NOT NULL UNIQUE,
    village_code          TEXT COLLATE "C" NOT NULL REFERENCES divisions (code),
    township_code         TEXT COLLATE "C" NOT NULL,
    name                  TEXT NOT NULL,
    name_key              TEXT COLLATE "C" NOT NULL,
    sex                   TEXT NOT NULL CHECK (sex IN ('male', 'female', 'unknown')),
    birth_on              DATE,
    id_kind               TEXT NOT NULL,
    id_number             BYTEA,
    phone                 BYTEA NOT NULL,
    wechat                BYTEA,
    group_no              INTEGER CHECK (group_no BETWEEN 1 AND 99),
    head_name             TEXT NOT NULL,
    place                 TEXT NOT NULL,
    place_code            TEXT COLLATE "C",
    work                  TEXT NOT NULL,
    hours                 TEXT NOT NULL,
    note                  TEXT NOT NULL,
    language              TEXT NOT NULL CHECK (language IN ('zh', 'en')),
    sent_at               TIMESTAMP NOT NULL,
    decide_by             DATE NOT NULL,
    passed_from           TEXT COLLATE "C" REFERENCES divisions (code),
    passed_at             TIMESTAMP,
    state                 TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'joined', 'turned_down')),
    resident_id           BIGINT REFERENCES residents (id),
    checkin_id            BIGINT REFERENCES checkins (id),
    reason                TEXT,
    decided_at            TIMESTAMP,
    decided_by            BIGINT REFERENCES accounts (id),
    before_image          TEXT,
    CHECK (township_code = substr(village_code, 1, 9)),
    CHECK ((id_kind = 'none') = (id_number IS NULL)),
    CHECK ((passed_from IS NULL) = (passed_at IS NULL)),
    CHECK ((state = 'waiting') = (decided_at IS NULL)),
    CHECK ((state = 'waiting') = (decided_by IS NULL)),
    CHECK (state NOT IN ('accepted', 'joined') OR resident_id IS NOT NULL),
    CHECK (state <> 'turned_down' OR reason IS NOT NULL)
);
CREATE INDEX registrations_by_village ON registrations (village_code, id);
CREATE INDEX registrations_waiting ON registrations (village_code, id) WHERE state = 'waiting';
CREATE INDEX registrations_late ON registrations (township_code, decide_by, id) WHERE state = 'waiting';
CREATE INDEX registrations_decided ON registrations (village_code, decided_at, id) WHERE decided_at IS NOT NULL;
CREATE INDEX registrations_passed_on ON registrations (passed_from, passed_at, id) WHERE passed_from IS NOT NULL;
CREATE INDEX registrations_by_resident ON registrations (resident_id, id) WHERE resident_id IS NOT NULL;

-- What two forms of one person have in common, as keyed terms.
CREATE TABLE registration_keys (
    term                  BIGINT NOT NULL,
    registration_id       BIGINT NOT NULL REFERENCES registrations (id),
    PRIMARY KEY (term, registration_id)
);

CREATE TABLE consent_wordings (
    id                    BIGINT PRIMARY KEY,
    purpose               TEXT NOT NULL CHECK (purpose IN ('contact', 'id_number', 'requests')),
    language              TEXT NOT NULL CHECK (language IN ('zh', 'en')),
    wording               TEXT NOT NULL,
    first_shown_on        DATE NOT NULL
);

CREATE TABLE consents (
    id                    BIGINT PRIMARY KEY,
    registration_id       BIGINT REFERENCES registrations (id),
    resident_id           BIGINT REFERENCES residents (id),
    wording_id            BIGINT NOT NULL REFERENCES consent_wordings (id),
    given_on              DATE NOT NULL,
    withdrawn_on          DATE,
    CHECK (registration_id IS NOT NULL OR resident_id IS NOT NULL),
    CHECK (withdrawn_on IS NULL OR withdrawn_on >= given_on)
);
CREATE INDEX consents_by_registration ON consents (registration_id) WHERE registration_id IS NOT NULL;
CREATE INDEX consents_by_resident ON consents (resident_id) WHERE resident_id IS NOT NULL;

CREATE TABLE personal_links (
    id                    BIGINT PRIMARY KEY,
    serial                INTEGER NOT NULL CHECK (serial >= 1),
    registration_id       BIGINT UNIQUE REFERENCES registrations (id),
    resident_id           BIGINT REFERENCES residents (id),
    opens_by              TEXT NOT NULL CHECK (opens_by IN ('id_number', 'birth_date', 'code')),
    opening_term          BYTEA NOT NULL,
    wrong_tries           INTEGER NOT NULL CHECK (wrong_tries BETWEEN 0 AND 20),
    wrong_hour            BIGINT NOT NULL,
    wrong_in_hour         INTEGER NOT NULL CHECK (wrong_in_hour >= 0),
    created_at            TIMESTAMP NOT NULL,
    CHECK (registration_id IS NOT NULL OR resident_id IS NOT NULL)
);
CREATE INDEX personal_links_by_resident ON personal_links (resident_id, id) WHERE resident_id IS NOT NULL;

CREATE TABLE visits (
    token_hash            BYTEA PRIMARY KEY,
    link_id               BIGINT NOT NULL REFERENCES personal_links (id),
    serial                INTEGER NOT NULL,
    began_at              TIMESTAMP NOT NULL,
    ends_at               TIMESTAMP NOT NULL
);
CREATE INDEX visits_by_link ON visits (link_id);
CREATE INDEX visits_by_end ON visits (ends_at);
