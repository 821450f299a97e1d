package io.deltas3proxy.delta.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.delta.standalone.DeltaLog;
import io.delta.standalone.Snapshot;
import io.delta.standalone.actions.AddFile;
import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.view.FileJudge;
import io.deltas3proxy.testing.ViewCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An independent reader finds in a view what it finds in the table, filtered by partition. */
class StandaloneViewTest {

  @TempDir private Path directory;

  /** The tables that the oracle reads: protocol (1,2) and below. */
  static Stream<String> oldTables() throws IOException {
    Set<String> old = new TreeSet<>();
    for (String name : WrittenTables.names().toList()) {
      JsonNode protocol = WrittenTables.expected(name).get("protocol");
      if (protocol.get("minReaderVersion").asInt() == 1
          && protocol.get("minWriterVersion").asInt() <= 2) {
        old.add(name);
      }
    }
    return ViewedTables.names().filter(name -> old.contains(name.replace("cleaned ", "")));
  }

  @ParameterizedTest
  @MethodSource("oldTables")
  void aViewIsTheTableFilteredByPartition(String name) throws Exception {
    try (ViewedTables viewed = ViewedTables.open(name, directory)) {
      for (PartitionPolicy policy : viewed.policies(1)) {
        Path copy = directory.resolve("copy-" + policy.fingerprint());
        ViewCopy.copy(viewed.table(), viewed.view(policy), copy);
        DeltaLog upstream = log(viewed.root());
        DeltaLog seen = log(copy);
        FileJudge judge = new FileJudge(viewed.table(), policy);
        assertEquals(upstream.snapshot().getVersion(), seen.snapshot().getVersion());
        for (long version = viewed.index().version(); version >= 0; version--) {
          Snapshot before;
          try {
            before = upstream.getSnapshotForVersionAsOf(version);
          } catch (RuntimeException e) {
            continue;
          }
          Map<String, String> expected = files(before);
          expected.keySet().removeIf(path -> !visible(before, path, judge));
          assertEquals(expected, files(seen.getSnapshotForVersionAsOf(version)));
        }
      }
    }
  }

  private static DeltaLog log(Path root) {
    return DeltaLog.forTable(new Configuration(), "file:" + root);
  }

  private static boolean visible(Snapshot snapshot, String path, FileJudge judge) {
    return snapshot.getAllFiles().stream()
        .filter(file -> file.getPath().equals(path))
        .allMatch(file -> judge.shows(new TreeMap<>(file.getPartitionValues())));
  }

  private static Map<String, String> files(Snapshot snapshot) {
    Map<String, String> files = new TreeMap<>();
    for (AddFile file : snapshot.getAllFiles()) {
      files.put(
          file.getPath(),
          new TreeMap<>(file.getPartitionValues())
              + " "
              + file.getSize()
              + " "
              + file.getModificationTime()
              + " "
              + file.getStats());
    }
    return files;
  }
}
