package io.deltas3proxy.gateway.placement;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseException;
import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code replication_rules}: those of the configuration, and those that administrators
 * have added. The configuration's hold whatever the table says.
 */
public final class JdbcReplicationRules {

  private static final String SELECT =
      "SELECT name, source_zone, target_zones, replica_count, country_restriction, demands,"
          + " enabled FROM replication_rules";

  private static final String UPSERT =
      "INSERT INTO replication_rules (name, source_zone, target_zones, replica_count,"
          + " country_restriction, demands, enabled, origin, created_at)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (name) DO UPDATE SET source_zone = excluded.source_zone,"
          + " target_zones = excluded.target_zones, replica_count = excluded.replica_count,"
          + " country_restriction = excluded.country_restriction, demands = excluded.demands,"
          + " enabled = excluded.enabled, origin = excluded.origin";

  private static final String CONFIGURATION = "configuration";
  private static final String ADMINISTRATOR = "administrator";

  private final Database database;
  private final Map<String, ReplicationRule> configured = new LinkedHashMap<>();
  private final Clock clock;

  /**
   * @param configured with different names
   */
  public JdbcReplicationRules(Database database, List<ReplicationRule> configured, Clock clock) {
    this.database = database;
    configured.forEach(rule -> this.configured.put(rule.name(), rule));
    this.clock = clock;
  }

  /** Writes the configuration's rules into the table, in place of those of an earlier one. */
  public void load() throws MetadataUnavailableException {
    try {
      database.write(connection -> {
        try (PreparedStatement delete =
            connection.prepareStatement("DELETE FROM replication_rules WHERE origin = ?")) {
          delete.setString(1, CONFIGURATION);
          delete.executeUpdate();
        }
        for (ReplicationRule rule : configured.values()) {
          save(connection, rule, CONFIGURATION);
        }
        return true;
      });
    } catch (DatabaseException e) {
      throw unavailable(e);
    }
  }

  /** All rules, in the order of their names. */
  public List<ReplicationRule> all() throws MetadataUnavailableException {
    try {
      return database.read(this::all);
    } catch (DatabaseException e) {
      throw unavailable(e);
    }
  }

  /** The same in a transaction of the caller. */
  List<ReplicationRule> all(Connection connection) throws SQLException {
    List<ReplicationRule> rules = new ArrayList<>(configured.values());
    try (PreparedStatement select = connection.prepareStatement(SELECT);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        if (!configured.containsKey(rows.getString(1))) {
          rules.add(rule(rows));
        }
      }
    }
    rules.sort(Comparator.comparing(ReplicationRule::name));
    return rules;
  }

  public boolean isConfigured(String name) {
    return configured.containsKey(name);
  }

  /**
   * Adds a rule, or replaces the one of its name. Holds for the next decision, on every instance.
   *
   * @throws IllegalArgumentException if the configuration has one of this name
   */
  public void put(ReplicationRule rule) throws MetadataUnavailableException {
    if (isConfigured(rule.name())) {
      throw new IllegalArgumentException("the configuration has a rule of this name");
    }
    try {
      database.write(connection -> {
        save(connection, rule, ADMINISTRATOR);
        return true;
      });
    } catch (DatabaseException e) {
      throw unavailable(e);
    }
  }

  private void save(Connection connection, ReplicationRule rule, String origin)
      throws SQLException {
    try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
      upsert.setString(1, rule.name());
      upsert.setString(2, code(rule.sourceZone()));
      upsert.setString(
          3, rule.targetZones().stream().map(Location::code).collect(Collectors.joining(",")));
      upsert.setInt(4, rule.replicaCount());
      upsert.setString(
          5, rule.countryRestriction().stream().sorted().collect(Collectors.joining(",")));
      upsert.setString(
          6, rule.demands().stream().map(Demand::word).sorted().collect(Collectors.joining(",")));
      upsert.setBoolean(7, rule.enabled());
      upsert.setString(8, origin);
      upsert.setLong(9, clock.millis());
      upsert.executeUpdate();
    }
  }

  private static @Nullable String code(@Nullable Location location) {
    return location == null ? null : location.code();
  }

  /** A row that cannot be read is no rule to be passed over: nothing is decided without it. */
  private static ReplicationRule rule(ResultSet row) throws SQLException {
    String name = row.getString(1);
    String source = row.getString(2);
    try {
      return new ReplicationRule(
          name,
          source == null ? null : new Location(source),
          words(row.getString(3)).stream().map(Location::new).toList(),
          row.getInt(4),
          Set.copyOf(words(row.getString(5))),
          words(row.getString(6)).stream().map(Demand::of).collect(Collectors.toSet()),
          row.getBoolean(7));
    } catch (IllegalArgumentException e) {
      throw new SQLException("replication rule " + name + ": " + e.getMessage(), e);
    }
  }

  /** What stands with commas between. */
  static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
  }

  private static MetadataUnavailableException unavailable(DatabaseException e) {
    return new MetadataUnavailableException("Replication rules: " + e.getMessage(), e);
  }
}
