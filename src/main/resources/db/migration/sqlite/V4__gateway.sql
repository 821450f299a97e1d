-- The gateway: what is kept of objects, where, and what is to be done.
-- Moments are milliseconds since 1970-01-01T00:00:00Z. Nothing here counts a revision.
-- No secret of a backend is in this database.

-- Rows of the file of providers.
CREATE TABLE providers (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  country TEXT NOT NULL,
  region_city TEXT NOT NULL,
  zone_code TEXT NOT NULL UNIQUE,
  provider_name TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  s3_compatible TEXT NOT NULL DEFAULT 'Unknown',
  object_lock TEXT NOT NULL DEFAULT 'Unknown',
  versioning TEXT NOT NULL DEFAULT 'Unknown',
  iso_27001_gdpr TEXT NOT NULL DEFAULT 'Unknown',
  veeam_ready TEXT NOT NULL DEFAULT 'Unknown',
  notes TEXT NOT NULL DEFAULT ''
);

CREATE TABLE gateway_backends (
  name TEXT NOT NULL PRIMARY KEY,
  provider TEXT NOT NULL,
  zone_code TEXT NOT NULL,
  region TEXT NOT NULL,
  -- Physical.
  bucket_name TEXT NOT NULL,
  is_primary BOOLEAN NOT NULL DEFAULT FALSE,
  enabled BOOLEAN NOT NULL DEFAULT TRUE,
  draining BOOLEAN NOT NULL DEFAULT FALSE,
  updated_at BIGINT NOT NULL
);

CREATE TABLE buckets (
  bucket_name TEXT NOT NULL PRIMARY KEY,
  -- Physical; that of each backend where it is missing.
  backend_bucket TEXT,
  -- Codes with commas between them, the first one being that of the primary replica.
  location_constraint TEXT NOT NULL DEFAULT '',
  countries TEXT NOT NULL DEFAULT '',
  required_replica_count INTEGER NOT NULL DEFAULT 1 CHECK (required_replica_count >= 1),
  object_lock BOOLEAN NOT NULL DEFAULT FALSE,
  retention_mode TEXT CHECK (retention_mode IN ('GOVERNANCE', 'COMPLIANCE')),
  retention_days INTEGER CHECK (retention_days >= 1),
  created_at BIGINT NOT NULL,
  CHECK ((retention_mode IS NULL) = (retention_days IS NULL))
);

-- One row for each key that has a visible version. Whoever changes which versions a key has
-- changes this row first, so that they wait for each other.
CREATE TABLE object_keys (
  bucket_name TEXT NOT NULL,
  object_key TEXT NOT NULL,
  last_sequence BIGINT NOT NULL,
  PRIMARY KEY (bucket_name, object_key)
);

-- One row for each version and each delete marker.
CREATE TABLE objects (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  bucket_name TEXT NOT NULL,
  object_key TEXT NOT NULL,
  version_id TEXT NOT NULL,
  -- uploading: parts come in; writing: until lease_until; visible; deleting: places to be emptied.
  state TEXT NOT NULL CHECK (state IN ('uploading', 'writing', 'visible', 'deleting')),
  -- Of the versions of one key; none before it was visible.
  sequence BIGINT,
  is_latest BOOLEAN NOT NULL DEFAULT FALSE,
  is_delete_marker BOOLEAN NOT NULL DEFAULT FALSE,
  owner TEXT NOT NULL,
  size_bytes BIGINT NOT NULL DEFAULT 0 CHECK (size_bytes >= 0),
  etag TEXT NOT NULL DEFAULT '',
  last_modified BIGINT NOT NULL,
  headers_json TEXT NOT NULL DEFAULT '{}',
  tags_json TEXT NOT NULL DEFAULT '{}',
  retention_mode TEXT CHECK (retention_mode IN ('GOVERNANCE', 'COMPLIANCE')),
  retain_until BIGINT,
  legal_hold BOOLEAN NOT NULL DEFAULT FALSE,
  primary_zone_code TEXT,
  -- Codes with commas between them.
  allowed_zones TEXT NOT NULL DEFAULT '',
  required_replica_count INTEGER NOT NULL DEFAULT 0,
  current_replica_count INTEGER NOT NULL DEFAULT 0,
  sync_status TEXT NOT NULL
    CHECK (sync_status IN ('pending', 'syncing', 'complete', 'failed', 'partial')),
  upload_id TEXT,
  -- Both by the clock of the database.
  lease_until BIGINT,
  collect_after BIGINT,
  lease_millis BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  UNIQUE (bucket_name, object_key, version_id),
  CHECK (NOT is_latest OR state = 'visible'),
  CHECK (state <> 'visible' OR sequence IS NOT NULL)
);
CREATE UNIQUE INDEX objects_latest ON objects (bucket_name, object_key) WHERE is_latest;
CREATE INDEX objects_listed ON objects (bucket_name, object_key)
  WHERE is_latest AND NOT is_delete_marker;
