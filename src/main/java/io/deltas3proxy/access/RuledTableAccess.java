package io.deltas3proxy.access;

import io.deltas3proxy.access.UncommittedFiles.Owner;
import io.deltas3proxy.delta.PartitionFilter;
import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableIndex.Sight;
import io.deltas3proxy.delta.TableIndexes;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.storage.ObjectAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sight of one table that a list of rules gives. What is large of it is shared by all callers
 * with the same rules.
 */
final class RuledTableAccess implements TableAccess, Reasons {

  static final String LOG_DIRECTORY = "_delta_log/";

  /**
   * Where some platforms keep their own index of a table: it names every file, so it is nobody's.
   */
  private static final String PLATFORM_INDEX = "_delta_index";

  private static final AccessDecision MISSING = new AccessDecision.Missing();
  private static final String NO_RULE = "no rule for this table";
  private static final String NO_FITTING_RULE = "no rule fits the table's partition columns";
  private static final String NOT_ALLOWED = "no rule allows the file's partition";
  private static final String UNRESOLVED = "the log does not tell the file's partition";
  private static final String RESERVED = "the platform's own index is given to nobody";

  private final Table table;
  private final List<NamedRule> rules;
  private final SharedPartitions partitions;
  private final TableIndexes indexes;
  private final CallerWriting writing;
  private final UnloggedSight unlogged;

  /** For explanations; made when first asked for. */
  private volatile @Nullable PartitionJudge judge;

  RuledTableAccess(
      Table table,
      List<NamedRule> rules,
      SharedPartitions partitions,
      TableIndexes indexes,
      Writer writer) {
    this.table = table;
    this.rules = List.copyOf(rules);
    this.partitions = partitions;
    this.indexes = indexes;
    this.writing = new CallerWriting(this, indexes, writer);
    this.unlogged = new UnloggedSight(writing, writer.claims());
  }

  @Override
  public Table table() {
    return table;
  }

  @Override
  public boolean any() {
    return !rules.isEmpty();
  }

  @Override
  public CallerWriting writing() {
    return writing;
  }

  @Override
  public ListingSight listing() {
    return unlogged.seesAny() ? new WriterListing(this, unlogged) : this;
  }

  @Override
  public boolean isThere() {
    try {
      return any() && (!table.filtered() || fits());
    } catch (TableUnavailableException e) {
      return true;
    }
  }

