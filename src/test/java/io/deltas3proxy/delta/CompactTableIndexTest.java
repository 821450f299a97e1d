package io.deltas3proxy.delta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.delta.TableIndex.Sight;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.local.LocalObjectStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactTableIndexTest {

  private static final PartitionSchema SCHEMA =
      new PartitionSchema(List.of(new PartitionColumn("p", "p", DeltaType.STRING)));

  @TempDir private Path directory;

  private CompactTableIndex index() {
    LocalObjectStore store = new LocalObjectStore(List.of(directory));
    return new CompactTableIndex("t", SCHEMA, new TableLocation(store, "", "lake/t"));
  }

  private static ObjectAddress address(String relativeKey) {
    return new ObjectAddress("", "lake/t/" + relativeKey);
  }

  private static String file(int i, int partitions) {
    return "p=" + i % partitions + "/part-" + i + "-c000.snappy.parquet";
  }

  @Test
  void atMostFortyBytesAreKeptForEachFileAtAnySize() {
    CompactTableIndex index = index();
    int partitions = 2_000;
    double worst = 0;
    for (int i = 0; i < 600_000; i++) {
      String value = "value-" + i % partitions;
      index.addFile(file(i, partitions), index.partitionId(Arrays.asList(value)));
      if (i >= 150_000 && i % 1_000 == 0) {
        worst = Math.max(worst, index.retainedBytes() / (double) (i + 1));
      }
    }
    assertEquals(600_000, index.objectCount());
    assertEquals(partitions, index.partitionCount());
    assertTrue(worst <= 40, "bytes for each file: " + worst);
    for (int i = 0; i < 600_000; i += 997) {
      int owner = index.partitionId(Arrays.asList("value-" + i % partitions));
      assertEquals(Sight.VISIBLE, index.look(address(file(i, partitions)), id -> id == owner));
      assertEquals(Sight.HIDDEN, index.look(address(file(i, partitions)), id -> id != owner));
      assertEquals(Sight.UNKNOWN, index.look(address("x" + i), PartitionFilter.ALL));
    }
  }

  @Test
  void readersSeeEachFileWholeWhileOneThreadWrites() throws Exception {
    CompactTableIndex index = index();
    int files = 200_000;
    AtomicInteger written = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<Integer>> readers = new ArrayList<>();
      for (int reader = 0; reader < 2; reader++) {
        readers.add(
            threads.submit(() -> {
              int looks = 0;
              while (written.get() < files) {
                int newest = written.get() - 1;
                for (int i = newest; i >= 0; i -= 1 + newest / 7) {
                  int owner = i % 10;
                  Sight sight = index.look(address(file(i, 10)), id -> id == owner);
                  assertEquals(Sight.VISIBLE, sight);
                  looks++;
                }
              }
              return looks;
            }));
      }
      for (int i = 0; i < files; i++) {
        index.addFile(file(i, 10), index.partitionId(Arrays.asList("v" + i % 10)));
        written.set(i + 1);
      }
      for (Future<Integer> reader : readers) {
        assertTrue(reader.get() >= 0);
      }
    }
  }

  @Test
  void aDirectoryKeepsManyPartitions() {
    CompactTableIndex index = index();
    for (int i = 0; i < 5_000; i++) {
      index.addFile("Xy/part-" + i, index.partitionId(Arrays.asList("v" + i)));
    }
    for (int i = 0; i < 5_000; i += 7) {
      int only = i;
      assertTrue(index.directoryVisible("Xy/", id -> id == only));
    }
    assertFalse(index.directoryVisible("Xy/", id -> id >= 5_000));
    assertFalse(index.directoryVisible("X/", PartitionFilter.ALL));
  }

  @Test
  void aFileThatIsDataAndSharedIsJudgedAsData() {
    CompactTableIndex index = index();
    int first = index.partitionId(Arrays.asList("1"));
    int second = index.partitionId(Arrays.asList("2"));
    index.addShared("dv.bin", first);
    index.addShared("dv.bin", second);
    assertEquals(Sight.VISIBLE, index.look(address("dv.bin"), id -> id == first));
    index.addFile("dv.bin", first);
    assertEquals(Sight.HIDDEN, index.look(address("dv.bin"), id -> id == first));
    assertEquals(Sight.VISIBLE, index.look(address("dv.bin"), id -> id <= second));
  }

  @Test
  void aTupleOfAnotherWidthIsRefused() {
    CompactTableIndex index = index();
    assertThrows(IllegalArgumentException.class, () -> index.partitionId(List.of("a", "b")));
  }

  @Test
  void theHashDependsOnEachUnitOnTheLengthAndOnTheKey() {
    KeyedHash hash = new KeyedHash(1, 2);
    Hash128 base = hash.of("part-0.parquet", 0, 14);
    assertEquals(base, hash.of("xpart-0.parquetx", 1, 15));
    assertFalse(base.equals(hash.of("part-0.parquet", 0, 13)));
    assertFalse(base.equals(hash.of("part-1.parquet", 0, 14)));
    assertFalse(base.equals(new KeyedHash(1, 3).of("part-0.parquet", 0, 14)));
    assertFalse(hash.of("a\0", 0, 2).equals(hash.of("a", 0, 1)));
    assertFalse(hash.of("\u0141bcdefgh", 0, 8).equals(hash.of("Abcdefgh", 0, 8)));
    assertFalse(hash.of("\u0141", 0, 1).equals(hash.of("A\u0001", 0, 2)));
  }
}
