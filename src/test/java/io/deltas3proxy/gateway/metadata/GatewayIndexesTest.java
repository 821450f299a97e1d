package io.deltas3proxy.gateway.metadata;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.testing.TestDatabases;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked every few seconds is answered from an index, however many rows there are. */
class GatewayIndexesTest {

  @TempDir private Path directory;

  private static String plan(Database database, String query) throws Exception {
    return String.join(
        "; ",
        database.<List<String>, RuntimeException>read(connection ->
            JdbcRows.query(
                connection, "EXPLAIN QUERY PLAN " + query, List.of(), row -> row.getString(4))));
  }

  @Test
  void whatIsAskedAgainAndAgainHasAnIndex() throws Exception {
    try (Database database =
        Database.open(TestDatabases.settings(TestDatabases.sqlite(directory)))) {
      String left =
          plan(
              database,
              "SELECT count(*) FROM object_replicas WHERE backend = 'a'"
                  + " AND replica_status <> 'deleted'");
      assertTrue(left.contains("INDEX object_replicas_left"), left);
      String ended =
          plan(
              database,
              "SELECT upload_id FROM gateway_uploads WHERE state = 'completed' AND freed"
                  + " AND created_at < 1 AND ended_at < 1 LIMIT 20");
      assertTrue(ended.contains("(state=? AND created_at<?)"), ended);
    }
  }
}
