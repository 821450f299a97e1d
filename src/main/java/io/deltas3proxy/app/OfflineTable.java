package io.deltas3proxy.app;

import io.deltas3proxy.access.Explanations;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.delta.kernel.KernelTableIndexes;
import io.deltas3proxy.metrics.ProxyMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** One table with what explains the rights on it, without a server: no other log is read. */
public final class OfflineTable implements AutoCloseable {

  private static final Duration RULES_WAIT = Duration.ofMinutes(1);

  private final Configuration configuration;
  private final AccountsParts accounts;
  private final OpenStores stores;
  private final KernelTableIndexes indexes;
  private final Table table;
  private final AccessParts access;

  private OfflineTable(
      Configuration configuration, TableSettings settings, AccountsParts accounts, Clock clock) {
    this.configuration = configuration;
    this.accounts = accounts;
    LakeSettings lake = configuration.lake();
    LakeSettings alone =
        new LakeSettings(
            List.of(settings),
            Set.of(settings.alias()),
            lake.backends(),
            lake.localDirectories(),
            lake.views());
    stores = new OpenStores(alone, List.of(), clock, new ProxyMetrics(clock, System::nanoTime));
    indexes = new KernelTableIndexes(configuration.index(), clock);
    table =
        new Table(
            settings.alias(), settings.in(stores.forLogs(settings.store())), settings.filtered());
    access =
        new AccessParts(
            accounts.grants(configuration.grants()),
            accounts.standings(),
            new TableCatalog(List.of(table)),
            indexes,
            // Not closed, since it is not started: nothing is swept by looking.
            new UncommittedParts(configuration.uncommitted(), accounts, clock).claims(),
            clock);
  }

  static OfflineTable open(Configuration configuration, TableSettings settings, Clock clock)
      throws ConfigurationException {
    AccountsParts accounts = AccountsParts.open(configuration, clock);
    boolean opened = false;
    try {
      OfflineTable table = new OfflineTable(configuration, settings, accounts, clock);
      opened = true;
      return table;
    } finally {
      if (!opened) {
        accounts.close();
      }
    }
  }

  public Table table() {
    return table;
  }

  public Explanations explanations() {
    return access.explanations();
  }

  /**
   * Reads the log, and holds the rules of the configuration against the table's columns.
   *
   * @return the version of the table
   * @throws TableUnavailableException when the log cannot be read
   * @throws ConfigurationException when a rule does not fit
   */
  public long check() throws TableUnavailableException, ConfigurationException {
    TableIndex index = indexes.get(table);
    new RuleVerification(configuration.grants(), indexes, configuration.source())
        .verify(List.of(table), RULES_WAIT);
    return index.version();
  }

  @Override
  public void close() {
    access.close();
    indexes.close();
    stores.close();
    accounts.close();
  }
}
