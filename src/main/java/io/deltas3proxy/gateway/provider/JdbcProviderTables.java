package io.deltas3proxy.gateway.provider;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseException;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;

/**
 * The tables {@code providers} and {@code gateway_backends}: what the files said last, for
 * everybody who looks into the database, and which backends are emptied. No secret is in them.
 */
public final class JdbcProviderTables {

  private static final String PROVIDER =
      "INSERT INTO providers (zone_code, country, region_city, provider_name, endpoint,"
          + " s3_compatible, object_lock, versioning, iso_27001_gdpr, veeam_ready, notes)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (zone_code) DO UPDATE SET country = excluded.country,"
          + " region_city = excluded.region_city, provider_name = excluded.provider_name,"
          + " endpoint = excluded.endpoint, s3_compatible = excluded.s3_compatible,"
          + " object_lock = excluded.object_lock, versioning = excluded.versioning,"
          + " iso_27001_gdpr = excluded.iso_27001_gdpr, veeam_ready = excluded.veeam_ready,"
          + " notes = excluded.notes";

  private static final String BACKEND =
      "INSERT INTO gateway_backends (name, provider, zone_code, region, bucket_name, is_primary,"
          + " enabled, draining, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (name) DO UPDATE SET provider = excluded.provider,"
          + " zone_code = excluded.zone_code, region = excluded.region,"
          + " bucket_name = excluded.bucket_name, is_primary = excluded.is_primary,"
          + " enabled = excluded.enabled, updated_at = excluded.updated_at";

  private static final String ALL = "SELECT name FROM gateway_backends";
  private static final String DRAINING = ALL + " WHERE draining";

  private final Database database;
  private final Clock clock;

  public JdbcProviderTables(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Keeps what the files say, and nothing else.
   *
   * @param bucket physical, of all backends
   * @return names of the backends that are emptied
   */
  Set<String> save(ProviderDirectory directory, String bucket) throws MetadataUnavailableException {
    try {
      return database.write(connection -> {
        saveProviders(connection, directory);
        saveBackends(connection, directory, bucket);
        return names(connection, DRAINING);
      });
    } catch (DatabaseException e) {
      throw unavailable(e);
    }
  }

  private void saveProviders(Connection connection, ProviderDirectory directory)
      throws SQLException {
    Set<String> gone = names(connection, "SELECT zone_code FROM providers");
    for (Provider provider : directory.providers()) {
      gone.remove(provider.place().zone().code());
    }
    delete(connection, "DELETE FROM providers WHERE zone_code = ?", gone);
    try (PreparedStatement insert = connection.prepareStatement(PROVIDER)) {
      for (Provider provider : directory.providers()) {
        insert.setString(1, provider.place().zone().code());
        insert.setString(2, provider.place().country());
        insert.setString(3, provider.place().region());
        insert.setString(4, provider.name());
        insert.setString(5, provider.endpoint());
        insert.setString(6, provider.features().s3Compatible().written());
        insert.setString(7, provider.features().objectLock().written());
        insert.setString(8, provider.features().versioning().written());
        insert.setString(9, provider.features().iso27001Gdpr().written());
        insert.setString(10, provider.features().veeamReady().written());
        insert.setString(11, provider.notes());
        insert.executeUpdate();
      }
    }
  }

  private void saveBackends(Connection connection, ProviderDirectory directory, String bucket)
      throws SQLException {
    Set<String> gone = names(connection, ALL);
    for (ConfiguredBackend backend : directory.file().backends()) {
      gone.remove(backend.name());
    }
    delete(connection, "DELETE FROM gateway_backends WHERE name = ?", gone);
    try (PreparedStatement insert = connection.prepareStatement(BACKEND)) {
      for (ConfiguredBackend backend : directory.file().backends()) {
        insert.setString(1, backend.name());
        insert.setString(2, backend.provider());
        insert.setString(3, backend.zone().code());
        insert.setString(4, backend.region().code());
        insert.setString(5, bucket);
        insert.setBoolean(6, backend.primary());
        insert.setBoolean(7, backend.enabled());
        // That of the database is kept: the file's own is asked beside it.
        insert.setBoolean(8, false);
        insert.setLong(9, clock.millis());
        insert.executeUpdate();
      }
    }
  }

  private static void delete(Connection connection, String sql, Set<String> names)
      throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      for (String name : names) {
        delete.setString(1, name);
        delete.executeUpdate();
      }
    }
  }

  /** Names of the backends that are emptied. */
  Set<String> draining() throws MetadataUnavailableException {
    try {
      return database.read(connection -> names(connection, DRAINING));
    } catch (DatabaseException e) {
      throw unavailable(e);
    }
  }

  private static Set<String> names(Connection connection, String sql) throws SQLException {
    Set<String> names = new HashSet<>();
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  void setDraining(String name, boolean on) throws MetadataUnavailableException {
    try {
      database.write(connection -> {
        try (PreparedStatement update =
            connection.prepareStatement(
                "UPDATE gateway_backends SET draining = ?, updated_at = ? WHERE name = ?")) {
          update.setBoolean(1, on);
          update.setLong(2, clock.millis());
          update.setString(3, name);
          return update.executeUpdate();
        }
      });
    } catch (DatabaseException e) {
      throw unavailable(e);
    }
  }

  private static MetadataUnavailableException unavailable(DatabaseException e) {
    return new MetadataUnavailableException("Backends: " + e.getMessage(), e);
  }
}
