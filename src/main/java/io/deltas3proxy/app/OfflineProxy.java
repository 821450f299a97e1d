package io.deltas3proxy.app;

import io.deltas3proxy.access.Grant;
import io.deltas3proxy.audit.AuditSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The proxy as it is configured, without a port and without anything that runs beside: for the
 * command line. Nothing is opened before it is asked for.
 */
public final class OfflineProxy {

  private final Configuration configuration;
  private final Clock clock;

  private OfflineProxy(Configuration configuration, Clock clock) {
    this.configuration = configuration;
    this.clock = clock;
  }

  /**
   * Reads the configuration as a start of the proxy does.
   *
   * @param environment all variables of the process
   * @param workingDirectory where {@code config.json} is looked for
   * @throws ConfigurationException with everything that is wrong
   */
  public static OfflineProxy load(
      Map<String, String> environment, Path workingDirectory, Clock clock)
      throws ConfigurationException {
    @Nullable String property = System.getProperty(ConfigurationReader.FILE_PROPERTY);
    return new OfflineProxy(
        ConfigurationLoader.load(property, environment, workingDirectory), clock);
  }

  /** What the configuration was read from, for messages. */
  public String source() {
    return configuration.source().file();
  }

  public boolean hasDatabase() {
    return configuration.accounts().isPresent();
  }

  /** The aliases of all tables. */
  public Set<String> aliases() {
    return new TreeSet<>(configuration.lake().aliases());
  }

  /** Whether a grant is about a table that there is. */
  public boolean hasTableOf(Grant grant) {
    return configuration.lake().aliases().stream().anyMatch(grant::covers);
  }

  /**
   * Opens the accounts to look at.
   *
   * @throws ConfigurationException when the database or its key cannot be used
   * @throws IllegalStateException when there is no database
   */
  public OfflineAccounts readAccounts() throws ConfigurationException {
    return accounts(OfflineChanges.none());
  }

  /**
   * Opens the accounts to change. What is changed is written into the audit trail, if there is one.
   *
   * @throws ConfigurationException when the database, its key or the trail cannot be used
   * @throws IllegalStateException when there is no database
   */
  public OfflineAccounts changeAccounts() throws ConfigurationException {
    @Nullable AuditSettings audit = configuration.edge().audit();
    return accounts(
        audit == null
            ? OfflineChanges.none()
            : OfflineChanges.open(audit, configuration.source(), clock));
  }

  private OfflineAccounts accounts(OfflineChanges changes) throws ConfigurationException {
    boolean opened = false;
    try {
      AccountsSettings settings =
          configuration
              .accounts()
              .orElseThrow(() -> new IllegalStateException("there is no database"));
      AccountsDatabase database = AccountsDatabase.open(settings, configuration.source());
      database.database().started();
      opened = true;
      return new OfflineAccounts(configuration, database, changes, clock);
    } finally {
      if (!opened) {
        changes.close();
      }
    }
  }

  /**
   * Opens what explains the rights on one table.
   *
   * @return empty when no table has this alias
   * @throws ConfigurationException when the database cannot be used
   */
  public Optional<OfflineTable> openTable(String alias) throws ConfigurationException {
    Optional<TableSettings> settings =
        configuration.lake().tables().stream()
            .filter(table -> table.alias().equals(alias))
            .findFirst();
    return settings.isPresent()
        ? Optional.of(OfflineTable.open(configuration, settings.get(), clock))
        : Optional.empty();
  }
}
