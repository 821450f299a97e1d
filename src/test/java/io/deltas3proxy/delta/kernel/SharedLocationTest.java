package io.deltas3proxy.delta.kernel;

import static io.deltas3proxy.delta.TableIndex.Sight.HIDDEN;
import static io.deltas3proxy.delta.TableIndex.Sight.UNKNOWN;
import static io.deltas3proxy.delta.TableIndex.Sight.VISIBLE;
import static io.deltas3proxy.delta.kernel.TableIndexesFixture.NOW;
import static io.deltas3proxy.delta.kernel.TableIndexesFixture.seeing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.deltas3proxy.delta.IndexDirectory;
import io.deltas3proxy.delta.PartitionFilter;
import io.deltas3proxy.delta.SharedLocation;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableIndex.Sight;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.testing.HandWrittenLog;
import io.deltas3proxy.testing.MemoryObjectStore;
import io.deltas3proxy.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an index knows of files that a log names in other places. */
class SharedLocationTest {

  private static final SharedLocation OTHER = new SharedLocation("other", "gold");

  @TempDir private Path files;
  private final MemoryObjectStore store = new MemoryObjectStore();

  @BeforeEach
  void write() {
    store.put(
        "lake/t/_delta_log/00000000000000000000.json",
        String.join(
            "\n",
            HandWrittenLog.PROTOCOL,
            HandWrittenLog.metadata("id", "MIC", "string", "{}"),
            HandWrittenLog.add("s3://other/gold/x/a", "XLON"),
            HandWrittenLog.add("s3a://other/gold/twice", "XLON"),
            HandWrittenLog.add("s3n://other/gold/twice", "XPAR"),
            HandWrittenLog.add("s3://third/gold/x/a", "XLON"),
            ""));
  }

  private TableIndex index(SharedLocation... shared) throws Exception {
    SettableClock clock = new SettableClock(NOW);
    IndexSettings settings =
        new IndexSettings(
            64L << 20,
            Duration.ofHours(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofDays(7));
    Table table = new Table("t", new TableLocation(store, "physical", "lake/t", List.of(shared)));
    try (KernelTableIndexes indexes =
        new KernelTableIndexes(
            settings, Optional.of(IndexDirectory.open(files, 64 << 20, clock)), clock)) {
      return indexes.get(table);
    }
  }

  private static Sight look(TableIndex index, String bucket, String key, String... values) {
    return index.look(new ObjectAddress(bucket, key), seeing(index, values));
  }

  @Test
  void aFileElsewhereIsKnownByItsBucketAndWholeKeyAlone() throws Exception {
    TableIndex index = index(OTHER);
    assertEquals(VISIBLE, look(index, "other", "gold/x/a", "XLON"));
    assertEquals(HIDDEN, look(index, "other", "gold/x/a", "XPAR"));
    for (String bucket : List.of("physical", "third", "other/gold", "")) {
      assertEquals(UNKNOWN, look(index, bucket, "gold/x/a", "XLON"), bucket);
    }
    for (String key : List.of("x/a", "/gold/x/a", "lake/t/gold/x/a", "gold/x/a/", "gold/x")) {
      assertEquals(UNKNOWN, look(index, "other", key, "XLON"), key);
    }
  }

  @Test
  void aFileElsewhereThatIsNamedTwiceIsForThoseWhoSeeBoth() throws Exception {
    TableIndex index = index(OTHER);
    assertEquals(HIDDEN, look(index, "other", "gold/twice", "XLON"));
    assertEquals(VISIBLE, look(index, "other", "gold/twice", "XLON", "XPAR"));
  }

  @Test
  void noNameBelowTheRootStandsForAFileElsewhere() throws Exception {
    TableIndex index = index(OTHER);
    for (String key : List.of("//other/gold/x/a", "/other/gold/x/a", "other/gold/x/a")) {
      assertEquals(UNKNOWN, look(index, "physical", "lake/t/" + key, "XLON"), key);
    }
    for (String directory : List.of("/", "//", "//other/", "//other/gold/", "gold/", "x/")) {
      assertFalse(index.directoryVisible(directory, PartitionFilter.ALL), directory);
    }
  }

  @Test
  void anIndexThatWasKeptIsOfTheLocationsThatWereSharedThen() throws Exception {
    assertEquals(UNKNOWN, look(index(), "other", "gold/x/a", "XLON"));
    assertEquals(VISIBLE, look(index(OTHER), "other", "gold/x/a", "XLON"));
    assertEquals(UNKNOWN, look(index(), "other", "gold/x/a", "XLON"));
    SharedLocation third = new SharedLocation("third", "");
    assertEquals(VISIBLE, look(index(third), "third", "gold/x/a", "XLON"));
    assertEquals(UNKNOWN, look(index(third), "other", "gold/x/a", "XLON"));
  }
}
