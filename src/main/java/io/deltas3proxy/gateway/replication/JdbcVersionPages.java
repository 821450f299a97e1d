package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.util.List;

/** Rows of visible versions, page by page. */
final class JdbcVersionPages {

  private static final String VISIBLE = " FROM objects WHERE state = 'visible'";
  private static final String WITH_BYTES = " AND NOT is_delete_marker";
  private static final String INCOMPLETE = " AND sync_status <> 'complete'";
  private static final String PAGE = " AND id > ? ORDER BY id LIMIT ?";

  private final JdbcStatements statements;

  JdbcVersionPages(Database database) {
    this.statements = new JdbcStatements(database);
  }

  /** Which versions. */
  enum Which {
    ALL(VISIBLE + WITH_BYTES),
    /** Those that have not all their replicas. */
    INCOMPLETE_ONES(VISIBLE + WITH_BYTES + INCOMPLETE);

    private final String source;

    Which(String source) {
      this.source = source;
    }
  }

  long count(Which which) throws MetadataUnavailableException {
    return statements.number("SELECT count(*)" + which.source);
  }

  List<Long> after(Which which, long id, int most) throws MetadataUnavailableException {
    return statements.query("SELECT id" + which.source + PAGE, row -> row.getLong(1), id, most);
  }

  /** Notes that an active replica was found to be right. */
  void verified(long version, String backend, long now) throws MetadataUnavailableException {
    int unused =
        statements.change(
            "UPDATE object_replicas SET last_verified = ?"
                + " WHERE object_id = ? AND backend = ? AND replica_status = 'active'",
            now,
            version,
            backend);
  }

  /** Versions with something on a backend. */
  List<Long> on(String backend, long after, int most) throws MetadataUnavailableException {
    return statements.query(
        "SELECT r.object_id FROM object_replicas r JOIN objects o ON o.id = r.object_id"
            + " WHERE r.backend = ? AND r.replica_status <> 'deleted' AND o.state = 'visible'"
            + " AND r.object_id > ? ORDER BY r.object_id LIMIT ?",
        row -> row.getLong(1),
        backend,
        after,
        most);
  }

  /** Replicas on a backend, also of versions that nobody sees any more, or yet. */
  long countOn(String backend) throws MetadataUnavailableException {
    return statements.number(
        "SELECT count(*) FROM object_replicas WHERE backend = ? AND replica_status <> 'deleted'",
        backend);
  }
}
