import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.database.DatabaseSettings;
import io.deltas3proxy.database.DatabaseTimeouts;
import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.NewVersion;
import io.deltas3proxy.gateway.Replica;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.VersionCommit;
import io.deltas3proxy.gateway.VersionListings.VersionQuery;
import io.deltas3proxy.gateway.metadata.JdbcObjectVersions;
import io.deltas3proxy.gateway.metadata.JdbcStatistics;
import io.deltas3proxy.gateway.metadata.JdbcVersionListings;
import io.deltas3proxy.storage.ListingRequest;
import io.deltas3proxy.storage.WriteConditions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fills a database with versions of many keys, {@code <hundreds>/<tens>/<number>} with two versions
 * of every tenth key, and times what the gateway asks of it: the median and the greatest of some
 * runs, in milliseconds.
 */
public final class MetadataFigures {

  private static final String BUCKET = "bench";
  private static final int RUNS = 15;

  /** What is timed. */
  private interface Work {
    int run() throws Exception;
  }

  private MetadataFigures() {}

  public static void main(String[] arguments) throws Exception {
    int keys = Integer.parseInt(arguments[0]);
    DatabaseAddress address = DatabaseAddress.parse(arguments[1], Path.of(""));
    Duration patience = Duration.ofMinutes(30);
    DatabaseTimeouts timeouts = new DatabaseTimeouts(Duration.ofSeconds(30), patience);
    try (Database database = Database.open(new DatabaseSettings(address, 4, timeouts))) {
      fill(database, keys, address.isEmbedded());
      JdbcVersionListings listings = new JdbcVersionListings(database);
      String middle = key(keys / 2);
      time("page of 1000 keys, the first", () -> page(listings, "", null, null));
      time("page of 1000 keys, from the middle", () -> page(listings, "", null, middle));
      time("page of 1000 keys of one prefix", () -> page(listings, "000055/", null, null));
      time("common prefixes, 1 in 10,000 keys", () -> page(listings, "", "/", null));
      time("common prefixes, 1 in 100 keys", () -> page(listings, "000050/", "/", null));
      time("page of 1000 versions, from the middle", () -> versions(listings, middle));
      JdbcStatistics statistics = new JdbcStatistics(database, Clock.systemUTC());
      time("lacking replicas", () -> statistics.replicas(BUCKET, true, 0, 1000).size());
      time("versions and bytes by state", () -> statistics.versions().size());
      JdbcObjectVersions versions = new JdbcObjectVersions(database, Clock.systemUTC());
      time("latest version of a key", () -> versions.latest(BUCKET, middle).isPresent() ? 1 : 0);
      time("begin and commit of a new version", () -> put(versions));
      explain(database, address.isEmbedded(), middle);
    }
  }

  private static String key(int number) {
    return String.format("%06d/%04d/%09d", number / 10_000, number / 100 % 100, number);
  }

  private static void fill(Database database, int keys, boolean embedded) throws Exception {
    long there =
        database.read(connection ->
            number(connection, "SELECT COUNT(*) FROM object_keys WHERE bucket_name = '" + BUCKET + "'"));
    if (there >= keys) {
      return;
    }
    String numbers =
        embedded
            ? "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < "
                + (keys - 1)
                + ") "
            : "WITH n AS (SELECT generate_series(0, " + (keys - 1) + ") AS i) ";
    String name =
        embedded
            ? "printf('%06d/%04d/%09d', i / 10000, i / 100 % 100, i)"
            : "lpad((i / 10000)::text, 6, '0') || '/' || lpad((i / 100 % 100)::text, 4, '0')"
                + " || '/' || lpad(i::text, 9, '0')";
    database.write(connection -> {
      run(
          connection,
          "INSERT INTO object_keys (bucket_name, object_key, last_sequence) "
              + numbers
              + "SELECT '" + BUCKET + "', " + name + ", 2 FROM n");
      run(connection, insert(numbers, name, 2, "TRUE", "i >= 0"));
      run(connection, insert(numbers, name, 1, "FALSE", "i % 10 = 0"));
      run(
          connection,
          "INSERT INTO object_replicas (object_id, backend, zone_code, bucket_name, backend_key,"
              + " replica_status) SELECT id, 'st', 'FI-HEL-ST-1', 'p', object_key || '#' ||"
              + " version_id, 'active' FROM objects");
      return 0;
    });
    database.write(connection -> {
      run(connection, "ANALYZE");
      return 0;
    });
  }

