-- What is decided of a version that was decided on before: each backend by itself.
ALTER TABLE placement_evidence ADD COLUMN version_id TEXT;
ALTER TABLE placement_evidence ADD COLUMN backend TEXT;
CREATE INDEX placement_evidence_of_version ON placement_evidence (version_id, backend, id)
  WHERE version_id IS NOT NULL;
