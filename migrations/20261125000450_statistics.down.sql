DROP TABLE statistics_state, statistics_contribution, statistics_month, statistics_count, statistics_place;
