package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.StoredVersion;
import java.util.ArrayList;
import java.util.List;

/** What nobody sees any more, and what backends still hold of it. */
record JdbcCollection(JdbcDrafts drafts) {

  /** What an upload is to free is known by its version, so that one stays until it has. */
  private static final String DUE =
      " WHERE state = 'deleting' AND collect_after <= ? AND NOT EXISTS (SELECT 1 FROM"
          + " gateway_uploads WHERE gateway_uploads.object_id = objects.id"
          + " AND NOT gateway_uploads.freed) ORDER BY collect_after, id LIMIT ?";

  List<StoredVersion> collectable(int most) throws MetadataUnavailableException {
    JdbcRows rows = drafts.rows();
    return rows.write(connection -> {
      drafts.abandonLapsed(connection, most);
      long now = rows.currentMillis(connection);
      List<StoredVersion> due = JdbcVersions.all(connection, DUE, List.of(now, most));
      for (List<StoredVersion> some : JdbcRows.pieces(due)) {
        // What cannot be collected now goes behind what was not tried yet.
        List<Long> values = new ArrayList<>(List.of(now));
        some.forEach(version -> values.add(version.id()));
        String sql =
            "UPDATE objects SET collect_after = ? WHERE id IN " + JdbcRows.list(some.size());
        int unused = JdbcRows.update(connection, sql, values);
      }
      return due;
    });
  }

  void forget(long id) throws MetadataUnavailableException {
    var unused =
        drafts
            .rows()
            .<Integer, RuntimeException>write(connection ->
                JdbcRows.update(
                    connection,
                    "DELETE FROM objects WHERE id = ? AND state = 'deleting'",
                    List.of(id)));
  }
}
