package io.deltas3proxy.access;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.Membership;
import io.deltas3proxy.delta.PartitionFilter;
import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.PartitionValues;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableIndex.Sight;
import io.deltas3proxy.delta.TableIndexes;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.delta.action.ActionParser;
import io.deltas3proxy.delta.action.CommitTrial;
import io.deltas3proxy.delta.action.LoggedAction;
import io.deltas3proxy.delta.action.LoggedAction.Kind;
import io.deltas3proxy.delta.action.LoggedAction.OfFile;
import io.deltas3proxy.delta.action.LoggedPartition;
import io.deltas3proxy.delta.action.MalformedCommitException;
import io.deltas3proxy.storage.ObjectAddress;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges the actions of a commit before it is stored. A file that the table knows keeps its
 * partition; one that it does not know must be an uncommitted file of the writer, or else what
 * somebody else stored, or what a forbidden partition once held, could be brought into a partition
 * of the writer's. For one thread.
 */
final class CommitReview {

  /** The configuration that every writer of a table with row tracking keeps. */
  private static final String ROW_TRACKING = "delta.rowTracking";

  /** Unknown files that are looked up together. */
  private static final int MOST_WAITING = 500;

  /** Unknown files of one commit, all of which are kept in memory to its end. */
  private static final int MOST_NEW = 100_000;

  private final Table table;
  private final CommitRights rights;
  private final TableIndexes indexes;
  private final CommitTrial trial;
  private final TouchedPartitions touched;
  private final Set<ObjectAddress> waiting = new HashSet<>();

  /** Those that were the writer's when they were looked up. */
  private final Set<ObjectAddress> looked = new HashSet<>();

  private @Nullable TableIndex index;
  private boolean caughtUp;
  private long actions;

  CommitReview(
      Table table,
      CommitRights rights,
      TableIndexes indexes,
      CommitTrial trial,
      TouchedPartitions touched) {
    this.table = table;
    this.rights = rights;
    this.indexes = indexes;
    this.trial = trial;
    this.touched = touched;
  }

  /** Takes one line without its newline. */
  void take(byte[] line)
      throws CommitRefusedException, TableUnavailableException, AccountsUnavailableException {
    actions++;
    requirePlain(line);
    try {
      LoggedAction action = ActionParser.parse(line);
      judge(action);
      trial.take(line);
    } catch (MalformedCommitException e) {
      throw refused("the commit has " + e.getMessage());
    }
  }

  /**
   * Some readers end a line at a carriage return, guess its encoding or pass over marks before it:
   * they would find other actions in it than those that are judged.
   */
  private static void requirePlain(byte[] line) throws CommitRefusedException {
    if (line.length > 0 && line[0] < 0) {
      throw refused("a line that does not begin with its action");
    }
    for (byte octet : line) {
      if (octet >= 0 && octet < ' ' && octet != '\t') {
        throw refused("a line with a control character");
      }
    }
  }

  /** All lines were taken. */
  void end()
      throws CommitRefusedException, TableUnavailableException, AccountsUnavailableException {
    if (actions == 0) {
      throw refused("a commit without actions");
    }
    try {
      trial.end();
    } catch (MalformedCommitException e) {
      throw refused("the commit has " + e.getMessage());
    }
    // The writer may have deleted some since, and somebody else stored them: a body takes its time.
    waiting.addAll(looked);
    requireOwn();
  }

  private void judge(LoggedAction action)
      throws CommitRefusedException,
          MalformedCommitException,
          TableUnavailableException,
          AccountsUnavailableException {
    switch (action) {
      case OfFile file -> judgeFile(file);
      case LoggedAction.MetaData metaData -> requireAlter("metaData");
      case LoggedAction.Protocol protocol -> requireAlter("protocol");
      case LoggedAction.DomainMetadata domain -> {
        if (domain.removed() || !domain.domain().equals(ROW_TRACKING)) {
          requireAlter("domainMetadata");
        }
      }
      case LoggedAction.CommitInfo information -> {
        // Says what was done, and does nothing.
      }
      case LoggedAction.Transaction transaction -> {
        // The progress of an application is told by whoever writes for it.
      }
      case LoggedAction.Unknown unknown ->
          throw refused("an action that a commit may not have, or that is not known");
    }
  }

  private void requireAlter(String action) throws CommitRefusedException {
    if (!rights.mayAlter()) {
      throw refused("the action " + action + " needs the right to alter the table");
    }
  }

