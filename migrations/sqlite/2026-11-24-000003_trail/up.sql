CREATE TABLE audit (
    id                    INTEGER PRIMARY KEY,
    at                    TEXT NOT NULL,
    kind                  TEXT NOT NULL,
    actor                 TEXT NOT NULL CHECK (actor IN ('staff', 'resident', 'system', 'command')),
    account_id            INTEGER,
    post_id               INTEGER,
    subject               TEXT,
    subject_id            INTEGER,
    fields                TEXT NOT NULL,
    reason                TEXT,
    amount                INTEGER,
    look_hour             INTEGER,
    position              INTEGER UNIQUE,
    hash                  BLOB,
    CHECK ((position IS NULL) = (hash IS NULL)),
    CHECK ((actor = 'staff') = (account_id IS NOT NULL)),
    CHECK (look_hour IS NULL OR (subject_id IS NOT NULL AND account_id IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX audit_looks ON audit (subject_id, look_hour, account_id) WHERE look_hour IS NOT NULL;
CREATE INDEX audit_unlinked ON audit (id) WHERE position IS NULL;

CREATE TABLE submissions (
    actor                 TEXT NOT NULL,
    key                   TEXT NOT NULL CHECK (length(key) BETWEEN 8 AND 64),
    digest                BLOB NOT NULL,
    address               TEXT NOT NULL,
    at                    TEXT NOT NULL,
    PRIMARY KEY (actor, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX submissions_by_age ON submissions (at);

CREATE TABLE key_canaries (
    key_id                INTEGER PRIMARY KEY,
    canary                BLOB NOT NULL
) STRICT;
