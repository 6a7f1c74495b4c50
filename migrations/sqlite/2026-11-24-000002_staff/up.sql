CREATE TABLE accounts (
    id                    INTEGER PRIMARY KEY,
    username              TEXT NOT NULL UNIQUE,
    name                  TEXT NOT NULL,
    phone                 BLOB,
    password_hash         TEXT,
    start_code            BLOB,
    start_code_until      TEXT,
    language              TEXT NOT NULL CHECK (language IN ('zh', 'en')),
    left_township_code    TEXT REFERENCES divisions (code),
    closed_on             TEXT,
    created_at            TEXT NOT NULL
) STRICT;

CREATE TABLE posts (
    id                    INTEGER PRIMARY KEY,
    role                  TEXT NOT NULL,
    township_code         TEXT REFERENCES divisions (code),
    village_code          TEXT REFERENCES divisions (code),
    department_code       TEXT REFERENCES departments (code),
    account_id            INTEGER REFERENCES accounts (id),
    from_on               TEXT NOT NULL,
    until_on              TEXT,
    CHECK (until_on IS NULL OR until_on >= from_on),
    CHECK (village_code IS NULL OR township_code = substr(village_code, 1, 9)),
    CHECK (
        (role = 'cadre' AND village_code IS NOT NULL AND department_code IS NULL)
        OR (role = 'township' AND township_code IS NOT NULL AND village_code IS NULL AND department_code IS NULL)
        OR (role = 'department' AND department_code IS NOT NULL AND township_code IS NULL AND village_code IS NULL)
        OR (role IN ('county', 'auditor') AND township_code IS NULL AND village_code IS NULL AND department_code IS NULL)
    )
) STRICT;
CREATE INDEX posts_by_account ON posts (account_id, id);
CREATE INDEX posts_by_village ON posts (village_code, id);
CREATE INDEX posts_by_township ON posts (township_code, role, id);
CREATE INDEX posts_by_department ON posts (department_code, id);

CREATE TABLE sessions (
    token_hash            BLOB PRIMARY KEY,
    id                    INTEGER NOT NULL UNIQUE,
    account_id            INTEGER NOT NULL REFERENCES accounts (id),
    post_id               INTEGER REFERENCES posts (id),
    device                TEXT NOT NULL,
    is_remembered         INTEGER NOT NULL,
    created_at            TEXT NOT NULL,
    seen_at               TEXT NOT NULL,
    ends_at               TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_by_account ON sessions (account_id, seen_at);
CREATE INDEX sessions_by_end ON sessions (ends_at);

CREATE TABLE sign_in_failures (
    subject               TEXT PRIMARY KEY,
    failures              INTEGER NOT NULL CHECK (failures > 0),
    last_at               TEXT NOT NULL
) STRICT, WITHOUT ROWID;
