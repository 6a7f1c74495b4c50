CREATE TABLE county (
    id                    SMALLINT PRIMARY KEY CHECK (id = 1),
    code                  TEXT COLLATE "C" NOT NULL CHECK (length(code) = 6),
    name                  TEXT NOT NULL,
    is_sample             BOOLEAN NOT NULL,
    office                TEXT NOT NULL,
    office_phone          TEXT NOT NULL,
    data_contact          TEXT NOT NULL,
    data_contact_phone    TEXT NOT NULL,
    purpose               TEXT NOT NULL,
    filing                TEXT NOT NULL,
    police_filing         TEXT NOT NULL,
    regular_days          INTEGER NOT NULL CHECK (regular_days BETWEEN 1 AND 366),
    priority_days         INTEGER NOT NULL CHECK (priority_days BETWEEN 1 AND 366),
    settled_days          INTEGER NOT NULL CHECK (settled_days BETWEEN 1 AND 366),
    created_at            TIMESTAMP NOT NULL
);

CREATE TABLE divisions (
    code                  TEXT COLLATE "C" PRIMARY KEY CHECK (length(code) IN (6, 9, 12)),
    parent_code           TEXT COLLATE "C" REFERENCES divisions (code),
    name                  TEXT NOT NULL,
    registered_population INTEGER NOT NULL CHECK (registered_population >= 0),
    office_phone          TEXT NOT NULL,
    ended_on              DATE,
    successor_code        TEXT COLLATE "C" REFERENCES divisions (code),
    CHECK ((length(code) = 6) = (parent_code IS NULL)),
    CHECK (parent_code IS NULL OR parent_code = substr(code, 1, length(code) - 3)),
    CHECK (successor_code IS NULL OR ended_on IS NOT NULL)
);
CREATE INDEX divisions_by_parent ON divisions (parent_code, code);

CREATE TABLE departments (
    code                  TEXT COLLATE "C" PRIMARY KEY,
    name                  TEXT NOT NULL,
    short_name            TEXT NOT NULL,
    ended_on              DATE
);
