-- A village that ended: its people, posts and waiting registrations move to its successor in steps, and can return.
CREATE TABLE division_moves (
    id                    INTEGER PRIMARY KEY,
    from_code             TEXT NOT NULL REFERENCES divisions (code),
    to_code               TEXT NOT NULL REFERENCES divisions (code),
    account_id            INTEGER NOT NULL REFERENCES accounts (id),
    state                 TEXT NOT NULL CHECK (state IN ('moving', 'moved', 'returning', 'returned')),
    total                 INTEGER NOT NULL CHECK (total >= 0),
    done                  INTEGER NOT NULL CHECK (done >= 0),
    began_at              TEXT NOT NULL,
    ended_at              TEXT,
    CHECK (from_code <> to_code),
    CHECK ((state IN ('moved', 'returned')) = (ended_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX division_moves_standing ON division_moves (from_code) WHERE state <> 'returned';
CREATE INDEX division_moves_at_work ON division_moves (id) WHERE state IN ('moving', 'returning');

CREATE TABLE division_move_rows (
    move_id               INTEGER NOT NULL REFERENCES division_moves (id),
    kind                  TEXT NOT NULL CHECK (kind IN ('post', 'household', 'resident', 'registration')),
    row_id                INTEGER NOT NULL,
    PRIMARY KEY (move_id, kind, row_id)
) STRICT, WITHOUT ROWID;
