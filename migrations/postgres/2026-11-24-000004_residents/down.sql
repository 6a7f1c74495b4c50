DROP TABLE search_terms;
DROP TABLE destinations;
DROP TABLE channels;
DROP TABLE residents;
DROP TABLE households;
