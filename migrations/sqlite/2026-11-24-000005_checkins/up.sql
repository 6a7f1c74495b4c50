CREATE TABLE checkins (
    id                    INTEGER PRIMARY KEY,
    resident_id           INTEGER NOT NULL REFERENCES residents (id),
    kind                  TEXT NOT NULL,
    outcome               TEXT NOT NULL,
    held_on               TEXT NOT NULL,
    written_at            TEXT NOT NULL,
    account_id            INTEGER REFERENCES accounts (id),
    post_id               INTEGER REFERENCES posts (id),
    channel_id            INTEGER REFERENCES channels (id),
    is_confirmed          INTEGER NOT NULL,
    answered_by           TEXT NOT NULL,
    note                  TEXT NOT NULL,
    withdrawn_at          TEXT,
    withdrawn_by          INTEGER REFERENCES accounts (id),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)),
    CHECK ((kind = 'resident') = (account_id IS NULL)),
    CHECK ((kind = 'resident') = (outcome = 'self'))
) STRICT;
CREATE INDEX checkins_by_resident ON checkins (resident_id, held_on, id);
CREATE INDEX checkins_by_account ON checkins (account_id, id);
