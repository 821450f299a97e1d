-- What is decided of a version that was decided on before: each backend by itself.
ALTER TABLE placement_evidence ADD COLUMN version_id TEXT COLLATE "C";
ALTER TABLE placement_evidence ADD COLUMN backend TEXT COLLATE "C";
CREATE INDEX placement_evidence_of_version ON placement_evidence (version_id, backend, id)
  WHERE version_id IS NOT NULL;
