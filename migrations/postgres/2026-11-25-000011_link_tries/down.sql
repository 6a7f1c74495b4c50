DROP TABLE link_tries;
ALTER TABLE personal_links ADD COLUMN wrong_hour BIGINT NOT NULL DEFAULT 0;
ALTER TABLE personal_links ADD COLUMN wrong_in_hour INTEGER NOT NULL DEFAULT 0 CHECK (wrong_in_hour >= 0);
