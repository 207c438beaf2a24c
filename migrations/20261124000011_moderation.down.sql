DROP TABLE report;
DROP TABLE notice;
