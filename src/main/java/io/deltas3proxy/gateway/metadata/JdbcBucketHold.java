package io.deltas3proxy.gateway.metadata;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Predicate;

/**
 * Holds the bucket of what is new until that is there: whoever removes a bucket at the same moment
 * waits, and finds it; or the bucket is gone, and nothing new comes into it.
 *
 * @param lasting says of which buckets there is no row, since nobody can remove them
 */
record JdbcBucketHold(JdbcRows rows, Predicate<String> lasting) {

  private static final String BUCKET = "SELECT 1 FROM buckets WHERE bucket_name = ?";

  void hold(Connection connection, String bucket) throws SQLException {
    if (!lasting.test(bucket)
        && JdbcRows.first(
                connection, BUCKET + rows.sharedLock(), List.of(bucket), row -> row.getInt(1))
            .isEmpty()) {
      throw new SQLException("the bucket was removed meanwhile");
    }
  }
}
