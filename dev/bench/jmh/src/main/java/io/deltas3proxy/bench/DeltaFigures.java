package io.deltas3proxy.bench;

import io.delta.kernel.Scan;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.utils.CloseableIterator;
import io.deltas3proxy.delta.IndexDirectory;
import io.deltas3proxy.delta.PartitionFilter;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.delta.kernel.IndexSettings;
import io.deltas3proxy.delta.kernel.KernelTableIndexes;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.local.LocalObjectStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Measures the index of one large table, one figure a line: {@code write DIRECTORY FILES FORM},
 * {@code measure DIRECTORY ROUNDS}, or {@code load DIRECTORY} for a heap that may be too small.
 */
public final class DeltaFigures {

  private static final int SAMPLE = 1 << 14;
  private static final int LOOKS = 5_000_000;
  private static final int COMMITS = 40;
  private static final int FILES_PER_COMMIT = 10;

  private final Path root;
  private final AskedStore store;
  private final Table table;

  private DeltaFigures(Path root) {
    this.root = root;
    store = new AskedStore(new LocalObjectStore(List.of(root)));
    table = new Table("synthetic", new TableLocation(store, "", root.toString().substring(1)));
  }

  public static void main(String[] arguments) throws Exception {
    Path root = Path.of(arguments[1]).toAbsolutePath();
    switch (arguments[0]) {
      case "write" -> {
        SyntheticTable.Form form =
            SyntheticTable.Form.valueOf(arguments[3].toUpperCase(Locale.ROOT));
        SyntheticTable.write(root, Integer.parseInt(arguments[2]), form);
      }
      case "measure" -> new DeltaFigures(root).measure(Integer.parseInt(arguments[2]));
      case "load" -> new DeltaFigures(root).load(Optional.empty());
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void figure(String name, double value) {
    System.out.printf(Locale.ROOT, "%s=%.4f%n", name, value);
  }

  private KernelTableIndexes indexes(Optional<IndexDirectory> directory) {
    IndexSettings settings =
        new IndexSettings(
            Runtime.getRuntime().maxMemory() * 4 / 5,
            Duration.ofHours(1),
            Duration.ZERO,
            Duration.ofHours(1),
            Duration.ofMinutes(10),
            Duration.ofDays(7));
    return new KernelTableIndexes(settings, directory, Clock.systemUTC());
  }

  /** Seconds of one load. */
  private double load(Optional<IndexDirectory> directory) throws Exception {
    long start = System.nanoTime();
    try (KernelTableIndexes indexes = indexes(directory)) {
      TableIndex index = indexes.get(table);
      double seconds = seconds(start);
      if (index.objectCount() == 0) {
        throw new IllegalStateException("the index is empty");
      }
      return seconds;
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private double bareScan() throws IOException {
    long start = System.nanoTime();
    Engine engine = DefaultEngine.create(new Configuration());
    Scan scan =
        TableManager.loadSnapshot(root.toUri().toString()).build(engine).getScanBuilder().build();
    long files = 0;
    try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          while (rows.hasNext()) {
            rows.next();
            files++;
          }
        }
      }
    }
    if (files == 0) {
      throw new IllegalStateException("the table is empty");
    }
    return seconds(start);
  }

  private void measure(int rounds) throws Exception {
    for (int round = 0; round < rounds; round++) {
      // In turns: what slows the machine slows both.
      figure("scan", bareScan());
      figure("load", load(Optional.empty()));
    }
    Path kept = Files.createTempDirectory("delta-figures");
    IndexDirectory directory =
        IndexDirectory.open(kept.resolve("indexes"), 1L << 40, Clock.systemUTC());
    long start = System.nanoTime();
    double loaded = load(Optional.of(directory));
    figure("save", seconds(start) - loaded);
    figure("file_bytes", directory.bytes());
    for (int round = 0; round < rounds; round++) {
      figure("restore", load(Optional.of(directory)));
    }
    long before = heap();
    try (KernelTableIndexes indexes = indexes(Optional.of(directory))) {
      TableIndex index = indexes.get(table);
      figure("files", index.objectCount());
      figure("partitions", index.partitionCount());
      figure("known_bytes", index.retainedBytes());
      figure("heap_bytes", heap() - before);
      decide(index);
      follow(indexes);
    }
    figure("heap_limit", Runtime.getRuntime().maxMemory());
    try (var left = Files.walk(kept)) {
      for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static long heap() {
    for (int i = 0; i < 4; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** As a request does: hash, look-up, and the bit of the partition. */
  private void decide(TableIndex index) {
    BitSet allowed = new BitSet();
    for (int id = 0; id < index.partitionCount(); id += 3) {
      allowed.set(id);
    }
    PartitionFilter filter = allowed::get;
    ObjectAddress[] addresses = new ObjectAddress[SAMPLE];
    for (int i = 0; i < SAMPLE; i++) {
      int file = (int) ((i * 0x9e3779b97f4a7c15L >>> 1) % index.objectCount());
      addresses[i] = table.location().address(SyntheticFiles.key(file));
    }
    for (int round = 0; round < 5; round++) {
      long visible = 0;
      // Of this thread alone: what else runs here must not count.
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      for (int i = 0; i < LOOKS; i++) {
        if (index.look(addresses[i & SAMPLE - 1], filter) == TableIndex.Sight.VISIBLE) {
          visible++;
        }
      }
      long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      double nanos = (end - start) / (double) LOOKS;
      if (visible == 0 || visible == LOOKS) {
        throw new IllegalStateException("decided alike on all files");
      }
      figure("decision", nanos);
    }
  }

  /** Follows one commit after the other, and takes them away again. */
  private void follow(KernelTableIndexes indexes) throws Exception {
    long version = indexes.get(table).version();
    Path log = root.resolve("_delta_log");
    try {
      for (int commit = 1; commit <= COMMITS; commit++) {
        StringBuilder actions = new StringBuilder();
        for (int file = 0; file < FILES_PER_COMMIT; file++) {
          actions.append(
              SyntheticTable.add(file).replace("part-", "later-" + commit + "-"));
        }
        Files.writeString(log.resolve(SyntheticTable.name(version + commit)), actions);
        long lists = store.lists.sum();
        long gets = store.gets.sum();
        long start = System.nanoTime();
        long found = indexes.refresh(table).version();
        double millis = seconds(start) * 1000;
        if (found != version + commit) {
          throw new IllegalStateException("version " + found);
        }
        figure("commit", millis);
        figure("commit_lists", store.lists.sum() - lists);
        figure("commit_gets", store.gets.sum() - gets);
      }
    } finally {
      for (int commit = 1; commit <= COMMITS; commit++) {
        Files.deleteIfExists(log.resolve(SyntheticTable.name(version + commit)));
      }
    }
  }
}