  @Override
  public AccessDecision decide(String relativeKey) {
    if (relativeKey.isEmpty()) {
      return any() ? MISSING : forbidden(NO_RULE, null);
    }
    ObjectAddress address = table.location().address(relativeKey);
    if (unlogged.seesAny() && mayBeUnlogged(relativeKey)) {
      return decideForWriter(relativeKey, address);
    }
    if (!any()) {
      return forbidden(NO_RULE, address);
    }
    boolean log = relativeKey.startsWith(LOG_DIRECTORY);
    if (isPlatformIndex(relativeKey)) {
      return forbidden(RESERVED, address);
    }
    // A log names no file that ends in a slash; clients ask for such keys to find "directories".
    if (!log && relativeKey.endsWith("/")) {
      return MISSING;
    }
    try {
      if (table.filtered() && !fits()) {
        // Without a look for new commits: the time it takes would tell that there is a table.
        return forbidden(NO_FITTING_RULE, address);
      }
      return log ? decideLog(address) : decision(look(relativeKey, address), address);
    } catch (TableUnavailableException e) {
      return new AccessDecision.Unknowable(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public AccessDecision decideShared(ObjectAddress address) {
    if (!any()) {
      return forbidden(NO_RULE, null);
    }
    if (!table.location().shares(address)) {
      return MISSING;
    }
    if (table.location().holds(address)) {
      return decide(relativeKey(address));
    }
    try {
      TableIndex index = indexes.get(table);
      Sight sight = index.look(address, filter(index));
      if (sight == Sight.UNKNOWN || (table.filtered() && sight != Sight.VISIBLE)) {
        index = indexes.catchUp(table);
        sight = index.look(address, filter(index));
      }
      return decision(sight, address);
    } catch (TableUnavailableException e) {
      return new AccessDecision.Unknowable(String.valueOf(e.getMessage()));
    }
  }

  /** Whether an object of this key could be one that a writer stored and that no log names. */
  static boolean mayBeUnlogged(String relativeKey) {
    return !relativeKey.startsWith(LOG_DIRECTORY)
        && !relativeKey.endsWith("/")
        && !isPlatformIndex(relativeKey);
  }

  private AccessDecision decideForWriter(String relativeKey, ObjectAddress address) {
    try {
      Sight sight = look(address, indexes::get);
      Owner owner = sight == Sight.UNKNOWN ? unlogged.owner(address) : null;
      if (sight == Sight.UNKNOWN && !unlogged.isOwn(owner)) {
        sight = lookForNewer(relativeKey, address);
      }
      if (sight == Sight.UNKNOWN && unlogged.sees(owner)) {
        return new AccessDecision.Allowed(AccessDecision.Subject.FILE, address, this);
      }
      return any() ? decision(sight, address) : forbidden(NO_RULE, address);
    } catch (TableUnavailableException e) {
      return new AccessDecision.Unknowable(String.valueOf(e.getMessage()));
    }
  }

  /** Gives an index, after a look for new commits or without one. */
  interface IndexSource {
    TableIndex of(Table table) throws TableUnavailableException;
  }

  /** What an index says of an object. A table without a log is there for writers to fill it. */
  private Sight look(ObjectAddress address, IndexSource source) throws TableUnavailableException {
    try {
      TableIndex index = source.of(table);
      return index.look(address, filter(index));
    } catch (TableUnavailableException e) {
      return unknownIfNew(e);
    }
  }

  private Sight lookForNewer(String relativeKey, ObjectAddress address)
      throws TableUnavailableException {
    try {
      return look(relativeKey, address);
    } catch (TableUnavailableException e) {
      return unknownIfNew(e);
    }
  }

  private static Sight unknownIfNew(TableUnavailableException e) throws TableUnavailableException {
    if (e.hasNoLog()) {
      return Sight.UNKNOWN;
    }
    throw e;
  }

  /** For the listing of a writer: what the index says as it is. */
  Sight known(String relativeKey) throws TableUnavailableException {
    return look(table.location().address(relativeKey), indexes::get);
  }

  /** For the listing of a writer: what the index says after a look that is not old. */
  Sight refreshed(String relativeKey) throws TableUnavailableException {
    return look(table.location().address(relativeKey), indexes::refresh);
  }

  private AccessDecision decision(Sight sight, ObjectAddress address) {
    return switch (sight) {
      case VISIBLE -> new AccessDecision.Allowed(AccessDecision.Subject.FILE, address, this);
      case HIDDEN -> forbidden(NOT_ALLOWED, address);
      case UNRESOLVED -> forbidden(UNRESOLVED, address);
      case UNKNOWN -> MISSING;
    };
  }

  private String relativeKey(ObjectAddress address) {
    return address.key().substring(table.location().keyPrefix().length());
  }

  private AccessDecision decideLog(ObjectAddress address) {
    return isHiddenFile(address)
        ? forbidden(NOT_ALLOWED, address)
        : new AccessDecision.Allowed(AccessDecision.Subject.LOG, address, this);
  }

  private AccessDecision forbidden(String reason, @Nullable ObjectAddress address) {
    return new AccessDecision.Forbidden(reason, table.filtered(), address, this);
  }

  /** Whether a rule fits the table's columns, so that there could be something to see. */
  private boolean fits() throws TableUnavailableException {
    return filter(indexes.get(table)).fits();
  }

  @Override
  public PartitionPolicy policy() throws TableUnavailableException {
    return partitions.policy(indexes.get(table).schema());
  }

  @Override
  public Grounds of(ObjectAddress address) {
    String key = table.location().holds(address) ? relativeKey(address) : address.key();
    return grounds(key, address);
  }

  Grounds groundsOf(String relativeKey) {
    return grounds(
        relativeKey, relativeKey.isEmpty() ? null : table.location().address(relativeKey));
  }

  private Grounds grounds(String key, @Nullable ObjectAddress address) {
    TableIndex index = indexes.current(table).orElse(null);
    if (index == null) {
      return ObjectGrounds.withoutIndex(key, rules);
    }
    return ObjectGrounds.find(key, address, judge(index.schema()), index);
  }

  private PartitionJudge judge(PartitionSchema schema) {
    PartitionJudge known = judge;
    if (known == null || !known.isFor(schema)) {
      known = new PartitionJudge(rules, schema);
      judge = known;
    }
    return known;
  }

  List<NamedRule> rules() {
    return rules;
  }

  @Override
  public boolean lists(String relativeKey) throws TableUnavailableException {
    if (!any() || relativeKey.isEmpty() || isPlatformIndex(relativeKey)) {
      return false;
    }
    if (relativeKey.startsWith(LOG_DIRECTORY)) {
      return (!table.filtered() || fits()) && !isHiddenFile(table.location().address(relativeKey));
    }
    if (relativeKey.endsWith("/")) {
      return false;
    }
    ObjectAddress address = table.location().address(relativeKey);
    TableIndex index = indexes.get(table);
    Sight sight = index.look(address, filter(index));
    if (sight == Sight.UNKNOWN) {
      // Tables hold files that no log names any more: a listing does not wait for each of them.
      index = indexes.refresh(table);
      sight = index.look(address, filter(index));
    }
    return sight == Sight.VISIBLE;
  }

  @Override
  public boolean listsDirectory(String relativeDirectory) throws TableUnavailableException {
    if (!any() || isPlatformIndex(relativeDirectory)) {
      return false;
    }
    if (relativeDirectory.startsWith(LOG_DIRECTORY)) {
      return !table.filtered() || fits();
    }
    TableIndex index = indexes.get(table);
    if (index.directoryVisible(relativeDirectory, filter(index))) {
      return true;
    }
    // A new commit may have put the first visible file there.
    index = indexes.refresh(table);
    return index.directoryVisible(relativeDirectory, filter(index));
  }

  /**
   * Whether a log names, as a data file, something among its own files: the work of a writer who
   * wants it passed through. Asks nothing of a store, so that a log stays readable by itself.
   */
  private boolean isHiddenFile(ObjectAddress address) {
    return indexes
        .current(table)
        .map(index -> index.look(address, filter(index)))
        .filter(sight -> sight == Sight.HIDDEN || sight == Sight.UNRESOLVED)
        .isPresent();
  }

  private Sight look(String relativeKey, ObjectAddress address) throws TableUnavailableException {
    TableIndex index = indexes.get(table);
    Sight sight = index.look(address, filter(index));
    // Where forbidden objects seem missing, what is asked for them takes as long.
    boolean known = table.filtered() ? sight == Sight.VISIBLE : sight != Sight.UNKNOWN;
    PartitionFilter told = table.filtered() ? filter(index) : PartitionFilter.ALL;
    // A probe for a directory is no reason to look for new commits.
    if (known || index.directoryVisible(relativeKey + "/", told)) {
      return sight;
    }
    index = indexes.catchUp(table);
    return index.look(address, filter(index));
  }

  private AllowedPartitions filter(TableIndex index) {
    return partitions.of(index);
  }

  static boolean isPlatformIndex(String relativeKey) {
    return relativeKey.startsWith(PLATFORM_INDEX)
        && (relativeKey.length() == PLATFORM_INDEX.length()
            || relativeKey.charAt(PLATFORM_INDEX.length()) == '/');
  }
}
