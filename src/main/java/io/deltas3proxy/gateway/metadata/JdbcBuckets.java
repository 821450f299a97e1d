package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.gateway.Buckets;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.GatewayBucket.DefaultRetention;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.Retention;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The buckets of the table {@code buckets}. */
public final class JdbcBuckets implements Buckets {

  private static final String SELECT =
      "SELECT bucket_name, backend_bucket, location_constraint, countries, required_replica_count,"
          + " object_lock, retention_mode, retention_days FROM buckets";

  private static final String ADD =
      "INSERT INTO buckets (bucket_name, backend_bucket, location_constraint, countries,"
          + " required_replica_count, object_lock, retention_mode, retention_days, created_at)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (bucket_name) DO NOTHING";

  private static final String EMPTY =
      " AND NOT EXISTS (SELECT 1 FROM objects WHERE objects.bucket_name = buckets.bucket_name"
          + " AND objects.state <> 'deleting')"
          + " AND NOT EXISTS (SELECT 1 FROM gateway_uploads WHERE gateway_uploads.bucket_name ="
          + " buckets.bucket_name AND gateway_uploads.state = 'open')";

  private final JdbcRows rows;
  private final Clock clock;

  public JdbcBuckets(Database database, Clock clock) {
    this.rows = new JdbcRows(database);
    this.clock = clock;
  }

  @Override
  public Optional<GatewayBucket> find(String name) throws MetadataUnavailableException {
    String sql = SELECT + " WHERE bucket_name = ?";
    return rows.read(
        connection -> JdbcRows.first(connection, sql, List.of(name), JdbcBuckets::row));
  }

  @Override
  public List<GatewayBucket> all() throws MetadataUnavailableException {
    return rows.read(connection ->
        JdbcRows.query(connection, SELECT + " ORDER BY bucket_name", List.of(), JdbcBuckets::row));
  }

  @Override
  public boolean create(GatewayBucket bucket) throws MetadataUnavailableException {
    DefaultRetention retention = bucket.defaultRetention();
    List<@Nullable Object> values =
        Arrays.asList(
            bucket.name(),
            bucket.backendBucket(),
            JdbcText.codes(bucket.locations()),
            String.join(",", new TreeSet<>(bucket.countries())),
            bucket.requiredReplicas(),
            bucket.objectLock(),
            retention == null ? null : retention.mode().name(),
            retention == null ? null : retention.days(),
            clock.millis());
    return rows.<Boolean, RuntimeException>write(
        connection -> JdbcRows.update(connection, ADD, values) == 1);
  }

  @Override
  public boolean lock(String name, @Nullable DefaultRetention retention)
      throws MetadataUnavailableException {
    String sql =
        "UPDATE buckets SET object_lock = TRUE, retention_mode = ?, retention_days = ?"
            + " WHERE bucket_name = ?";
    List<@Nullable Object> values =
        Arrays.asList(
            retention == null ? null : retention.mode().name(),
            retention == null ? null : retention.days(),
            name);
    return rows.<Boolean, RuntimeException>write(
        connection -> JdbcRows.update(connection, sql, values) == 1);
  }

  @Override
  public Removal remove(String name) throws MetadataUnavailableException {
    return rows.<Removal, RuntimeException>write(connection -> {
      String one = " WHERE bucket_name = ?";
      String locked = SELECT + one + rows.lock();
      if (JdbcRows.query(connection, locked, List.of(name), row -> name).isEmpty()) {
        return Removal.MISSING;
      }
      String remove = "DELETE FROM buckets" + one + EMPTY;
      return JdbcRows.update(connection, remove, List.of(name)) == 1
          ? Removal.REMOVED
          : Removal.NOT_EMPTY;
    });
  }

  private static GatewayBucket row(ResultSet row) throws SQLException {
    String mode = row.getString(7);
    return new GatewayBucket(
        row.getString(1),
        row.getString(2),
        List.copyOf(JdbcText.locations(row.getString(3))),
        new TreeSet<>(JdbcText.words(row.getString(4))),
        row.getInt(5),
        row.getBoolean(6),
        mode == null ? null : new DefaultRetention(Retention.Mode.valueOf(mode), row.getInt(8)));
  }
}
