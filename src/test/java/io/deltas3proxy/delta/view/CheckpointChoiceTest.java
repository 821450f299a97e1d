package io.deltas3proxy.delta.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.storage.ListedObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Which checkpoints a view shows. */
class CheckpointChoiceTest {

  private static ListedObject file(String name) {
    return new ListedObject("log/" + name, 1, "\"e\"", Instant.EPOCH, "STANDARD");
  }

  private static LogContents log(LongStream commits, long... checkpoints) {
    List<ListedObject> files = new ArrayList<>();
    commits.forEach(version -> files.add(file(LogFileName.commitName(version))));
    for (long version : checkpoints) {
      files.add(file(LogFileName.checkpointName(version)));
    }
    return LogContents.of(files, "log/");
  }

  private static List<Long> chosen(LogContents log) {
    return List.copyOf(CheckpointChoice.of(log));
  }

  @Test
  void aWholeLogNeedsNone() {
    assertEquals(List.of(), chosen(log(LongStream.range(0, 30), 10, 20)));
    assertEquals(List.of(), chosen(log(LongStream.range(0, 1000), 10, 500, 990)));
    assertEquals(List.of(), chosen(log(LongStream.empty())));
  }

  @Test
  void aCleanedLogNeedsItsFirst() {
    assertEquals(List.of(10L), chosen(log(LongStream.range(10, 30), 10, 20)));
    assertEquals(List.of(20L), chosen(log(LongStream.range(12, 30), 20)));
    assertEquals(List.of(10L), chosen(log(LongStream.range(11, 30), 10, 20)));
    assertEquals(List.of(10L), chosen(log(LongStream.empty(), 10)));
  }

  @Test
  void eachPartAfterAGapNeedsOne() {
    LongStream commits = LongStream.concat(LongStream.range(0, 5), LongStream.range(8, 30));
    assertEquals(List.of(9L), chosen(log(commits, 3, 9, 20)));
  }

  @Test
  void aLongLogHasALateOneThatStaysForManyCommits() {
    long[] tens = LongStream.range(1, 400).map(each -> each * 10).toArray();
    Set<List<Long>> choices = new HashSet<>();
    for (long newest = 1002; newest < 4000; newest += 3) {
      long last = newest;
      long[] written = LongStream.of(tens).filter(version -> version <= last).toArray();
      List<Long> chosen = chosen(log(LongStream.rangeClosed(0, newest), written));
      assertTrue(newest - chosen.getLast() <= 2 * CheckpointChoice.MOST_COMMITS, "" + newest);
      choices.add(chosen);
    }
    assertEquals(6, choices.size());
  }

  @Test
  void whatTheLogCanGiveTheChosenCanGive() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Set<Long> commits = new TreeSet<>();
      Set<Long> checkpoints = new TreeSet<>();
      for (long version = random.nextInt(3); version < 40; version++) {
        if (random.nextInt(8) > 0) {
          commits.add(version);
        }
        if (random.nextInt(6) == 0) {
          checkpoints.add(version);
        }
      }
      LogContents log =
          log(
              commits.stream().mapToLong(each -> each),
              checkpoints.stream().mapToLong(each -> each).toArray());
      assertEquals(
          readable(commits, checkpoints),
          readable(commits, CheckpointChoice.of(log)),
          "seed " + seed);
    }
  }

  /** Versions to which commits lead from a checkpoint, or from the first commit. */
  private static Set<Long> readable(Set<Long> commits, Set<Long> checkpoints) {
    Set<Long> readable = new TreeSet<>();
    for (long version = 0; version < 40; version++) {
      if (checkpoints.contains(version)
          || (commits.contains(version) && (version == 0 || readable.contains(version - 1)))) {
        readable.add(version);
      }
    }
    return readable;
  }

  private static List<ListedObject> checkpoint(List<ListedObject> files) {
    return LogContents.of(files, "log/").checkpoints().getOrDefault(7L, List.of());
  }

  @Test
  void aCheckpointCountsWhenAllItsPartsAreThere() {
    String uuid = "3aac8c5a-bb21-4958-9736-d4f7d1215662";
    String version = "00000000000000000007.checkpoint.";
    List<ListedObject> files = new ArrayList<>();
    files.add(file(version + "0000000002.0000000003.parquet"));
    files.add(file(version + "0000000003.0000000003.parquet"));
    assertEquals(Set.of(), LogContents.of(files, "log/").checkpoints().keySet());
    files.add(file(version + "0000000001.0000000002.parquet"));
    assertEquals(Set.of(), LogContents.of(files, "log/").checkpoints().keySet());
    files.add(file(version + uuid + ".json"));
    assertEquals(1, checkpoint(files).size());
    files.add(file(version + "0000000001.0000000003.parquet"));
    assertEquals(
        List.of(
            "log/" + version + "0000000001.0000000003.parquet",
            "log/" + version + "0000000002.0000000003.parquet",
            "log/" + version + "0000000003.0000000003.parquet"),
        checkpoint(files).stream().map(ListedObject::key).toList());
    files.add(file(version + "parquet"));
    assertEquals("log/" + version + "parquet", checkpoint(files).getFirst().key());
  }
}
