package io.deltas3proxy.delta.kernel;

import io.delta.kernel.TableManager;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.PartitionValues;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.delta.TableUnavailableException;
import io.deltas3proxy.delta.view.LogView;
import io.deltas3proxy.delta.view.LogViews;
import io.deltas3proxy.delta.view.TableKnowledge;
import io.deltas3proxy.delta.view.ViewSettings;
import io.deltas3proxy.storage.local.LocalObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hadoop.conf.Configuration;

/**
 * The tables that views are tried on: those that Delta Spark wrote, as they are, and once more with
 * the start of their log cleaned away, so that a view needs checkpoints of every kind.
 */
final class ViewedTables implements AutoCloseable {

  /** What the name of a table begins with that is used with its log cleaned. */
  private static final String CLEANED = "cleaned ";

  /** Kernel writes no checkpoint of generated columns. */
  private static final String NOT_WRITTEN = "generated-column";

  private final Path root;
  private final Table table;
  private final KernelTableIndexes indexes = WrittenTables.indexes();
  private final LogViews views;

  private ViewedTables(Path root, Path directory) {
    this.root = root;
    this.table =
        new Table(
            "viewed",
            new TableLocation(
                new LocalObjectStore(List.of(root)), "", root.toString().substring(1)));
    this.views =
        new LogViews(
            ViewSettings.in(directory.resolve("views")),
            new KernelCheckpointWriter(),
            TableKnowledge.of(
                indexes, new KernelTableHistory(IndexSettings.DEFAULT, Clock.systemUTC())),
            Clock.systemUTC(),
            new SecretKeySpec(new byte[32], "AES"));
  }

  /** All but the one that names files of another bucket. */
  static Stream<String> names() throws IOException {
    return WrittenTables.names()
        .filter(name -> !name.equals("shallow-clone"))
        .flatMap(
            name -> name.equals(NOT_WRITTEN) ? Stream.of(name) : Stream.of(name, CLEANED + name));
  }

  /**
   * @param directory of this table's own, for what is needed
   */
  static ViewedTables open(String name, Path directory) throws IOException {
    if (!name.startsWith(CLEANED)) {
      return new ViewedTables(WrittenTables.ROOT.resolve(name), directory);
    }
    Path root = directory.resolve("cleaned");
    copyLog(WrittenTables.ROOT.resolve(name.substring(CLEANED.length())), root);
    long first = firstCheckpoint(root);
    if (first < 0) {
      first = writeCheckpoint(root);
    }
    for (long version = 0; version < first; version++) {
      Files.deleteIfExists(root.resolve("_delta_log").resolve(LogListing.commitName(version)));
    }
    return new ViewedTables(root, directory);
  }

  private static void copyLog(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from.resolve("_delta_log"))) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else if (!file.toString().endsWith(".crc")) {
          Files.copy(file, copy);
        }
      }
    }
  }

  private static long firstCheckpoint(Path root) throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("_delta_log"))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(file -> file.startsWith(".checkpoint.", 20))
          .mapToLong(file -> Long.parseLong(file.substring(0, 20)))
          .min()
          .orElse(-1);
    }
  }

  /** Writes a checkpoint in the middle of the log. */
  private static long writeCheckpoint(Path root) throws IOException {
    Engine engine = DefaultEngine.create(new Configuration());
    String path = root.toUri().toString();
    long newest = TableManager.loadSnapshot(path).build(engine).getVersion();
    long middle = (newest + 1) / 2;
    TableManager.loadSnapshot(path).atVersion(middle).build(engine).writeCheckpoint(engine);
    return middle;
  }

  Path root() {
    return root;
  }

  Table table() {
    return table;
  }

  TableIndex index() throws TableUnavailableException {
    return indexes.get(table);
  }

  LogView view(PartitionPolicy policy) {
    return views.of(table, policy);
  }

  /** Policies that see all, nothing, and some of the partitions. */
  List<PartitionPolicy> policies(int random) throws TableUnavailableException {
    TableIndex index = index();
    List<PartitionPolicy> policies = new ArrayList<>();
    policies.add(new PartitionPolicy("all", index.schema(), values -> true));
    policies.add(new PartitionPolicy("none", index.schema(), values -> false));
    for (int seed = 0; seed < random; seed++) {
      List<PartitionValues> partitions = new ArrayList<>();
      for (int id = 0; id < index.partitionCount(); id++) {
        partitions.add(index.partition(id));
      }
      Random chance = new Random(seed);
      Collections.shuffle(partitions, chance);
      // At least one is seen, and of several at least one is not.
      int count = partitions.isEmpty() ? 0 : 1 + chance.nextInt(Math.max(1, partitions.size() - 1));
      Set<PartitionValues> seen = new HashSet<>(partitions.subList(0, count));
      policies.add(new PartitionPolicy("random-" + seed, index.schema(), seen::contains));
    }
    return policies;
  }

  @Override
  public void close() {
    indexes.close();
  }
}
