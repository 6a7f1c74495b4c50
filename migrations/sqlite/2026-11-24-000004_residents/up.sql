CREATE TABLE households (
    id                    INTEGER PRIMARY KEY,
    village_code          TEXT NOT NULL REFERENCES divisions (code),
    township_code         TEXT NOT NULL,
    group_no              INTEGER CHECK (group_no BETWEEN 1 AND 99),
    number                TEXT NOT NULL,
    head_name             TEXT NOT NULL,
    address               TEXT NOT NULL,
    children_left         INTEGER NOT NULL CHECK (children_left BETWEEN 0 AND 30),
    elderly_left          INTEGER NOT NULL CHECK (elderly_left BETWEEN 0 AND 30),
    adults_left           INTEGER NOT NULL CHECK (adults_left BETWEEN 0 AND 30),
    unaccompanied_since   TEXT,
    version               INTEGER NOT NULL,
    created_at            TEXT NOT NULL,
    CHECK (township_code = substr(village_code, 1, 9)),
    CHECK ((unaccompanied_since IS NOT NULL) = (adults_left = 0 AND children_left + elderly_left > 0))
) STRICT;
CREATE INDEX households_by_village ON households (village_code, group_no, id);

CREATE TABLE residents (
    id                    INTEGER PRIMARY KEY,
    village_code          TEXT NOT NULL REFERENCES divisions (code),
    township_code         TEXT NOT NULL,
    household_id          INTEGER NOT NULL REFERENCES households (id),
    relation              TEXT NOT NULL,
    name                  TEXT NOT NULL,
    name_key              TEXT NOT NULL,
    sex                   TEXT NOT NULL CHECK (sex IN ('male', 'female', 'unknown')),
    birth_on              TEXT,
    id_kind               TEXT NOT NULL,
    id_number             BLOB,
    education             TEXT,
    hours                 TEXT NOT NULL,
    note                  TEXT NOT NULL,
    priority_reason       TEXT,
    priority_on           TEXT,
    is_settled            INTEGER NOT NULL,
    owner_id              INTEGER REFERENCES posts (id),
    backup_id             INTEGER REFERENCES posts (id),
    legal_basis           TEXT NOT NULL CHECK (legal_basis IN ('duty', 'consent')),
    informed_on           TEXT,
    state                 TEXT NOT NULL CHECK (state IN ('open', 'closed', 'locked')),
    closed_by             TEXT,
    closed_on             TEXT,
    first_due_on          TEXT NOT NULL,
    open_requests         INTEGER NOT NULL CHECK (open_requests >= 0),
    requests_since        TEXT,
    call_reason           TEXT CHECK (call_reason IN ('help', 'new')),
    call_since            TEXT,
    call_stands           INTEGER NOT NULL,
    due_on                TEXT,
    try_on                TEXT,
    cadence               TEXT NOT NULL,
    lost_on               TEXT,
    last_contact_id       INTEGER,
    last_contact_on       TEXT,
    last_contact_outcome  TEXT,
    last_tried_on         TEXT,
    failed_attempts       INTEGER NOT NULL CHECK (failed_attempts >= 0),
    has_channel           INTEGER NOT NULL,
    offered_channel_id    INTEGER,
    version               INTEGER NOT NULL,
    created_at            TEXT NOT NULL,
    CHECK (township_code = substr(village_code, 1, 9)),
    CHECK ((id_kind = 'none') = (id_number IS NULL)),
    CHECK ((priority_reason IS NULL) = (priority_on IS NULL)),
    CHECK ((call_reason IS NULL) = (call_since IS NULL)),
    CHECK (call_reason IS NOT NULL OR call_stands = FALSE),
    CHECK ((open_requests = 0) = (requests_since IS NULL)),
    CHECK ((state = 'closed') = (closed_by IS NOT NULL)),
    CHECK ((state = 'closed') = (closed_on IS NOT NULL)),
    CHECK ((state = 'open') = (due_on IS NOT NULL)),
    CHECK ((state = 'open') = (try_on IS NOT NULL)),
    CHECK (owner_id IS NULL OR backup_id IS NULL OR owner_id <> backup_id)
) STRICT;
CREATE INDEX residents_by_household ON residents (household_id);
CREATE INDEX residents_by_owner_try ON residents (owner_id, try_on);
CREATE INDEX residents_by_backup_try ON residents (backup_id, try_on);
CREATE INDEX residents_by_owner_name ON residents (owner_id, name_key, id);
CREATE INDEX residents_by_village_name ON residents (village_code, name_key, id);
CREATE INDEX residents_by_township_name ON residents (township_code, name_key, id);
CREATE INDEX residents_by_village_due ON residents (village_code, due_on, id);
CREATE INDEX residents_by_township_due ON residents (township_code, due_on, id);
CREATE INDEX residents_lost_by_village ON residents (village_code, lost_on, id) WHERE lost_on IS NOT NULL;
CREATE INDEX residents_lost_by_township ON residents (township_code, lost_on, id) WHERE lost_on IS NOT NULL;
CREATE INDEX residents_unowned ON residents (township_code, due_on, id) WHERE owner_id IS NULL;

CREATE TABLE channels (
    id                    INTEGER PRIMARY KEY,
    resident_id           INTEGER NOT NULL REFERENCES residents (id),
    kind                  TEXT NOT NULL,
    value                 BLOB NOT NULL,
    holder                TEXT NOT NULL,
    relation              TEXT NOT NULL,
    is_preferred          INTEGER NOT NULL,
    source                TEXT NOT NULL,
    source_on             TEXT NOT NULL,
    checkin_id            INTEGER,
    ended_on              TEXT,
    state                 TEXT NOT NULL,
    verified_on           TEXT,
    last_success_on       TEXT,
    last_tried_on         TEXT,
    failed_days           INTEGER NOT NULL CHECK (failed_days >= 0),
    created_at            TEXT NOT NULL
) STRICT;
CREATE INDEX channels_by_resident ON channels (resident_id, id);

CREATE TABLE destinations (
    id                    INTEGER PRIMARY KEY,
    resident_id           INTEGER NOT NULL REFERENCES residents (id),
    place                 TEXT NOT NULL,
    place_code            TEXT,
    employer              TEXT NOT NULL,
    industry              TEXT,
    occupation            TEXT NOT NULL,
    from_on               TEXT,
    until_on              TEXT,
    source                TEXT NOT NULL,
    source_on             TEXT NOT NULL,
    checkin_id            INTEGER,
    ended_by              INTEGER,
    created_at            TEXT NOT NULL,
    CHECK (from_on IS NULL OR until_on IS NULL OR until_on >= from_on),
    CHECK (ended_by IS NULL OR until_on IS NOT NULL)
) STRICT;
CREATE INDEX destinations_by_resident ON destinations (resident_id, id);
CREATE UNIQUE INDEX destinations_open ON destinations (resident_id) WHERE until_on IS NULL;

CREATE TABLE search_terms (
    township_code         TEXT NOT NULL,
    term                  TEXT NOT NULL,
    village_code          TEXT NOT NULL,
    resident_id           INTEGER NOT NULL,
    PRIMARY KEY (township_code, term, village_code, resident_id)
) STRICT, WITHOUT ROWID;
