package io.deltas3proxy.delta.kernel;

import static io.deltas3proxy.delta.kernel.TableIndexesFixture.daysAgo;
import static io.deltas3proxy.testing.HandWrittenLog.add;
import static io.deltas3proxy.testing.HandWrittenLog.metadata;
import static io.deltas3proxy.testing.HandWrittenLog.remove;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.view.LogView;
import io.deltas3proxy.delta.view.LogViews;
import io.deltas3proxy.delta.view.TableKnowledge;
import io.deltas3proxy.delta.view.ViewSettings;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.testing.KernelState;
import io.deltas3proxy.testing.ViewCopy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Removals that do not tell their partition leave a view with what they removed. */
class RemovedFilesTest {

  private TableIndexesFixture tables;
  private LogViews views;

  @TempDir private Path scratch;

  @BeforeEach
  void open(@TempDir Path directory) {
    tables = new TableIndexesFixture(directory);
    views =
        new LogViews(
            ViewSettings.in(scratch.resolve("views")),
            new KernelCheckpointWriter(),
            TableKnowledge.of(
                tables.indexes, new KernelTableHistory(IndexSettings.DEFAULT, tables.clock)),
            tables.clock,
            new SecretKeySpec(new byte[32], "AES"));
  }

  @AfterEach
  void close() {
    tables.close();
  }

  private PartitionPolicy xlon() throws Exception {
    return new PartitionPolicy(
        "xlon", tables.index().schema(), values -> "XLON".equals(values.values().getFirst()));
  }

  private Set<String> paths(Path copy, long version) throws Exception {
    Set<String> paths = new TreeSet<>();
    KernelState.read(copy, version)
        .additions()
        .forEach(add -> paths.add(String.valueOf(add.get("path"))));
    return paths;
  }

  @Test
  void youngAndOldRemovalsAreFoundInTheIndexOrInTheLog() throws Exception {
    tables
        .log
        .start()
        .commit(add("young", "XLON"), add("old", "XLON"), add("theirs", "XPAR"), add("x", "XLON"))
        .commit(remove("young", daysAgo(1)), remove("old", daysAgo(9)), remove("none", daysAgo(1)))
        .commit(remove("theirs", daysAgo(9)));
    LogView view = views.of(tables.table, xlon());
    Path copy = scratch.resolve("copy");
    ViewCopy.copy(tables.table, view, copy);
    assertEquals(Set.of("old", "x", "young"), paths(copy, 1));
    assertEquals(Set.of("x"), paths(copy, 2));
    assertEquals(Set.of("x"), paths(copy, -1));
    for (int version = 0; version < 4; version++) {
      String text =
          Files.readString(copy.resolve("_delta_log").resolve(LogListing.commitName(version)));
      assertFalse(text.contains("theirs"), text);
      assertFalse(text.contains("none"), text);
    }
  }

  @Test
  void aCommitThatIsNewerThanTheIndexIsLookedAtFirst() throws Exception {
    tables.log.start().commit(add("a", "XLON"));
    LogView view = views.of(tables.table, xlon());
    assertEquals(1, tables.index().version());
    tables.clock.advance(Duration.ofSeconds(2));
    tables.log.commit(add("b", "XLON"), add("c", "XLON")).commit(remove("b", daysAgo(0)));
    Path copy = scratch.resolve("copy");
    List<String> files = ViewCopy.copy(tables.table, view, copy);
    assertEquals(4, files.size());
    assertEquals(Set.of("a", "c"), paths(copy, -1));
    assertEquals(3, tables.index().version());
  }

  @Test
  void removalsOfATableWithOtherColumnsThanThePolicyKnowsAreNotJudged() throws Exception {
    tables.log.start().commit(add("a", "XLON"));
    LogView view = views.of(tables.table, xlon());
    tables.clock.advance(Duration.ofSeconds(2));
    tables
        .log
        .commit(metadata("table-1", "region", "string", "{}"))
        .commit(remove("a", daysAgo(0)));
    assertThrows(
        StoreException.Unavailable.class,
        () -> ViewCopy.copy(tables.table, view, scratch.resolve("copy")));
    PartitionPolicy none = new PartitionPolicy("region", tables.index().schema(), values -> false);
    ViewCopy.copy(tables.table, views.of(tables.table, none), scratch.resolve("none"));
    assertTrue(Files.exists(scratch.resolve("none").resolve("_delta_log")));
  }
}
