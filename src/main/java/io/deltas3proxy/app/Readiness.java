package io.deltas3proxy.app;

import io.deltas3proxy.app.Health.TableHealth;
import io.deltas3proxy.delta.IndexStatus;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.delta.kernel.KernelTableIndexes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Whether every table can be served, and callers are known. Asking also tries again to load what
 * failed, so that an instance that gets no requests because it is not ready recovers when its store
 * does.
 */
final class Readiness {

  private static final String READY = "ready";
  private static final String LOADING = "loading";
  private static final String FAILED = "failed";

  private final TableCatalog catalog;
  private final KernelTableIndexes indexes;
  private final RuleVerification rules;
  private final BooleanSupplier accounts;
  private final boolean writable;

  /**
   * Makes it.
   *
   * @param accounts whether it is known now who may do what
   * @param writable whether tables that are not there yet may be made
   */
  Readiness(
      TableCatalog catalog,
      KernelTableIndexes indexes,
      RuleVerification rules,
      BooleanSupplier accounts,
      boolean writable) {
    this.writable = writable;
    this.accounts = accounts;
    this.catalog = catalog;
    this.indexes = indexes;
    this.rules = rules;
  }

  Health check() {
    Map<String, TableHealth> tables = new TreeMap<>();
    for (Table table : catalog.all()) {
      TableHealth health = of(table);
      tables.put(table.alias(), health);
      if (!health.state().equals(READY)) {
        indexes.warmUp(List.of(table));
      }
    }
    boolean failed = tables.values().stream().anyMatch(t -> t.state().equals(FAILED));
    boolean loading = tables.values().stream().anyMatch(t -> t.state().equals(LOADING));
    boolean known = accounts.getAsBoolean();
    String status = failed || !known ? "degraded" : loading ? LOADING : READY;
    return new Health(known && !failed && !loading, status, known, tables);
  }

  private TableHealth of(Table table) {
    IndexStatus status = indexes.status(table);
    return switch (status.state()) {
      case FAILED ->
          // The reason itself may name physical places, which is for the log alone.
          new TableHealth(
              FAILED, "the log cannot be read or is not supported; the server's log says why");
      case NEW ->
          writable
              ? new TableHealth(READY, null)
              : new TableHealth(FAILED, "there is no log at the table's location");
      case LOADING -> new TableHealth(LOADING, null);
      // An index that nobody asked for is dropped; what was loaded once will be again.
      case ABSENT ->
          new TableHealth(status.loads() + status.restores() == 0 ? LOADING : READY, null);
      case READY -> ruled(table);
    };
  }

  private TableHealth ruled(Table table) {
    if (!rules.isVerified(table.alias())) {
      rules.verify(table);
    }
    return rules.problemsOf(table.alias()).isEmpty()
        ? new TableHealth(READY, null)
        : new TableHealth(FAILED, "a rule does not fit the table; the server's log says which");
  }
}
