DROP TABLE key_canaries;
DROP TABLE submissions;
DROP TABLE audit;