  private static String insert(
      String numbers, String name, int sequence, String latest, String where) {
    return "INSERT INTO objects (bucket_name, object_key, version_id, state, sequence, is_latest,"
        + " owner, size_bytes, etag, last_modified, sync_status, required_replica_count,"
        + " current_replica_count, created_at, headers_json) "
        + numbers
        + "SELECT '" + BUCKET + "', " + name + ", 'v20260101000000-' || i || '" + sequence + "',"
        + " 'visible', " + sequence + ", " + latest + ", 'alice', 4096,"
        + " '\"d41d8cd98f00b204e9800998ecf8427e\"', 1767225600000,"
        + " 'complete', 1, 1, 1767225600000, '{\"content-type\":\"text/plain\"}' FROM n WHERE "
        + where;
  }

  private static int page(
      JdbcVersionListings listings, String prefix, String delimiter, String after)
      throws Exception {
    var page = listings.objects(new ListingRequest(BUCKET, prefix, delimiter, after, 1000));
    return page.objects().size() + page.commonPrefixes().size();
  }

  private static int versions(JdbcVersionListings listings, String after) throws Exception {
    return listings.versions(new VersionQuery(BUCKET, "", null, after, null, 1000))
        .versions()
        .size();
  }

  private static int put(JdbcObjectVersions versions) throws Exception {
    String id = "v20260301000000-" + Long.toHexString(System.nanoTime());
    Location zone = new Location("FI-HEL-ST-1");
    Replica replica =
        new Replica("st", zone, "p", "k#" + id, Replica.Status.PENDING, null, null, 0, null);
    long row =
        versions.begin(
            new NewVersion(
                BUCKET,
                key(7),
                id,
                "alice",
                Map.of(),
                Map.of(),
                StoredVersion.Protection.NONE,
                zone,
                Set.of(zone),
                1,
                List.of(replica),
                Duration.ofMinutes(1)));
    Replica active =
        new Replica("st", zone, "p", "k#" + id, Replica.Status.ACTIVE, "\"e\"", null, 1, null);
    versions.commit(
        row,
        new VersionCommit(
            1, "\"e\"", Map.of(), List.of(active), List.of(), WriteConditions.NONE, null));
    return 1;
  }

  private static void time(String what, Work work) throws Exception {
    double[] millis = new double[RUNS];
    int found = 0;
    for (int run = -3; run < RUNS; run++) {
      long start = System.nanoTime();
      found = work.run();
      if (run >= 0) {
        millis[run] = (System.nanoTime() - start) / 1e6;
      }
    }
    Arrays.sort(millis);
    System.out.printf(
        "%-42s %6d rows  median %8.2f ms  most %8.2f ms%n",
        what, found, millis[RUNS / 2], millis[RUNS - 1]);
  }

  private static void explain(Database database, boolean embedded, String key) throws Exception {
    List<String> queries =
        List.of(
            "SELECT object_key, size_bytes, etag, last_modified FROM objects WHERE bucket_name = '"
                + BUCKET
                + "' AND is_latest AND NOT is_delete_marker AND object_key > '"
                + key
                + "' ORDER BY object_key LIMIT 1001",
            "SELECT id FROM objects WHERE bucket_name = '"
                + BUCKET
                + "' AND state = 'visible' AND object_key > '"
                + key
                + "' ORDER BY object_key, sequence DESC LIMIT 1001");
    for (String query : queries) {
      System.out.println();
      String explain = embedded ? "EXPLAIN QUERY PLAN " : "EXPLAIN (ANALYZE, BUFFERS) ";
      int unused =
          database.read(connection -> {
            try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(explain + query)) {
              while (rows.next()) {
                System.out.println(rows.getString(embedded ? 4 : 1));
              }
            }
            return 0;
          });
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
