package io.deltas3proxy.delta.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.view.FileJudge;
import io.deltas3proxy.delta.view.SharedMetadata;
import io.deltas3proxy.testing.KernelState;
import io.deltas3proxy.testing.ViewCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replaying a view gives the table filtered by partition, at every version that there is. */
class FilteredViewTest {

  private static final int RANDOM_POLICIES = 2;

  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("io.deltas3proxy.delta.kernel.ViewedTables#names")
  void aViewIsTheTableFilteredByPartition(String name) throws Exception {
    try (ViewedTables viewed = ViewedTables.open(name, directory)) {
      long newest = viewed.index().version();
      Map<Long, KernelState> upstream = versions(viewed.root(), newest);
      assertEquals(newest, KernelState.read(viewed.root(), -1).version());
      assertTrue(upstream.containsKey(newest));
      for (PartitionPolicy policy : viewed.policies(RANDOM_POLICIES)) {
        Path copy = directory.resolve("copy-" + policy.fingerprint());
        List<String> files = ViewCopy.copy(viewed.table(), viewed.view(policy), copy);
        boolean cleaned = upstream.size() <= newest;
        assertEquals(cleaned, files.contains("_last_checkpoint"), files::toString);
        assertEquals(
            cleaned, files.stream().anyMatch(file -> file.endsWith(".parquet")), files::toString);
        FileJudge judge = new FileJudge(viewed.table(), policy);
        for (Map.Entry<Long, KernelState> each : upstream.entrySet()) {
          KernelState seen = KernelState.read(copy, each.getKey());
          assertEquals(
              texts(each.getValue(), judge),
              texts(seen, new FileJudge(viewed.table(), viewed.policies(0).getFirst())),
              policy.fingerprint() + " at version " + each.getKey() + " of " + files);
        }
        assertEquals(newest, KernelState.read(copy, -1).version());
      }
    }
  }

  /** Every version that can be read. */
  private static Map<Long, KernelState> versions(Path root, long newest) {
    Map<Long, KernelState> states = new TreeMap<>();
    for (long version = 0; version <= newest; version++) {
      try {
        states.put(version, KernelState.read(root, version));
      } catch (RuntimeException | IOException e) {
        assertTrue(version < newest, "the newest version cannot be read: " + e);
      }
    }
    return states;
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
}
