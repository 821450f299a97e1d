package io.deltas3proxy.bench;

import io.deltas3proxy.access.AccessDecision;
import io.deltas3proxy.access.Caller;
import io.deltas3proxy.access.Grant;
import io.deltas3proxy.access.GrantRevision;
import io.deltas3proxy.access.GrantSources;
import io.deltas3proxy.access.GrantedAccessController;
import io.deltas3proxy.access.Grantee;
import io.deltas3proxy.access.Grounds;
import io.deltas3proxy.access.PartitionRule;
import io.deltas3proxy.access.TableAccess;
import io.deltas3proxy.access.ValueCondition;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.delta.CompactTableIndex;
import io.deltas3proxy.delta.DeltaType;
import io.deltas3proxy.delta.PartitionColumn;
import io.deltas3proxy.delta.PartitionFilter;
import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableIndexes;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.local.LocalObjectStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it takes to decide on one file of a large table. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = {"-Xmx3g"})
public class DecisionBenchmark {

  /** Few enough that the keys themselves stay near, as that of a request just read is. */
  private static final int SAMPLE = 1 << 12;

  @Param({"1000000", "10000000"})
  public int files;

  private final String[] keys = new String[SAMPLE];
  private final String[] strangers = new String[SAMPLE];
  private final ObjectAddress[] addresses = new ObjectAddress[SAMPLE];
  private CompactTableIndex index;
  private TableAccess access;
  private GrantedAccessController controller;
  private Table table;
  private int next;

  @Setup
  public void fill() throws AccountsUnavailableException {
    TableLocation location =
        new TableLocation(new LocalObjectStore(List.of(Path.of("/tmp"))), "", "lake/trades");
    PartitionSchema schema =
        new PartitionSchema(
            List.of(
                new PartitionColumn("day", "day", DeltaType.DATE),
                new PartitionColumn("MIC", "MIC", DeltaType.STRING)));
    index = new CompactTableIndex("t", schema, location);
    for (int file = 0; file < files; file++) {
      int partition =
          index.partitionId(
              List.of(SyntheticFiles.day(file), SyntheticFiles.exchange(file)));
      index.addFile(SyntheticFiles.key(file), partition);
    }
    index.current(1, Instant.now());
    for (int i = 0; i < SAMPLE; i++) {
      int file = (int) ((i * 0x9e3779b97f4a7c15L >>> 1) % files);
      keys[i] = SyntheticFiles.key(file);
      strangers[i] = keys[i].replace("part-", "pert-");
      addresses[i] = location.address(keys[i]);
    }
    table = new Table("trades", location);
    controller = controller();
    access = controller.tableAccess(caller(), table);
    System.out.printf(
        "%n%d files: %.1f bytes each%n", files, index.retainedBytes() / (double) files);
  }

  /** A new one each time, as each request brings one. */
  private static Caller caller() {
    return new Caller(
        new Principal("alice", new TreeSet<>(List.of("london", "staff")), false), "AKID");
  }

  private GrantedAccessController controller() {
    TableIndexes indexes =
        new TableIndexes() {
          @Override
          public TableIndex get(Table table) {
            return index;
          }

          @Override
          public TableIndex refresh(Table table) {
            return index;
          }

          @Override
          public Optional<TableIndex> current(Table table) {
            return Optional.of(index);
          }

          @Override
          public TableIndex catchUp(Table table) {
            return index;
          }

          @Override
          public void close() {}
        };
    PartitionRule rule = new PartitionRule(Map.of("MIC", ValueCondition.is("XLON")));
    Grant grant = Grant.toRead("grant 1", new Grantee.Group("london"), "trades*", List.of(rule));
    return new GrantedAccessController(
        new GrantSources(List.of(caller -> List.of(grant)), GrantRevision.FIXED),
        new TableCatalog(List.of(table)),
        indexes,
        Clock.systemUTC());
  }

  @Benchmark
  public TableIndex.Sight look() {
    return index.look(addresses[next++ & SAMPLE - 1], PartitionFilter.ALL);
  }

  @Benchmark
  public AccessDecision decide() {
    return access.decide(keys[next++ & SAMPLE - 1]);
  }

  /** All that a request takes: the caller's sight of the table, and the decision. */
  @Benchmark
  public AccessDecision decideForACaller() throws AccountsUnavailableException {
    return controller.tableAccess(caller(), table).decide(keys[next++ & SAMPLE - 1]);
  }

  /** What the audit asks for beside the decision. */
  @Benchmark
  public Optional<Grounds> decideAndTellWhy() {
    return access.decide(keys[next++ & SAMPLE - 1]).grounds();
  }

  @Benchmark
  public AccessDecision decideOnAStranger() {
    return access.decide(strangers[next++ & SAMPLE - 1]);
  }
}
