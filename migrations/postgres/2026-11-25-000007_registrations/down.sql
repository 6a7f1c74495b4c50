DROP TABLE visits;
DROP TABLE personal_links;
DROP TABLE consents;
DROP TABLE consent_wordings;
DROP TABLE registration_keys;
DROP TABLE registrations;
