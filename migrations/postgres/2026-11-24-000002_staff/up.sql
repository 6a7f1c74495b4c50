CREATE TABLE accounts (
    id                    BIGINT PRIMARY KEY,
    username              TEXT COLLATE "C" NOT NULL UNIQUE,
    name                  TEXT NOT NULL,
    phone                 BYTEA,
    password_hash         TEXT,
    start_code            BYTEA,
    start_code_until      TIMESTAMP,
    language              TEXT NOT NULL CHECK (language IN ('zh', 'en')),
    left_township_code    TEXT REFERENCES divisions (code),
    closed_on             DATE,
    created_at            TIMESTAMP NOT NULL
);

CREATE TABLE posts (
    id                    BIGINT PRIMARY KEY,
    role                  TEXT NOT NULL,
    township_code         TEXT COLLATE "C" REFERENCES divisions (code),
    village_code          TEXT COLLATE "C" REFERENCES divisions (code),
    department_code       TEXT COLLATE "C" REFERENCES departments (code),
    account_id            BIGINT REFERENCES accounts (id),
    from_on               DATE NOT NULL,
    until_on              DATE,
    CHECK (until_on IS NULL OR until_on >= from_on),
    CHECK (village_code IS NULL OR township_code = substr(village_code, 1, 9)),
    CHECK (
        (role = 'cadre' AND village_code IS NOT NULL AND department_code IS NULL)
        OR (role = 'township' AND township_code IS NOT NULL AND village_code IS NULL AND department_code IS NULL)
        OR (role = 'department' AND department_code IS NOT NULL AND township_code IS NULL AND village_code IS NULL)
        OR (role IN ('county', 'auditor') AND township_code IS NULL AND village_code IS NULL AND department_code IS NULL)
    )
);
CREATE INDEX posts_by_account ON posts (account_id, id);
CREATE INDEX posts_by_village ON posts (village_code, id);
CREATE INDEX posts_by_township ON posts (township_code, role, id);
CREATE INDEX posts_by_department ON posts (department_code, id);

CREATE TABLE sessions (
    token_hash            BYTEA PRIMARY KEY,
    id                    BIGINT NOT NULL UNIQUE,
    account_id            BIGINT NOT NULL REFERENCES accounts (id),
    post_id               BIGINT REFERENCES posts (id),
    device                TEXT NOT NULL,
    is_remembered         BOOLEAN NOT NULL,
    created_at            TIMESTAMP NOT NULL,
    seen_at               TIMESTAMP NOT NULL,
    ends_at               TIMESTAMP NOT NULL
);
CREATE INDEX sessions_by_account ON sessions (account_id, seen_at);
CREATE INDEX sessions_by_end ON sessions (ends_at);

CREATE TABLE sign_in_failures (
    subject               TEXT COLLATE "C" PRIMARY KEY,
    failures              INTEGER NOT NULL CHECK (failures > 0),
    last_at               TIMESTAMP NOT NULL
);
