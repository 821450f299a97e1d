-- Bytes of the bodies of requests that were taken.
ALTER TABLE audit_records ADD COLUMN received BIGINT;
