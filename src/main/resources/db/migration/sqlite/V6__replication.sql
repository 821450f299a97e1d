-- What carries out the jobs of the gateway, beside the rows of the jobs.
-- Moments are milliseconds since 1970-01-01T00:00:00Z.

-- The name of the try that is at it. All changes by a worker name it, so that one that was taken
-- for dead changes nothing any more.
ALTER TABLE sync_jobs ADD COLUMN holder TEXT;
-- Jobs about one version come one after the other.
CREATE UNIQUE INDEX sync_jobs_held ON sync_jobs (object_id)
  WHERE holder IS NOT NULL AND object_id IS NOT NULL;
CREATE INDEX sync_jobs_of_target ON sync_jobs (target_backend, status);
CREATE INDEX sync_jobs_of_source ON sync_jobs (source_backend, status);

-- Whatever queues a job makes it due, in the same transaction. One that is queued again while its
-- last worker is still ending it is taken from that worker.
CREATE TRIGGER sync_jobs_due_insert AFTER INSERT ON sync_jobs WHEN NEW.status = 'queued'
BEGIN
  INSERT INTO scheduled_tasks
    (task_name, task_instance, execution_time, picked, version, priority)
  VALUES ('sync_job', CAST(NEW.id AS TEXT), NEW.created_at, FALSE, 1, 11 - NEW.priority)
  ON CONFLICT (task_name, task_instance) DO UPDATE
    SET execution_time = excluded.execution_time, priority = excluded.priority, picked = FALSE,
      picked_by = NULL, last_heartbeat = NULL, version = version + 1;
END;
CREATE TRIGGER sync_jobs_due_update AFTER UPDATE OF status ON sync_jobs
WHEN NEW.status = 'queued'
BEGIN
  INSERT INTO scheduled_tasks
    (task_name, task_instance, execution_time, picked, version, priority)
  VALUES ('sync_job', CAST(NEW.id AS TEXT), NEW.created_at, FALSE, 1, 11 - NEW.priority)
  ON CONFLICT (task_name, task_instance) DO UPDATE
    SET execution_time = excluded.execution_time, priority = excluded.priority, picked = FALSE,
      picked_by = NULL, last_heartbeat = NULL, version = version + 1;
END;

-- How far what looks at everything is.
CREATE TABLE gateway_scans (
  name TEXT NOT NULL PRIMARY KEY,
  running BOOLEAN NOT NULL DEFAULT FALSE,
  -- Whether bytes are read, or only what backends say of them.
  reads_bytes BOOLEAN NOT NULL DEFAULT FALSE,
  -- The last one that was looked at; empty before the first one.
  position TEXT NOT NULL DEFAULT '',
  -- How many there were when it began.
  expected BIGINT NOT NULL DEFAULT 0,
  examined BIGINT NOT NULL DEFAULT 0,
  problems BIGINT NOT NULL DEFAULT 0,
  repairs BIGINT NOT NULL DEFAULT 0,
  started_at BIGINT,
  finished_at BIGINT,
  updated_at BIGINT NOT NULL
);

-- Backends that are being emptied, or were.
CREATE TABLE gateway_drains (
  backend TEXT NOT NULL PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('draining', 'drained')),
  replicas_at_start BIGINT NOT NULL,
  -- The last version whose move was queued.
  position BIGINT NOT NULL DEFAULT 0,
  -- When the end was reached and something was left, for another round.
  swept_at BIGINT,
  started_at BIGINT NOT NULL,
  finished_at BIGINT
);

-- Objects on backends that no row of the gateway names.
CREATE TABLE gateway_orphans (
  backend TEXT NOT NULL,
  bucket_name TEXT NOT NULL,
  backend_key TEXT NOT NULL,
  size_bytes BIGINT NOT NULL,
  last_modified BIGINT NOT NULL,
  found_at BIGINT NOT NULL,
  deleted_at BIGINT,
  PRIMARY KEY (backend, bucket_name, backend_key)
);
CREATE INDEX gateway_orphans_by_time ON gateway_orphans (found_at);
CREATE INDEX object_replicas_of_place ON object_replicas (backend, bucket_name, backend_key);
