CREATE TABLE audit (
    id                    BIGINT PRIMARY KEY,
    at                    TIMESTAMP NOT NULL,
    kind                  TEXT NOT NULL,
    actor                 TEXT NOT NULL CHECK (actor IN ('staff', 'resident', 'system', 'command')),
    account_id            BIGINT,
    post_id               BIGINT,
    subject               TEXT,
    subject_id            BIGINT,
    fields                TEXT NOT NULL,
    reason                TEXT,
    amount                BIGINT,
    look_hour             BIGINT,
    position              BIGINT UNIQUE,
    hash                  BYTEA,
    CHECK ((position IS NULL) = (hash IS NULL)),
    CHECK ((actor = 'staff') = (account_id IS NOT NULL)),
    CHECK (look_hour IS NULL OR (subject_id IS NOT NULL AND account_id IS NOT NULL))
);
CREATE UNIQUE INDEX audit_looks ON audit (subject_id, look_hour, account_id) WHERE look_hour IS NOT NULL;
CREATE INDEX audit_unlinked ON audit (id) WHERE position IS NULL;

CREATE TABLE submissions (
    actor                 TEXT COLLATE "C" NOT NULL,
    key                   TEXT COLLATE "C" NOT NULL CHECK (length(key) BETWEEN 8 AND 64),
    digest                BYTEA NOT NULL,
    address               TEXT NOT NULL,
    at                    TIMESTAMP NOT NULL,
    PRIMARY KEY (actor, key)
);
CREATE INDEX submissions_by_age ON submissions (at);

CREATE TABLE key_canaries (
    key_id                SMALLINT PRIMARY KEY,
    canary                BYTEA NOT NULL
);
