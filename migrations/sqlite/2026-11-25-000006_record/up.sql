-- The township's data contact: the one post that finds locked records.
ALTER TABLE divisions ADD COLUMN data_contact_id INTEGER REFERENCES posts (id);

-- A record made from a registration whose acceptance was undone.
ALTER TABLE residents ADD COLUMN taken_back_on TEXT;
-- Closed, and the person has been in touch since: before the township.
ALTER TABLE residents ADD COLUMN contested_on TEXT CHECK (contested_on IS NULL OR state = 'closed');
ALTER TABLE residents ADD COLUMN locked_on TEXT CHECK ((state = 'locked') = (locked_on IS NOT NULL));
CREATE INDEX residents_contested ON residents (township_code, contested_on, id) WHERE contested_on IS NOT NULL;
CREATE INDEX residents_locked ON residents (township_code, locked_on, id) WHERE locked_on IS NOT NULL;

CREATE TABLE closure_rulings (
    id                    INTEGER PRIMARY KEY,
    resident_id           INTEGER NOT NULL REFERENCES residents (id),
    verdict               TEXT NOT NULL CHECK (verdict IN ('reopened', 'kept_closed')),
    reason                TEXT NOT NULL,
    made_at               TEXT NOT NULL,
    account_id            INTEGER NOT NULL REFERENCES accounts (id),
    post_id               INTEGER NOT NULL REFERENCES posts (id)
) STRICT;
CREATE INDEX closure_rulings_by_resident ON closure_rulings (resident_id, id);

CREATE INDEX audit_by_subject ON audit (subject_id, id) WHERE subject_id IS NOT NULL;
CREATE INDEX audit_by_account ON audit (account_id, id) WHERE account_id IS NOT NULL;
CREATE INDEX audit_by_kind ON audit (kind, id);
