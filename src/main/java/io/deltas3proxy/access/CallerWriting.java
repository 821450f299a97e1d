package io.deltas3proxy.access;

import io.deltas3proxy.access.UncommittedFiles.Claim;
import io.deltas3proxy.access.UncommittedFiles.Deleter;
import io.deltas3proxy.access.UncommittedFiles.Owner;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableIndexes;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.storage.ObjectAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the rules of one caller let them change of one table. */
final class CallerWriting implements TableWriting {

  static final String NO_RULE = "no rule lets the caller write this table";
  static final String NO_FITTING_RULE = "no rule for writing fits the table's partition columns";
  private static final String FILTERED = "a filtered table is only read";
  private static final String READ_ONLY = "nothing is written through this proxy: readOnly is true";
  private static final String NO_FILE = "no file of a table is written by such a key";
  private static final String WHOLE = "needs the right to read and write the whole table";
  private static final String MAINTAIN = "needs the right to maintain the table";

  private final RuledTableAccess sight;
  private final Table table;
  private final TableIndexes indexes;
  private final Writer writer;
  private final FileClaims claims;
  private final FileChanges files;

  CallerWriting(RuledTableAccess sight, TableIndexes indexes, Writer writer) {
    this.sight = sight;
    this.table = sight.table();
    this.indexes = indexes;
    this.writer = writer;
    this.claims = writer.claims();
    this.files = new FileChanges(this, claims);
  }

  Table table() {
    return table;
  }

  List<NamedRule> rules() {
    return writer.rules().rules();
  }

  /**
   * Why nothing of the table may be changed, whatever it is; {@code null} where something could be.
   * Does no I/O. Where nothing is written, requests do not come as far as a decision.
   */
  @Nullable String problem() {
    if (!claims.isUsed()) {
      return READ_ONLY;
    }
    if (table.filtered()) {
      return FILTERED;
    }
    return any() ? null : NO_RULE;
  }

  @Override
  public boolean any() {
    return !table.filtered() && writer.writesAny();
  }

  @Override
  public Grounds grounds(ObjectAddress address, TouchedPartitions touched) {
    return new WriteGrounds(table, rules(), indexes).find(address, touched);
  }

  @Override
  public String writer() {
    return writer.name();
  }

  @Override
  public boolean writesWholeTable() {
    return any() && writer.writesWholeTable();
  }

  @Override
  public boolean readsWholeTable() {
    return NamedRule.anyOfWholeTable(sight.rules());
  }

  boolean isOfWholeTable() {
    return readsWholeTable() && writesWholeTable();
  }

  @Override
  public boolean mayAlter() {
    return any() && writer.rules().alter();
  }

  @Override
  public boolean mayMaintain() {
    return any() && writer.rules().maintain();
  }

  @Override
  public PartitionPolicy policy() throws TableUnavailableException {
    return writer.partitions().policy(indexes.get(table).schema());
  }

  @Override
  public CommitRights commitRights(WriteTarget target) throws TableUnavailableException {
    return isOfWholeTable() || makesTable(target)
        ? new CommitRights(true, mayAlter(), null, this::own)
        : new CommitRights(false, mayAlter(), policy(), this::own);
  }

  /** A table without a log has no partitions of others yet. */
  private boolean makesTable(WriteTarget target) throws TableUnavailableException {
    return target instanceof WriteTarget.Commit(long version)
        && version == 0
        && writesWholeTable()
        && indexOrNull() == null;
  }

  private Set<ObjectAddress> own(Collection<ObjectAddress> addresses)
      throws AccountsUnavailableException {
    Map<ObjectAddress, Owner> owners = owners(addresses);
    Set<ObjectAddress> own = new HashSet<>();
    owners.forEach((address, owner) -> {
      if (isOwn(owner)) {
        own.add(address);
      }
    });
    return own;
  }

  boolean isOwn(@Nullable Owner owner) {
    return owner != null && owner.writer().equals(writer.name());
  }

  Map<ObjectAddress, Owner> owners(Collection<ObjectAddress> addresses)
      throws AccountsUnavailableException {
    return claims.files().owners(table.location().storeName(), addresses);
  }

  @Override
  public Claim claim(ObjectAddress address) throws AccountsUnavailableException {
    return claims.files().claim(table.location().storeName(), address, writer.name());
  }

  @Override
  public boolean use(ObjectAddress address) throws AccountsUnavailableException {
    return claims.files().use(table.location().storeName(), address, writer.name());
  }

  @Override
  public Set<ObjectAddress> beginDeletion(
      Collection<ObjectAddress> own, Collection<ObjectAddress> nobodys)
      throws AccountsUnavailableException {
    String store = table.location().storeName();
    Set<ObjectAddress> begun =
        new HashSet<>(claims.files().beginDeletion(store, own, new Deleter(writer.name(), null)));
    begun.addAll(
        claims.files().beginDeletion(store, nobodys, new Deleter(writer.name(), claims.ended())));
    return begun;
  }

  @Override
  public void end(Collection<ObjectAddress> addresses, boolean stored)
      throws AccountsUnavailableException {
    claims.files().end(table.location().storeName(), addresses, writer.name(), stored);
  }

  /** The index as it is; {@code null} for a table that has no log yet. */
  @Nullable TableIndex indexOrNull() throws TableUnavailableException {
    try {
      return indexes.get(table);
    } catch (TableUnavailableException e) {
      if (e.hasNoLog()) {
        return null;
      }
      throw e;
    }
  }

