package io.deltas3proxy.access;

import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.delta.DeltaType;
import io.deltas3proxy.delta.PartitionColumn;
import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.testing.FakeTableIndex;
import io.deltas3proxy.testing.FakeTableIndexes;
import io.deltas3proxy.testing.GrantBook;
import io.deltas3proxy.testing.MemoryClaims;
import io.deltas3proxy.testing.MemoryObjectStore;
import io.deltas3proxy.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A table at version 4, and callers who each may do something else with it: {@code london} reads
 * and writes XLON, {@code paris} writes XPAR and reads nothing, {@code reader} reads all, {@code
 * whole} reads and writes all, {@code loader} writes and alters all but reads nothing, {@code
 * janitor} reads and writes XLON and maintains, {@code keeper} maintains without writing, {@code
 * owner} may do everything, {@code misfit} has a rule of another table's columns.
 */
abstract class WritersFixture {

  static final Duration LASTING = Duration.ofDays(7);

  private static final PartitionRule ALL = new PartitionRule(Map.of());
  private static final PartitionSchema BY_MIC =
      new PartitionSchema(List.of(new PartitionColumn("MIC", "MIC", DeltaType.STRING)));

  final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T00:00:00Z"));
  final MemoryClaims claims = new MemoryClaims(clock);
  final MemoryObjectStore store = new MemoryObjectStore();
  final Table trades = new Table("trades", location("gold/trades"), false);
  final Table filtered = new Table("filtered", location("gold/filtered"), true);
  final FakeTableIndex index =
      new FakeTableIndex(BY_MIC, "gold/trades/")
          .at(4)
          .file("a.parquet", "XLON")
          .file("b.parquet", "XPAR")
          .file("logged/c.parquet", "XLON")
          .unresolvedFile("unresolved.parquet");
  final FakeTableIndexes indexes =
      new FakeTableIndexes()
          .with("trades", index)
          .with("filtered", new FakeTableIndex(BY_MIC, "gold/filtered/").at(4));
  final GrantBook book =
      new GrantBook()
          .give(grant("london", mic("XLON"), Privilege.READ, Privilege.WRITE))
          .give(grant("paris", mic("XPAR"), Privilege.WRITE))
          .give(grant("reader", ALL, Privilege.READ))
          .give(grant("whole", ALL, Privilege.READ, Privilege.WRITE))
          .give(grant("loader", ALL, Privilege.WRITE, Privilege.ALTER))
          .give(grant("janitor", mic("XLON"), Privilege.READ, Privilege.WRITE, Privilege.MAINTAIN))
          .give(grant("keeper", ALL, Privilege.READ, Privilege.ALTER, Privilege.MAINTAIN))
          .give(grant("owner", ALL, Privilege.values()))
          .give(
              grant(
                  "misfit",
                  new PartitionRule(Map.of("venue", ValueCondition.is("x"))),
                  Privilege.WRITE));
  final GrantedAccessController controller =
      new GrantedAccessController(
          book.sources(),
          new TableCatalog(List.of(trades, filtered)),
          indexes,
          clock,
          new FileClaims(claims, LASTING, clock));

  private TableLocation location(String path) {
    return new TableLocation(store, "main", "physical", path, List.of());
  }

  private static PartitionRule mic(String mic) {
    return new PartitionRule(Map.of("MIC", ValueCondition.is(mic)));
  }

  private static Grant grant(String user, PartitionRule rule, Privilege... privileges) {
    return new Grant(
        "grant of " + user,
        new Grantee.User(user),
        "*",
        Set.of(privileges),
        List.of(rule),
        null,
        null);
  }

  /** The sight of a user; nobody's name stands for somebody anonymous. */
  final TableAccess access(Table table, String user) throws Exception {
    Caller caller =
        user.isEmpty()
            ? Caller.ANONYMOUS
            : new Caller(new Principal(user, new TreeSet<>(), false), null);
    return controller.tableAccess(caller, table);
  }

  final TableAccess access(String user) throws Exception {
    return access(trades, user);
  }

  final TableWriting writing(String user) throws Exception {
    return access(user).writing();
  }

  final WriteDecision decide(String user, String key, WriteIntent intent) throws Exception {
    return access(user).decideWrite(key, intent);
  }

  final ObjectAddress address(String key) {
    return trades.location().address(key);
  }
}
