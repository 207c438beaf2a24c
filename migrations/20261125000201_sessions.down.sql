DROP TABLE kept_form;
DROP TABLE wrong_password;
DROP TABLE mail_link;
DROP TABLE session;
ALTER TABLE account DROP COLUMN password_hash;
