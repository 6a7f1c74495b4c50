CREATE TABLE checkins (
    id                    BIGINT PRIMARY KEY,
    resident_id           BIGINT NOT NULL REFERENCES residents (id),
    kind                  TEXT NOT NULL,
    outcome               TEXT NOT NULL,
    held_on               DATE NOT NULL,
    written_at            TIMESTAMP NOT NULL,
    account_id            BIGINT REFERENCES accounts (id),
    post_id               BIGINT REFERENCES posts (id),
    channel_id            BIGINT REFERENCES channels (id),
    is_confirmed          BOOLEAN NOT NULL,
    answered_by           TEXT NOT NULL,
    note                  TEXT NOT NULL,
    withdrawn_at          TIMESTAMP,
    withdrawn_by          BIGINT REFERENCES accounts (id),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)),
    CHECK ((kind = 'resident') = (account_id IS NULL)),
    CHECK ((kind = 'resident') = (outcome = 'self'))
);
CREATE INDEX checkins_by_resident ON checkins (resident_id, held_on, id);
CREATE INDEX checkins_by_account ON checkins (account_id, id);
