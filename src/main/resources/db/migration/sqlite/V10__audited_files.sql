-- The file that a request is about, where its target does not name it.
ALTER TABLE audit_records ADD COLUMN file TEXT;
