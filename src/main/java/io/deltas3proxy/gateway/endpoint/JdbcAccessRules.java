package io.deltas3proxy.gateway.endpoint;

import io.deltas3proxy.access.Grant;
import io.deltas3proxy.access.GrantRevision;
import io.deltas3proxy.access.Grantee;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of the table {@code gateway_permissions} and those of the configuration, kept while the
 * revision of the database is the same. A row that cannot be understood allows nothing.
 */
public final class JdbcAccessRules implements AccessRules {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcAccessRules.class);

  /** More than that would be looked through at each request. */
  private static final int MOST = 100_000;

  private static final String ROWS =
      "SELECT id, grantee_kind, grantee_name, bucket_pattern, key_prefix, privileges"
          + " FROM gateway_permissions ORDER BY id";

  /** Example: {@code read, write}. */
  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

  private record Kept(long revision, List<AccessRule> rules) {}

  private final Database database;
  private final GrantRevision revision;
  private final List<AccessRule> configured;
  private volatile @Nullable Kept kept;

  public JdbcAccessRules(Database database, GrantRevision revision, List<AccessRule> configured) {
    this.database = database;
    this.revision = revision;
    this.configured = List.copyOf(configured);
  }

  @Override
  public List<AccessRule> all() throws AccountsUnavailableException {
    // Before the rows: what changes between the two is then read again.
    long now = revision.current();
    Kept known = kept;
    return known != null && known.revision() >= now ? known.rules() : load();
  }

  private synchronized List<AccessRule> load() throws AccountsUnavailableException {
    long now = revision.current();
    Kept known = kept;
    if (known != null && known.revision() >= now) {
      return known.rules();
    }
    try {
      List<AccessRule> rules = new ArrayList<>(configured);
      rules.addAll(database.read(JdbcAccessRules::rows));
      kept = new Kept(now, List.copyOf(rules));
      return rules;
    } catch (DatabaseException e) {
      throw new AccountsUnavailableException("rules cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<AccessRule> rows(Connection connection) throws SQLException {
    List<AccessRule> rules = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(ROWS)) {
      statement.setMaxRows(MOST + 1);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rule(row).ifPresent(rules::add);
        }
      }
    }
    if (rules.size() > MOST) {
      throw new SQLException("gateway_permissions has more than " + MOST + " rows");
    }
    return rules;
  }

  private static Optional<AccessRule> rule(ResultSet row) throws SQLException {
    Optional<Grantee> grantee =
        grantee(row.getString("grantee_kind"), row.getString("grantee_name"));
    String pattern = row.getString("bucket_pattern");
    Set<GatewayPrivilege> privileges = EnumSet.noneOf(GatewayPrivilege.class);
    boolean known = grantee.isPresent() && pattern.length() <= Grant.LONGEST_PATTERN;
    for (String word : COMMA.split(row.getString("privileges").strip(), -1)) {
      Optional<GatewayPrivilege> privilege = GatewayPrivilege.named(word);
      privilege.ifPresent(privileges::add);
      known &= privilege.isPresent();
    }
    if (!known || pattern.isEmpty()) {
      LOG.warn(
          "Row {} of gateway_permissions allows nothing: it is not understood", row.getLong(1));
      return Optional.empty();
    }
    return Optional.of(
        new AccessRule(grantee.get(), List.of(pattern), row.getString("key_prefix"), privileges));
  }

  private static Optional<Grantee> grantee(String kind, @Nullable String name) {
    return switch (kind) {
      case "everyone" -> Optional.of(new Grantee.Everyone());
      case "user" -> Optional.ofNullable(name).map(Grantee.User::new);
      case "group" -> Optional.ofNullable(name).map(Grantee.Group::new);
      default -> Optional.empty();
    };
  }
}
