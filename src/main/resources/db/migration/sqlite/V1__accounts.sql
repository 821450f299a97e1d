-- Moments are milliseconds since 1970-01-01T00:00:00Z.

CREATE TABLE users (
  name TEXT NOT NULL PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 255),
  disabled BOOLEAN NOT NULL DEFAULT FALSE,
  created_at BIGINT NOT NULL DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER))
);

CREATE TABLE groups (
  name TEXT NOT NULL PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 255)
);

CREATE TABLE memberships (
  user_name TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
  group_name TEXT NOT NULL REFERENCES groups (name) ON DELETE CASCADE,
  PRIMARY KEY (user_name, group_name)
);
CREATE INDEX memberships_of_group ON memberships (group_name);

-- The secret is encrypted with a key that is not in this database.
CREATE TABLE access_keys (
  access_key_id TEXT NOT NULL PRIMARY KEY,
  user_name TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
  secret_encrypted BLOB NOT NULL,
  disabled BOOLEAN NOT NULL DEFAULT FALSE,
  created_at BIGINT NOT NULL DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)),
  expires_at BIGINT
);
CREATE INDEX access_keys_of_user ON access_keys (user_name);

-- For users and groups of any source, so without foreign keys.
CREATE TABLE grants (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  grantee_kind TEXT NOT NULL CHECK (grantee_kind IN ('user', 'group', 'everyone')),
  grantee_name TEXT,
  table_pattern TEXT NOT NULL,
  privileges TEXT NOT NULL,
  rules TEXT NOT NULL,
  valid_from BIGINT,
  valid_until BIGINT,
  created_at BIGINT NOT NULL DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER))
);
CREATE INDEX grants_of_grantee ON grants (grantee_kind, grantee_name);

-- May be there already, made by the system before this one.
CREATE TABLE IF NOT EXISTS permissions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id TEXT NOT NULL,
  table_name TEXT NOT NULL,
  partition_filters TEXT
);
CREATE INDEX IF NOT EXISTS permissions_of_user ON permissions (user_id);

CREATE TABLE session_revocations (
  user_name TEXT NOT NULL PRIMARY KEY,
  ended_at BIGINT NOT NULL
);

-- One value, encrypted as secrets are: tells whether the key is the right one.
CREATE TABLE secret_key_check (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  encrypted BLOB NOT NULL
);

-- One row for each line of the audit trail; what ends with _json is JSON.
CREATE TABLE audit_records (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  recorded_at BIGINT NOT NULL,
  request_id TEXT,
  source TEXT,
  verified BOOLEAN,
  user_name TEXT,
  groups_json TEXT,
  access_key_id TEXT,
  role TEXT,
  issued_key TEXT,
  method TEXT,
  operation TEXT,
  table_name TEXT,
  target TEXT,
  partitions_json TEXT,
  more_partitions BOOLEAN,
  rule TEXT,
  table_version BIGINT,
  result TEXT,
  status INTEGER,
  error TEXT,
  reason TEXT,
  bytes BIGINT,
  millis BIGINT,
  aborted BOOLEAN,
  administrator TEXT,
  action TEXT,
  before_json TEXT,
  after_json TEXT
);
CREATE INDEX audit_records_by_time ON audit_records (recorded_at, id);
CREATE INDEX audit_records_of_user ON audit_records (user_name, recorded_at, id);
CREATE INDEX audit_records_of_table ON audit_records (table_name, recorded_at, id);

-- Counts the changes of all tables that decisions depend on.
CREATE TABLE revision (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  n BIGINT NOT NULL
);
INSERT INTO revision (id, n) VALUES (1, 1);

CREATE TRIGGER users_counted_insert AFTER INSERT ON users
BEGIN UPDATE revision SET n = n + 1; END;
CREATE TRIGGER users_counted_update AFTER UPDATE ON users
BEGIN UPDATE revision SET n = n + 1; END;
CREATE TRIGGER users_counted_delete AFTER DELETE ON users
BEGIN UPDATE revision SET n = n + 1; END;

CREATE TRIGGER groups_counted_insert AFTER INSERT ON groups
BEGIN UPDATE revision SET n = n + 1; END;
CREATE TRIGGER groups_counted_update AFTER UPDATE ON groups
BEGIN UPDATE revision SET n = n + 1; END;
CREATE TRIGGER groups_counted_delete AFTER DELETE ON groups
BEGIN UPDATE revision SET n = n + 1; END;

CREATE TRIGGER memberships_counted_insert AFTER INSERT ON memberships
BEGIN UPDATE revision SET n = n + 1; END;
CREATE TRIGGER memberships_counted_update AFTER UPDATE ON memberships
BEGIN UPDATE revision SET n = n + 1; END;
CREATE TRIGGER memberships_counted_delete AFTER DELETE ON memberships
BEGIN UPDATE revision SET n = n + 1; END;

CREATE TRIGGER access_keys_counted_insert AFTER INSERT ON access_keys
BEGIN UPDATE revision SET n = n + 1; END;
CREATE TRIGGER access_keys_counted_update AFTER UPDATE ON access_keys
BEGIN UPDATE revision SET n = n + 1; END;
CREATE TRIGGER access_keys_counted_delete AFTER DELETE ON access_keys
BEGIN UPDATE revision SET n = n + 1; END;

CREATE TRIGGER grants_counted_insert AFTER INSERT ON grants
BEGIN UPDATE revision SET n = n + 1; END;
CREATE TRIGGER grants_counted_update AFTER UPDATE ON grants
BEGIN UPDATE revision SET n = n + 1; END;
CREATE TRIGGER grants_counted_delete AFTER DELETE ON grants
BEGIN UPDATE revision SET n = n + 1; END;

CREATE TRIGGER permissions_counted_insert AFTER INSERT ON permissions
BEGIN UPDATE revision SET n = n + 1; END;
CREATE TRIGGER permissions_counted_update AFTER UPDATE ON permissions
BEGIN UPDATE revision SET n = n + 1; END;
CREATE TRIGGER permissions_counted_delete AFTER DELETE ON permissions
BEGIN UPDATE revision SET n = n + 1; END;

CREATE TRIGGER session_revocations_counted_insert AFTER INSERT ON session_revocations
BEGIN UPDATE revision SET n = n + 1; END;
CREATE TRIGGER session_revocations_counted_update AFTER UPDATE ON session_revocations
BEGIN UPDATE revision SET n = n + 1; END;
CREATE TRIGGER session_revocations_counted_delete AFTER DELETE ON session_revocations
BEGIN UPDATE revision SET n = n + 1; END;