  private void judgeFile(OfFile action)
      throws CommitRefusedException,
          MalformedCommitException,
          TableUnavailableException,
          AccountsUnavailableException {
    FilePlace file = FilePlace.of(action, table.location());
    note(action, file);
    PartitionPolicy writes = rights.writes();
    if (rights.wholeTable() || writes == null) {
      requireValues(action);
      return;
    }
    file.requireInside();
    // What the action says of a vector is what indexes learn of it, also when it removes a file.
    ObjectAddress vector = action.kind() == Kind.CHANGE_DATA ? null : file.vector();
    PartitionValues values = values(action, writes);
    if (values == null) {
      requireWritable(file.address(), writes);
      if (vector != null) {
        requireWritable(vector, writes);
      }
      return;
    }
    if (!writes.sees(values)) {
      throw refused("a partition that may not be written");
    }
    requirePartition(file.address(), values, action.kind());
    requireNoVector(file.address());
    if (vector != null) {
      requirePartition(vector, values, action.kind());
    }
  }

  /** For the audit trail. */
  private void note(OfFile action, FilePlace file) {
    TableIndex known = indexes.current(table).orElse(null);
    if (known == null) {
      return;
    }
    Map<String, @Nullable String> told = action.partitionValues();
    PartitionValues values = told == null ? null : LoggedPartition.read(known.schema(), told);
    if (values != null) {
      touched.add(values);
    } else if (action.kind() == Kind.REMOVE) {
      known
          .partitionsOf(file.address(), Grounds.MOST_PARTITIONS + 1)
          .partitions()
          .forEach(id -> touched.add(known.partition(id)));
    }
  }

  private static void requireValues(OfFile action) throws CommitRefusedException {
    if (action.partitionValues() == null && action.kind() != Kind.REMOVE) {
      throw refused("a file without partitionValues");
    }
  }

  /** Those of the action; {@code null} for a removal that does not tell them. */
  private static @Nullable PartitionValues values(OfFile action, PartitionPolicy writes)
      throws CommitRefusedException {
    Map<String, @Nullable String> told = action.partitionValues();
    if (action.kind() == Kind.REMOVE && (told == null || told.isEmpty())) {
      return null;
    }
    PartitionValues values = told == null ? null : LoggedPartition.read(writes.schema(), told);
    if (values == null) {
      throw refused("partitionValues that do not tell each partition column once");
    }
    return values;
  }

  /** For a removal that tells no partition. */
  private void requireWritable(ObjectAddress address, PartitionPolicy writes)
      throws CommitRefusedException, TableUnavailableException {
    if (look(address, known -> writes.filter(known)) != Sight.VISIBLE) {
      throw refused("a removal of a file that may not be written");
    }
  }

  /** As a data file, what files of several partitions share would be nobody's but all of theirs. */
  private void requireNoVector(ObjectAddress address)
      throws CommitRefusedException, TableUnavailableException {
    if (index().partitionsOf(address, 1).kind() == Membership.Kind.SHARED) {
      throw refused("a deletion vector file in place of a data file");
    }
  }

  private void requirePartition(ObjectAddress address, PartitionValues values, Kind kind)
      throws CommitRefusedException, TableUnavailableException, AccountsUnavailableException {
    Sight sight = look(address, known -> id -> known.partition(id).equals(values));
    switch (sight) {
      case VISIBLE -> {
        // It stays where it is.
      }
      case HIDDEN, UNRESOLVED ->
          throw refused("a file that the table knows with another partition");
      case UNKNOWN -> {
        if (kind == Kind.REMOVE) {
          throw refused("a removal of a file that the table does not know");
        }
        waiting.add(address);
        if (waiting.size() >= MOST_WAITING) {
          requireOwn();
        }
      }
    }
  }

  private void requireOwn() throws CommitRefusedException, AccountsUnavailableException {
    if (!waiting.isEmpty() && !rights.own().among(waiting).containsAll(waiting)) {
      throw refused("a file that is neither the table's nor stored by the writer");
    }
    looked.addAll(waiting);
    if (looked.size() > MOST_NEW) {
      throw refused("more than " + MOST_NEW + " new files");
    }
    waiting.clear();
  }

  /** Makes the filter for an index. */
  private interface Filters {
    PartitionFilter of(TableIndex index);
  }

  private Sight look(ObjectAddress address, Filters filters)
      throws CommitRefusedException, TableUnavailableException {
    TableIndex known = index();
    Sight sight = known.look(address, filters.of(known));
    if (sight == Sight.UNKNOWN && !caughtUp) {
      caughtUp = true;
      index = indexes.catchUp(table);
      known = index();
      sight = known.look(address, filters.of(known));
    }
    return sight;
  }

  private TableIndex index() throws CommitRefusedException, TableUnavailableException {
    TableIndex known = index;
    if (known == null) {
      known = indexes.get(table);
      index = known;
    }
    PartitionPolicy writes = rights.writes();
    if (writes == null || !known.schema().equals(writes.schema())) {
      throw refused("the partition columns of the table changed meanwhile");
    }
    return known;
  }

  static CommitRefusedException refused(String reason) {
    return new CommitRefusedException(reason);
  }
}