CREATE UNIQUE INDEX objects_of_key ON objects (bucket_name, object_key, sequence DESC)
  WHERE state = 'visible';
CREATE INDEX objects_by_lease ON objects (lease_until) WHERE state = 'writing';
CREATE INDEX objects_deleting ON objects (collect_after, id) WHERE state = 'deleting';
CREATE INDEX objects_not_complete ON objects (id)
  WHERE state = 'visible' AND sync_status <> 'complete';

CREATE TABLE object_replicas (
  object_id BIGINT NOT NULL REFERENCES objects (id) ON DELETE CASCADE,
  backend TEXT NOT NULL,
  zone_code TEXT NOT NULL,
  -- Physical.
  bucket_name TEXT NOT NULL,
  backend_key TEXT NOT NULL,
  replica_status TEXT NOT NULL
    CHECK (replica_status IN ('pending', 'active', 'failed', 'deleted', 'syncing')),
  checksum TEXT,
  last_verified BIGINT,
  sync_attempts INTEGER NOT NULL DEFAULT 0,
  last_error TEXT,
  PRIMARY KEY (object_id, backend)
);
CREATE INDEX object_replicas_of_backend ON object_replicas (backend, object_id);

CREATE TABLE sync_jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  job_type TEXT NOT NULL CHECK (job_type IN ('add_replica', 'remove_replica', 'verify_replica',
    'migrate_replica', 'sync_metadata', 'delete_bucket_replica', 'cleanup_empty_bucket')),
  -- Of a version that may be gone by now.
  object_id BIGINT,
  source_backend TEXT,
  target_backend TEXT,
  priority INTEGER NOT NULL DEFAULT 5 CHECK (priority BETWEEN 1 AND 10),
  status TEXT NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'running', 'completed',
    'failed', 'cancelled', 'retrying')),
  retry_count INTEGER NOT NULL DEFAULT 0,
  max_retries INTEGER NOT NULL DEFAULT 3,
  error_message TEXT,
  bytes_done BIGINT NOT NULL DEFAULT 0,
  bytes_total BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  started_at BIGINT,
  finished_at BIGINT
);
-- The same job waits once.
CREATE UNIQUE INDEX sync_jobs_waiting ON sync_jobs (job_type, COALESCE(object_id, 0),
    COALESCE(source_backend, ''), COALESCE(target_backend, ''))
  WHERE status IN ('queued', 'retrying');
