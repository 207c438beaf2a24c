DROP TABLE idea, confirmation, ask;
