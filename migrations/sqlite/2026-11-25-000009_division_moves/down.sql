DROP TABLE division_move_rows;
DROP TABLE division_moves;