  /** The same after a look for new commits. */
  @Nullable TableIndex newestIndexOrNull() throws TableUnavailableException {
    try {
      return indexes.catchUp(table);
    } catch (TableUnavailableException e) {
      if (e.hasNoLog()) {
        return null;
      }
      throw e;
    }
  }

  AllowedPartitions allowed(TableIndex index) {
    return writer.partitions().of(index);
  }

  @Override
  public Map<String, WriteDecision> decideDeletions(Collection<String> relativeKeys) {
    Map<String, WriteDecision> decisions = new HashMap<>();
    Set<String> dataFiles = new HashSet<>();
    for (String key : relativeKeys) {
      if (any() && isFile(key)) {
        dataFiles.add(key);
      } else {
        decisions.put(key, decide(key, WriteIntent.DELETE));
      }
    }
    decisions.putAll(guarded(() -> files.decideChanges(dataFiles, WriteIntent.DELETE), dataFiles));
    return decisions;
  }

  @Override
  public WriteDecision decide(String relativeKey, WriteIntent intent) {
    return guarded(() -> Map.of(relativeKey, judged(relativeKey, intent)), List.of(relativeKey))
        .getOrDefault(relativeKey, new WriteDecision.Unknowable("not judged"));
  }

  /** Judges objects. */
  private interface Judgement {
    Map<String, WriteDecision> run() throws TableUnavailableException, AccountsUnavailableException;
  }

  private static Map<String, WriteDecision> guarded(
      Judgement judgement, Collection<String> relativeKeys) {
    try {
      return judgement.run();
    } catch (TableUnavailableException | AccountsUnavailableException e) {
      WriteDecision unknowable = new WriteDecision.Unknowable(String.valueOf(e.getMessage()));
      Map<String, WriteDecision> all = new HashMap<>();
      relativeKeys.forEach(key -> all.put(key, unknowable));
      return all;
    }
  }

  private WriteDecision judged(String key, WriteIntent intent)
      throws TableUnavailableException, AccountsUnavailableException {
    if (table.filtered()) {
      return new WriteDecision.Forbidden(FILTERED, !sight.isThere());
    }
    if (!any()) {
      return forbidden(NO_RULE);
    }
    if (key.startsWith(RuledTableAccess.LOG_DIRECTORY)) {
      String name = key.substring(RuledTableAccess.LOG_DIRECTORY.length());
      return switch (WrittenLogFile.of(name)) {
        case WrittenLogFile.Commit(long version) -> decideCommit(key, version, intent);
        case WrittenLogFile.Derived derived -> decideLogFile(key, intent);
        case WrittenLogFile.Directory directory -> decideMarker(key, intent);
        case WrittenLogFile.Other other -> forbidden(NO_FILE);
      };
    }
    if (key.endsWith("/") && FilePlace.isFileKey(key.substring(0, key.length() - 1))) {
      return decideMarker(key, intent);
    }
    if (!isFile(key)) {
      return forbidden(NO_FILE);
    }
    return intent.isOfExisting()
        ? files.decideChanges(Set.of(key), intent).getOrDefault(key, forbidden(NO_FILE))
        : files.decideStored(key, intent);
  }

  private static boolean isFile(String key) {
    return !key.endsWith("/") && FilePlace.isFileKey(key);
  }

  private WriteDecision decideCommit(String key, long version, WriteIntent intent)
      throws TableUnavailableException {
    if (intent.isInParts()) {
      return new WriteDecision.Unsupported("a commit is stored in one request");
    }
    if (intent != WriteIntent.PUT) {
      return !mayMaintain() || !isOfWholeTable()
          ? forbidden(mayMaintain() ? WHOLE : MAINTAIN)
          : allowed(
              key,
              intent == WriteIntent.REPLACE
                  ? new WriteTarget.OverwritingCommit(version)
                  : new WriteTarget.LogFile());
    }
    TableIndex index = indexOrNull();
    if (index == null || version > index.version() + 1) {
      index = newestIndexOrNull();
    }
    if (index == null && !(writesWholeTable() && mayAlter())) {
      return forbidden("a new table needs the right to alter and to write all of it");
    }
    if (index != null && !allowed(index).fits()) {
      return forbidden(NO_FITTING_RULE);
    }
    long newest = index == null ? -1 : index.version();
    if (version <= newest) {
      return new WriteDecision.Taken(version);
    }
    return version == newest + 1
        ? allowed(key, new WriteTarget.Commit(version))
        : forbidden("a commit that is not the one after the newest");
  }

  private WriteDecision decideLogFile(String key, WriteIntent intent) {
    if (!isOfWholeTable()) {
      return forbidden(WHOLE);
    }
    return intent.isOfExisting() && !mayMaintain()
        ? forbidden(MAINTAIN)
        : allowed(key, new WriteTarget.LogFile());
  }

  private WriteDecision decideMarker(String key, WriteIntent intent)
      throws TableUnavailableException {
    if (intent.isInParts()) {
      return new WriteDecision.Unsupported("a directory is stored in one request");
    }
    TableIndex index = indexOrNull();
    boolean fits = index == null ? writesWholeTable() : allowed(index).fits();
    if (intent == WriteIntent.TAG || !fits) {
      return forbidden(fits ? NO_FILE : NO_FITTING_RULE);
    }
    return allowed(key, new WriteTarget.Marker());
  }

  WriteDecision allowed(String key, WriteTarget target) {
    return new WriteDecision.Allowed(target, table.location().address(key));
  }

  static WriteDecision forbidden(String reason) {
    return new WriteDecision.Forbidden(reason, false);
  }

  static WriteDecision unfitting() {
    return forbidden(NO_FITTING_RULE);
  }
}
