DROP TABLE roster_shapes;
DROP TABLE roster_changes;
DROP TABLE roster_rows;
DROP TABLE roster_pieces;
DROP TABLE rosters;
