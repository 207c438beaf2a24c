DROP TABLE tile_state;
DROP TABLE tile_cell;
DROP TABLE tile_place;
