package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.storage.EntityTags;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Holds conditions against the latest version of a key, which is locked. */
final class JdbcConditions {

  /** A delete marker is no object. */
  private static final String OBJECT =
      "SELECT etag FROM objects WHERE bucket_name = ? AND object_key = ?"
          + " AND is_latest AND NOT is_delete_marker";

  private JdbcConditions() {}

  static Optional<StoreException> violated(
      Connection connection, String bucket, String key, WriteConditions conditions)
      throws SQLException {
    if (conditions.equals(WriteConditions.NONE)) {
      return Optional.empty();
    }
    Optional<String> eTag =
        JdbcRows.first(connection, OBJECT, List.of(bucket, key), row -> row.getString(1));
    if (conditions.ifAbsent() && eTag.isPresent()) {
      return failed("there is such an object");
    }
    String wanted = conditions.ifMatch();
    if (wanted != null && eTag.filter(EntityTags.parse(wanted)::matchesStrongly).isEmpty()) {
      return failed("the object is another, or is not there");
    }
    return Optional.empty();
  }

  private static Optional<StoreException> failed(String why) {
    return Optional.of(new StoreException.PreconditionFailed(why));
  }
}
