-- Rows of replicas that are gone stay: what a drained backend still has is found without them.
DROP INDEX object_replicas_of_backend;
CREATE INDEX object_replicas_left ON object_replicas (backend, object_id)
  WHERE replica_status <> 'deleted';
