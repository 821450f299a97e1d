-- What writers have under way. Nothing here decides for other requests, so no revision is counted.

-- Files that are stored, or about to be, and that no commit names yet.
CREATE TABLE uncommitted_files (
  store TEXT COLLATE "C" NOT NULL,
  bucket TEXT COLLATE "C" NOT NULL,
  object_key TEXT COLLATE "C" NOT NULL,
  -- Empty for everybody anonymous.
  writer TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (store, bucket, object_key)
);
CREATE INDEX uncommitted_files_of_writer
  ON uncommitted_files (writer, store, bucket, object_key);
CREATE INDEX uncommitted_files_by_time ON uncommitted_files (created_at);

CREATE TABLE multipart_uploads (
  upload_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  store TEXT COLLATE "C" NOT NULL,
  bucket TEXT COLLATE "C" NOT NULL,
  object_key TEXT COLLATE "C" NOT NULL,
  writer TEXT COLLATE "C" NOT NULL,
  -- What the store calls it.
  backend_upload_id TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX multipart_uploads_of_writer
  ON multipart_uploads (writer, store, bucket, object_key, upload_id);
CREATE INDEX multipart_uploads_by_time ON multipart_uploads (created_at);

-- For stores that cannot tell whether an object is there when they write it.
CREATE TABLE commit_locks (
  store TEXT COLLATE "C" NOT NULL,
  bucket TEXT COLLATE "C" NOT NULL,
  object_key TEXT COLLATE "C" NOT NULL,
  holder TEXT COLLATE "C" NOT NULL,
  held_until BIGINT NOT NULL,
  PRIMARY KEY (store, bucket, object_key)
);
CREATE INDEX commit_locks_of_holder ON commit_locks (holder);
