DROP TABLE sign_in_failures;
DROP TABLE sessions;
DROP TABLE posts;
DROP TABLE accounts;
