DROP TABLE likely_pairs;
DROP TABLE match_keys;
