DROP TABLE favourite;
DROP TABLE consent;
