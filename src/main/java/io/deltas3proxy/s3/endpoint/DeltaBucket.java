package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.AccessController;
import io.deltas3proxy.access.AccessDecision;
import io.deltas3proxy.access.Caller;
import io.deltas3proxy.access.TableAccess;
import io.deltas3proxy.access.WriteDecision;
import io.deltas3proxy.access.WriteIntent;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import io.deltas3proxy.s3.protocol.S3Target;
import io.deltas3proxy.storage.KeyOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The virtual bucket: the first segment of a key is the alias of a table, the rest is the key below
 * the table's root. Beside it are, by their physical names, the objects that logs of tables name in
 * locations that these share. Every access of every command is required here, before any store is
 * called.
 */
public final class DeltaBucket {

  private final String name;
  private final TableCatalog catalog;
  private final AccessController access;

  public DeltaBucket(String name, TableCatalog catalog, AccessController access) {
    this.name = name;
    this.catalog = catalog;
    this.access = access;
  }

  String name() {
    return name;
  }

  /**
   * The one place that lets a command pass.
   *
   * @param witness is told of the decision on an object, for the audit trail
   * @throws S3Exception when it may not
   * @throws AccountsUnavailableException when that cannot be known
   */
  Clearance require(Caller caller, RequiredAccess required, DecisionWitness witness)
      throws AccountsUnavailableException {
    return switch (required) {
      case RequiredAccess.None none -> Clearance.GENERAL;
      case RequiredAccess.SeeBucket see -> requireBucket(see.bucket());
      case RequiredAccess.ListBucket list -> requireBucket(list.bucket());
      case RequiredAccess.ReadObject read ->
          new Clearance(readable(caller, read.target(), witness), null);
      case RequiredAccess.WriteObject write ->
          new Clearance(null, writable(caller, write.target(), write.intent(), witness));
      case RequiredAccess.CopyObject copy -> {
        // What is written is told last; a source that may not be read ends it before.
        WritableObject target = writable(caller, copy.target(), copy.intent(), witness);
        ReadableObject source = readable(caller, copy.source(), witness);
        witness.decided(target::grounds);
        yield new Clearance(source, target);
      }
      case RequiredAccess.WriteBucket write -> {
        requireBucket(write.bucket());
        requireWriter(caller);
        yield Clearance.GENERAL;
      }
      case RequiredAccess.Unserved unserved -> {
        requireBucket(unserved.target().bucket());
        refuseOnView(caller, unserved.target().key());
        throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED);
      }
    };
  }

  /** What the caller sees of the tables that they may see anything of, in the order of keys. */
  List<TableAccess> visibleTables(Caller caller) throws AccountsUnavailableException {
    List<TableAccess> visible = visible(caller, catalog.all());
    // With the slash: it sorts "a-b/" before "a/", as the keys are.
    visible.sort(Comparator.comparing(DeltaBucket::keyPrefix, KeyOrder.UTF_8));
    return visible;
  }

  /** What the caller sees of the tables that they may write anything of, in the order of keys. */
  List<TableAccess> writtenTables(Caller caller) throws AccountsUnavailableException {
    List<TableAccess> written = new ArrayList<>();
    for (Table table : catalog.all()) {
      TableAccess sight = access.tableAccess(caller, table);
      if (sight.writing().any()) {
        written.add(sight);
      }
    }
    written.sort(Comparator.comparing(DeltaBucket::keyPrefix, KeyOrder.UTF_8));
    return written;
  }

  private List<TableAccess> visible(Caller caller, Collection<Table> tables)
      throws AccountsUnavailableException {
    List<TableAccess> visible = new ArrayList<>();
    for (Table table : tables) {
      TableAccess sight = access.tableAccess(caller, table);
      if (sight.any()) {
        visible.add(sight);
      }
    }
    return visible;
  }

  /** What the keys of a table begin with in this bucket. */
  static String keyPrefix(TableAccess sight) {
    return sight.table().alias() + "/";
  }

  /** The table that an object is about by its name, before it is known who asks. */
  Optional<Table> tableOf(S3Target target) {
    return target.bucket().equals(name) ? tableOf(target.key()) : Optional.empty();
  }

  /** The table that a key, or the prefix of a listing, is about. */
  Optional<Table> tableOf(String key) {
    int slash = key.indexOf('/');
    return catalog.find(slash < 0 ? key : key.substring(0, slash));
  }

  private Clearance requireBucket(String bucket) {
    if (!bucket.equals(name)) {
      throw new S3Exception(S3ErrorCode.NO_SUCH_BUCKET);
    }
    return Clearance.GENERAL;
  }

  /**
   * Who reads a view writes nothing: a writer would make a part of the table the whole. For whoever
   * sees nothing of the table it is not there.
   */
  private void refuseOnView(Caller caller, String key) throws AccountsUnavailableException {
    Optional<Table> table = tableOf(key).filter(Table::filtered);
    if (table.isPresent() && access.tableAccess(caller, table.get()).isThere()) {
      throw new S3Exception(S3ErrorCode.ACCESS_DENIED).because("a filtered table is only read");
    }
  }

  /** Somebody who may write nothing at all gets no further. */
  private void requireWriter(Caller caller) throws AccountsUnavailableException {
    if (writtenTables(caller).isEmpty()) {
      throw new S3Exception(S3ErrorCode.ACCESS_DENIED).because("no rule allows to write anything");
    }
  }

  private WritableObject writable(
      Caller caller, S3Target target, WriteIntent intent, DecisionWitness witness)
      throws AccountsUnavailableException {
    requireBucket(target.bucket());
    TableAccess sight = access.tableAccess(caller, writtenTable(target.key()));
    String relative = belowRoot(sight, target.key());
    WriteJudgement judgement = WriteJudgement.of(sight, sight.decideWrite(relative, intent));
    witness.decided(() -> judgement.grounds(sight, relative));
    return judgement.require();
  }

  /** Of a table that is not there nobody may write anything, as of one that is hidden. */
  private Table writtenTable(String key) {
    return tableOf(key)
        .orElseThrow(
            () -> new S3Exception(S3ErrorCode.ACCESS_DENIED).because("there is no such table"));
  }

  /** What was decided on the deletion of each of some objects, by their keys here. */
  Map<String, WriteJudgement> deletions(Caller caller, Collection<String> keys)
      throws AccountsUnavailableException {
    Map<Table, List<String>> byTable = new LinkedHashMap<>();
    Map<String, WriteJudgement> judgements = new HashMap<>();
    for (String key : keys) {
      Optional<Table> table = tableOf(key);
      if (table.isPresent()) {
        byTable.computeIfAbsent(table.get(), none -> new ArrayList<>()).add(key);
      } else {
        judgements.put(key, WriteJudgement.refused(S3ErrorCode.ACCESS_DENIED));
      }
    }
    for (Map.Entry<Table, List<String>> of : byTable.entrySet()) {
      TableAccess sight = access.tableAccess(caller, of.getKey());
      List<String> relative = of.getValue().stream().map(key -> belowRoot(sight, key)).toList();
      Map<String, WriteDecision> decisions = sight.writing().decideDeletions(relative);
      for (int i = 0; i < relative.size(); i++) {
        WriteDecision decision = Objects.requireNonNull(decisions.get(relative.get(i)));
        judgements.put(of.getValue().get(i), WriteJudgement.of(sight, decision));
      }
    }
    return judgements;
  }

  private static String belowRoot(TableAccess sight, String key) {
    return key.substring(Math.min(key.length(), sight.table().alias().length() + 1));
  }

  private ReadableObject readable(Caller caller, S3Target target, DecisionWitness witness)
      throws AccountsUnavailableException {
    SightedObject found =
        target.bucket().equals(name)
            ? ofTable(caller, target.key())
            : SharedObjects.find(visible(caller, SharedObjects.tables(catalog, target)), target)
                .orElseThrow(() -> new S3Exception(S3ErrorCode.NO_SUCH_BUCKET));
    AccessDecision decision = found.decision();
    witness.decided(decision::grounds);
    return switch (decision) {
      case AccessDecision.Allowed allowed -> new ReadableObject(found.sight(), allowed);
      case AccessDecision.Forbidden forbidden ->
          throw new S3Exception(
                  forbidden.concealed() ? S3ErrorCode.NO_SUCH_KEY : S3ErrorCode.ACCESS_DENIED)
              .because(forbidden.reason());
      case AccessDecision.Missing missing -> throw new S3Exception(S3ErrorCode.NO_SUCH_KEY);
      case AccessDecision.Unknowable unknowable ->
          throw new S3Exception(S3ErrorCode.SERVICE_UNAVAILABLE).because(unknowable.reason());
    };
  }

  private SightedObject ofTable(Caller caller, String key) throws AccountsUnavailableException {
    Table table = tableOf(key).orElseThrow(() -> new S3Exception(S3ErrorCode.NO_SUCH_KEY));
    TableAccess sight = access.tableAccess(caller, table);
    return new SightedObject(sight, sight.decide(belowRoot(sight, key)));
  }
}
