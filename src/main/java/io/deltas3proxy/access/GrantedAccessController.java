package io.deltas3proxy.access;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.cache.KeptData;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.delta.TableIndexes;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives callers what is granted to them, to their groups and to everyone, from all sources
 * together. What is learned of a caller is kept until the grants change or one of them begins or
 * ends. A failure is never kept.
 */
public final class GrantedAccessController implements AccessController, AutoCloseable {

  private final GrantSources sources;
  private final TableCatalog catalog;
  private final TableIndexes indexes;
  private final Clock clock;
  private final FileClaims claims;
  private final SightCache cache = new SightCache();

  /** Where nothing is written. */
  public GrantedAccessController(
      GrantSources sources, TableCatalog catalog, TableIndexes indexes, Clock clock) {
    this(sources, catalog, indexes, clock, FileClaims.none(clock));
  }

  /**
   * @param claims the files that writers have stored and that no commit names yet
   */
  public GrantedAccessController(
      GrantSources sources,
      TableCatalog catalog,
      TableIndexes indexes,
      Clock clock,
      FileClaims claims) {
    this.sources = sources;
    this.catalog = catalog;
    this.indexes = indexes;
    this.clock = clock;
    this.claims = claims;
  }

  @Override
  public TableAccess tableAccess(Caller caller, Table table) throws AccountsUnavailableException {
    return sight(caller, table);
  }

  RuledTableAccess sight(Caller caller, Table table) throws AccountsUnavailableException {
    Table known = known(table);
    return sightsOf(caller).of(known.alias(), clock, rules -> sight(known, rules, writer(caller)));
  }

  /** All grants of a caller, valid now or not, for any table. */
  List<Grant> grantsOf(Caller caller) throws AccountsUnavailableException {
    return sightsOf(caller).grants();
  }

  /** The table as the indexes know it. */
  Table known(Table table) {
    return catalog
        .find(table.alias())
        .orElseThrow(
            () -> new IllegalArgumentException("not a table of the catalog: " + table.alias()));
  }

  private CallerSights sightsOf(Caller caller) throws AccountsUnavailableException {
    Principal principal = caller.principal();
    CallerSights sights = cache.get(principal, sources.revision().current());
    if (sights != null) {
      cache.countHit();
      return sights;
    }
    return cache.locked(principal, () -> load(caller, principal));
  }

  private CallerSights load(Caller caller, @Nullable Principal principal)
      throws AccountsUnavailableException {
    // Before the grants: what changes between the two is then looked up again.
    long revision = sources.revision().current();
    CallerSights meanwhile = cache.get(principal, revision);
    if (meanwhile != null) {
      return meanwhile;
    }
    CallerSights sights = new CallerSights(revision, sources.grantsOf(caller));
    cache.put(principal, sights);
    return sights;
  }

  private RuledTableAccess sight(Table table, EffectiveRules rules, String writer) {
    return new RuledTableAccess(
        table,
        rules.rules(),
        cache.partitions(table.alias(), rules.rules()),
        indexes,
        new Writer(
            writer,
            rules.writing(),
            cache.partitions(table.alias(), rules.writing().rules()),
            claims));
  }

  /** What rules that are only tried would give a caller. Nothing is kept of it. */
  RuledTableAccess tried(Caller caller, Table known, EffectiveRules rules) {
    String alias = known.alias();
    WritingRules writing = rules.writing();
    SharedPartitions written = new SharedPartitions(alias, writing.rules());
    return new RuledTableAccess(
        known,
        rules.rules(),
        new SharedPartitions(alias, rules.rules()),
        indexes,
        new Writer(writer(caller), writing, written, claims));
  }

  private static String writer(Caller caller) {
    Principal principal = caller.principal();
    return principal == null ? "" : principal.user();
  }

  /** What is kept of callers. */
  public List<KeptData> kept() {
    return cache.kept();
  }

  @Override
  public void close() {
    cache.close();
  }
}
