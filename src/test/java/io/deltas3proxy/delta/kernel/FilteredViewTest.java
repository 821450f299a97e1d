package io.deltas3proxy.delta.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.PartitionValues;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.view.FileJudge;
import io.deltas3proxy.delta.view.IndexedRemovals;
import io.deltas3proxy.delta.view.LogView;
import io.deltas3proxy.delta.view.LogViews;
import io.deltas3proxy.delta.view.SharedMetadata;
import io.deltas3proxy.delta.view.ViewSettings;
import io.deltas3proxy.testing.KernelState;
import io.deltas3proxy.testing.ViewCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replaying a view gives the table filtered by partition, at every version that there is. */
class FilteredViewTest {

  private static final int POLICIES = 4;

  @TempDir private Path directory;

  static Stream<String> relativeTables() throws IOException {
    return WrittenTables.names().filter(name -> !name.equals("shallow-clone"));
  }

  @ParameterizedTest
  @MethodSource("relativeTables")
  void aViewIsTheTableFilteredByPartition(String name) throws Exception {
    Table table = WrittenTables.table(name);
    Path root = WrittenTables.ROOT.resolve(name);
    try (KernelTableIndexes indexes = WrittenTables.indexes()) {
      TableIndex index = indexes.get(table);
      LogViews views =
          new LogViews(
              ViewSettings.in(directory.resolve("views")),
              new KernelCheckpointWriter(),
              new IndexedRemovals(
                  indexes, new KernelTableHistory(IndexSettings.DEFAULT, Clock.systemUTC())),
              Clock.systemUTC());
      for (int seed = 0; seed < POLICIES; seed++) {
        PartitionPolicy policy = policy(index, seed);
        Path copy = directory.resolve("copy-" + seed);
        LogView view = views.of(table, policy);
        ViewCopy.copy(table, view, copy);
        int compared = 0;
        for (long version = 0; version <= index.version(); version++) {
          compared += compare(root, copy, version, new FileJudge(table, policy)) ? 1 : 0;
        }
        assertTrue(compared > 0, "no version is there");
        assertEquals(index.version(), KernelState.read(copy, -1).version());
      }
    }
  }

  private static boolean compare(Path root, Path copy, long version, FileJudge judge)
      throws IOException {
    KernelState upstream;
    try {
      upstream = KernelState.read(root, version);
    } catch (RuntimeException e) {
      return false;
    }
    KernelState seen = KernelState.read(copy, version);
    assertEquals(texts(upstream, judge), texts(seen, judge), copy + " at version " + version);
    return true;
  }

  /** What is to be seen of a state, without what a view may change. */
  @SuppressWarnings("unchecked") // Maps of our making.
  private static List<String> texts(KernelState state, FileJudge judge) {
    List<String> texts = new ArrayList<>();
    for (Map<String, @Nullable Object> action : state.actions()) {
      Object add = action.get("add");
      Object metaData = action.get("metaData");
      if (add != null) {
        Map<String, @Nullable Object> fields = new TreeMap<>((Map<String, @Nullable Object>) add);
        fields.remove("dataChange");
        Map<String, @Nullable String> values =
            (Map<String, @Nullable String>) fields.get("partitionValues");
        if (values != null && judge.shows(values)) {
          texts.add("add " + fields);
        }
      } else if (metaData != null) {
        Map<String, @Nullable Object> fields =
            new TreeMap<>((Map<String, @Nullable Object>) metaData);
        Map<String, @Nullable Object> configuration =
            new TreeMap<>((Map<String, @Nullable Object>) fields.get("configuration"));
        configuration.keySet().removeIf(key -> !SharedMetadata.shares(key));
        fields.put("configuration", configuration);
        texts.add("metaData " + fields);
      } else {
        texts.add(action.toString());
      }
    }
    texts.sort(null);
    return texts;
  }

  /** A policy that sees some of the partitions; the first one sees all. */
  private static PartitionPolicy policy(TableIndex index, int seed) {
    Random random = new Random(seed);
    Set<PartitionValues> seen = new HashSet<>();
    for (int id = 0; id < index.partitionCount(); id++) {
      if (seed == 0 || random.nextInt(10) < 4) {
        seen.add(index.partition(id));
      }
    }
    return new PartitionPolicy("policy " + seed, index.schema(), seen::contains);
  }

  static byte[] bytes(Path file) throws IOException {
    return Files.readAllBytes(file);
  }
}
