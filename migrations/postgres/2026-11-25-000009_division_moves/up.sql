-- A village that ended: its people, posts and waiting registrations move to its successor in steps, and can return.
CREATE TABLE division_moves (
    id                    BIGINT PRIMARY KEY,
    from_code             TEXT COLLATE "C" NOT NULL REFERENCES divisions (code),
    to_code               TEXT COLLATE "C" NOT NULL REFERENCES divisions (code),
    account_id            BIGINT NOT NULL REFERENCES accounts (id),
    state                 TEXT NOT NULL CHECK (state IN ('moving', 'moved', 'returning', 'returned')),
    total                 INTEGER NOT NULL CHECK (total >= 0),
    done                  INTEGER NOT NULL CHECK (done >= 0),
    began_at              TIMESTAMP NOT NULL,
    ended_at              TIMESTAMP,
    CHECK (from_code <> to_code),
    CHECK ((state IN ('moved', 'returned')) = (ended_at IS NOT NULL))
);
CREATE UNIQUE INDEX division_moves_standing ON division_moves (from_code) WHERE state <> 'returned';
CREATE INDEX division_moves_at_work ON division_moves (id) WHERE state IN ('moving', 'returning');

CREATE TABLE division_move_rows (
    move_id               BIGINT NOT NULL REFERENCES division_moves (id),
    kind                  TEXT NOT NULL CHECK (kind IN ('post', 'household', 'resident', 'registration')),
    row_id                BIGINT NOT NULL,
    PRIMARY KEY (move_id, kind, row_id)
);
