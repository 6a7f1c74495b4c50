-- A workbook somebody sent: read, checked against the register, taken in, undone; each in steps in the background.
CREATE TABLE rosters (
    id                    BIGINT PRIMARY KEY,
    account_id            BIGINT NOT NULL REFERENCES accounts (id),
    post_id               BIGINT NOT NULL REFERENCES posts (id),
    township_code         TEXT COLLATE "C" REFERENCES divisions (code),
    file_name             TEXT NOT NULL,
    size                  INTEGER NOT NULL CHECK (size >= 0),
    digest                BYTEA NOT NULL,
    shape                 TEXT COLLATE "C",
    choices               TEXT NOT NULL,
    found                 BYTEA,
    state                 TEXT NOT NULL CHECK (state IN ('arriving', 'reading', 'checked', 'unreadable', 'taking', 'taken', 'undoing', 'undone', 'cancelled')),
    problem               TEXT,
    by_command            BOOLEAN NOT NULL,
    total                 INTEGER NOT NULL DEFAULT 0 CHECK (total >= 0),
    done                  INTEGER NOT NULL DEFAULT 0 CHECK (done >= 0),
    kept                  INTEGER NOT NULL DEFAULT 0 CHECK (kept >= 0),
    rows_new              INTEGER NOT NULL DEFAULT 0 CHECK (rows_new >= 0),
    rows_changed          INTEGER NOT NULL DEFAULT 0 CHECK (rows_changed >= 0),
    rows_same             INTEGER NOT NULL DEFAULT 0 CHECK (rows_same >= 0),
    rows_refused          INTEGER NOT NULL DEFAULT 0 CHECK (rows_refused >= 0),
    rows_skipped          INTEGER NOT NULL DEFAULT 0 CHECK (rows_skipped >= 0),
    made_at               TIMESTAMP NOT NULL,
    taken_at              TIMESTAMP,
    ended_at              TIMESTAMP,
    CHECK ((state = 'unreadable') = (problem IS NOT NULL)),
    CHECK (state NOT IN ('taken', 'undoing', 'undone') OR taken_at IS NOT NULL),
    CHECK (state = 'reading' OR total = rows_new + rows_changed + rows_same + rows_refused + rows_skipped)
);
CREATE INDEX rosters_by_account ON rosters (account_id, id);
CREATE INDEX rosters_by_township ON rosters (township_code, id);
CREATE INDEX rosters_at_work ON rosters (id) WHERE state IN ('arriving', 'reading', 'taking', 'undoing');
CREATE INDEX rosters_by_age ON rosters (made_at);

-- The file itself, sealed, in pieces; kept some days.
CREATE TABLE roster_pieces (
    roster_id             BIGINT NOT NULL REFERENCES rosters (id),
    number                INTEGER NOT NULL,
    bytes                 BYTEA NOT NULL,
    PRIMARY KEY (roster_id, number)
);

-- What was read, row by row: where it stands, what becomes of it, why; what it says of somebody is sealed.
CREATE TABLE roster_rows (
    roster_id             BIGINT NOT NULL REFERENCES rosters (id),
    number                INTEGER NOT NULL,
    sheet                 INTEGER NOT NULL,
    sheet_row             INTEGER NOT NULL,
    verdict               TEXT NOT NULL CHECK (verdict IN ('new', 'changed', 'same', 'refused', 'skipped')),
    is_likely             BOOLEAN NOT NULL,
    codes                 TEXT NOT NULL,
    resident_id           BIGINT,
    other_id              BIGINT,
    facts                 BYTEA NOT NULL,
    PRIMARY KEY (roster_id, number)
);
CREATE INDEX roster_rows_by_verdict ON roster_rows (roster_id, verdict, number) WHERE verdict IN ('refused', 'skipped');
CREATE INDEX roster_rows_by_resident ON roster_rows (resident_id) WHERE resident_id IS NOT NULL;
CREATE INDEX roster_rows_likely ON roster_rows (roster_id, number) WHERE is_likely = TRUE;

-- What taking in changed, for the way back: whom it added, and what stood before, sealed.
CREATE TABLE roster_changes (
    roster_id             BIGINT NOT NULL REFERENCES rosters (id),
    number                INTEGER NOT NULL,
    resident_id           BIGINT NOT NULL,
    is_new                BOOLEAN NOT NULL,
    version               INTEGER NOT NULL,
    mark                  BIGINT NOT NULL,
    before                BYTEA,
    PRIMARY KEY (roster_id, number)
);
CREATE INDEX roster_changes_by_resident ON roster_changes (roster_id, resident_id);

-- What somebody decided about workbooks with these headers.
CREATE TABLE roster_shapes (
    place                 TEXT COLLATE "C" NOT NULL,
    shape                 TEXT COLLATE "C" NOT NULL,
    choices               TEXT NOT NULL,
    used_at               TIMESTAMP NOT NULL,
    PRIMARY KEY (place, shape)
);