CREATE INDEX sync_jobs_by_status ON sync_jobs (status, priority, id);
CREATE INDEX sync_jobs_of_object ON sync_jobs (object_id);
CREATE INDEX sync_jobs_finished ON sync_jobs (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE operations_log (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  operation_type TEXT NOT NULL,
  bucket_name TEXT NOT NULL,
  object_key TEXT,
  "user" TEXT,
  access_key_id TEXT,
  zone_code TEXT,
  request_id TEXT NOT NULL,
  user_agent TEXT,
  source_ip TEXT NOT NULL,
  status_code INTEGER NOT NULL,
  bytes_transferred BIGINT NOT NULL,
  response_time_ms BIGINT NOT NULL,
  error_message TEXT,
  -- JSON.
  replication_info TEXT,
  created_at BIGINT NOT NULL
);
CREATE INDEX operations_log_by_time ON operations_log (created_at, id);
CREATE INDEX operations_log_of_bucket ON operations_log (bucket_name, created_at, id);
CREATE INDEX operations_log_of_user ON operations_log ("user", created_at, id);
CREATE INDEX operations_log_failed ON operations_log (created_at, id) WHERE status_code >= 400;

CREATE TABLE replication_rules (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  source_zone TEXT,
  -- Codes with commas between them.
  target_zones TEXT NOT NULL DEFAULT '',
  replica_count INTEGER NOT NULL DEFAULT 1 CHECK (replica_count >= 1),
  country_restriction TEXT NOT NULL DEFAULT '',
  -- Words with commas between them: what each provider must have.
  demands TEXT NOT NULL DEFAULT '',
  enabled BOOLEAN NOT NULL DEFAULT TRUE,
  -- Those of the configuration are replaced at each start.
  origin TEXT NOT NULL DEFAULT 'administrator'
    CHECK (origin IN ('configuration', 'administrator')),
  created_at BIGINT NOT NULL
);

-- What was decided on the place of something new, and why.
CREATE TABLE placement_evidence (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  created_at BIGINT NOT NULL,
  request_id TEXT NOT NULL,
  operation TEXT NOT NULL,
  bucket_name TEXT NOT NULL,
  object_key TEXT NOT NULL,
  allowed BOOLEAN NOT NULL,
  -- Names with commas between them: those that took part, or the one that refused.
  rules TEXT NOT NULL,
  reason TEXT,
  allowed_zones TEXT NOT NULL DEFAULT '',
  backends TEXT NOT NULL DEFAULT '',
  required_replica_count INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX placement_evidence_by_time ON placement_evidence (created_at, id);
CREATE INDEX placement_evidence_of_key ON placement_evidence (bucket_name, object_key, id);
CREATE INDEX placement_evidence_of_request ON placement_evidence (request_id);

-- Its row in objects says what it is to become.
CREATE TABLE gateway_uploads (
  upload_id TEXT NOT NULL PRIMARY KEY,
  object_id BIGINT NOT NULL UNIQUE,
  bucket_name TEXT NOT NULL,
  object_key TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'completed', 'aborted')),
  -- Whether no backend holds anything of it but what has become a version.
  freed BOOLEAN NOT NULL DEFAULT FALSE,
  tried_at BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX gateway_uploads_listed ON gateway_uploads (bucket_name, object_key, upload_id)
  WHERE state = 'open';
CREATE INDEX gateway_uploads_by_time ON gateway_uploads (state, created_at);
CREATE INDEX gateway_uploads_held ON gateway_uploads (tried_at, upload_id)
  WHERE state <> 'open' AND NOT freed;

CREATE TABLE gateway_upload_backends (
  upload_id TEXT NOT NULL REFERENCES gateway_uploads (upload_id) ON DELETE CASCADE,
  backend TEXT NOT NULL,
  -- Empty while it has none.
  backend_upload_id TEXT NOT NULL DEFAULT '',
  dropped BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (upload_id, backend)
);

CREATE TABLE gateway_upload_parts (
  upload_id TEXT NOT NULL REFERENCES gateway_uploads (upload_id) ON DELETE CASCADE,
  part_number INTEGER NOT NULL CHECK (part_number BETWEEN 1 AND 10000),
  size_bytes BIGINT NOT NULL,
  etag TEXT NOT NULL,
  checksums_json TEXT NOT NULL DEFAULT '{}',
  last_modified BIGINT NOT NULL,
  PRIMARY KEY (upload_id, part_number)
);

CREATE TABLE gateway_part_replicas (
  upload_id TEXT NOT NULL,
  part_number INTEGER NOT NULL,
  backend TEXT NOT NULL,
  etag TEXT NOT NULL,
  PRIMARY KEY (upload_id, part_number, backend),
  FOREIGN KEY (upload_id, part_number)
    REFERENCES gateway_upload_parts (upload_id, part_number) ON DELETE CASCADE
);

CREATE TABLE gateway_permissions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  grantee_kind TEXT NOT NULL CHECK (grantee_kind IN ('user', 'group', 'everyone')),
  grantee_name TEXT,
  bucket_pattern TEXT NOT NULL,
  key_prefix TEXT NOT NULL DEFAULT '',
  -- With commas between them.
  privileges TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  CHECK ((grantee_kind = 'everyone') = (grantee_name IS NULL))
);
CREATE INDEX gateway_permissions_of_grantee ON gateway_permissions (grantee_kind, grantee_name);

-- Of the library that carries jobs out.
CREATE TABLE scheduled_tasks (
  task_name TEXT NOT NULL,
  task_instance TEXT NOT NULL,
  task_data BLOB,
  execution_time TIMESTAMP NOT NULL,
  picked BOOLEAN NOT NULL,
  picked_by TEXT,
  last_success TIMESTAMP,
  last_failure TIMESTAMP,
  consecutive_failures INTEGER,
  last_heartbeat TIMESTAMP,
  version BIGINT NOT NULL,
  priority SMALLINT,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_by_time ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_by_heartbeat ON scheduled_tasks (last_heartbeat);
CREATE INDEX scheduled_tasks_by_priority ON scheduled_tasks (priority DESC, execution_time ASC);
