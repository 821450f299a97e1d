-- Files that were received, or are being received, and go to their stores in the background.
CREATE TABLE file_jobs (
  id TEXT NOT NULL PRIMARY KEY,
  -- Empty for everybody anonymous.
  owner TEXT NOT NULL,
  -- Names, one in a line.
  owner_groups TEXT NOT NULL,
  groups_only INTEGER NOT NULL,
  bucket TEXT NOT NULL,
  object_name TEXT NOT NULL,
  content_type TEXT NOT NULL,
  -- As a resumable upload was given it; empty for others.
  metadata TEXT NOT NULL,
  length INTEGER NOT NULL,
  state TEXT NOT NULL,
  received INTEGER NOT NULL,
  sent INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  -- What the owner is told; empty for nothing.
  error TEXT NOT NULL,
  -- Whose disk has the bytes.
  spool TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
);
CREATE INDEX file_jobs_due ON file_jobs (spool, state, due_at);
CREATE INDEX file_jobs_expiring ON file_jobs (expires_at);
CREATE INDEX file_jobs_of_owner ON file_jobs (owner, state);
