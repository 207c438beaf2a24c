DROP TABLE openid_visit;
DROP TABLE account_identity;
